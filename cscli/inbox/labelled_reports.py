"""Delivery reports that put a label before each fact, as MDaemon, QQ Mail and Coremail do; the labels are data."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

from cscli.clock.zones import epoch, utc
from cscli.datafile import read_generated
from cscli.paths import shipped_root

_ADDRESS: Final = r"[<(\uff08]?(?P<value>[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253})"
_REST: Final = r"(?P<value>[^\n]{1,1000})"
_SPACE: Final = r"[^\S\n]*"
_REASON: Final = r"(?P<value>[\s\S]{1,1000})"
_ANSWER: Final = r"(?P<value>[45]\d\d[^\n]{0,500})"
_MOST: Final = 20


class LabelledReport(NamedTuple):
    """What a report says behind its labels; each may be empty. ``at`` is when the mail was sent."""

    recipients: tuple[str, ...] = ()
    message_id: str = ""
    subject: str = ""
    at: datetime | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """How the reports of one server are read."""

    recipient: re.Pattern[str]
    message_id: re.Pattern[str] | None
    subject: re.Pattern[str] | None
    at: re.Pattern[str] | None
    answer: re.Pattern[str] | None
    reason: re.Pattern[str] | None
    zone: str


def labelled_report(text: str) -> LabelledReport:
    """What a text says behind the labels of the form that names a recipient; nothing where none does."""
    for form in _forms():
        if recipients := list(_found(form.recipient, text)):
            ids = _found(form.message_id, text)
            subject, at = (next(_found(one, text), "").strip() for one in (form.subject, form.at))
            words = next(_found(form.reason, text), "") or ([*_found(form.answer, text)] or [""])[-1]
            return LabelledReport(
                tuple(dict.fromkeys(one.rstrip(".") for one in recipients)), next(ids, "").strip(), subject,
                _instant(at, form.zone), words.strip(),
            )  # fmt: skip
    return LabelledReport()


@lru_cache(maxsize=1)
def _forms() -> tuple[_Form, ...]:
    forms = read_generated(shipped_root() / "locales" / "delivery_reports.json")["forms"]
    return tuple(map(_form, forms.values()))


def _form(told: dict[str, Any]) -> _Form:
    recipient = _behind(told["recipient"], _ADDRESS)
    assert recipient is not None  # noqa: S101 - every form has a label for it
    end = "|".join(map(_label, told.get("end", ())))
    return _Form(
        recipient=recipient, zone=told.get("zone", ""),
        message_id=_behind(told.get("message_id", ()), _REST), subject=_behind(told.get("subject", ()), _REST),
        at=_behind(told.get("at", ()), _REST), answer=_behind(told.get("answer", ()), _ANSWER),
        reason=_behind(told.get("reason", ()), f"{_REASON}?(?=\\n{_SPACE}(?:{end})|\\Z)" if end else _REST),
    )  # fmt: skip


def _behind(labels: Iterable[str], value: str) -> re.Pattern[str] | None:
    """What stands behind one of some labels, which begin a line or stand behind a space."""
    told = "|".join(map(_label, labels))
    return re.compile(f"(?:^|[^\\S\\n])(?:{told}){_SPACE}{value}", re.MULTILINE) if told else None


def _label(label: str) -> str:
    return _SPACE.join(map(re.escape, label))


def _found(pattern: re.Pattern[str] | None, text: str) -> Iterator[str]:
    if pattern:
        yield from (match["value"] for match, _ in zip(pattern.finditer(text), range(_MOST), strict=False))


def _instant(text: str, zone: str) -> datetime | None:
    """The instant of a local time as these reports write it; None where there is none."""
    try:
        wall = datetime.fromisoformat(text)
        return wall if wall.tzinfo else utc(epoch(wall, zone)) if zone else None
    except ValueError:
        return None
