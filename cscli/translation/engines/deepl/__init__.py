"""DeepL's API."""
