"""Folders of a mail server, fetched: each mail once, whatever the server does, on each kind of database."""

import re
import sys
import time
import tracemalloc
from datetime import UTC, datetime
from itertools import product

import pytest
from faulty_imap_server import ImapInbox, faulty_imap_server
from sweeps import each

from cscli.desk.log import Interaction
from cscli.desk.recording import add_interaction
from cscli.errors import DeskError, NotFoundError, UnavailableError, UsageError
from cscli.inbox.imap import session as session_room
from cscli.inbox.imap.accounts import MailAccount
from cscli.inbox.imap.fetching import FolderFetch
from cscli.inbox.imap.reports import FetchWishes, FolderReport, TakenMail
from cscli.record.record import Record
from cscli.record.rows import fetched as table

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def mail(number, text="Hallo", *, message_id=True):
    head = f"Message-ID: <m{number}@b.example>\r\n" if message_id else ""
    return f"From: a{number}@b.example\r\nSubject: {number}\r\n{head}\r\n{text} {number}\r\n".encode()


@pytest.fixture
def inbox():
    with faulty_imap_server(ImapInbox(mails={n: mail(n) for n in range(1, 4)})) as server:
        yield server


class Taken:
    """Records what it is given, as the intake does: each Message-ID once."""

    def __init__(self, record):
        self.record, self.raws, self.findings = record, [], []

    def __call__(self, raw, findings):
        if b"unfit" in raw:
            raise UsageError("It does not fit.")
        origin = re.search(rb"Message-ID: <(.*?)>", raw)
        if origin:
            said = Interaction(direction="in", channel="email", body="x", at=NOW, origin=origin[1].decode())
            add_interaction(self.record, said)
        is_known = raw in self.raws
        if not is_known:
            self.raws.append(raw)
            self.findings += findings
        return TakenMail(
            interaction=len(self.raws), case=1, is_new_case=False, is_known=is_known, is_robot=b"robot" in raw,
            sender="a@b.example", subject="x",
        )  # fmt: skip


@pytest.fixture
def fetch(record, inbox):
    """Fetch a folder: ``fetch()`` gives its report; ``fetch.taken`` holds the mails. On each kind of database."""
    return fetcher(record, inbox)


@pytest.fixture
def fetch_to_file(tmp_path, inbox):
    """The same with a file alone, for what is about the server."""
    return fetcher(Record(tmp_path / "desk.db"), inbox)


def fetcher(record, inbox):
    taken = Taken(record)

    def run(folder="INBOX", seconds=0.5, password="secret", auth="password", token_command="", **wishes):  # noqa: S107 - of the server of this test
        account = MailAccount(
            name="desk", host="127.0.0.1", user="desk", port=inbox.port, tls="none", password=password, auth=auth,
            token_command=token_command,
        )  # fmt: skip
        run.report = FolderReport(account="desk", folder=folder)
        fetching = FolderFetch(record, account, taken, FetchWishes(**wishes), lambda: NOW, seconds=seconds)
        try:
            fetching.folder(folder, run.report)
        finally:
            fetching.close()
        return run.report

    run.taken = taken
    return run


def counts(report):
    return report.new, report.known, report.refused, report.left


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


def test_a_wrong_password_says_where_the_right_one_belongs(fetch_to_file):
    with pytest.raises(UnavailableError) as refused:
        fetch_to_file(password="other")  # noqa: S106 - as above
    assert refused.value.problems[0].code == "mail-login"
    assert "CSCLI_IMAP_PASSWORD_DESK" in refused.value.problems[0].hint
    assert "other" not in refused.value.message
    assert "\x1b" not in refused.value.message


def test_a_password_that_is_not_ascii_is_sent_in_utf_8(fetch_to_file, inbox):
    fetch_to_file(password="schlüssel")  # noqa: S106 - as above
    assert "LOGIN" not in inbox.verbs()
    assert "(answer) AGRlc2sAc2NobMO8c3NlbA==" in inbox.asked


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
