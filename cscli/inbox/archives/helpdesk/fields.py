"""Fields of the tickets of a help desk, read strictly: what is not of the expected kind is as if it were not there."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from cscli.desk.customers.contacts import Contact
from cscli.inbox.archives.instants import InstantError, read_at
from cscli.inbox.archives.reading import FUTURE, ArchiveReading
from cscli.inbox.archives.told import LONGEST_LINE, LONGEST_TEXT, Told
from cscli.inbox.headers import one_line_of
from cscli.text import storable

_CHANNELS: Final = {
    "voice": "phone", "phone_call_inbound": "phone", "phone_call_outbound": "phone", "web": "web", "portal": "web",
    "native_messaging": "chat", "messaging": "chat", "chat": "chat", "webwidget": "chat", "web_widget": "chat",
    "twilio_sms": "sms", "twiliosms": "sms", "sms": "sms", "whatsapp": "whatsapp", "email": "email", "mail": "email",
}  # fmt: skip
_MOST: Final = 10_000  # messages of a ticket, tags, attachments


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """Somebody whom an export names: ``is_agent`` is None where it does not say."""

    name: str = ""
    email: str = ""
    phone: str = ""
    is_agent: bool | None = None


@dataclass(slots=True, kw_only=True)
class Known:
    """What other parts of an export say.

    Attributes:
        people: by id.
        requesters: who asked, by ticket.
        askers: ids of people who asked in some ticket.
        agents: ids of people whom some ticket shows as agents.
        seen: line and time of each ticket, by its number.
    """

    people: dict[str, NamedPerson] = field(default_factory=dict)
    requesters: dict[str, str] = field(default_factory=dict)
    askers: set[str] = field(default_factory=set)
    agents: set[str] = field(default_factory=set)
    seen: dict[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpDesk:
    """One help desk.

    Attributes:
        name: its name.
        is_ticket: whether an object is one of its tickets or conversations.
        learn: takes what an object says of people; gets the name of its list.
        told: what an object tells; raises ValueError with a sentence without its subject.
    """

    name: str
    is_ticket: Callable[[Mapping[str, Any]], bool]
    learn: Callable[[str, Mapping[str, Any], Known], None]
    told: Callable[[int, str, Mapping[str, Any], Known, ArchiveReading], Iterator[Told]]


class TicketError(ValueError):
    """Why a ticket cannot be kept, in words that follow its number; ``hint`` is what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def text_of(value: Any) -> str:
    """A text as it was written; empty for anything else."""
    return storable(value.replace("\0", ""))[:LONGEST_TEXT] if isinstance(value, str) else ""


def line_of(value: Any) -> str:
    """A text or a number on one line; empty for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return one_line_of(str(value))[:LONGEST_LINE]


def id_of(value: Any) -> str:
    """An id; empty where there is none."""
    return line_of(value)[:100]


def inner(value: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    """An object inside an object, by the names on the way; empty where there is none."""
    for name in names:
        found = value.get(name)
        if not isinstance(found, dict):
            return {}
        value = found
    return value


def objects(value: Any) -> list[Mapping[str, Any]]:
    """The objects of a list."""
    return [one for one in value[:_MOST] if isinstance(one, dict)] if isinstance(value, list) else []


def words_of(value: Any, name: str = "name") -> tuple[str, ...]:
    """The texts of a list, or the names of its objects, each once."""
    listed: Iterable[Any] = value[:_MOST] if isinstance(value, list) else ()
    found = (line_of(one.get(name)) if isinstance(one, dict) else line_of(one) for one in listed)
    return tuple(dict.fromkeys(one[:80] for one in found if one))


def at_of(value: Any, name: str, reading: ArchiveReading) -> int:
    """An instant.

    Raises:
        InstantError: it is not an instant, or nothing says how to read it.
        ValueError: there is none, or it lies in the future.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(int(value)) if abs(value) < 1e15 else ""  # noqa: PLR2004 - beyond milliseconds
    if not isinstance(value, str) or not value:
        raise ValueError(f"has no {name}")
    try:
        at = read_at(value, reading.clock)
    except InstantError as problem:
        raise InstantError(f"{name}: {problem}", problem.hint, needs=problem.needs) from problem
    if at > reading.now + FUTURE:
        raise ValueError(f"{name}: lies in the future: {value[:40]!r}")
    return at


def optional_at(value: Any, reading: ArchiveReading) -> int | None:
    """An instant; None where there is none that can be believed."""
    try:
        return at_of(value, "", reading)
    except ValueError:
        return None


def html_or_text(text: Any, html: Any) -> str:
    """The text of a message, or that of its HTML where it has no other."""
    if plain := text_of(text).strip():
        return plain
    if not (raw := text_of(html)):
        return ""
    from cscli.inbox.html_text import html_text  # noqa: PLC0415 - most messages have a text

    return html_text(raw).strip() if "<" in raw else raw.strip()


def channel_of(value: Any, otherwise: str) -> str:
    """A channel by the name that a help desk gives it."""
    name = line_of(value).lower().removeprefix("channel::")[:40]
    return _CHANNELS.get(name, name) or otherwise


def contact_of(desk: str, number: str, person: NamedPerson, customer: str) -> Contact:
    """The contact of somebody: by mail, else by phone, else by the id in the other help desk."""
    if "@" in person.email:
        return Contact("email", person.email, person.name, customer)
    if any(map(str.isdecimal, person.phone)):
        return Contact("phone", person.phone, person.name, customer)
    return Contact(desk, number, person.name, customer) if number else Contact("email", "", person.name, customer)


def person_of(value: Mapping[str, Any], *, is_agent: bool | None = None) -> NamedPerson:
    """Somebody as most help desks write people."""
    phone = value.get("phone_number") or value.get("phone") or value.get("mobile")
    return NamedPerson(line_of(value.get("name")), line_of(value.get("email")), line_of(phone), is_agent)


def require_once(known: Known, number: str, line: int, opened_at: int) -> None:
    """Refuse a second ticket of a number: the same ticket was opened at the same time, however often it is told.

    Raises:
        ValueError: another ticket has the number.
    """
    before = known.seen.setdefault(number, (line, opened_at))
    if before[1] != opened_at:
        raise ValueError(f"has the number {number[:40]}, as another ticket has in line {before[0]}")
