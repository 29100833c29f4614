"""WHAT HAPPENED: the record of interactions and customers."""
