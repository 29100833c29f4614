"""The files of ``cscli time``; that of its name has the group."""
