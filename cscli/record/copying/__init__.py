"""A whole record as rows: counted, compared, and copied from one store to another."""
