"""The files of ``cscli feedback``; that of its name has the group."""
