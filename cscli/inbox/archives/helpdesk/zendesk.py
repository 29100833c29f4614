"""Zendesk: tickets with their comments inside, or apart from them as the incremental export of ticket events is.

Roles are those of the list of users. Where an export has none, its tickets prove some: only agents are assigned, follow
or submit a ticket for somebody else. Of whom nothing proves it, nobody guesses the role: the ticket is refused.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from cscli.desk.cases.event import Priority
from cscli.inbox.archives.helpdesk.fields import (
    HelpDesk,
    Known,
    NamedPerson,
    TicketError,
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
from cscli.inbox.archives.reading import ArchiveReading, folded_name
from cscli.inbox.archives.terms import PRIORITIES, STAGES
from cscli.inbox.archives.told import PastCase, PastMessage, Told

_AGENTS: Final = frozenset({"agent", "admin"})


def _is_ticket(value: Mapping[str, Any]) -> bool:
    is_event = "ticket_id" in value and "child_events" in value
    return is_event or (_is_asked(value) and ("via" in value or "submitter_id" in value) and "status" in value)


def _is_asked(value: Mapping[str, Any]) -> bool:
    """Whether an object says who asked, as tickets do: by number, or with the person inside."""
    return "requester_id" in value or bool(inner(value, "requester"))


def _number_of(value: Mapping[str, Any], who: str) -> str:
    """The number of the requester, the submitter or the assignee of a ticket."""
    return id_of(value.get(f"{who}_id") or inner(value, who).get("id"))


def _learn(name: str, value: Mapping[str, Any], known: Known) -> None:
    number = id_of(value.get("id"))
    if number and (name == "users" or ("role" in value and not _is_asked(value))):
        role = line_of(value.get("role"))
        known.people[number] = person_of(value, is_agent=role in _AGENTS if role else None)
    elif number and _is_asked(value):
        asked, submitter = _number_of(value, "requester"), _number_of(value, "submitter")
        known.requesters[number] = asked
        known.askers.add(asked)
        followers = value.get("follower_ids")
        known.agents.update(map(id_of, followers if isinstance(followers, list) else ()))
        known.agents.update({_number_of(value, "assignee"), "" if submitter == asked else submitter})
        for who in ("requester", "submitter", "assignee"):
            if person := inner(value, who):
                agent = None if who == "submitter" else who == "assignee"
                known.people.setdefault(_number_of(value, who), person_of(person, is_agent=agent))


def _told(line: int, name: str, value: Mapping[str, Any], known: Known, reading: ArchiveReading) -> Iterator[Told]:
    if name == "users" or ("role" in value and not _is_asked(value)):
        return
    if "child_events" in value:
        yield from _event(line, value, known, reading)
        return
    number = id_of(value.get("id"))
    if not number:
        raise ValueError("has no id")
    opened = at_of(value.get("created_at"), "created_at", reading)
    require_once(known, number, line, opened)
    stage = STAGES.get(line_of(value.get("status")).lower())
    if stage is None:
        raise ValueError(f"has the status {line_of(value.get('status'))[:40]!r}, which is unknown")
    asked = _number_of(value, "requester")
    via = inner(value, "via")
    channel = channel_of(via.get("channel"), reading.channel or "email")
    contact = contact_of("zendesk", asked, _requester(asked, value, known), reading.customer)
    thread = f"zendesk:{number}"
    subject = line_of(value.get("subject") or value.get("raw_subject"))
    assignee = known.people.get(_number_of(value, "assignee"), NamedPerson())
    yield PastCase(
        line=line, origin=thread, stage=stage, opened_at=opened, contact=contact, subject=subject, channel=channel,
        at=optional_at(value.get("updated_at"), reading) or opened, tags=words_of(value.get("tags")),
        priority=PRIORITIES.get(line_of(value.get("priority")).lower(), Priority.NORMAL),
        assignee=assignee.name or assignee.email,
    )  # fmt: skip
    comments = sorted(objects(value.get("comments")), key=lambda one: str(one.get("created_at", "")))
    first = PastMessage(
        line=line, origin=thread, direction="in", at=opened, body="", channel=channel, contact=contact, thread=thread,
        subject=subject,
    )  # fmt: skip
    if not comments and (body := text_of(value.get("description")).strip()):
        yield first._replace(body=body)
    for place, one in enumerate(comments):
        at = at_of(one.get("created_at") or value.get("created_at"), "created_at", reading)
        origin = thread if place == 0 else f"zendesk:comment:{id_of(one.get('id')) or f'{number}.{place}'}"
        yield from _comment(first._replace(origin=origin, at=at), one, asked, known, reading)


def _event(line: int, value: Mapping[str, Any], known: Known, reading: ArchiveReading) -> Iterator[Told]:
    """The comments of one event of a ticket."""
    number = id_of(value.get("ticket_id"))
    at = at_of(value.get("timestamp") or value.get("created_at"), "timestamp", reading)
    inside = objects(value.get("child_events"))
    is_first = any(one.get("event_type") == "Create" for one in inside)
    asked = known.requesters.get(number, "")
    contact = contact_of("zendesk", asked, known.people.get(asked, NamedPerson()), reading.customer)
    for one in inside:
        if one.get("event_type") != "Comment" and not one.get("comment_present"):
            continue
        thread = f"zendesk:{number}"
        origin = thread if is_first else f"zendesk:comment:{id_of(one.get('id'))}"
        message = PastMessage(
            line=line, origin=origin, direction="in", at=at, body="", thread=thread, contact=contact,
            channel=channel_of(inner(one, "via").get("channel"), reading.channel or "email"),
        )  # fmt: skip
        yield from _comment(message, one, asked, known, reading)


def _comment(
    message: PastMessage, one: Mapping[str, Any], asked: str, known: Known, reading: ArchiveReading
) -> Iterator[PastMessage]:
    body = html_or_text(one.get("plain_body") or one.get("body"), one.get("html_body"))
    files = words_of(one.get("attachments"), "file_name")
    author = id_of(one.get("author_id"))
    person = known.people.get(author, NamedPerson())
    if not body and not files:
        return
    if one.get("public") is False:
        direction = "note"
    elif not author:
        raise ValueError("has a comment of which nothing says who wrote it")
    elif author == asked:
        direction = "in"
    else:
        source = line_of(inner(one, "via", "source", "from").get("address"))
        is_asker = bool(source) and folded_name(source) == folded_name(message.contact.address)
        direction = "in" if is_asker or not _is_agent(author, source, known, reading) else "out"
    agent = "" if direction == "in" else person.name or person.email
    yield message._replace(direction=direction, body=body, agent=agent, attachments=files)


def _is_agent(author: str, source: str, known: Known, reading: ArchiveReading) -> bool:
    """Whether somebody is an agent: as the users of the export say, else as somebody said, else as tickets prove.

    Args:
        author: the id.
        source: the address that a comment came from; empty where it came otherwise.
        known: what the export says of people.
        reading: says which names and addresses are the shop's.

    Raises:
        TicketError: nothing says it.
    """
    person = known.people.get(author, NamedPerson())
    if person.is_agent is not None:
        return person.is_agent
    names = (author, person.name, person.email, source)
    if author in known.agents or any(name and folded_name(name) in reading.ours for name in names):
        return True
    if author in known.askers:
        return False
    raise TicketError(
        f"has a comment by {author}, of whom nothing says whether it is an agent or a customer",
        f"Say --me {author} if it is an agent; else add to its users, or as a line where each line is a document: "
        f'{{"id": {author}, "role": "end-user"}}',
    )


def _requester(asked: str, value: Mapping[str, Any], known: Known) -> NamedPerson:
    """Who asked: as the people of the export say, else by the address that the message came from."""
    source = inner(value, "via", "source", "from")
    told = NamedPerson(line_of(source.get("name")), line_of(source.get("address")), line_of(source.get("phone")))
    return known.people.get(asked) or told


ZENDESK: Final = HelpDesk(name="zendesk", is_ticket=_is_ticket, learn=_learn, told=_told)
