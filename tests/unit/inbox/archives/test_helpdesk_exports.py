"""Other forms of the same exports: whole accounts, pages of an interface, tables with local times."""

import json
from datetime import UTC, datetime

import pytest
from archive_files import keep, told

from cscli.desk.cases.event import Stage
from cscli.errors import UsageError
from cscli.inbox.archives.formats import format_of
from cscli.inbox.archives.told import PastCase, PastMessage

ANNA = {"id": 5, "name": "Anna", "email": "anna@example.de", "role": "end-user"}
MEI = {"id": 9, "name": "Mei", "email": "mei@shop.example", "role": "agent"}
FRESHDESK = {
    "id": 7, "subject": "Paket", "description_text": "Wo ist es?", "status": 2, "priority": 1, "source": 1,
    "requester_id": 5, "responder_id": 9, "created_at": "2026-01-02T10:00:00Z", "updated_at": "2026-01-04T10:00:00Z",
    "requester": ANNA, "responder": MEI,
}  # fmt: skip
HEADINGS = "Ticket ID,Subject,Status,Priority,Source,Created time,Email\n"


def written(tmp_path, content, name="export.json"):
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def read(path, **how):
    found, refused = told(path, **how)
    assert not refused
    return found


def test_the_account_export_of_zendesk_has_its_people_inside_the_tickets(tmp_path):
    ticket = {
        "id": 12, "via": {"channel": "email"}, "type": "incident", "status": "solved", "subject": "Paket",
        "created_at": "2026-01-02T10:00:00Z", "updated_at": "2026-01-05T10:00:00Z",
        "requester": ANNA, "submitter": ANNA, "assignee": MEI,
        "comments": [
            {"id": 1, "author_id": 5, "body": "Wo?", "public": True, "created_at": "2026-01-02T10:00:00Z"},
            {"id": 2, "author_id": 9, "body": "Bald", "public": True, "created_at": "2026-01-03T10:00:00Z"},
        ],
    }  # fmt: skip
    path = written(tmp_path, json.dumps(ticket) + "\n" + json.dumps(ticket | {"id": 13}) + "\n")
    assert format_of(path) == "zendesk"
    case, question, answer, *_ = read(path)
    assert (case.assignee, case.contact.address) == ("Mei", "anna@example.de")
    assert (question.direction, answer.direction, answer.agent) == ("in", "out", "Mei")


@pytest.mark.parametrize(
    ("said", "stage"), [({"spam": True}, Stage.SPAM), ({"deleted": True}, Stage.CLOSED), ({}, Stage.OPEN)]
)
def test_a_ticket_of_freshdesk_that_was_thrown_away_does_not_come_back_as_open(tmp_path, said, stage):
    assert read(written(tmp_path, [FRESHDESK | said]))[0].stage is stage


def test_a_ticket_of_freshdesk_that_an_agents_mail_began_begins_with_an_answer(tmp_path):
    _, message = read(written(tmp_path, [FRESHDESK | {"source": 10}]))
    assert (message.direction, message.agent, message.contact.address) == ("out", "Mei", "anna@example.de")


def test_times_of_gorgias_without_an_offset_are_in_utc_unless_a_zone_is_said(tmp_path):
    ticket = {
        "id": 3, "status": "open", "created_datetime": "2026-01-02T10:00:00.123456", "customer": ANNA,
        "messages": [{"id": 1, "body_text": "Où ?", "created_datetime": "2026-01-02T10:00:00"}],
    }  # fmt: skip
    path = written(tmp_path, {"data": [ticket], "meta": {"next_cursor": None}})
    ten = int(datetime(2026, 1, 2, 10, tzinfo=UTC).timestamp())
    assert [one.at for one in read(path) if isinstance(one, PastMessage)] == [ten]
    assert [one.at for one in read(path, zone="Europe/Paris") if isinstance(one, PastMessage)] == [ten - 3600]


def test_a_page_of_the_interface_of_chatwoot_is_one_line_with_its_counts_first(tmp_path, record):
    conversation = {
        "id": 21, "inbox_id": 1, "status": "open", "created_at": 1767348000, "meta": {"sender": ANNA},
        "messages": [{"id": 1, "content": "Hallo", "message_type": 0, "created_at": 1767348000}],
    }  # fmt: skip
    path = written(tmp_path, {"data": {"meta": {"all_count": 1}, "payload": [conversation]}})
    assert format_of(path) == "chatwoot"
    assert keep(record, path) == ((1, 0, 1, 1), [])


def test_a_zone_that_is_missing_is_asked_for_before_anything_is_read(tmp_path):
    tables = {
        "table.csv": HEADINGS + "1,Paket,Open,Low,Email,2026-01-02 10:00:00,anna@example.de\n",
        "export.json": [FRESHDESK | {"created_at": "2026-01-02 10:00:00"}],
    }
    for name, content in tables.items():
        path = written(tmp_path, content, name)
        with pytest.raises(UsageError) as asked:
            told(path)
        assert asked.value.problems[0].code == "zone-needed"
        assert isinstance(read(path, zone="Europe/Berlin")[0], PastCase)


def test_a_local_time_behind_others_is_refused_by_itself(tmp_path):
    table = (
        HEADINGS + "1,A,Open,Low,Email,2026-01-02T10:00:00Z,a@example.de\n2,B,Open,Low,Email,2026-01-02 10:00,b@x.de\n"
    )
    for content in (table, [FRESHDESK, FRESHDESK | {"id": 8, "created_at": "2026-01-02 10:00"}]):
        path = written(tmp_path, content, "table.csv" if isinstance(content, str) else "export.json")
        _, refused = told(path)
        assert ["nothing says of which zone" in one.reason for one in refused] == [True]
        assert "--zone" in refused[0].hint


def test_a_table_of_chatwoot_is_of_the_same_channel_as_its_json(tmp_path):
    row = "id,content,inbox_id,conversation_id,message_type,created_at\n1,Hallo,1,31,0,2026-01-02 10:00:00\n"
    path = written(tmp_path, row, "messages.csv")
    assert [one.channel for one in read(path)] == ["chat"]
    assert [one.channel for one in read(path, channel="email")] == ["email"]


def comment(author, text, **more):
    return {"id": author * 10, "author_id": author, "body": text, "public": True, "created_at": AT, **more}


AT = "2026-01-02T10:00:00Z"
BARE = {
    "id": 12, "via": {"channel": "email", "source": {"from": {"address": "anna@example.de", "name": "Anna"}}},
    "status": "solved", "created_at": AT, "requester_id": 5, "submitter_id": 5, "assignee_id": 9, "follower_ids": [10],
}  # fmt: skip
OTHER = BARE | {"id": 13, "requester_id": 6, "submitter_id": 11, "assignee_id": None, "follower_ids": []}


@pytest.mark.parametrize(
    ("written_by", "direction", "how"),
    [
        (comment(5, "by who asked"), "in", {}),
        (comment(9, "by whom the ticket is assigned to"), "out", {}),
        (comment(10, "by a follower"), "out", {}),
        (comment(11, "by who submitted the ticket of somebody else"), "out", {}),
        (comment(6, "by who asked in another ticket"), "in", {}),
        (comment(77, "from the address of who asked", via=BARE["via"]), "in", {}),
        (comment(77, "as somebody says"), "out", {"me": ("77",)}),
        (comment(77, "from the shop", via={"source": {"from": {"address": "A@shop.example"}}}), "out",
         {"me": ("a@shop.example",)}),
        (comment(77, "for us", public=False), "note", {}),
    ],
)  # fmt: skip
def test_tickets_of_zendesk_without_users_prove_some_roles(tmp_path, written_by, direction, how):
    ticket = BARE | {"comments": [comment(5, "first", created_at="2026-01-01T10:00:00Z"), written_by]}
    (case, _, said) = read(written(tmp_path, [ticket, OTHER]), **how)[:3]
    assert (said.direction, case.contact.address) == (direction, "anna@example.de")


def test_a_ticket_of_zendesk_with_an_author_of_unknown_role_is_refused_until_somebody_says_it(tmp_path, record):
    tickets = [
        json.dumps(BARE | {"id": n, "comments": [comment(5, "a"), comment(author, "b", id=n)]})
        for n, author in ((1, 9), (2, 77), (3, 9))
    ]
    path = written(tmp_path, "\n".join(tickets))
    counts, (refused,) = keep(record, path)
    assert (counts[0], refused.line) == (4, 2)
    assert refused.reason == (
        "zendesk ticket 2: has a comment by 77, of whom nothing says whether it is an agent or a customer"
    )
    line = '{"id": 77, "role": "end-user"}'
    assert refused.hint == (
        f"Say --me 77 if it is an agent; else add to its users, or as a line where each line is a document: {line}"
    )
    assert keep(record, path, me=("77",), is_dry=True)[0][0] == 2
    path.write_text("\n".join([*tickets, line]))
    assert keep(record, path) == ((2, 4, 1, 0), [])
    rows = record.rows("SELECT direction FROM interactions WHERE origin LIKE '%comment:2'")
    assert [row["direction"] for row in rows] == ["in"]


def test_the_role_that_an_export_of_zendesk_lacks_may_be_added_to_its_users(tmp_path, record):
    tickets = [BARE | {"id": 2, "comments": [comment(5, "a"), comment(77, "b", id=2)]}]
    assert len(keep(record, written(tmp_path, {"tickets": tickets}))[1]) == 1
    counts, refused = keep(record, written(tmp_path, {"tickets": tickets, "users": [{"id": 77, "role": "end-user"}]}))
    assert (counts[0], refused) == (2, [])
