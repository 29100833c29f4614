"""Orders: what was bought, and where it is; typed, or from the tables of shop systems."""
