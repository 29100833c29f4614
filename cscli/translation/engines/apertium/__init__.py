"""Apertium: rules and dictionaries, on this machine."""
