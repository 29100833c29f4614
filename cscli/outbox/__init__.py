"""What goes out: the only way for a text to leave the desk."""
