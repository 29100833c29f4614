"""Tables to work through, row by row: CSV, TSV, JSON Lines and spreadsheets."""

from cscli.tables.rejects import csv_line, rejected_line, rejects_header
from cscli.tables.table import Table, open_table

__all__ = ["Table", "csv_line", "open_table", "rejected_line", "rejects_header"]
