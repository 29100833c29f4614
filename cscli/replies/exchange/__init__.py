"""Templates for other help desks, and the canned answers of other help desks as templates."""
