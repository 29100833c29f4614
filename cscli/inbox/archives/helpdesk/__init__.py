"""Exports of other help desks. Each module says what the fields of one of them mean; ``archive`` reads the files."""
