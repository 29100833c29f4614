"""What a person sees and types at a terminal: drawing, pager, editor, clipboard, progress."""
