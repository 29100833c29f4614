"""The record's engine: the only place that speaks SQL to a database."""
