"""One file for each group of commands: parse, call one room, return a result."""
