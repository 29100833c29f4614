"""What to answer: the likeliest situations of a customer's message, and whether a person must read it."""
