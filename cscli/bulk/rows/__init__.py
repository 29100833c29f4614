"""A row of a bulk run: what its columns mean, the reply that it becomes, and what became of it."""
