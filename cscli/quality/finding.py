"""The result of a check. This module imports no other package, so that any package can create findings."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Severity(StrEnum):
    """How serious a finding is; an error stops an outgoing text."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding; ``start`` and ``end`` are offsets in the text, or None if it has no position.

    ``ruins_translation``, ``is_loss`` and ``breaks_glossary`` hold for machine translations, whatever the severity.
    """

    is_secret: ClassVar[bool] = False
    ruins_translation: ClassVar[bool] = False
    is_loss: ClassVar[bool] = False
    breaks_glossary: ClassVar[bool] = False

    check: str
    severity: Severity
    message: str
    start: int | None = None
    end: int | None = None
    suggestion: str = ""


class SecretFinding(Finding):
    """A finding whose text must not be repeated in messages or records, such as a card number."""

    __slots__ = ()

    is_secret: ClassVar[bool] = True


class TerminologyFinding(Finding):
    """A finding about terms of the glossary."""

    __slots__ = ()

    breaks_glossary: ClassVar[bool] = True


class RuinFinding(Finding):
    """A finding that makes a machine translation unusable."""

    __slots__ = ()

    ruins_translation: ClassVar[bool] = True


class LossFinding(RuinFinding):
    """A finding about a lost or changed placeable, which another way of masking may keep."""

    __slots__ = ()

    is_loss: ClassVar[bool] = True


def finding_data(found: Finding) -> dict[str, str | int | None]:
    """A finding as JSON: ``check``, ``severity``, ``message``, ``start``, ``end``, ``suggestion``."""
    return {
        "check": found.check, "severity": found.severity.value, "message": found.message, "start": found.start,
        "end": found.end, "suggestion": found.suggestion,
    }  # fmt: skip


def of_no_place(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that are about no place in a text, and so outlive a change of it."""
    return tuple(one for one in found if one.start is None)


_ORDER = list(Severity)


def worst(found: Iterable[Finding]) -> Severity | None:
    """The worst severity, or None without findings."""
    return max((f.severity for f in found), key=_ORDER.index, default=None)


def errors(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings of severity error."""
    return tuple([f for f in found if f.severity is Severity.ERROR])
