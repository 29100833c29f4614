"""What a mail server says of a mail, and what is made of it when it says nothing."""

import sys
from datetime import UTC, datetime

import pytest
from faulty_mail_server import faulty_mail_server
from sweeps import each

from cscli.errors import UnavailableError, UsageError
from cscli.outbox.mail import Mail, message
from cscli.outbox.mail_server import PASSWORD, TOKEN, MailServer, mail_server
from cscli.outbox.smtp import MailOutcome, mail_session
from cscli.reading.mail_address import address_of

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
DESK = address_of("desk@shop.example")


def mail(to="anna@example.de", body="Guten Tag\n.\n..zwei Punkte\nEnde", number=1):
    return message(
        Mail(
            sender=DESK, to=address_of(to), subject="Ihre Bestellung", body=body, language="de", date=NOW,
            message_id=f"i{number}.x@shop.example",
        )
    )  # fmt: skip


def handed_in(port, *recipients, seconds=1.0):
    with mail_session(MailServer(host="127.0.0.1", port=port, tls="none", seconds=seconds)) as send:
        return [send(mail(to), DESK, address_of(to)) for to in recipients]


def test_an_accepted_mail_keeps_the_servers_answer_and_its_number():
    with faulty_mail_server() as inbox:
        [done] = handed_in(inbox.port, "anna@example.de")
    assert (done.outcome, done.code, done.enhanced, done.queue_id) == (MailOutcome.SENT, 250, "2.0.0", "Q1")
    [(to, data)] = inbox.accepted
    assert to.upper() == "RCPT TO:<ANNA@EXAMPLE.DE>"
    assert data == mail().rstrip(b"\r\n") + b"\r\n"


@each(
    ("fault", "outcome", "code", "arrived"),
    [
        (("MAIL", (451, "4.3.0 later")), MailOutcome.DEFERRED, 451, 0),
        (("RCPT", (550, "5.1.1 no such user")), MailOutcome.REFUSED, 550, 0),
        (("RCPT", (450, "4.2.1 mailbox busy")), MailOutcome.DEFERRED, 450, 0),
        (("DATA", (554, "5.7.1 not here")), MailOutcome.REFUSED, 554, 0),
        (("MAIL", (421, "4.3.2 closing")), MailOutcome.DEFERRED, 421, 0),
        (("MAIL", "drop"), MailOutcome.DEFERRED, 0, 0),
        (("RCPT", "drop"), MailOutcome.DEFERRED, 0, 0),
        (("DATA", "drop"), MailOutcome.DEFERRED, 0, 0),
        (("DATA", "hang"), MailOutcome.DEFERRED, 0, 0),
        (("DOT", (552, "5.3.4 too big")), MailOutcome.REFUSED, 552, 0),
        (("DOT", (451, "4.7.1 greylisted")), MailOutcome.DEFERRED, 451, 0),
        (("DOT", "drop"), MailOutcome.UNKNOWN, 0, 0),
        (("DOT", "hang"), MailOutcome.UNKNOWN, 0, 0),
        (("DOT", "drop after accepting"), MailOutcome.UNKNOWN, 0, 1),
    ],
)
def test_a_fault_is_named_for_what_is_known_of_the_mail(fault, outcome, code, arrived):
    with faulty_mail_server(fault) as inbox:
        [done] = handed_in(inbox.port, "anna@example.de", seconds=0.5)
    assert (done.outcome, done.code, len(inbox.accepted)) == (outcome, code, arrived)
    assert done.text
    assert not done.queue_id


def test_a_connection_that_drops_in_the_middle_of_the_message_is_never_taken_for_a_sent_mail():
    with faulty_mail_server(("BODY", "drop")) as inbox:
        [done] = handed_in(inbox.port, "anna@example.de")
    assert done.outcome in (MailOutcome.DEFERRED, MailOutcome.UNKNOWN)
    assert inbox.accepted == []


def test_one_refused_recipient_leaves_the_others_alone():
    with faulty_mail_server(None, ("RCPT", (550, "5.1.1 unknown")), None) as inbox:
        done = handed_in(inbox.port, "a@example.de", "b@example.de", "c@example.de")
    assert [one.outcome for one in done] == [MailOutcome.SENT, MailOutcome.REFUSED, MailOutcome.SENT]
    assert len(inbox.accepted) == 2


def test_an_address_beyond_ascii_is_refused_by_a_server_that_does_not_offer_it():
    with faulty_mail_server() as inbox:
        [done] = handed_in(inbox.port, "jürgen@example.de")
    assert (done.outcome, done.enhanced, inbox.accepted) == (MailOutcome.REFUSED, "5.6.7", [])


def test_what_a_server_says_cannot_reach_the_terminal_as_a_command():
    with faulty_mail_server(("RCPT", (550, "5.1.1 \x1b]0;owned\x07 no\x1b[2J"))) as inbox:
        [done] = handed_in(inbox.port, "anna@example.de")
    assert done.text.isprintable()


def test_a_server_that_is_not_there_is_named_with_what_to_check():
    with faulty_mail_server() as inbox:
        port = inbox.port
    with pytest.raises(UnavailableError) as refused:
        handed_in(port, "anna@example.de")
    assert [one.code for one in refused.value.problems] == ["mail-server"]
    assert f"127.0.0.1:{port}" in str(refused.value)


def test_a_password_never_crosses_a_network_in_clear_and_is_never_shown():
    with pytest.raises(UsageError) as refused:
        MailServer(host="mail.example", tls="none", user="desk", password="hunter2")  # noqa: S106 - no real one
    assert "hunter2" not in str(refused.value)
    assert "hunter2" not in repr(MailServer(host="mail.example", user="desk", password="hunter2"))  # noqa: S106


def test_a_long_exchange_keeps_its_first_and_newest_messages_and_ids_that_are_none_are_left_out():
    ids = [f"<{number}@example.de>" for number in range(40)]
    text = message(
        Mail(
            sender=DESK, to=address_of("a@b.example"), subject="Re", body="x", language="de", date=NOW,
            message_id="i1@shop.example", in_reply_to=ids[-1], references=(*ids, "<a\r\nBcc: x@y.example>", "nonsense"),
        )
    ).decode()  # fmt: skip
    head = text.partition("\r\n\r\n")[0].replace("\r\n ", " ")
    [kept] = [line for line in head.split("\r\n") if line.startswith("References: ")]
    assert kept.split()[1:] == [ids[0], *ids[-19:]]
    assert f"In-Reply-To: {ids[-1]}" in head
    assert "Bcc" not in head


def test_the_server_is_the_one_of_the_settings_and_its_password_comes_from_a_secret():
    settings = {"smtp.host": "mail.example", "smtp.user": "desk", "smtp.tls": "tls"}
    found = mail_server(lambda key: settings.get(key, ""), {PASSWORD: "hunter2"}.__getitem__)
    assert found == MailServer(host="mail.example", tls="tls", user="desk", password="hunter2")  # noqa: S106
    assert found.address == ("mail.example", 465)
    assert mail_server(lambda _: "", {}.get) is None


@each("port", ["abc", "-1", "70000", "५८७"])
def test_a_port_that_is_none_is_refused(port):
    settings = {"smtp.host": "mail.example", "smtp.port": port}
    with pytest.raises(UsageError) as refused:
        mail_server(lambda key: settings.get(key, ""), {}.get)
    assert "smtp.port" in str(refused.value)


def logged_in(port, told, auth="xoauth2", command=""):
    settings = {
        "smtp.host": "127.0.0.1", "smtp.port": str(port), "smtp.tls": "none", "smtp.user": "desk", "smtp.auth": auth,
        "smtp.token_command": command,
    }  # fmt: skip
    server = mail_server(lambda key: settings.get(key, ""), {TOKEN: told}.__getitem__)
    with mail_session(server) as send:
        return send(mail(), DESK, address_of("anna@example.de"))


@each(("auth", "token"), [("xoauth2", "ya29.t"), ("oauthbearer", "ya29.t"), ("xoauth2", "e" * 2500)])
def test_a_token_logs_in_and_a_long_one_is_no_part_of_a_command(auth, token):
    with faulty_mail_server(token=token) as inbox:
        assert logged_in(inbox.port, token, auth).outcome == MailOutcome.SENT
    assert max(map(len, inbox.asked)) <= 510
    assert inbox.asked[-1].startswith(f"AUTH {auth.upper()}")


@each("auth", ["xoauth2", "oauthbearer"])
def test_a_refused_token_is_told_with_what_to_do_and_is_never_shown(auth):
    with faulty_mail_server(token="ya29.new") as inbox, pytest.raises(UnavailableError) as refused:  # noqa: S106
        logged_in(inbox.port, "ya29.stale", auth)
    [problem] = refused.value.problems
    assert problem.code == "mail-login"
    assert "refuses the access token of the user 'desk'" in problem.message
    assert "set CSCLI_SMTP_TOKEN again" in problem.hint
    assert "ya29" not in str(problem)
    assert inbox.accepted == []


def test_a_server_that_offers_no_login_with_a_token_is_named_before_one_is_sent():
    with faulty_mail_server() as inbox, pytest.raises(UnavailableError, match="offers no login with a token"):
        logged_in(inbox.port, "ya29.token")


def test_a_token_of_a_command_is_preferred_to_one_that_was_told():
    with faulty_mail_server(token="from.command") as inbox:  # noqa: S106 - of a server of this test
        done = logged_in(inbox.port, "other", command=f'"{sys.executable}" -c "print(\'from.command\')"')
    assert done.outcome == MailOutcome.SENT
