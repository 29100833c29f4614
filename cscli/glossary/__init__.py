"""The shop's words: terms, how they are found in a text, and the files they come in."""
