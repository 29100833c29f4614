"""Tables of messages: their headings, their times, and rows that cannot be read."""

from datetime import UTC, datetime

import pytest
from archive_files import reading, told
from sweeps import each

from cscli.errors import UsageError
from cscli.inbox.archives.formats import open_archive
from cscli.inbox.archives.instants import InstantError, WrittenClock, read_at


def written(tmp_path, text, name="in.csv"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_columns_are_known_by_their_usual_names(tmp_path):
    path = written(
        tmp_path, "UUID;Created at;Type;Customer Email;Body;Ticket\n7;2026-01-02T10:00:00Z;incoming;a@x.example;Hi;9\n"
    )
    (one,), refused = told(path)
    assert not refused
    assert (one.origin, one.direction, one.body, one.thread) == ("table:7:1767348000", "in", "Hi", "table:9")
    assert one.at == 1767348000
    assert (one.contact.kind, one.contact.address) == ("email", "a@x.example")


def test_columns_mean_what_somebody_maps_them_to(tmp_path):
    path = written(tmp_path, "Wann,Wer,Was,text\n2026-01-02T10:00:00Z,C-7,Hallo,x\n")
    (one,), _ = told(path, mapping={"Wann": "at", "wer": "customer", "Was": "text", "text": "-"})
    assert (one.body, one.contact.key) == ("Hallo", "C-7")


@pytest.mark.parametrize(("mapping", "code"), [
    ({"Wann": "when"}, "unknown-field"), ({"Wan": "at"}, "unknown-column"), ({}, "bad-file"),
])  # fmt: skip
def test_a_mapping_that_cannot_be_is_refused(tmp_path, mapping, code):
    path = written(tmp_path, "Wann,text\n2026-01-02T10:00:00Z,Hallo\n")
    with pytest.raises(UsageError) as refused:
        told(path, mapping=mapping)
    assert refused.value.problems[0].code == code


def test_json_lines_and_who_wrote_to_whom(tmp_path):
    first = '{"text": "hi", "at": 1767348000, "from": "Anna <a@x.example>"}\n'
    second = '{"text": "yes", "at": "1767348060000", "to": "+49 151 1234567", "direction": "out"}\n'
    path = written(tmp_path, first + second, "in.jsonl")
    (one, two), _ = told(path)
    assert (one.contact.address, one.contact.name, two.contact.kind, two.at) == (
        "a@x.example",
        "Anna",
        "phone",
        1767348060,
    )


def test_a_row_without_an_id_is_known_by_what_it_says_and_its_place_among_its_like(tmp_path):
    row = "2026-01-02T10:00:00Z,a@x.example,ok\n"
    first, _ = told(written(tmp_path, "at,email,text\n" + row * 2))
    again, _ = told(written(tmp_path, "at,email,text\n" + row * 3))
    assert [one.origin for one in again[:2]] == [one.origin for one in first]
    assert len({one.origin for one in again}) == 3


@pytest.mark.parametrize(("row", "reason"), [
    (",a@x.example,hi,in", "has no time"), ("2026-01-02T10:00:00Z,a@x,,in", "has no text"),
    ("soon,a@x,hi,in", "is not an instant"), ("2030-01-02T10:00:00Z,a@x,hi,in", "in the future"),
    ("1970-01-01T00:00:00Z,a@x,hi,in", "before 1990"), ("2026-01-02T10:00:00Z,a@x,hi,up", "is not in, out or note"),
    ("2026-01-02T10:00:00Z,anna,hi,in", "mail address 'anna'"),
    ("2026-01-02T10:00:00Z,a@x,h\0i,in", "NUL"), ("2026-01-02T10:00:00Z,a@x,hi,in,more", "5 cells"),
])  # fmt: skip
def test_a_row_that_cannot_be_kept_is_refused_with_its_line(tmp_path, row, reason):
    _, refused = told(written(tmp_path, f"at,email,text,direction\n2026-01-02T10:00:00Z,a@x,hi,in\n{row}\n"))
    assert [one.line for one in refused] == [3]
    assert reason in refused[0].reason


def test_local_times_need_a_zone_and_the_first_row_says_so(tmp_path):
    path = written(tmp_path, "at,email,text\n2026-07-02 10:00,a@x.example,hi\n")
    with pytest.raises(UsageError, match="of which zone") as refused:
        told(path)
    assert refused.value.problems[0].code == "zone-needed"
    assert told(path, zone="Asia/Tokyo")[0][0].at == 1782954000


@each(("text", "order", "expected"), [
    ("2026-01-02T10:00:00+01:00", "", 1767344400), ("2026-01-02 10:00:00 UTC", "", 1767348000),
    ("Fri, 02 Jan 2026 10:00:00 +0000", "", 1767348000), ("1767348000", "", 1767348000),
    ("02/01/2026 10:00", "dmy", 1767348000), ("01/02/2026 10:00 AM", "mdy", 1767348000),
    ("13/01/2026 10:00", "", 1768298400), ("2026/01/02, 10:00 pm", "", 1767391200),
])  # fmt: skip
def test_instants_as_tables_write_them(text, order, expected):
    assert read_at(text, WrittenClock(zone="UTC", order=order)) == expected


def test_a_date_with_two_readings_is_not_guessed():
    with pytest.raises(InstantError, match="2026-01-02 or 2026-02-01"):
        read_at("02/01/2026 10:00", WrittenClock(zone="UTC"))


def test_a_million_columns_and_mixed_line_ends_end_with_an_answer(tmp_path):
    with pytest.raises(UsageError, match="at most"):
        told(written(tmp_path, ",".join(f"c{n}" for n in range(1_000_000)) + "\n"))
    found, refused = told(
        written(tmp_path, b"at,email,text\r2026-01-02T10:00:00Z,a@x,x\r\n2026-01-02T10:00:00Z,a@x,y\n")
    )
    assert ([one.body for one in found], refused) == (["x", "y"], [])


def test_a_market_and_a_language_that_nobody_knows_stay_open(tmp_path):
    path = written(tmp_path, "at,email,text,country,lang\n2026-01-02T10:00:00Z,a@x.example,hi,Atlantis,xx-tlh\n")
    (one,), refused = told(path, market_of=lambda _: "", language_of=lambda _: "")
    assert (one.market, one.language, refused) == ("", "", [])


def test_an_answer_that_was_on_its_way_when_it_was_written_down_is_unknown_now(tmp_path):
    rows = "".join(f"2026-01-02T10:00:00Z,a@x.example,hi,out,{state}\n" for state in ("held", "draft", "sent", "lost"))
    found, refused = told(written(tmp_path, "at,email,text,direction,state\n" + rows))
    assert [one.state for one in found] == ["unknown", "draft", "sent"]
    assert [one.line for one in refused] == [5]


def test_json_that_is_neither_tickets_nor_lines_is_one_error_and_not_one_for_each_line(tmp_path):
    for text in ('{\n "tickets": [\n  {\n   "id": 1,\n   "subj', '{\n "orders": []\n}\n'):
        with pytest.raises(UsageError, match="no help desk that is known, or is cut off"):
            told(written(tmp_path, text, "export.json"))


def test_a_first_line_that_is_broken_does_not_take_the_other_lines_with_it(tmp_path):
    good = '{"text": "Hi", "at": "2026-01-02T10:00:00Z"}\n'
    (one,), (refused,) = told(written(tmp_path, f'{{"text": "H\n{good}', "export.json"))
    assert (one.body, refused.line) == ("Hi", 1)


def test_a_column_that_is_missing_is_named_in_words(tmp_path):
    with pytest.raises(UsageError, match=r"no column for the text and none for the time \(at\)"):
        told(written(tmp_path, "a,b\n1,2\n"))


@each(("text", "at"), [
    ("Mar 10, 2026, 9:00:00 PM UTC", "2026-03-10T21:00:00"),
    ("March 10, 2026 12:05 a.m.", "2026-03-09T23:05:00"),
    ("Tue Mar 10 09:00:00 2026", "2026-03-10T08:00:00"),
    ("Tue Mar 10 2026 09:00:00 GMT+0200 (Eastern European Standard Time)", "2026-03-10T07:00:00"),
    ("Tue, 10 Mar 2026 09:00:00 -0000", "2026-03-10T09:00:00"),
])  # fmt: skip
def test_a_month_in_words_has_the_half_of_the_day_the_offset_or_the_zone_that_was_said(text, at):
    found = read_at(text, WrittenClock(zone="Europe/Berlin"))
    assert datetime.fromtimestamp(found, UTC).isoformat() == f"{at}+00:00"


def test_a_month_in_words_without_an_offset_is_local_and_so_wants_a_zone():
    with pytest.raises(InstantError, match="nothing says of which zone"):
        read_at("March 10, 2026 9:00 AM", WrittenClock())


@each("text", ["Mar 10, 2026, 21:00 PM", "Tue, 10 Mar 2026 09:00:00 CET", "March 10"])
def test_a_month_in_words_with_a_time_that_is_none_or_a_zone_that_is_not_certain_is_refused(text):
    with pytest.raises(InstantError, match="is not an instant"):
        read_at(text, WrittenClock(zone="Europe/Berlin"))


def test_columns_that_were_not_used_are_told_also_where_they_hold_something(tmp_path):
    path = written(tmp_path, "text,at,email,Author Type\nHi,2026-01-02T10:00:00Z,a@x.example,agent\n")
    archive = open_archive(path, reading())
    assert len(list(archive.told())) == 1
    assert archive.remarks() == ("Columns that were not used: Author Type.",)
    archive.close()
