"""What the replies to a situation must be given, must say, and must not say together."""
