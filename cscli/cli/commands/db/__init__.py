"""The files of ``cscli db``; that of its name has the group."""
