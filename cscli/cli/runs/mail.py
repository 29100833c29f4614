"""What a run knows of sending: the server of its settings, and the mailroom of its agent."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from cscli.cli.door.run import Run
from cscli.cli.runs.cases import own_name
from cscli.errors import UsageError
from cscli.outbox.delivery import Mailroom
from cscli.outbox.mail_server import MailServer, mail_server
from cscli.outbox.mails import OutgoingMail
from cscli.outbox.smtp import Sender, mail_session


def mailroom(run: Run) -> Mailroom:
    """The mailroom of this agent; its clock is that of the run, which may be told to stand."""
    return Mailroom(
        record=run.record, clock=lambda: _present(run), agent=own_name(run), shop=run.sender.shop
    )  # fmt: skip


def taken_back(run: Run, number: int) -> tuple[OutgoingMail, int]:
    """A mail that is taken back before it left, and the number of the draft that it becomes.

    Raises:
        NotFoundError: there is no such mail.
        RefusedError: it left already, or may have left.
    """
    from cscli.cli.runs.day.answers import newest_seen
    from cscli.desk.log import interaction
    from cscli.outbox.drafts import Drafts, draft_of

    mail = mailroom(run).take_back(number)
    said = interaction(run.record, number)
    seen = newest_seen(run, said.case_id) if said.case_id else None
    drafts = Drafts(machine=run.machine, folder=run.paths.data)
    return mail, drafts.kept(draft_of(said, mail.recipient, seen), own_name(run), run.now).number


def server_of(run: Run) -> MailServer | None:
    """The mail server of the settings; None where mails are not sent from here.

    Raises:
        UsageError: the settings name no usable server.
    """
    if run.settings.text("send") == "no":
        return None
    from cscli.translation.engines.context import secret

    return mail_server(run.settings.text, lambda name: secret(name, run.environ))


@contextmanager
def session(run: Run) -> Iterator[Sender]:
    """A connection to the mail server.

    Raises:
        UsageError: no server is set, or mails are not to be sent.
        UnavailableError: it cannot be reached, or refuses who logs in.
    """
    server = server_of(run)
    if server is None:
        raise UsageError(
            "No mail is sent from here: send is no, or no smtp.host is set.", code="no-mail-server",
            hint="cscli config set smtp.host mail.example, and: cscli config set send ask",
        )  # fmt: skip
    with mail_session(server) as send:
        yield send


def _present(run: Run) -> datetime:
    return (run.ticking() if run.ticking else run.now).astimezone(UTC)
