"""The files of ``cscli customer``; that of its name has the group."""
