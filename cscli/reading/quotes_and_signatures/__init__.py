"""Own words, quotes and signature of a message told apart."""
