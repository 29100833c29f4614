"""The support desk in a terminal for shops that sell across borders."""

__version__ = "0.1.0"
