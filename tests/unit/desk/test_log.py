"""The log: what was said comes back as it was said, newest first, and only what was asked for."""

import pickle
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sweeps import each

from cscli.desk.log import Interaction, found_interactions, interaction, interaction_count, newest_interactions
from cscli.desk.recording import add_interaction, add_interactions, prepared
from cscli.errors import ExitCode, NotFoundError
from cscli.record.record import Record
from cscli.text import rfc3339

START = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
WHOLE = Interaction(
    direction="out", channel="email", body="山田 太郎 様\n\nご注文番号A-1042", at=START, customer="C-7", market="JP",
    language="ja", register="formal", intent="shipping-delay", variant=("ja-JP", "ja"), template_digest="a1b2",
    values={"order_number": "A-1042", "items": ["Aurora 2", "Polaris 9"], "item_count": 2, "duties_paid": True},
    findings=({"check": "day-off", "severity": "info", "start": None},), subject="配送遅延", agent="Li Wei",
)  # fmt: skip


def test_an_interaction_comes_back_whole(record):
    number = add_interaction(record, WHOLE)
    assert interaction(record, number) == WHOLE._replace(id=number)


def test_what_was_not_said_of_an_interaction_comes_back_empty(record):
    bare = Interaction(direction="note", channel="phone", body="called back", at=START)
    assert interaction(record, add_interaction(record, bare)) == bare._replace(id=1)


@pytest.mark.parametrize(
    "body",
    [
        "a\x00b", "\x1b[31mred\x1b[0m", "\u202eright to left", "line\r\nline\rline\n", "👩\u200d👧 smile", "\ufeff",
        "e\u0301 is not é", "  spaces around  ", "'; DROP TABLE interactions; --", "{{ 7 * 7 }}", "%s %d {0}",
        "\U0010ffff", "x" * 1_000_000,
    ],
    ids=range(13),
)  # fmt: skip
def test_any_text_is_kept_to_the_letter(record, body):
    if record.dialect == "postgresql":
        body = body.replace("\0", "\ufffd")  # which a server refuses
    said = WHOLE._replace(body=body, subject=body[:100], customer=body[:100], values={body[:50]: body}, agent=body[:50])
    number = add_interaction(record, said)
    record.close()
    assert interaction(record, number) == said._replace(id=number)


def test_ids_grow_and_are_never_used_again(record):
    assert [add_interaction(record, WHOLE) for _ in range(3)] == [1, 2, 3]
    with record.transaction() as connection:
        connection.execute("DELETE FROM interactions WHERE id = 3")
    assert add_interaction(record, WHOLE) == 4
    assert interaction_count(record) == 3


def test_an_acknowledged_interaction_is_seen_by_another_reader_at_once(record):
    number = add_interaction(record, WHOLE)
    other = Record(record.location)
    assert interaction(other, number).body == WHOLE.body
    other.close()


@pytest.mark.parametrize("number", [0, -1, 2, 10**30])
def test_an_id_that_does_not_exist_is_not_found(record, number):
    add_interaction(record, WHOLE)
    with pytest.raises(NotFoundError, match=f"There is no interaction {number}") as raised:
        interaction(record, number)
    assert raised.value.exit_code is ExitCode.NOT_FOUND
    assert raised.value.problems[0].code == "unknown-interaction"
    assert raised.value.problems[0].hint == "See the newest with: cscli log list"


def test_a_direction_that_does_not_exist_is_not_kept(record):
    with pytest.raises(Exception, match=r"(?i)check constraint"):
        add_interaction(record, WHOLE._replace(direction="sideways"))
    assert interaction_count(record) == 0


def test_an_instant_is_kept_in_utc_to_the_second(record):
    tokyo = datetime(2026, 11, 22, 18, 30, 59, 999_999, tzinfo=timezone(timedelta(hours=9)))
    number = add_interaction(record, WHOLE._replace(at=tokyo))
    assert interaction(record, number).at == datetime(2026, 11, 22, 9, 30, 59, tzinfo=UTC)
    assert rfc3339(tokyo) == "2026-11-22T09:30:59Z"


JAPAN, GERMANY = {"market": "JP", "language": "ja"}, {"market": "DE", "language": "de"}
SEVERAL = (
    {**JAPAN, "customer": "C-1", "channel": "email", "direction": "in"},
    {**JAPAN, "customer": "C-1", "channel": "chat", "direction": "out"},
    {**GERMANY, "customer": "C-2", "channel": "email", "direction": "out", "agent": "Jo"},
    {**GERMANY, "customer": "c-1", "channel": "phone", "direction": "note", "intent": "refund-issued"},
)


@pytest.fixture
def several(record) -> Record:
    """Four interactions a minute apart, ids 1 to 4."""
    for minute, fields in enumerate(SEVERAL):
        add_interaction(record, Interaction(body="said", at=START + timedelta(minutes=minute), **fields))
    return record


def numbers(record: Record, limit: int = 20, since: datetime | None = None, **filters: str) -> list[int | None]:
    return [i.id for i in newest_interactions(record, filters, since=since, limit=limit)]


@each(
    ("filters", "wanted"),
    [
        ({}, [4, 3, 2, 1]),
        ({"customer": ""}, [4, 3, 2, 1]),
        ({"customer": "C-1"}, [2, 1]),
        ({"customer": "C"}, []),
        ({"customer": "' OR 1 = 1 --"}, []),
        ({"market": "DE"}, [4, 3]),
        ({"language": "ja"}, [2, 1]),
        ({"channel": "email"}, [3, 1]),
        ({"direction": "out"}, [3, 2]),
        ({"intent": "refund-issued"}, [4]),
        ({"agent": "Jo"}, [3]),
        ({"customer": "C-1", "channel": "chat"}, [2]),
        ({"customer": "C-2", "channel": "chat"}, []),
    ],
)
def test_filters_are_exact_and_hold_together(several, filters, wanted):
    assert numbers(several, **filters) == wanted


@each(
    ("since", "wanted"),
    [
        (START, [4, 3, 2, 1]),
        (START + timedelta(minutes=1), [4, 3, 2]),
        (START + timedelta(minutes=1, seconds=1), [4, 3]),
        ((START + timedelta(minutes=3)).astimezone(timezone(timedelta(hours=-8))), [4]),
        (START + timedelta(days=1), []),
    ],
)
def test_since_counts_from_that_instant_on(several, since, wanted):
    assert numbers(several, since=since) == wanted


def test_the_newest_come_first_and_no_more_than_the_limit(several):
    assert numbers(several, limit=2) == [4, 3]
    assert numbers(several, limit=1, customer="C-1") == [2]


def test_what_was_said_earlier_and_recorded_later_is_not_newer(several):
    last_year = add_interaction(several, WHOLE._replace(at=START - timedelta(days=365)))
    assert numbers(several) == [4, 3, 2, 1, last_year]
    assert numbers(several, limit=1) == [4]


def test_of_two_things_said_in_one_second_the_later_recorded_is_newer(record):
    first, second = add_interaction(record, WHOLE), add_interaction(record, WHOLE)
    assert numbers(record) == [second, first]


def test_what_a_worker_prepared_is_kept_as_if_it_came_whole(record):
    plain = Interaction(direction="out", channel="email", body="Ihr Paket \ud800", at=START, values={"n": ["1", "2"]})
    ready = pickle.loads(pickle.dumps(prepared(plain._replace(origin="r:2"))))  # noqa: S301 - our own
    assert add_interactions(record, [plain._replace(origin="r:1"), ready, ready]) == [1, 2, 2]
    one, two = (interaction(record, number) for number in (1, 2))
    assert one._replace(id=0, origin="") == two._replace(id=0, origin="")
    assert [i.id for i in found_interactions(record, "pake 2")] == [2, 1]
