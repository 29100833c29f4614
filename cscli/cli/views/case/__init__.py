"""How cases look: one, a list, the queue, targets, macros; and what scripts get of them."""
