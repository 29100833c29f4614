"""``cscli cancel``: a mail that has not left yet becomes a draft again."""

from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.door.result import Result
from cscli.cli.door.run import Run

if TYPE_CHECKING:
    from cscli.cli.views.mail.mails import MailRow

app = typer.Typer(add_completion=False)


@app.command()
def cancel(
    ctx: typer.Context,
    mail: Annotated[
        str,
        typer.Argument(
            help="The number of the mail, as in: cscli pending; or the item that it answers: ., an order, a customer.",
            metavar="NUMBER|ITEM",
        ),
    ],
) -> "Result[MailRow]":
    """Take back a mail that is held, queued or put off; it becomes a draft.

    Example: cscli cancel 7
    """
    from cscli.cli.day.item_texts import mail_meant
    from cscli.cli.runs.mail import taken_back
    from cscli.cli.views.mail.mails import mail_taken_back
    from cscli.outbox.mails import WAITING

    run: Run = ctx.obj
    return mail_taken_back(*taken_back(run, mail_meant(run, mail, WAITING, "can be taken back")))
