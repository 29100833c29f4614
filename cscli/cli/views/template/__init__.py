"""How templates look, and what an exchange with another help desk did."""
