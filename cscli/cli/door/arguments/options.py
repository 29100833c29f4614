"""Options that several commands share, each described once."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from cscli.cli.door.arguments import completion
from cscli.errors import UsageError


def _zone(what: str) -> Any:
    """The declaration of every option that is a time zone."""
    return typer.Option("--zone", "--tz", help=what, autocompletion=completion.zones)


MarketOption = Annotated[
    str,
    typer.Option("--market", "-m", help="The customer's market, such as JP.", autocompletion=completion.markets),
]
LanguageOption = Annotated[
    str,
    typer.Option(
        "--language",
        "--to",
        "-l",
        help="The customer's language, such as ja.",
        autocompletion=completion.languages,
    ),
]
FromOption = Annotated[
    str, typer.Option("--from", "-f", help="The source language, such as en.", autocompletion=completion.languages)
]
SourceOption = Annotated[
    str,
    typer.Option("--from", "-f", help="The text's language; else it is detected.", autocompletion=completion.languages),
]
ToOption = Annotated[
    str, typer.Option("--to", "-t", help="The target language, such as de.", autocompletion=completion.languages)
]
ChannelOption = Annotated[str, typer.Option("--channel", help="email or chat.")]
RegisterOption = Annotated[
    str, typer.Option("--register", help="formal, neutral or casual; else by market and situation.")
]
CustomerOption = Annotated[
    str,
    typer.Option(
        "--customer", "-c", help="A customer's key or address, a case, an order or a part of a name.", metavar="ITEM",
        autocompletion=completion.items,
    ),
]  # fmt: skip
PersonArgument = Annotated[
    str,
    typer.Argument(
        help="The customer: a key, an address, a case, an order or a part of a name.", metavar="KEY",
        autocompletion=completion.customers,
    ),
]  # fmt: skip
ZoneOption = Annotated[str, _zone("The customer's time zone, such as America/Denver.")]
LimitOption = Annotated[int, typer.Option("--limit", "-n", help="The most to show.", min=1, max=10_000)]
NameOption = Annotated[str, typer.Option("--name", help="The customer's name as they write it.")]
GivenOption = Annotated[str, typer.Option("--given", help="Given name.")]
FamilyOption = Annotated[str, typer.Option("--family", help="Family name.")]
HonorificOption = Annotated[str, typer.Option("--honorific", help="A title, such as Dr. or 先生.")]
VocativeOption = Annotated[str, typer.Option("--vocative", help="Given name in the calling form (Polish, Ukrainian).")]
PatronymicOption = Annotated[str, typer.Option("--patronymic", help="Patronymic (Russian, Ukrainian).")]
CompanyOption = Annotated[
    str, typer.Option("--company", help="The company that is addressed; with a name, that person there is.")
]
GenderOption = Annotated[str, typer.Option("--gender", help="female or male, only if the customer said so.")]
IntentArgument = Annotated[
    list[str] | None,
    typer.Argument(
        help="The situation, or its beginning; several make one reply.", metavar="INTENT...",
        autocompletion=completion.intents,
    ),
]  # fmt: skip
ItemOption = Annotated[
    str,
    typer.Option(
        "--item", "-i", help="What is answered: a case, an order, a customer, a mail address; . is the current one.",
        metavar="ITEM", autocompletion=completion.items,
    ),
]  # fmt: skip
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set", "-s", help="A value: order_number=A-1042. Repeat it for each part of a list.", metavar="NAME=VALUE",
        autocompletion=completion.values,
    ),
]  # fmt: skip
AnyChannelOption = Annotated[str, typer.Option("--channel", help="email, chat, phone, sms or whatsapp.")]
PurposeOption = Annotated[str, typer.Option("--purpose", help="reply, service or marketing.")]
ResolveOption = Annotated[
    str,
    typer.Option("--resolve", help="earlier, later or compatible: how to read a skipped or repeated local time."),
]
HoursOption = Annotated[
    str,
    typer.Option(
        "--hours", help="A market (DE), a region (DE-BY), 24/7 or a schedule file; else shop.support_hours.",
        metavar="H", autocompletion=completion.markets,
    ),
]  # fmt: skip
HoursZoneOption = Annotated[str, _zone("The zone of the hours, if not their own.")]
DaysZoneOption = Annotated[str, _zone("Where days and weeks begin; else agent.zone.")]
TimesZoneOption = Annotated[str, _zone("The zone of local times, such as Europe/Berlin.")]
OwnZoneOption = Annotated[str, _zone("Your time zone.")]
DatesOption = Annotated[
    str, typer.Option("--dates", "--date-order", help="How the file writes dates: dmy, mdy or ymd.")
]
ExplainOption = Annotated[bool, typer.Option("--explain", help="Show the arithmetic, day by day.")]
WordsOption = Annotated[
    str,
    typer.Option(
        "--language", "-l", help="Also the time as words for a message: in ja, or own for each market's language.",
        autocompletion=completion.languages,
    ),
]  # fmt: skip
EngineOption = Annotated[
    list[str] | None,
    typer.Option("--engine", "-e", help="Engines to try, in order; else those that are set.", metavar="NAME"),
]
OnlineOption = Annotated[bool, typer.Option("--online", help="Allow engines to send the text away.")]
PrivateOption = Annotated[bool, typer.Option("--private", help="Forbid that the text leaves this machine.")]
AllowOption = Annotated[
    list[str] | None,
    typer.Option("--allow", help="Let an error of this check pass; it is recorded.", metavar="CHECK"),
]
MapOption = Annotated[
    list[str] | None, typer.Option("--map", help="What a column means; - ignores it.", metavar="COLUMN=FIELD")
]
SheetOption = Annotated[str, typer.Option("--sheet", help="A sheet of a spreadsheet.", metavar="NAME|NUMBER")]


SendOption = Annotated[bool, typer.Option("--send", help="Send it now by smtp.host, without the review.")]
HoldOption = Annotated[
    bool,
    typer.Option(
        "--hold", help="Send it when it is a good time for the customer, or at a time: --hold 9:00, --hold mon."
    ),
]
UntilOption = Annotated[
    str, typer.Option("--until", help="Hold it until then, on your clock: 4h, mon, 5 dec 15:00.", metavar="WHEN")
]
EmlOption = Annotated[str, typer.Option("--eml", help="Write it as a mail into a file.", metavar="FILE")]
ReviewOption = Annotated[bool, typer.Option("--review", help="Review it before it leaves, without an item, too.")]
AnywayOption = Annotated[bool, typer.Option("--anyway", help="Also if something new was said in the case.")]


def several(typed: Sequence[str] | None) -> tuple[str, ...]:
    """Names typed with commas, or one by one."""
    return tuple(dict.fromkeys(part.strip() for text in typed or () for part in text.split(",") if part.strip()))


def mapping(typed: Sequence[str] | None) -> dict[str, str]:
    """What columns mean, from ``COLUMN=FIELD``.

    Raises:
        UsageError: a word has no equals sign.
    """
    for pair in typed or ():
        if "=" not in pair:
            raise UsageError(f"{pair[:60]!r} is not a mapping.", code="bad-value", hint="Write --map 'COLUMN=FIELD'.")
    return {column: meaning.strip() for column, _, meaning in (pair.rpartition("=") for pair in typed or ())}


def pairs(words: Sequence[str] | None) -> dict[str, list[str]]:
    """``name=value`` words as values by name; a repeated name makes a list.

    Raises:
        UsageError: a word has no equals sign, or no name.
    """
    found: dict[str, list[str]] = {}
    for word in words or ():
        name, equals, value = word.partition("=")
        if not equals or not name.strip():
            raise UsageError(
                f"--set {word[:40]!r} has no value.", code="bad-value", hint="Write it as --set order_number=A-1042"
            )
        found.setdefault(name.strip(), []).append(value)
    return found
