"""Folders of a mail server, fetched: each mail once and in bounds, on each kind of database."""

import tracemalloc

import pytest
from fetched_mails import counts, mail

from cscli.errors import UnavailableError
from cscli.inbox.imap import session as session_room
from cscli.record.rows import fetched as table


def test_each_mail_is_read_once_with_peek_and_marked_with_a_keyword_alone(fetch, inbox):
    assert counts(fetch()) == (3, 0, 0, 0)
    assert fetch.taken.raws == list(inbox.mails.values())
    assert inbox.keywords == {n: {"$CscliFetched"} for n in inbox.mails}
    inbox.mails[9] = mail(9)
    assert counts(fetch()) == (1, 0, 0, 0)
    assert counts(fetch()) == (0, 0, 0, 0)
    fetched = [line for line in inbox.asked if line.startswith("UID FETCH")]
    assert all("BODY.PEEK[" in line for line in fetched)
    assert not [line for line in inbox.asked if "Deleted" in line or "EXPUNGE" in line or "Seen" in line]


def test_a_server_that_asks_who_comes_is_told_before_a_folder_is_opened(fetch_to_file, inbox):
    fetch_to_file()
    verbs = inbox.verbs()
    assert verbs.index("LOGIN") < verbs.index("ID") < verbs.index("SELECT")


def test_a_folder_without_keywords_is_not_marked_and_one_that_refuses_them_does_no_harm(fetch_to_file, inbox):
    inbox.permanent = "\\Seen"
    fetch_to_file()
    assert "UID-STORE" not in inbox.verbs()
    inbox.permanent = "\\*"
    inbox.mails[9] = mail(9)
    inbox.faults = [("UID STORE", "NO not here")]
    assert counts(fetch_to_file()) == (1, 0, 0, 0)


def test_a_dry_run_opens_the_folder_for_reading_and_keeps_nothing(fetch, inbox, record):
    assert counts(fetch(is_dry=True)) == (3, 0, 0, 0)
    assert "EXAMINE" in inbox.verbs()
    assert not inbox.keywords
    assert table.folders(record) == []


def test_a_limit_leaves_the_rest_for_the_next_time(fetch):
    assert counts(fetch(limit=2)) == (2, 0, 0, 1)
    assert counts(fetch(limit=2))[0] == 1
    assert len(fetch.taken.raws) == 3


def test_after_another_uidvalidity_all_mails_are_looked_at_again_and_none_is_recorded_twice(fetch, inbox):
    inbox.mails[4] = mail(4, message_id=False)
    fetch()
    inbox.uidvalidity = 8
    inbox.mails = {n + 10: raw for n, raw in inbox.mails.items()} | {20: mail(20)}
    report = fetch()
    assert counts(report) == (1, 4, 0, 0)
    assert len(fetch.taken.raws) == 5
    assert counts(fetch()) == (0, 0, 0, 0)


def test_a_large_mail_is_cut_off_with_a_finding(fetch_to_file, inbox, monkeypatch):
    monkeypatch.setattr(session_room, "LARGEST", 10_000)
    monkeypatch.setattr("cscli.inbox.imap.fetching.LARGEST", 10_000)
    inbox.mails = {1: mail(1, "x" * 50_000)}
    assert counts(fetch_to_file()) == (1, 0, 0, 0)
    assert len(fetch_to_file.taken.raws[0]) == 10_000
    assert [one.check for one in fetch_to_file.taken.findings] == ["large-mail"]


@pytest.mark.parametrize("told", [0, 10, 4_000_000_000])
def test_the_size_that_a_server_tells_is_not_believed(fetch_to_file, inbox, told):
    inbox.mails[2] = mail(2, "y" * 500_000)
    inbox.sizes = {2: told}
    assert counts(fetch_to_file()) == (3, 0, 0, 0)
    assert sorted(map(len, fetch_to_file.taken.raws)) == sorted(map(len, inbox.mails.values()))


def test_a_flood_costs_little_memory(fetch_to_file, inbox):
    inbox.always = [("UID FETCH", "announce")]
    tracemalloc.start()
    with pytest.raises(UnavailableError):
        fetch_to_file()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 60_000_000


def test_a_program_that_ends_between_recording_and_keeping_doubles_nothing(fetch, monkeypatch):
    real = table.keep

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(table, "keep", killed)
    with pytest.raises(KeyboardInterrupt):
        fetch()
    monkeypatch.setattr(table, "keep", real)
    report = fetch()
    assert (report.new + report.known, len(fetch.taken.raws)) == (3, 3)


def test_many_mails_are_read_in_small_groups(fetch_to_file, inbox):
    inbox.mails = {n: mail(n) for n in range(1, 1301)}
    assert counts(fetch_to_file()) == (1300, 0, 0, 0)
    groups = [line.split(" ")[2].count(",") + 1 for line in inbox.asked if "(BODY.PEEK[]" in line]
    assert max(groups) == 25
