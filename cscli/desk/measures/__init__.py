"""Measures of the desk: what they are, and the figures that follow from the record."""
