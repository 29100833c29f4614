"""In their language: what the desk says and reads, carried from one language to another."""
