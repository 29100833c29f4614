"""Customers: who they are, where they are reached, what they agreed to and what they are worth."""
