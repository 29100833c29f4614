"""Which language a few words are in, when that can be said reliably.

Only a hint for checks: it answers nothing rather than guess. The detector is eldc, restricted to known languages.
"""

from functools import lru_cache

# eldc has one code for Malay and Indonesian.
_ALIASES = {"id": "ms"}


def tongue(text: str, known: tuple[str, ...]) -> str:
    """The base language of ``text`` among ``known``; empty when it is not reliable."""
    import eldc  # noqa: PLC0415 - only free text needs it

    _ready(known)
    found = eldc.detect_details(text)
    if not found.reliable:
        return ""
    back = {alias: code for code, alias in _ALIASES.items()}
    return str(back.get(found.language, found.language))


@lru_cache(maxsize=1)
def _ready(known: tuple[str, ...]) -> None:
    import eldc  # noqa: PLC0415

    eldc.init()
    eldc.set_languages([_ALIASES.get(code, code) for code in known])
