"""How local times, windows and business time look, and what scripts get of them."""
