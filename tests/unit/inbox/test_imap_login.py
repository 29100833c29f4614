"""Logging in to a mail server, with a password or a token, and what a refusal says."""

import sys

import pytest
from faulty_imap_server import ImapInbox, faulty_imap_server
from fetched_mails import counts, fetcher, mail
from sweeps import each

from cscli.errors import UnavailableError
from cscli.inbox.imap.failures import server_words
from cscli.record.record import Record


def test_a_wrong_password_says_where_the_right_one_belongs(fetch_to_file):
    with pytest.raises(UnavailableError) as refused:
        fetch_to_file(password="other")  # noqa: S106 - of the server of this test
    assert refused.value.problems[0].code == "mail-login"
    assert "CSCLI_IMAP_PASSWORD_DESK" in refused.value.problems[0].hint
    assert "other" not in refused.value.message
    assert "\x1b" not in refused.value.message


def test_the_words_of_a_refusal_are_those_of_the_server_and_not_of_python():
    assert server_words(OSError(b"[AUTHENTICATIONFAILED] No such user's key")) == (
        "[AUTHENTICATIONFAILED] No such user's key"
    )
    assert server_words(OSError("b' is a letter")) == "b' is a letter"


def test_a_password_that_is_not_ascii_is_sent_in_utf_8(fetch_to_file, inbox):
    fetch_to_file(password="schlüssel")  # noqa: S106 - as above
    assert "LOGIN" not in inbox.verbs()
    assert "(answer) AGRlc2sAc2NobMO8c3NlbA==" in inbox.asked


TOKENS = "IMAP4rev1 IDLE ID AUTH=PLAIN AUTH=XOAUTH2 AUTH=OAUTHBEARER"


@each("auth", ["xoauth2", "oauthbearer"])
def test_a_token_logs_in_where_the_server_takes_one(tmp_path, auth):
    with faulty_imap_server(ImapInbox(mails={1: mail(1)}, capabilities=TOKENS)) as inbox:
        fetch = fetcher(Record(tmp_path / f"{auth}.db"), inbox)
        assert counts(fetch(password="ya29.token", auth=auth)) == (1, 0, 0, 0)  # noqa: S106 - as above
    assert [verb for verb in inbox.verbs() if verb in ("LOGIN", "AUTHENTICATE")] == ["AUTHENTICATE"]


@each("auth", ["xoauth2", "oauthbearer"])
def test_a_refused_token_is_told_with_what_to_do_and_is_never_shown(tmp_path, auth):
    with faulty_imap_server(ImapInbox(capabilities=TOKENS)) as inbox, pytest.raises(UnavailableError) as refused:
        fetcher(Record(tmp_path / "desk.db"), inbox)(password="ya29.stale-token-of-yesterday", auth=auth)  # noqa: S106
    [problem] = refused.value.problems
    [answer] = [line.removeprefix("(answer) ") for line in inbox.asked if line.startswith("(answer) ")]
    assert problem.code == "mail-login"
    assert "refuses the access token of the user 'desk': " in problem.message
    assert "AUTHENTICATIONFAILED" in problem.message
    assert "BAD" not in problem.message
    assert "set CSCLI_IMAP_TOKEN_DESK again" in problem.hint
    assert not [text for text in ("ya29", answer[:30], "\x1b") if text in str(refused.value)]


def test_a_server_that_takes_no_token_is_named_before_one_is_sent(fetch_to_file, inbox):
    with pytest.raises(UnavailableError, match=r"offers no login with a token \(XOAUTH2\)"):
        fetch_to_file(password="ya29.token", auth="xoauth2")  # noqa: S106 - as above
    assert "AUTHENTICATE" not in inbox.verbs()


def test_the_command_is_asked_again_for_each_connection(tmp_path):
    made = tmp_path / "made"
    command = f"\"{sys.executable}\" -c \"open('{made}', 'a').write('x'); print('ya29.token')\""
    with faulty_imap_server(ImapInbox(mails={1: mail(1)}, capabilities=TOKENS)) as inbox:
        inbox.faults = [("UID FETCH", "drop")]
        fetch = fetcher(Record(tmp_path / "desk.db"), inbox)
        assert counts(fetch(password="", auth="xoauth2", token_command=command)) == (1, 0, 0, 0)
    assert made.read_text() == "xx"
