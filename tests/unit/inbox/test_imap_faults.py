"""Folders of a mail server that lies, drops and stalls: what was fetched is kept, what was not is told or left."""

import time
from itertools import product

import pytest
from fetched_mails import counts, mail

from cscli.errors import DeskError, NotFoundError, UnavailableError
from cscli.record.rows import fetched as table


@pytest.mark.parametrize("how", ["drop", "halfway", "stall", "garbage", "announce", "flood", "endless"])
def test_a_connection_that_breaks_once_loses_and_doubles_nothing(fetch_to_file, inbox, how):
    inbox.faults = [("UID FETCH 1,2,3 (BODY.PEEK[]", how)]
    assert counts(fetch_to_file()) == (3, 0, 0, 0)
    assert sorted(fetch_to_file.taken.raws) == sorted(inbox.mails.values())


@pytest.mark.parametrize("how", ["drop", "stall", "garbage", "announce"])
def test_a_mail_that_breaks_each_connection_is_refused_and_the_others_are_read(fetch_to_file, inbox, how):
    inbox.always = [("UID FETCH 1,2,3 (BODY.PEEK[]", how), ("UID FETCH 2 (BODY.PEEK[]", how)]
    report = fetch_to_file(seconds=0.2)
    assert counts(report) == (2, 0, 1, 0)
    [refused] = [one for one in report.mails if one.state == "refused"]
    assert (refused.uid, "The mail server 127.0.0.1:" in refused.reason) == (2, True)
    inbox.always = []
    assert counts(fetch_to_file()) == (0, 0, 0, 0)
    assert counts(fetch_to_file(again=True)) == (1, 0, 0, 0)
    assert len(fetch_to_file.taken.raws) == 3


def test_a_folder_that_is_made_anew_while_it_is_fetched_is_left_for_the_next_fetch(fetch_to_file, inbox):
    inbox.mails = {n: mail(n) for n in range(1, 60)}
    inbox.faults = [("UID FETCH 26", "rebuild")]
    with pytest.raises(UnavailableError) as refused:
        fetch_to_file()
    assert "made anew" in refused.value.message
    inbox.mails = {n + 100: raw for n, raw in inbox.mails.items()}
    assert counts(fetch_to_file())[:2] == (59 - 25, 25)
    assert len(fetch_to_file.taken.raws) == 59


def test_a_server_that_does_not_say_goodbye_keeps_nobody_waiting(fetch_to_file, inbox):
    inbox.faults = [("LOGOUT", "stall")]
    begun = time.monotonic()
    assert counts(fetch_to_file(seconds=30)) == (3, 0, 0, 0)
    assert time.monotonic() - begun < 15


def test_numbers_that_a_server_invents_are_of_no_mails(fetch_to_file, inbox):
    inbox.invented = [0, 3, 3, 77, 4_294_967_295, 99_999_999_999_999]
    assert counts(fetch_to_file()) == (3, 0, 0, 0)


def test_a_mail_that_the_desk_cannot_take_is_refused_and_the_others_are_taken(fetch_to_file, inbox):
    inbox.mails[2] = mail(2, "unfit")
    report = fetch_to_file()
    assert counts(report) == (2, 0, 1, 0)
    assert [one.reason for one in report.mails if one.state == "refused"] == ["It does not fit."]


def test_a_server_that_fails_over_and_over_ends_the_fetch_with_what_was_done(fetch_to_file, inbox):
    inbox.mails |= {n: mail(n) for n in range(4, 60)}
    fetch_to_file(limit=25)
    inbox.always = [("UID FETCH", "drop")]
    with pytest.raises(UnavailableError):
        fetch_to_file()
    inbox.always = []
    assert fetch_to_file().new + 25 == len(inbox.mails) == len(fetch_to_file.taken.raws)


def test_whatever_fails_before_the_first_mail_is_an_error_in_words_and_loses_nothing(fetch_to_file, inbox):
    steps = ("CAPABILITY", "LOGIN", "ID", "SELECT", "UID SEARCH")
    hows = ("drop", "stall", "flood", "endless", "garbage", "NO not now", "BAD what")
    wrong = []
    for number, (step, how) in enumerate(product(steps, hows), start=100):
        inbox.mails = {number: mail(number)}
        inbox.faults = [(step, how)]
        try:
            report = fetch_to_file(seconds=0.1)
        except (UnavailableError, NotFoundError) as problem:
            if not problem.problems[0].hint or "\x1b" in problem.message:
                wrong.append((step, how, problem.message))
            report = fetch_to_file()
        if counts(report)[0] != 1:
            wrong.append((step, how, counts(report)))
    assert wrong == []


def test_a_folder_that_is_not_there_is_refused_with_those_that_are(fetch_to_file):
    with pytest.raises(NotFoundError) as refused:
        fetch_to_file(folder="Nowhere")
    assert refused.value.problems[0].hint == "Folders: INBOX, Returns"


def test_why_a_folder_failed_is_kept_until_it_works(fetch, inbox, record):
    inbox.faults = [("UID SEARCH", "drop")]
    with pytest.raises(DeskError):
        fetch()
    assert "hung up" in table.folders(record)[0]["failure"]
    fetch()
    assert table.folders(record)[0]["failure"] == ""
