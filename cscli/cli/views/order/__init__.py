"""How orders look, and what scripts get of them."""
