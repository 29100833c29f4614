"""The kinds of rules in ``locales/checks/``."""
