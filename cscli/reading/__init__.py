"""What a text contains: its language and its placeables. Reads texts only; no I/O except the shipped facts."""
