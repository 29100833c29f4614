"""Texts without the marks of direction that replies put around values."""


def without_isolates(text):
    """A text without the isolates that ``cscli.text.isolated`` adds."""
    return text.translate(dict.fromkeys(map(ord, "\u2066\u2068\u2069")))
