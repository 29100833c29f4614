"""Gorgias: tickets with their messages; each message has a text without what it quotes."""

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
    text_of,
    words_of,
)
from cscli.inbox.archives.reading import ArchiveReading, in_utc
from cscli.inbox.archives.terms import PRIORITIES
from cscli.inbox.archives.told import PastCase, PastMessage, Told

_STAGES: Final = {"open": Stage.OPEN, "closed": Stage.CLOSED}


def _is_ticket(value: Mapping[str, Any]) -> bool:
    return "created_datetime" in value and ("customer" in value or "messages" in value)


def _learn(name: str, value: Mapping[str, Any], known: Known) -> None:
    """Tickets name their people themselves."""


def _told(line: int, name: str, value: Mapping[str, Any], known: Known, reading: ArchiveReading) -> Iterator[Told]:  # noqa: ARG001
    reading = in_utc(reading)  # its interface writes times without an offset
    number = id_of(value.get("id"))
    if not number:
        raise ValueError("has no id")
    opened = at_of(value.get("created_datetime"), "created_datetime", reading)
    require_once(known, number, line, opened)
    who = inner(value, "customer") or inner(value, "requester")
    contact = contact_of("gorgias", id_of(who.get("id")), person_of(who), reading.customer)
    channel = channel_of(value.get("channel"), reading.channel or "email")
    stage = _STAGES.get(line_of(value.get("status")).lower())
    if stage is None:
        raise ValueError(f"has the status {line_of(value.get('status'))[:40]!r}, which is unknown")
    if value.get("spam") is True:
        stage = Stage.SPAM
    elif stage is Stage.OPEN and optional_at(value.get("snooze_datetime"), reading):
        stage = Stage.SNOOZED
    ended = value.get("closed_datetime") or value.get("updated_datetime")
    agent = person_of(inner(value, "assignee_user"))
    thread = f"gorgias:{number}"
    yield PastCase(
        line=line, origin=thread, stage=stage, opened_at=opened, contact=contact, channel=channel,
        at=optional_at(ended, reading) or opened, subject=line_of(value.get("subject")),
        language=reading.language_of(line_of(value.get("language"))), tags=words_of(value.get("tags")),
        priority=PRIORITIES.get(line_of(value.get("priority")).lower(), Priority.NORMAL),
        assignee=agent.name or agent.email,
    )  # fmt: skip
    for place, one in enumerate(objects(value.get("messages"))):
        whole = html_or_text(one.get("body_text"), one.get("body_html"))
        body = text_of(one.get("stripped_text")).strip() or whole
        files = words_of(one.get("attachments"))
        if not body and not files:
            continue
        is_note = one.get("public") is False or line_of(one.get("channel")) == "internal-note"
        direction = "note" if is_note else "out" if one.get("from_agent") else "in"
        sender = person_of(inner(one, "sender"))
        yield PastMessage(
            line=line, origin=f"gorgias:message:{id_of(one.get('id')) or f'{number}.{place}'}", direction=direction,
            at=at_of(one.get("created_datetime") or one.get("sent_datetime"), "created_datetime", reading), body=body,
            channel=channel if is_note else channel_of(one.get("channel"), channel), contact=contact, thread=thread,
            subject=line_of(one.get("subject")), agent="" if direction == "in" else sender.name or sender.email,
            attachments=files, whole=whole if whole != body else "",
        )  # fmt: skip


GORGIAS: Final = HelpDesk(name="gorgias", is_ticket=_is_ticket, learn=_learn, told=_told)
