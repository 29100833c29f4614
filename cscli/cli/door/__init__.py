"""The door: global options, what a command returns, how it leaves, and where errors become exit codes."""
