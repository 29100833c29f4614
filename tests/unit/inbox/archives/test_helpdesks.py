"""Exports of other help desks, in JSON and as tables."""

import json

import pytest
from archive_files import keep, told

from cscli.desk.cases.event import Priority, Stage
from cscli.inbox.archives.formats import format_of
from cscli.inbox.archives.told import PastCase, PastMessage

ZENDESK = {
    "id": 12, "created_at": "2026-01-02T10:00:00Z", "updated_at": "2026-01-05T10:00:00Z", "subject": "Paket {fehlt}",
    "description": "Wo ist es?", "status": "pending", "priority": "urgent", "requester_id": 5, "submitter_id": 5,
    "assignee_id": 9, "tags": ["delay"], "via": {"channel": "web"},
    "comments": [
        {"id": 100, "author_id": 5, "plain_body": "Wo ist es?", "public": True, "created_at": "2026-01-02T10:00:00Z"},
        {"id": 101, "author_id": 9, "body": 'Auf dem "Weg" ]}', "public": True, "created_at": "2026-01-03T10:00:00Z"},
        {"id": 102, "author_id": 9, "body": "Zoll?", "public": False, "created_at": "2026-01-03T11:00:00Z"},
    ],
}  # fmt: skip
PEOPLE = [
    {"id": 5, "name": "Anna", "email": "anna@example.de", "role": "end-user"},
    {"id": 9, "name": "Li Wei", "email": "li@shop.example", "role": "agent"},
]
FRESHDESK = {
    "id": 7, "subject": "Late", "description": "<p>Where <b>is</b> it?</p>", "description_text": "Where is it?",
    "status": 6, "priority": 3, "source": 1, "requester_id": 70, "responder_id": 71, "tags": [],
    "created_at": "2026-01-02T10:00:00Z", "updated_at": "2026-01-04T10:00:00Z",
    "requester": {"id": 70, "name": "Bob", "email": "bob@example.com"},
    "conversations": [
        {"id": 1, "body_text": "", "body": "<div>On its way<br>today</div>", "incoming": False, "private": False,
         "user_id": 71, "created_at": "2026-01-03T10:00:00Z", "from_email": "help@shop.example"},
        {"id": 2, "body_text": "Thanks", "incoming": True, "private": False, "created_at": "2026-01-03T12:00:00Z"},
        {"id": 3, "body_text": "Check", "incoming": False, "private": True, "created_at": "2026-01-03T13:00:00Z"},
    ],
}  # fmt: skip
GORGIAS = {
    "id": 3, "status": "closed", "channel": "chat", "subject": "Größe", "created_datetime": "2026-01-02T10:00:00+00:00",
    "closed_datetime": "2026-01-03T10:00:00+00:00", "customer": {"id": 8, "name": "Emi", "email": "emi@example.jp"},
    "assignee_user": {"name": "Li Wei"}, "tags": [{"name": "size"}], "priority": "low",
    "messages": [
        {"id": 1, "from_agent": False, "public": True, "channel": "email", "stripped_text": "38がいい", "sender": {},
         "body_text": "38がいい\n\n> old", "created_datetime": "2026-01-02T10:00:00+00:00"},
        {"id": 2, "from_agent": True, "public": True, "channel": "email", "body_text": "はい",
         "sender": {"name": "Li Wei"}, "created_datetime": "2026-01-02T11:00:00+00:00"},
        {"id": 3, "from_agent": True, "public": False, "channel": "internal-note", "body_text": "ok",
         "created_datetime": "2026-01-02T12:00:00+00:00"},
    ],
}  # fmt: skip
CHATWOOT = {
    "id": 5, "inbox_id": 1, "status": "resolved", "created_at": 1767348000, "last_activity_at": 1767351600,
    "labels": ["vip"], "priority": "high",
    "meta": {"sender": {"id": 2, "name": "Omar", "phone_number": "+971501234567"}, "channel": "Channel::Whatsapp"},
    "messages": [
        {"id": 10, "content": "أين طلبي؟", "message_type": 0, "created_at": 1767348000},
        {"id": 11, "content": "Conversation was opened", "message_type": 2, "created_at": 1767348001},
        {"id": 12, "content": "في الطريق", "message_type": 1, "created_at": 1767349000, "sender": {"name": "Li"}},
        {"id": 13, "content": "check", "message_type": 1, "private": True, "created_at": 1767349100},
    ],
}  # fmt: skip
EXPECTED = {
    "zendesk": (
        Stage.WAITING, Priority.URGENT, ("delay",), "web", "anna@example.de",
        [("in", "Wo ist es?", ""), ("out", 'Auf dem "Weg" ]}', "Li Wei"), ("note", "Zoll?", "Li Wei")],
    ),
    "freshdesk": (
        Stage.WAITING, Priority.HIGH, (), "email", "bob@example.com",
        [("in", "Where is it?", ""), ("out", "On its way\ntoday", "help@shop.example"), ("in", "Thanks", ""),
         ("note", "Check", "")],
    ),
    "gorgias": (
        Stage.CLOSED, Priority.LOW, ("size",), "chat", "emi@example.jp",
        [("in", "38がいい", ""), ("out", "はい", "Li Wei"), ("note", "ok", "")],
    ),
    "chatwoot": (
        Stage.RESOLVED, Priority.HIGH, ("vip",), "whatsapp", "+971501234567",
        [("in", "أين طلبي؟", ""), ("out", "في الطريق", "Li"), ("note", "check", "")],
    ),
}  # fmt: skip
TICKETS = {"zendesk": ZENDESK, "freshdesk": FRESHDESK, "gorgias": GORGIAS, "chatwoot": CHATWOOT}
WRAPPERS = {
    "a list": json.dumps,
    "a list over many lines": lambda tickets: json.dumps(tickets, indent=2),
    "one a line": lambda tickets: "\n".join(json.dumps(one) for one in tickets) + "\n",
    "a list inside": lambda tickets: json.dumps({"count": 1, "next": None, "tickets": tickets, "end_of_stream": True}),
    "deeper inside": lambda tickets: json.dumps({"data": {"meta": {"n": 1}, "payload": tickets}}, indent=1),
}


def written(tmp_path, text, name="export.json"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("wrapped", list(WRAPPERS))
@pytest.mark.parametrize("name", list(TICKETS))
def test_a_ticket_is_a_case_with_both_directions_and_notes(tmp_path, name, wrapped):
    ticket = {**TICKETS[name], **({"requester": PEOPLE[0], "assignee": PEOPLE[1]} if name == "zendesk" else {})}
    path = written(tmp_path, WRAPPERS[wrapped]([ticket]))
    assert format_of(path) == name
    found, refused = told(path)
    assert not refused
    (case,) = [one for one in found if isinstance(one, PastCase)]
    said = [one for one in found if isinstance(one, PastMessage)]
    assert (
        case.stage, case.priority, case.tags, case.channel, case.contact.address,
        [(one.direction, one.body, one.agent) for one in said],
    ) == EXPECTED[name]  # fmt: skip
    assert {one.thread for one in said} == {case.origin}


def test_people_may_stand_behind_the_tickets(tmp_path):
    path = written(tmp_path, json.dumps({"tickets": [ZENDESK], "users": PEOPLE}))
    found, _ = told(path)
    assert found[0].contact.address == "anna@example.de"
    assert found[2].agent == "Li Wei"


def test_comments_of_zendesk_apart_go_to_their_ticket(record, tmp_path):
    event = {
        "id": 1, "ticket_id": 12, "timestamp": 1767434400, "event_type": "Audit",
        "child_events": [{"id": 101, "event_type": "Comment", "author_id": 9, "body": "Hier", "public": True}],
    }  # fmt: skip
    bare = {**ZENDESK, "comments": []}
    path = written(tmp_path, json.dumps({"tickets": [bare], "ticket_events": [event], "users": PEOPLE}))
    assert keep(record, path)[0] == (2, 0, 1, 1)
    whole = written(tmp_path, json.dumps({"tickets": [ZENDESK], "users": PEOPLE}), "whole.json")
    assert keep(record, whole)[0] == (1, 2, 0, 0)


@pytest.mark.parametrize("name", list(TICKETS))
def test_the_same_export_twice_adds_nothing(record, tmp_path, name):
    path = written(tmp_path, json.dumps([{**TICKETS[name], **({"requester": PEOPLE[0]} if name == "zendesk" else {})}]))
    first, _ = keep(record, path)
    assert first[2:] == (1, 1)
    assert keep(record, path)[0] == (0, first[0], 0, 0)


def test_two_tickets_with_one_number_are_told_apart(tmp_path):
    other = {**ZENDESK, "created_at": "2026-02-02T10:00:00Z", "comments": []}
    found, refused = told(written(tmp_path, json.dumps([ZENDESK, other, {**ZENDESK, "status": "closed"}])))
    assert [one.reason for one in refused] == ["zendesk ticket 12: has the number 12, as another ticket has in line 1"]
    assert len([one for one in found if isinstance(one, PastCase)]) == 2


def test_an_export_that_is_cut_off_gives_what_was_whole_and_names_the_rest(tmp_path):
    whole = json.dumps([{**GORGIAS, "id": n} for n in range(3)], indent=1)
    found, refused = told(written(tmp_path, whole[: len(whole) * 5 // 6]))
    assert [one.origin for one in found if isinstance(one, PastCase)] == ["gorgias:0", "gorgias:1"]
    assert [one.reason for one in refused] == ["is cut off: the file ends inside an object"]
    assert refused[0].line > 60


def test_a_ticket_with_something_wrong_is_refused_as_a_whole(tmp_path):
    bad = [{**CHATWOOT, "status": "lost"}, {**CHATWOOT, "created_at": "4026-01-01T00:00:00Z"}, {**CHATWOOT, "id": None}]
    found, refused = told(written(tmp_path, json.dumps([CHATWOOT, *bad])))
    assert len(found) == 4
    assert ["unknown" in refused[0].reason, "future" in refused[1].reason, "no id" in refused[2].reason] == [True] * 3


def test_tickets_of_freshdesk_in_a_table_are_cases_without_messages(record, tmp_path):
    path = written(
        tmp_path,
        "Ticket ID,Subject,Status,Priority,Source,Type,Agent,Created time,Resolved time,Tags,Full name,Email\n"
        '7,Late,Closed,High,Email,,No Agent,2026-01-02 10:00:00,2026-01-03 10:00:00,"a, b",Bob,bob@example.com\n'
        "8,,Open,Low,Chat,,Li,soon,,,Bob,bob@example.com\n",
        "tickets.csv",
    )
    assert format_of(path) == "freshdesk"
    counts, refused = keep(record, path, zone="UTC")
    assert (counts, [one.line for one in refused]) == ((0, 0, 1, 1), [3])
    assert keep(record, path, zone="UTC")[0] == (0, 0, 0, 0)
    assert record.rows("SELECT state, priority, tags, subject, customer FROM cases") == [
        {"state": "closed", "priority": "high", "tags": '["a", "b"]', "subject": "Late", "customer": "bob@example.com"}
    ]


def test_messages_of_chatwoot_in_a_table(tmp_path):
    path = written(
        tmp_path,
        "id,content,conversation_id,inbox_id,message_type,private,created_at,status\n"
        "10,hi,5,1,0,f,2026-01-02 10:00:00.12,0\n11,opened,5,1,2,f,2026-01-02 10:00:01,0\n"
        "12,yes,5,1,1,f,2026-01-02 11:00:00,0\n13,check,5,1,1,t,2026-01-02 11:00:00,0\n",
        "messages.csv",
    )
    assert format_of(path) == "chatwoot"
    found, refused = told(path)
    assert not refused
    assert [(one.origin, one.direction) for one in found] == [
        ("chatwoot:10:1767348000", "in"), ("chatwoot:12:1767351600", "out"), ("chatwoot:13:1767351600", "note"),
    ]  # fmt: skip
