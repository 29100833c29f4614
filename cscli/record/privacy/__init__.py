"""What the record knows about persons, who may read it, and how it forgets them."""
