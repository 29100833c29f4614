"""How coverage looks: heat maps, gaps, a picture; and what scripts get of it."""
