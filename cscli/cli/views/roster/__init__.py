"""How rosters and hours look, and what scripts get of them."""
