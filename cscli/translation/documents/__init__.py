"""Document formats: the texts of a file are translated, everything around them is preserved byte for byte."""
