"""The rows of the record, a file for each kind."""
