"""Files in, files out: the texts of a document are translated, everything around them comes back byte for byte."""
