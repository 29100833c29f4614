"""One file for each family of checks."""
