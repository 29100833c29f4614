"""The front door: one file for each command group, one place that prints, one that ends the program."""
