"""Services that take a short text in each request: Google, MyMemory, LibreTranslate, Microsoft."""
