"""Values of a reply: read strictly, written as the customer writes them."""
