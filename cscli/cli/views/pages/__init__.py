"""Web pages that need nothing else: one page.html.j2 with style and pieces, and one file for each kind of report."""
