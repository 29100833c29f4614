"""A record in a file of SQLite."""
