"""The files of ``cscli log``; that of its name has the group."""
