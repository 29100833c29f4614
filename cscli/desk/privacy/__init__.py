"""What a desk owes the people in its record: to show what it keeps, to forget them, and to say who did what."""
