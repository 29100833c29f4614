"""What a text holds: the language it is in, and what in it must not change.

A low room: it reads texts and says what it found. It translates nothing, keeps nothing and reaches nothing outside.
"""
