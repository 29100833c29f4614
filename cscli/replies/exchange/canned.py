"""A canned answer: a text of one situation with marks for its values, as any help desk could keep it.

A mark is a name between two characters that no text holds. It becomes a placeholder of a product when it is written.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

_OPENS, _CLOSES = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPENS}([^{_OPENS}{_CLOSES}]*){_CLOSES}")
TITLE_JOIN: Final = "::"  # between the parts of a title; Zendesk makes folders of it


class Product(StrEnum):
    """Where canned answers go to, or come from."""

    ZENDESK = "zendesk"
    FRESHDESK = "freshdesk"
    GORGIAS = "gorgias"
    CHATWOOT = "chatwoot"
    CSV = "csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class CannedAnswer:
    """One text with marks.

    ``letter`` is the body with greeting, closing and signature, ``text`` the body without. ``variant`` says for which
    values it is: empty for the required ones alone, ``all`` for all optional ones, else such as ``remedy=refund``.
    """

    intent: str
    language: str
    register: str
    channel: str
    variant: str
    subject: str
    text: str
    letter: str

    @property
    def title(self) -> str:
        """The name under which it is kept elsewhere; its parts are found again when it comes back."""
        parts = (self.intent, self.language, self.register, self.channel, self.variant)
        return TITLE_JOIN.join(filter(None, parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignAnswer:
    """A canned answer as another product keeps it: plain text with that product's placeholders.

    ``place`` is where it stands in its file. Fields that the product does not have are empty.
    """

    place: str
    title: str
    text: str
    subject: str = ""
    language: str = ""
    intent: str = ""
    register: str = ""
    channel: str = ""
    variant: str = ""
    has_letter: bool = True


def mark(name: str) -> str:
    """A mark for the value of a name."""
    return f"{_OPENS}{name}{_CLOSES}"


def marks_of(text: str) -> list[str]:
    """The names of the marks in a text, in their order."""
    return _MARK.findall(text)


def replaced(text: str, written: Callable[[str], str]) -> str:
    """A text with ``written(name)`` in the place of each mark."""
    return _MARK.sub(lambda found: written(found[1]), text)


def without_marks(texts: Iterable[str]) -> tuple[str, ...]:
    """Texts of others, in which nothing may look like a mark."""
    return tuple(text.replace(_OPENS, "\ufffd").replace(_CLOSES, "\ufffd") for text in texts)


def parts_of_title(title: str) -> dict[str, Any]:
    """The fields of a title that ``CannedAnswer.title`` made; empty for any other."""
    names = ("intent", "language", "register", "channel", "variant")
    parts = title.split(TITLE_JOIN)
    if len(parts) not in (len(names) - 1, len(names)) or parts[2] not in ("formal", "neutral", "casual"):
        return {}
    if parts[3] not in ("email", "chat"):
        return {}
    return dict(zip(names, [*parts, ""], strict=False))
