"""Markdown: blocks, inline markup, and writing translations."""
