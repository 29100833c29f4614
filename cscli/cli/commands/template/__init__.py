"""The files of ``cscli template``; that of its name has the group."""
