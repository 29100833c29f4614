"""What a run does for the agent's day: the queue, a message that comes in, its answer, and undo."""
