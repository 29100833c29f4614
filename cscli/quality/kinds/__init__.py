"""Kinds of rules: what ``kind`` may be in ``locales/checks/``."""
