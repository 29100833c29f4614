"""Markdown: its blocks, what stands in them, and how a translation is written back."""
