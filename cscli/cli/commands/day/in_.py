"""``cscli in``: a message came in."""

import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.door.arguments import options
from cscli.cli.door.arguments.typed_text import channel_typed
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run, existing_file

if TYPE_CHECKING:
    from cscli.cli.door.arguments.messages import BadMessage
    from cscli.inbox.card import IncomingCard

app = typer.Typer(add_completion=False)


@app.command(name="in")
def take_in(
    ctx: typer.Context,
    file: Annotated[
        str, typer.Argument(help="A mail (.eml) or a text; without it or with -, stdin.", metavar="[FILE|-]")
    ] = "",
    sender: Annotated[
        str,
        typer.Option("--from", "-f", help="Who wrote: an address, a customer's key or a name.", metavar="WHO"),
    ] = "",
    channel: Annotated[str, typer.Option("--channel", help="email, chat, phone, sms, whatsapp ...")] = "",
    subject: Annotated[str, typer.Option("--subject", help="The subject, if the text is not a mail.")] = "",
    at: Annotated[str, typer.Option("--at", help="When it was written: yesterday 15:00.", metavar="WHEN")] = "",
    market: options.MarketOption = "",
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Read one JSON document a line, and answer with one a line.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the card and record nothing.")] = False,
) -> "Result[IncomingCard] | Result[tuple[IncomingCard | BadMessage, ...]]":
    """Take a message in: whose it is, what it is about, its case; recorded once.

    On a terminal, paste the message and end with Ctrl-D. A line of --jsonl is {"text", "from", "subject", "at",
    "channel", "id"}; all but the text may be left out.

    Example: cscli in --from anna@example.de message.txt
    """
    from cscli.cli.door.agent_clock import own_clock
    from cscli.cli.door.arguments.messages import is_mail, json_messages, message_bytes, message_text
    from cscli.cli.runs.day.incoming import RunIncoming
    from cscli.cli.runs.past import moment_named
    from cscli.cli.views.mail.incoming import incoming_shown, incomings_shown
    from cscli.inbox.incoming import Said, sender_of

    run: Run = ctx.obj
    path = existing_file(file) if file not in ("", "-") else None
    taking = RunIncoming(run, market=market, is_dry=dry_run)
    when = moment_named(run, at) if at else None
    said = Said(sender=sender_of(sender), channel=channel_typed(channel), subject=subject, at=when)
    if jsonl:
        with path.open("rb") if path else nullcontext(sys.stdin.buffer) as lines:
            return incomings_shown(taking.several(json_messages(lines, said)))
    raw = message_bytes(path)
    card = taking.mail(raw, said) if is_mail(raw, path) else taking.text(message_text(raw), said)
    return incoming_shown(card, own_clock(run), run.templates().intents, is_dry=dry_run)
