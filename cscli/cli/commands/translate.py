"""``cscli translate``: a text or a file in another language."""

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cscli.cli.checking import require_channel
from cscli.cli.door import completion, options, output
from cscli.cli.door.result import Result
from cscli.cli.door.run import Desk
from cscli.cli.translating import TranslationOptions, TranslationSession, several
from cscli.errors import UsageError

if TYPE_CHECKING:
    from cscli.desk.customers import Customer

app = typer.Typer(add_completion=False)

LONGEST = 2_000_000

ToOption = Annotated[
    list[str] | None,
    typer.Option(
        "--to", "-t", help="The language to translate into; several: de,fr,ja.", autocompletion=completion.languages
    ),
]
FromOption = Annotated[
    str,
    typer.Option("--from", "-f", help="The text's language, if not to be told.", autocompletion=completion.languages),
]


@app.command()
def translate(
    ctx: typer.Context,
    text: Annotated[list[str] | None, typer.Argument(help="The text; - or nothing reads stdin.")] = None,
    to: ToOption = None,
    source: FromOption = "",
    engine: options.EngineOption = None,
    online: options.OnlineOption = False,
    private: options.PrivateOption = False,
    market: options.MarketOption = "",
    customer: options.CustomerOption = "",
    register: options.RegisterOption = "",
    channel: options.AnyChannelOption = "",
    outgoing: Annotated[bool, typer.Option("--outgoing", help="It is for a customer: check it as such.")] = False,
    name: Annotated[list[str] | None, typer.Option("--name", help="A name in the text that stays as it is.")] = None,
    context: Annotated[str, typer.Option("--context", help="What the text is about; helps some engines.")] = "",
    back: Annotated[bool, typer.Option("--back", help="Show it translated back, too.")] = False,
    alternatives: Annotated[bool, typer.Option("--alternatives", help="Show what each engine says.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show where each sentence comes from.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Do not ask the memory.")] = False,
    allow: options.AllowOption = None,
    file: Annotated[str, typer.Option("--file", help="Translate a txt, md, html, csv, jsonl or srt file.")] = "",
    out: Annotated[str, typer.Option("--out", "-o", help="Write there; {to} becomes the language.")] = "",
    format_: Annotated[str, typer.Option("--format", help="What stdin is, such as md.", metavar="SUFFIX")] = "",
    column: Annotated[list[str] | None, typer.Option("--column", help="The column of a table to translate.")] = None,
    field: Annotated[str, typer.Option("--field", help="The field of JSON Lines to translate.")] = "text",
    partial: Annotated[bool, typer.Option("--partial", help="Keep what cannot be translated as it is.")] = False,
    log: Annotated[str, typer.Option("--log", help="Record it as said by the customer (in) or to them (out).")] = "",
) -> Result:
    """A text in another language: a customer's to read, or yours to send.

    Order numbers, amounts, dates, links and names come back unharmed. Without a text, a terminal goes on asking.

    Example: cscli translate "¿Dónde está mi pedido A-1042?" --to en
    """
    from cscli.cli.translated_file import translated_file
    from cscli.cli.translated_text import conversation, translated_text

    desk: Desk = ctx.obj
    known = _customer(desk, customer)
    if log not in ("", "in", "out"):
        raise UsageError(f"Unknown direction {log[:20]!r}.", code="bad-value", hint="--log in or --log out")
    require_channel(channel)
    wishes = TranslationOptions(
        engines=several(engine), online=online, private=private, market=market, register=register, channel=channel,
        context=context, outgoing=outgoing or log == "out", fresh=fresh, allow=several(allow), names=tuple(name or ()),
    )  # fmt: skip
    wishes = _with_customer(wishes, known)
    interpreter = TranslationSession(desk=desk, wishes=wishes)
    targets = _targets(desk, several(to), interpreter, known)
    source = desk.language_tag(source) if source else ""
    if file or format_:
        if text:
            raise UsageError("A text and a file cannot be translated at once.", hint="Leave one of them out.")
        if back or alternatives or explain or log:
            raise UsageError(
                "--back, --alternatives, --explain and --log are for a text, not for a file.", code="bad-combination"
            )
        return translated_file(
            interpreter, file or "-", targets, source, out=out, suffix=format_, columns=several(column), field=field,
            partial=partial,
        )  # fmt: skip
    wanted: dict[str, Any] = {
        "back": back, "alternatives": alternatives, "explain": explain, "log": log, "customer": customer
    }  # fmt: skip
    if alternatives and (back or log or out or len(targets) > 1):
        raise UsageError(
            "With --alternatives, what engines say is only looked at, in one language.", code="bad-combination",
            hint="Leave out --back, --log and --out, and name one language with --to.",
        )  # fmt: skip
    if not text and not (out or alternatives) and output.is_terminal(sys.stdin):
        return conversation(interpreter, targets, source, **wanted)
    return translated_text(interpreter, _text(text or []), targets, source, out=out, **wanted)


def _text(words: list[str]) -> str:
    """The text that was typed or piped.

    Raises:
        UsageError: it is too long.
    """
    if words and words != ["-"]:
        return " ".join(words)
    piped = sys.stdin.buffer.read(4 * LONGEST + 1)
    typed = piped.decode("utf-8", "replace").removeprefix("\ufeff")
    if len(typed) > LONGEST:
        raise UsageError(
            f"The text is longer than {LONGEST:,} characters.", code="too-long", hint="Translate it in parts."
        )
    return typed.removesuffix("\n").removesuffix("\r")


def _customer(desk: Desk, key: str) -> "Customer | None":
    from cscli.desk.customers import customer

    return customer(desk.record, key) if key else None


def _with_customer(wishes: TranslationOptions, known: "Customer | None") -> TranslationOptions:
    """The wishes with what is stored of a customer: the names in the text, and the market of one that is written to."""
    if known is None:
        return wishes
    parts = {known.name, known.given, known.family, known.vocative, known.patronymic, *known.name.split()}
    names = tuple(sorted(part for part in parts if len(part) > 1))
    market = wishes.market or (known.market if wishes.outgoing else "")
    return replace(wishes, names=(*wishes.names, *names), market=market)


def _targets(
    desk: Desk, typed: tuple[str, ...], interpreter: TranslationSession, known: "Customer | None"
) -> tuple[str, ...]:
    """The languages to translate into: those typed, else the customer's or the market's, else the agent's own."""
    from cscli.translation.brief import Purpose

    if not typed and interpreter.purpose is Purpose.SEND:
        market = interpreter.wishes.market
        own = known.language if known and known.language else ""
        typed = (own or desk.catalog().market(market).languages[0],) if own or market else ()
    elif not typed:
        typed = desk.settings.items("agent.reads")[:1]
    if not typed:
        raise UsageError(
            "Into which language?", code="no-target", hint="Add --to de, or: cscli config set agent.reads en"
        )
    return tuple(dict.fromkeys(desk.language_tag(tag) for tag in typed))
