"""Archives: what a desk brings with it, from mailboxes, chats and other help desks, read and kept as history."""
