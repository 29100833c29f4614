"""Search over what was said: one tokenizer for all databases, and for each the way to the newest hits."""
