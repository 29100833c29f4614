"""Translation of incoming and outgoing texts."""
