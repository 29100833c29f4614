"""Tables to work through, row by row: CSV, TSV, JSON Lines and spreadsheets."""

from cscli.tables.reader import open_table
from cscli.tables.rejects import rejected_line, rejects_header
from cscli.tables.table import Table
from cscli.tables.writer import csv_line

__all__ = ["Table", "csv_line", "open_table", "rejected_line", "rejects_header"]
