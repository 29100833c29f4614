"""Many at once: replies for the rows of a table, each exactly once."""
