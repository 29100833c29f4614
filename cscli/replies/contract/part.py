"""The parts of a template's text, and the role that each plays in a letter.

A role says what a part is for: it gives the news, asks a question, says what happens next. A letter about one
situation reads as its template has it; roles decide what a letter about several situations says, and in which order.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple


class Role(StrEnum):
    """What a part of a text is for. ``body`` is a block of an older template, which is never taken apart."""

    THANKS = "thanks"
    APOLOGY = "apology"
    NEWS = "news"
    REASON = "reason"
    REMEDY = "remedy"
    QUESTION = "question"
    WHAT_TO_DO = "what-to-do"
    TRACKING = "tracking"
    NEXT_STEP = "next-step"
    REGRET = "regret"
    BODY = "body"


class Starts(StrEnum):
    """Where a part begins: after the sentence before it, on a line of its own, or as a new paragraph or message."""

    SENTENCE = "sentence"
    LINE = "line"
    PARAGRAPH = "paragraph"


# Roles that a letter about several situations plays once, for the first situation that has something to say.
SAID_ONCE = frozenset({Role.THANKS, Role.NEXT_STEP, Role.REGRET})

# The groups of roles, in the order of a letter about several situations. Within a group, the parts of a situation stay
# together. A language with another custom has its own, as ``letter.order``.
ORDER = (
    (Role.THANKS,),
    (Role.APOLOGY, Role.NEWS, Role.REASON, Role.BODY, Role.REMEDY, Role.QUESTION, Role.WHAT_TO_DO),
    (Role.TRACKING,),
    (Role.NEXT_STEP,),
    (Role.REGRET,),
)


class LetterPart(NamedTuple):
    """A part of a text.

    ``also`` is what the part says instead where a letter about several situations would leave it out, such as a
    second apology; None: nothing. ``makes`` names the points of the contract that it makes.
    """

    text: str
    role: Role = Role.BODY
    also: str | None = None
    starts: Starts = Starts.PARAGRAPH
    makes: tuple[str, ...] = ()


class Choice(NamedTuple):
    """What one value of a choice prints: its sentence; ``many`` is its form where several values are joined."""

    text: str
    many: str = ""
    makes: tuple[str, ...] = ()


def parse_parts(items: Sequence[Any], usual: Starts) -> tuple[LetterPart, ...]:
    """The parts of a text from its file content, already checked against the schema.

    An item is a text (a block of the role ``body``), a mapping of its role to its text, or a mapping with ``role``,
    ``text`` and marks. ``usual`` is where a part with a role starts that does not say so.
    """
    return tuple(LetterPart(text=item.strip()) if isinstance(item, str) else _parse_part(item, usual) for item in items)


def _parse_part(item: Mapping[str, Any], usual: Starts) -> LetterPart:
    if "role" not in item:
        ((role, text),) = item.items()
        return LetterPart(text=text.strip(), role=Role(role), starts=usual)
    return LetterPart(
        text=item["text"].strip(),
        role=Role(item["role"]),
        also=item["also"].strip() if "also" in item else None,
        starts=Starts(item.get("starts", usual)),
        makes=tuple(item.get("makes", ())),
    )


def parse_order(groups: Sequence[Sequence[str]]) -> tuple[tuple[Role, ...], ...]:
    """The groups of roles of a language, each role once; roles that are not named follow in the usual order."""
    order = [tuple(map(Role, group)) for group in groups]
    named = {role for group in order for role in group}
    rest = [tuple(role for role in group if role not in named) for group in ORDER]
    return tuple(group for group in (*order, *rest) if group)


def parse_choices(content: Mapping[str, Any]) -> dict[str, dict[str, Choice]]:
    """The sentences of choices by variable and key; a sentence is a text, or a mapping of ``text`` and marks."""
    return {name: {key: _parse_choice(raw) for key, raw in by_key.items()} for name, by_key in content.items()}


def _parse_choice(raw: str | Mapping[str, Any]) -> Choice:
    if isinstance(raw, str):
        return Choice(raw)
    return Choice(raw["text"], raw.get("many", ""), tuple(raw.get("makes", ())))
