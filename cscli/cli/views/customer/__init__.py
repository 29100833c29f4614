"""How a customer looks: the card, value, consent, what is kept of a person and what goes."""
