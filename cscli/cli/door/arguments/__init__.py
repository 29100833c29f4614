"""What the words of a command line may be, and how they are read."""
