"""Who covers which market and language when, and where nobody does."""
