"""A record on a PostgreSQL server, shared by a team."""
