"""How measures look to a person and to a program."""
