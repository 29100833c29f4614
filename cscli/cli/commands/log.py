"""``cscli log``: what was said to and by customers."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cscli.cli.door import completion, options
from cscli.cli.door.output import plain
from cscli.cli.door.result import Note, Result, Table
from cscli.cli.door.run import Desk, parse_instant
from cscli.errors import UsageError
from cscli.text import storable

if TYPE_CHECKING:
    from cscli.desk.customers import Customer
    from cscli.desk.log import Interaction

app = typer.Typer(help="What was said to and by customers.", no_args_is_help=True, add_completion=False)

_PREVIEW = 60
_LONGEST = 1_000_000


@app.command()
def add(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(help="What was said; - or nothing reads it from stdin.")] = "-",
    direction: Annotated[str, typer.Option("--direction", "-d", help="in, out or note.")] = "in",
    customer: options.CustomerOption = "",
    channel: Annotated[str, typer.Option("--channel", help="email, chat, phone, sms, whatsapp ...")] = "email",
    market: options.MarketOption = "",
    language: options.LanguageOption = "",
    subject: Annotated[str, typer.Option("--subject", help="The subject of an e-mail.")] = "",
    intent: Annotated[str, typer.Option("--intent", help="What it is about.", autocompletion=completion.intents)] = "",
    at: Annotated[str, typer.Option("--at", help="When it was said, if not now.", metavar="INSTANT")] = "",
) -> Result:
    """Record a message that came in, an answer given elsewhere, or a note.

    The market is the customer's unless --market names one. The language of a customer's message is detected.

    Example: cscli log add --customer C-7 --market DE "Wo bleibt mein Paket?"
    """
    from cscli.desk.customers import customer_called
    from cscli.desk.log import Interaction
    from cscli.outbox.record import record_said

    desk: Desk = ctx.obj
    _require_direction(direction)
    known = customer_called(desk.record, customer) if customer else None
    body = _from_stdin() if text == "-" else text
    if not body.strip():
        raise UsageError("There is no text to record.", code="no-text", hint="Give it as an argument or on stdin.")
    if len(body) > _LONGEST:
        raise UsageError(
            f"The text is longer than {_LONGEST:,} characters.",
            code="bad-value",
            hint="Record the part that matters.",
        )
    number = record_said(
        desk.record,
        Interaction(
            direction=direction,
            channel=channel,
            body=storable(body),
            at=parse_instant(at) if at else desk.now,
            customer=known.key if known else "",
            market=desk.catalog().market(market).code if market else known.market if known else "",
            language=language or (_language_of(desk, body, known) if known and direction != "note" else ""),
            intent=desk.templates().intent(intent).name if intent else "",
            subject=storable(subject),
            agent=desk.sender.agent,
        ),
    )
    return Result(data={"id": number}, shown=str(number), notes=(Note(text=f"Recorded as {number}."),))


def _language_of(desk: Desk, text: str, customer: "Customer") -> str:
    """The language of what a customer said or read: as detected, else the stored one."""
    from cscli.reading.language import UNKNOWN, Detector
    from cscli.text import base_tag

    served = desk.settings.items("languages") or desk.catalog().language_tags()
    found = Detector(served).detect(text).language
    is_stored = base_tag(customer.language) == found  # the stored tag may name a region, too
    return customer.language if found == UNKNOWN or is_stored else found


@app.command("list")
def list_log(
    ctx: typer.Context,
    customer: options.CustomerOption = "",
    market: options.MarketOption = "",
    channel: Annotated[str, typer.Option("--channel", help="Only this channel.")] = "",
    intent: Annotated[
        str, typer.Option("--intent", help="Only this situation.", autocompletion=completion.intents)
    ] = "",
    direction: Annotated[str, typer.Option("--direction", "-d", help="Only in, out or note.")] = "",
    since: Annotated[str, typer.Option("--since", help="Only from this instant on.", metavar="INSTANT")] = "",
    limit: options.LimitOption = 20,
) -> Result:
    """The newest interactions, newest first.

    Example: cscli log list --customer C-7
    """
    from cscli.desk.log import newest_interactions

    desk: Desk = ctx.obj
    filters = _filters(desk, customer, market, channel, intent, direction)
    found = newest_interactions(desk.record, filters, since=parse_instant(since) if since else None, limit=limit)
    return _listed(found)


@app.command()
def show(
    ctx: typer.Context, number: Annotated[int, typer.Argument(help="The interaction's id.", metavar="ID")]
) -> Result:
    """One interaction, whole.

    Example: cscli log show 7
    """
    from cscli.desk.log import interaction
    from cscli.text import rfc3339

    desk: Desk = ctx.obj
    found = interaction(desk.record, number)
    parts = (found.direction, found.customer, found.market, found.language, found.channel, found.intent, found.agent)
    about = " · ".join(part for part in parts if part)
    notes = [Note(text=""), Note(text=f"{found.id} · {rfc3339(found.at)} · {about}")]
    if found.subject:
        notes.append(Note(text=f"Subject: {found.subject}"))
    if found.agent_text:
        seen = f", seen by {', '.join(found.engines)}" if found.engines else ""
        notes.append(Note(text=f"\n--- in {found.agent_language}{seen} ---\n{found.agent_text}"))
    return Result(data=interaction_data(found), shown=found.body, notes=tuple(notes))


@app.command()
def search(
    ctx: typer.Context,
    text: Annotated[list[str], typer.Argument(help="Words or parts of words, in any script; all must be there.")],
    customer: options.CustomerOption = "",
    market: options.MarketOption = "",
    channel: Annotated[str, typer.Option("--channel", help="Only this channel.")] = "",
    intent: Annotated[
        str, typer.Option("--intent", help="Only this situation.", autocompletion=completion.intents)
    ] = "",
    direction: Annotated[str, typer.Option("--direction", "-d", help="Only in, out or note.")] = "",
    since: Annotated[str, typer.Option("--since", help="Only from this instant on.", metavar="INSTANT")] = "",
    limit: options.LimitOption = 20,
) -> Result:
    """Interactions that hold all the words, newest first.

    Example: cscli log search 配送 A-1042 --market JP
    """
    from cscli.desk.log import found_interactions

    desk: Desk = ctx.obj
    filters = _filters(desk, customer, market, channel, intent, direction)
    start = parse_instant(since) if since else None
    return _listed(found_interactions(desk.record, " ".join(text), limit, filters=filters, since=start))


def _filters(desk: Desk, customer: str, market: str, channel: str, intent: str, direction: str) -> dict[str, str]:
    if direction:
        _require_direction(direction)
    return {
        "customer": customer, "market": desk.catalog().market(market).code if market else "", "channel": channel,
        "intent": desk.templates().intent(intent).name if intent else "", "direction": direction,
    }  # fmt: skip


def _require_direction(direction: str) -> None:
    if direction not in ("in", "out", "note"):
        raise UsageError(f"Unknown direction {direction[:20]!r}.", code="bad-value", hint="One of: in, out, note")


def _from_stdin() -> str:
    """All of stdin, byte for byte: line ends stay as they are."""
    return sys.stdin.buffer.read(4 * _LONGEST).decode("utf-8", "replace")


def _listed(found: "tuple[Interaction, ...]") -> Result:
    from cscli.text import one_line, rfc3339

    rows = []
    for item in found:
        text = one_line(item.body)
        short = text if len(text) <= _PREVIEW else text[: _PREVIEW - 1] + "…"
        rows.append((str(item.id), rfc3339(item.at), item.direction, item.customer, item.market, item.intent, short))
    columns = ("id", "at", "direction", "customer", "market", "intent", "text")
    narrow = ("id", "at", "direction", "customer", "text")
    return Result(data=[interaction_data(i) for i in found], shown=Table(columns=columns, rows=rows, narrow=narrow))


def interaction_data(item: "Interaction") -> dict[str, Any]:
    """An interaction as scripts get it: its fields, the instant as RFC 3339 in UTC."""
    from cscli.text import rfc3339

    return {**plain(item), "at": rfc3339(item.at)}
