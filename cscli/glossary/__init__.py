"""The shop's terminology: terms, their search in texts, and glossary files."""
