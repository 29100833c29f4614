"""How messages look on their way in and out."""
