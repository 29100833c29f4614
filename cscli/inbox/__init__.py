"""WHAT COMES IN: mail and mailboxes, read into messages. Nothing here judges, answers or records."""
