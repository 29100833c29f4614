"""Waiting for mail: what is due, and what happens to a connection that is lost."""

import threading
import time

import pytest
from faulty_imap_server import CAPABILITIES, ImapInbox, faulty_imap_server

from cscli.inbox.imap.accounts import MailAccount
from cscli.inbox.imap.watching import Rhythm, Watcher

QUICK = Rhythm(again=0.5, poll=0.3, first_retry=0.2, last_retry=0.4, glance=0.1, silence=0.5)


@pytest.fixture
def inbox():
    with faulty_imap_server(ImapInbox(mails={1: b"From: a@b.example\r\n\r\nHallo\r\n"})) as server:
        yield server


@pytest.fixture
def watch(inbox):
    """Watch folders: ``watch(*folders)`` gives a watcher."""
    made = []

    def of(*folders, rhythm=QUICK):
        account = MailAccount(
            name="desk", host="127.0.0.1", user="desk", port=inbox.port, tls="none", password="secret"  # noqa: S106 - of a server that lives for one test
        )  # fmt: skip
        made.append(Watcher([(account, folder) for folder in folders], rhythm))
        return made[-1]

    yield of
    for one in made:
        one.close()


def due(watcher):
    """The folders that are due next."""
    news = watcher.news()
    assert news.failures == []
    return [folder for _, folder in news.due]


def test_each_folder_is_due_at_the_start_and_then_when_mail_comes(watch, inbox):
    watcher = watch("INBOX", "Returns", rhythm=QUICK._replace(again=60))
    assert due(watcher) == ["INBOX", "Returns"]
    threading.Timer(0.3, inbox.came, (2, b"x")).start()
    assert len(due(watcher)) == 1  # whichever connection the server tells
    assert "EXAMINE" in inbox.verbs()
    assert "SELECT" not in inbox.verbs()


def test_idle_is_asked_for_anew_before_the_server_ends_it(watch, inbox):
    watcher = watch("INBOX")
    assert due(watcher) == ["INBOX"]
    threading.Timer(1.2, inbox.came, (2, b"x")).start()
    assert due(watcher) == ["INBOX"]
    assert inbox.verbs().count("IDLE") >= 3


def test_a_server_that_cannot_say_so_is_asked_again_and_again(watch, inbox):
    inbox.capabilities = CAPABILITIES.replace(" IDLE", "")
    watcher = watch("INBOX")
    begun = time.monotonic()
    assert [due(watcher) for _ in range(3)] == [["INBOX"]] * 3
    assert time.monotonic() - begun > 0.5
    assert "IDLE" not in inbox.verbs()


@pytest.mark.parametrize("step", ["LOGIN", "EXAMINE", "IDLE"])
def test_a_lost_server_is_told_once_tried_again_later_each_time_and_due_when_it_works(watch, inbox, step):
    inbox.always = [(step, "drop")]
    watcher = watch("INBOX")
    news = watcher.news()
    assert (news.due, [one.problems[0].code for one in news.failures]) == ([], ["mail-server"])
    threading.Timer(1.5, inbox.always.clear).start()
    begun = time.monotonic()
    assert due(watcher) == ["INBOX"]
    assert time.monotonic() - begun > 1.4
    assert 3 <= inbox.verbs().count("LOGIN") <= 8


def test_a_connection_that_breaks_while_it_waits_is_made_again_and_the_folder_is_due(watch, inbox):
    watcher = watch("INBOX", rhythm=QUICK._replace(again=60))
    assert due(watcher) == ["INBOX"]
    inbox.faults = [("IDLE", "drop")]
    threading.Timer(0.2, inbox.came, (2, b"x")).start()
    news = watcher.news()
    assert len(news.failures) == 1
    assert [folder for _, folder in news.due] in (["INBOX"], [])  # the news was heard before the connection broke
    assert due(watcher) == ["INBOX"]
