"""``cscli pending``: mails that no server has taken yet, or of which nobody knows."""

from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.door.result import Result
from cscli.cli.door.run import Run

if TYPE_CHECKING:
    from cscli.cli.views.mail.mails import MailRow

app = typer.Typer(add_completion=False)


@app.command()
def pending(
    ctx: typer.Context,
    send: Annotated[bool, typer.Option("--send", help="Try those that are due.")] = False,
    resend: Annotated[
        str,
        typer.Option("--resend", help="Try a refused or an unknown one again.", metavar="NUMBER|ITEM"),
    ] = "",
) -> "Result[tuple[MailRow, ...]]":
    """List mails that are held, queued, put off, refused or unknown.

    A mail is unknown when the connection was lost after all of it was sent: the customer may have it. It is never sent
    again by itself; --resend does, with the same Message-ID, so that a mailbox can tell that it is the same.

    Example: cscli pending --send
    """
    from cscli.cli.day.item_texts import mail_meant
    from cscli.cli.door.agent_clock import own_clock
    from cscli.cli.runs.mail import mailroom, session
    from cscli.cli.views.mail.mails import mails_listed, mails_tried
    from cscli.outbox.mails import FAILED, mails_waiting

    run: Run = ctx.obj
    room = mailroom(run)
    if not (send or resend):
        room.forget_lost()
        return mails_listed(mails_waiting(run.record, run.now), own_clock(run))
    again = mail_meant(run, resend, FAILED, "can be tried again") if resend else 0
    with session(run) as hand_in:
        if again:
            room.send_again(again)
        return mails_tried(room.send_due(hand_in, (again,) if again else None), own_clock(run))
