"""The files of ``cscli case``; that of its name has the group."""
