"""The models of Firefox Translations, on this machine."""
