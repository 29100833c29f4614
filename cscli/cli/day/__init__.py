"""The agent's day: what the commands of messages, answers and cases share, from the card to the review."""
