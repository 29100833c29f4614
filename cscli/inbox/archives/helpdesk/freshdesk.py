"""Freshdesk: tickets with their conversations, as its interface and its export of an account write them."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from cscli.desk.cases.event import Priority, Stage
from cscli.inbox.archives.helpdesk.fields import (
    HelpDesk,
    Known,
    NamedPerson,
    at_of,
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
from cscli.inbox.archives.terms import PRIORITIES, STAGES
from cscli.inbox.archives.told import PastCase, PastMessage, Told

STATUSES: Final = {
    "2": Stage.OPEN, "3": Stage.WAITING, "4": Stage.RESOLVED, "5": Stage.CLOSED, "6": Stage.WAITING, "7": Stage.HELD,
    "waiting on customer": Stage.WAITING, "waiting on third party": Stage.HELD,
}  # fmt: skip
SOURCES: Final = {
    "1": "email", "2": "web", "3": "phone", "7": "chat", "9": "web", "10": "email", "email": "email", "portal": "web",
    "phone": "phone", "chat": "chat", "feedback widget": "web", "outbound email": "email",
}  # fmt: skip
_WRITTEN_FIRST: Final = "10"  # the source of a ticket that an agent's mail began


def _ticket(value: Mapping[str, Any]) -> Mapping[str, Any]:
    return inner(value, "helpdesk_ticket") or value


def _is_ticket(value: Mapping[str, Any]) -> bool:
    ticket = _ticket(value)
    return (
        "requester_id" in ticket and "source" in ticket and ("responder_id" in ticket or "description_text" in ticket)
    )


def _learn(name: str, value: Mapping[str, Any], known: Known) -> None:
    ticket = _ticket(value)
    if "requester_id" in ticket:
        if person := inner(ticket, "requester"):
            known.people.setdefault(id_of(ticket["requester_id"]), person_of(person, is_agent=False))
        if person := inner(ticket, "responder"):
            known.people.setdefault(id_of(ticket.get("responder_id")), person_of(person, is_agent=True))
    elif name in ("contacts", "users", "agents") and (number := id_of(value.get("id"))):
        known.people[number] = person_of(inner(value, "contact") or value, is_agent=name == "agents" or None)


def _told(line: int, name: str, value: Mapping[str, Any], known: Known, reading: ArchiveReading) -> Iterator[Told]:
    ticket = _ticket(value)
    if "requester_id" not in ticket:
        if name in ("contacts", "users", "agents"):
            return
        raise ValueError("is not a ticket")
    number = id_of(ticket.get("display_id") or ticket.get("id"))
    if not number:
        raise ValueError("has no id")
    opened = at_of(ticket.get("created_at"), "created_at", reading)
    require_once(known, number, line, opened)
    asked = id_of(ticket["requester_id"])
    contact = contact_of("freshdesk", asked, known.people.get(asked, NamedPerson()), reading.customer)
    channel = SOURCES.get(line_of(ticket.get("source")).lower(), reading.channel or "email")
    agent = known.people.get(id_of(ticket.get("responder_id")), NamedPerson())
    stats = inner(ticket, "stats")
    ended = stats.get("closed_at") or stats.get("resolved_at") or ticket.get("updated_at")
    is_ours = line_of(ticket.get("source")) == _WRITTEN_FIRST
    first = PastMessage(
        line=line, origin=f"freshdesk:{number}", direction="out" if is_ours else "in", at=opened,
        channel=channel, contact=contact,
        body=html_or_text(ticket.get("description_text"), ticket.get("description")), thread=f"freshdesk:{number}",
        subject=line_of(ticket.get("subject")), attachments=words_of(ticket.get("attachments")),
        agent=(agent.name or agent.email) if is_ours else "",
    )  # fmt: skip
    yield PastCase(
        line=line, origin=first.thread, stage=_stage(ticket), opened_at=opened, contact=contact,
        at=optional_at(ended, reading) or opened, subject=first.subject, channel=channel,
        priority=PRIORITIES.get(line_of(ticket.get("priority")).lower(), Priority.NORMAL),
        assignee=agent.name or agent.email, tags=words_of(ticket.get("tags")),
    )  # fmt: skip
    if first.body or first.attachments:
        yield first
    for place, told in enumerate(objects(ticket.get("conversations") or ticket.get("notes"))):
        one = inner(told, "helpdesk_note") or told
        body = html_or_text(one.get("body_text"), one.get("body"))
        files = words_of(one.get("attachments"))
        if not body and not files:
            continue
        direction = "note" if one.get("private") else "in" if one.get("incoming") else "out"
        author = known.people.get(id_of(one.get("user_id")), NamedPerson())
        yield first._replace(
            origin=f"freshdesk:conversation:{id_of(one.get('id')) or f'{number}.{place}'}", direction=direction,
            at=at_of(one.get("created_at"), "created_at", reading), body=body, attachments=files, subject="",
            agent="" if direction == "in" else author.name or line_of(one.get("from_email")),
        )  # fmt: skip


def _stage(ticket: Mapping[str, Any]) -> Stage:
    """The state of a ticket; one that was thrown away is over, whatever its status was."""
    stage = status_of(ticket.get("status"))
    return Stage.SPAM if ticket.get("spam") is True else Stage.CLOSED if ticket.get("deleted") is True else stage


def status_of(value: Any) -> Stage:
    """The state of a status, which is a number or a word; a shop's own ones are open.

    Raises:
        ValueError: there is none.
    """
    name = line_of(value).lower()
    if not name:
        raise ValueError("has no status")
    return STATUSES.get(name) or STAGES.get(name) or Stage.OPEN


FRESHDESK: Final = HelpDesk(name="freshdesk", is_ticket=_is_ticket, learn=_learn, told=_told)
