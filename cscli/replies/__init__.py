"""WHAT WE SAY: situations, templates, values, and the finished reply."""
