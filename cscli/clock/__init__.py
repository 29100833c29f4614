"""WHEN it is for the customer: zones and local hours."""
