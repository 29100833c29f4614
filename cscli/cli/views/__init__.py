"""What a result looks like to a person."""
