"""Where the outcomes of a bulk run go: one file or folder, the same bytes for the same outcomes."""
