"""The questions of `init`, and the settings that they write."""
