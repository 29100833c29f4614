"""The message of one row of a table, from its cells by field; and why a row cannot be kept."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from cscli.desk.cases.event import ANSWERS, UNDER_WAY
from cscli.desk.customers.contacts import Contact
from cscli.digests import blake2b
from cscli.inbox.archives.instants import read_at
from cscli.inbox.archives.reading import FUTURE, ArchiveReading
from cscli.inbox.archives.terms import PRIORITIES, STAGES
from cscli.inbox.archives.told import LONGEST_ORIGIN, LONGEST_TEXT, PastCase, PastMessage
from cscli.inbox.incoming import sender_of

FIELDS: Final = (
    "text", "at", "direction", "customer", "email", "phone", "name", "from", "to", "channel", "market", "language",
    "subject", "intent", "agent", "id", "thread", "case_state", "priority", "assignee", "tags", "order_number", "state",
    "private", "message_id", "in_reply_to", "attention", "attachments", "origin",
)  # fmt: skip
_DIRECTIONS: Final = {
    "in": "in", "incoming": "in", "inbound": "in", "received": "in", "customer": "in", "0": "in",
    "out": "out", "outgoing": "out", "outbound": "out", "sent": "out", "agent": "out", "reply": "out", "1": "out",
    "note": "note", "private": "note", "internal": "note", "2": "", "activity": "", "3": "", "template": "",
}  # fmt: skip
_YES: Final = frozenset({"yes", "true", "t", "1"})
_WHO: Final = ("customer", "email", "phone", "from", "to", "thread", "channel")
_MOST_REMEMBERED: Final = 20_000


class MessageRows:
    """Makes messages of rows; it remembers rows without an id, which may come twice."""

    def __init__(self, reading: ArchiveReading) -> None:
        self._reading = reading
        self._seen: Counter[bytes] = Counter()

    def told(self, line: int, cells: Mapping[str, str]) -> tuple[PastMessage | PastCase, ...] | None:
        """The message of a row, and its case where a cell tells the state of that; None for a row of the system.

        Raises:
            InstantError: its time cannot be read.
            ValueError: why else it cannot be kept, in words that follow the row.
        """
        direction = _DIRECTIONS.get(cells.get("direction", "in").lower())
        if direction is None:
            raise ValueError(f"has the direction {cells['direction'][:40]!r}, which is not in, out or note")
        if not direction:
            return None
        if cells.get("private", "").lower() in _YES:
            direction = "note"
        text = _text(cells)
        if "at" not in cells:
            raise ValueError("has no time")
        at = read_at(cells["at"], self._reading.clock)
        if at > self._reading.now + FUTURE:
            raise ValueError(f"lies in the future: {cells['at'][:40]!r}")
        message = self._message(line, cells, text, at, direction)
        return (message, _case(cells, message)) if "case_state" in cells and message.thread else (message,)

    def _message(self, line: int, cells: Mapping[str, str], text: str, at: int, direction: str) -> PastMessage:
        told, reading = cells.get, self._reading
        thread = told("thread", "")
        return PastMessage(
            line=line, origin=self._origin(cells, text, at, direction), direction=direction, at=at, body=text,
            channel=told("channel", "").lower()[:40] or reading.channel or "email", contact=_contact(cells, direction),
            thread=_short(thread if ":" in thread else f"{reading.name}:{thread}") if thread else "",
            subject=told("subject", ""), agent=told("agent", ""), intent=told("intent", ""),
            market=reading.market_of(cells["market"]) if "market" in cells else "",
            language=reading.language_of(cells["language"]) if "language" in cells else "",
            state=_state(told("state", "")) if direction == "out" else "",
            message_id=told("message_id", "").strip("<>"), attention=told("attention", ""),
            attachments=_listed(told("attachments", "")),
            references=(cells["in_reply_to"].strip("<>"),) if "in_reply_to" in cells else (),
        )  # fmt: skip

    def _origin(self, cells: Mapping[str, str], text: str, at: int, direction: str) -> str:
        """What a row is recorded under: its id and time, else a digest of who said what when, with a count."""
        if "origin" in cells:
            return _short(cells["origin"])
        if "id" in cells:
            return _short(f"{self._reading.name}:{cells['id']}:{at}")
        if "message_id" in cells:
            return _short(cells["message_id"].strip("<>"))
        who = "\0".join(cells.get(name, "") for name in _WHO)
        digest = blake2b(f"{at}\0{direction}\0{who}\0{text}".encode("utf-8", "replace"), digest_size=20)
        if len(self._seen) >= _MOST_REMEMBERED:
            self._seen.clear()
        self._seen[digest.digest()] += 1
        return f"{self._reading.name}:{digest.hexdigest()}:{self._seen[digest.digest()]}"


def _text(cells: Mapping[str, str]) -> str:
    text = cells.get("text", "").replace("\0", "")
    if not text.strip() and "attachments" not in cells:
        raise ValueError("has no text")
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"has a text of more than {LONGEST_TEXT:,} characters")
    return text


def _case(cells: Mapping[str, str], message: PastMessage) -> PastCase:
    """The case of a row, as it stood when its message was written."""
    stage = STAGES.get(cells["case_state"].lower())
    if stage is None:
        raise ValueError(f"has the case_state {cells['case_state'][:40]!r}, which is not one of {', '.join(STAGES)}")
    priority = cells.get("priority", "").lower()
    if priority and priority not in PRIORITIES:
        raise ValueError(f"has the priority {priority[:40]!r}, which is not one of {', '.join(PRIORITIES)}")
    return PastCase(
        line=message.line, origin=message.thread, at=message.at, stage=stage, contact=message.contact,
        subject=message.subject, channel=message.channel, market=message.market, language=message.language,
        order_number=cells.get("order_number", "")[:80], tags=_listed(cells["tags"]) if "tags" in cells else None,
        priority=PRIORITIES[priority] if priority else None, assignee=cells.get("assignee"),
    )  # fmt: skip


def _state(told: str) -> str:
    """What became of an answer; one that was on its way when it was written down is unknown now."""
    if told in UNDER_WAY:
        return "unknown"
    if told not in ("", "draft", "refused", *ANSWERS):
        raise ValueError(f"has the state {told[:40]!r}, which is not the state of an answer")
    return told


def _contact(cells: Mapping[str, str], direction: str) -> Contact:
    """The customer's contact: as their columns say, else who wrote it, or whom it went to."""
    key, name = cells.get("customer", ""), cells.get("name", "")
    if "@" not in cells.get("email", "@"):
        raise ValueError(f"has the mail address {cells['email'][:40]!r}, which has no @")
    if not any(map(str.isdecimal, cells.get("phone", "0"))):
        raise ValueError(f"has the phone number {cells['phone'][:40]!r}, which has no digit")
    if "email" in cells:
        return Contact("email", cells["email"], name, key)
    if "phone" in cells:
        return Contact("phone", cells["phone"], name, key)
    if not key and (other := cells.get("from" if direction == "in" else "to", "")):
        found = sender_of(other)
        if found.address:
            return Contact("email" if "@" in found.address else "phone", found.address, name or found.name)
        name = name or found.name
    return Contact("email", "", name, key)


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in cell.split(",") if one.strip()))


def _short(origin: str) -> str:
    """An origin that is not too long: the beginning and a digest of the whole."""
    if len(origin) <= LONGEST_ORIGIN:
        return origin
    return f"{origin[:150]}:{blake2b(origin.encode('utf-8', 'replace'), digest_size=16).hexdigest()}"
