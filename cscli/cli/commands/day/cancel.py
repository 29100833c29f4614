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
    number: Annotated[str, typer.Argument(help="The number of the mail, as in: cscli pending", metavar="NUMBER")],
) -> "Result[MailRow]":
    """Take back a mail that is held, queued or put off; it becomes a draft.

    Example: cscli cancel 7
    """
    from cscli.cli.day.item_customer import message_number
    from cscli.cli.runs.mail import taken_back
    from cscli.cli.views.mail.mails import mail_taken_back

    run: Run = ctx.obj
    return mail_taken_back(*taken_back(run, message_number(run, number)))
