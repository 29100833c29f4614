"""Checks of texts before they are sent."""
