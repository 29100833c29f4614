"""Services that take one short text per request: Google, MyMemory, LibreTranslate, Microsoft."""
