"""WHO the customer is: markets, languages, persons, and how each locale writes values."""
