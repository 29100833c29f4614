"""What a check says about a text. This file imports no other room, so that any room may say a finding."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Severity(StrEnum):
    """How much a finding matters; an error stops a text that goes out."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding; ``start`` and ``end`` are offsets in the text, None when it is not about a place in it."""

    is_secret: ClassVar[bool] = False

    check: str
    severity: Severity
    message: str
    start: int | None = None
    end: int | None = None
    suggestion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretFinding(Finding):
    """A finding whose place no message and no record may repeat, such as a card number."""

    is_secret: ClassVar[bool] = True


def finding_data(found: Finding) -> dict[str, str | int | None]:
    """A finding as JSON shows it: ``check``, ``severity``, ``message``, ``start``, ``end``, ``suggestion``."""
    return {
        "check": found.check, "severity": found.severity.value, "message": found.message, "start": found.start,
        "end": found.end, "suggestion": found.suggestion,
    }  # fmt: skip


_ORDER = list(Severity)


def worst(found: Iterable[Finding]) -> Severity | None:
    """The worst severity among findings; None without any."""
    return max((f.severity for f in found), key=_ORDER.index, default=None)


def errors(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that stop a text."""
    return tuple([f for f in found if f.severity is Severity.ERROR])
