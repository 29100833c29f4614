"""The agent's day: what comes in, what goes out, and what became of it."""
