"""Cases: what a customer wants, from the first message until it is settled. Everything follows from their events."""
