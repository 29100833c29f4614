"""Chatwoot: conversations with their messages; activities and form messages of the system are passed over."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from cscli.desk.cases.event import Priority, Stage
from cscli.inbox.archives.helpdesk.fields import (
    HelpDesk,
    Known,
    at_of,
    channel_of,
    contact_of,
    html_or_text,
    id_of,
    inner,
    line_of,
    objects,
    optional_at,
    person_of,
    require_once,
    words_of,
)
from cscli.inbox.archives.reading import ArchiveReading
from cscli.inbox.archives.terms import PRIORITIES
from cscli.inbox.archives.told import PastCase, PastMessage, Told

# Its ``pending`` is a bot's: nobody was asked yet.
_STAGES: Final = {
    "open": Stage.OPEN, "0": Stage.OPEN, "resolved": Stage.RESOLVED, "1": Stage.RESOLVED, "pending": Stage.NEW,
    "2": Stage.NEW, "snoozed": Stage.SNOOZED, "3": Stage.SNOOZED,
}  # fmt: skip
_DIRECTIONS: Final = {"0": "in", "incoming": "in", "1": "out", "outgoing": "out"}


def _is_ticket(value: Mapping[str, Any]) -> bool:
    return "inbox_id" in value and ("messages" in value or "meta" in value)


def _learn(name: str, value: Mapping[str, Any], known: Known) -> None:
    """Conversations name their people themselves."""


def _told(line: int, name: str, value: Mapping[str, Any], known: Known, reading: ArchiveReading) -> Iterator[Told]:  # noqa: ARG001
    number = id_of(value.get("display_id") or value.get("id"))
    if not number:
        raise ValueError("has no id")
    messages = objects(value.get("messages"))
    opened = at_of(value.get("created_at") or value.get("timestamp"), "created_at", reading)
    require_once(known, number, line, opened)
    who = inner(value, "meta", "sender") or inner(value, "contact")
    contact = contact_of("chatwoot", id_of(who.get("id")), person_of(who), reading.customer)
    channel = channel_of(inner(value, "meta").get("channel") or value.get("channel"), reading.channel or "chat")
    stage = _STAGES.get(line_of(value.get("status")).lower())
    if stage is None:
        raise ValueError(f"has the status {line_of(value.get('status'))[:40]!r}, which is unknown")
    agent = person_of(inner(value, "meta", "assignee") or inner(value, "assignee"))
    ended = value.get("last_activity_at") or value.get("updated_at")
    subject = line_of(inner(value, "additional_attributes").get("mail_subject"))
    thread = f"chatwoot:{number}"
    yield PastCase(
        line=line, origin=thread, stage=stage, opened_at=opened, contact=contact, channel=channel, subject=subject,
        at=optional_at(ended, reading) or opened, tags=words_of(value.get("labels"), "title"),
        priority=PRIORITIES.get(line_of(value.get("priority")).lower(), Priority.NORMAL),
        assignee=agent.name or agent.email,
    )  # fmt: skip
    for place, one in enumerate(messages):
        direction = _DIRECTIONS.get(line_of(one.get("message_type")).lower(), "")
        body = html_or_text(one.get("content"), "")
        files = words_of(one.get("attachments"), "file_type")
        if not direction or (not body and not files):
            continue
        sender = person_of(inner(one, "sender"))
        direction = "note" if one.get("private") is True else direction
        at = at_of(one.get("created_at"), "created_at", reading)
        yield PastMessage(
            line=line, origin=f"chatwoot:{id_of(one.get('id')) or f'{number}.{place}'}:{at}", direction=direction,
            at=at, body=body, channel=channel, contact=contact,
            thread=thread, subject=subject if place == 0 else "", attachments=files,
            agent="" if direction == "in" else sender.name or sender.email,
        )  # fmt: skip


CHATWOOT: Final = HelpDesk(name="chatwoot", is_ticket=_is_ticket, learn=_learn, told=_told)
