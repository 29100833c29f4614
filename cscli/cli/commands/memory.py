"""``cscli memory``: what was translated before, searched, approved and carried to other programs."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.door import completion, options
from cscli.cli.door.output import plain
from cscli.cli.door.result import Note, Result, Status, Table
from cscli.cli.door.run import Desk, existing_file
from cscli.errors import ExitCode, UsageError
from cscli.text import base_tag

if TYPE_CHECKING:
    from cscli.datafile import Cache
    from cscli.replies.catalog import TemplateCatalog
    from cscli.replies.intent import Variable
    from cscli.translation.memory import Unit

_SLOT_TYPES = ("date", "money", "url")

app = typer.Typer(help="Translations the desk remembers.", no_args_is_help=True, add_completion=False)

FromOption = Annotated[
    str, typer.Option("--from", help="The language of the source, such as en.", autocompletion=completion.languages)
]
ToOption = Annotated[
    str, typer.Option("--to", help="The language of the translation.", autocompletion=completion.languages)
]


@app.command()
def search(
    ctx: typer.Context,
    text: Annotated[list[str], typer.Argument(help="The text to find translations of.")],
    source: FromOption,
    target: ToOption,
    market: options.MarketOption = "",
    least: Annotated[int, typer.Option("--least", help="The lowest score that counts.", min=1, max=100)] = 75,
    limit: options.LimitOption = 5,
) -> Result:
    """Translations of the same or a similar text, best first; 100 is an approved one of the same text.

    Example: cscli memory search "Where is my parcel?" --from en --to de
    """
    from cscli.reading.placeables import Finder
    from cscli.text import one_line
    from cscli.translation.memory import fuzzy
    from cscli.translation.source_text import in_slots

    desk: Desk = ctx.obj
    wanted = " ".join(text)
    if not wanted.strip():
        raise UsageError("There is no text to look for.", code="no-text", hint="Give it as an argument.")
    languages = desk.language_tag(source), desk.language_tag(target)
    where = desk.catalog().market(market).code if market else ""
    finder = Finder(order_patterns=desk.settings.items("order_numbers"), language=languages[0])
    found = fuzzy(desk.record, in_slots(wanted, finder), *languages, where, least=least, most=limit)
    rows = [
        (str(m.score), str(m.unit.id), m.unit.market, m.unit.origin, one_line(m.unit.source), one_line(m.unit.target))
        for m in found
    ]
    columns = ("score", "id", "market", "origin", "source", "target")
    return Result(
        data=[{"score": match.score, **plain(match.unit)} for match in found],
        shown=Table(columns=columns, rows=rows, narrow=("score", "id", "source", "target")),
    )


@app.command("import")
def import_units(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(help="A TMX or CSV file (.tmx, .csv).", metavar="FILE")],
    approved: Annotated[bool, typer.Option("--approved", help="Approve the units that do not say.")] = False,
) -> Result:
    """Import units; bad ones are reported, good ones kept, and doing it again changes nothing.

    Example: cscli memory import agency.tmx --approved
    """
    from cscli.cli.views.imported import left_out, remarks
    from cscli.translation.memory import add_units
    from cscli.translation.memory_files import units_in

    desk: Desk = ctx.obj
    content = units_in(existing_file(file), approved=approved)
    kept = add_units(desk.record, content.good, desk.now)
    problems = left_out(file, "bad-unit", content.bad)
    waiting = sum(not unit.approved for unit in content.good)
    note = Note(text=f"{waiting} are not approved: they count 40 less. See: cscli memory approve --help", always=True)
    return Result(
        data={**plain(kept), "rejected": len(content.bad), "bad": content.bad, "unapproved": waiting},
        shown=f"{kept.added} added, {kept.changed} changed, {kept.same} already so, {len(content.bad)} rejected",
        notes=(*((note,) if waiting else ()), *remarks(content)),
        problems=problems,
        status=Status.PARTIAL if problems else Status.OK,
        exit_code=ExitCode.PARTIAL if problems else ExitCode.OK,
    )


@app.command("export")
def export_units(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(help="The file to write (.tmx, .csv).", metavar="FILE")],
    source: FromOption = "",
    target: ToOption = "",
) -> Result:
    """Write units to a TMX or CSV file: all, or those of a language.

    Example: cscli memory export memory.tmx --from en --to de
    """
    from cscli.cli.door.files import write_file
    from cscli.translation.memory import all_units
    from cscli.translation.memory_files import file_bytes

    desk: Desk = ctx.obj
    path = Path(file).expanduser()
    units = tuple(all_units(desk.record, *(desk.language_tag(tag) if tag else "" for tag in (source, target))))
    write_file(path, file_bytes(path, units))
    return Result(
        data={"file": str(path), "units": len(units)}, shown=str(path), notes=(Note(text=f"{len(units)} units."),)
    )


@app.command()
def approve(ctx: typer.Context, number: Annotated[int, typer.Argument(help="The unit's id.", metavar="ID")]) -> Result:
    """Approve a unit: from now on it can match in full.

    Example: cscli memory approve 7
    """
    from cscli.translation.memory import approve as approved

    desk: Desk = ctx.obj
    unit = approved(desk.record, number)
    return Result(data=unit, shown=str(unit.id), notes=(Note(text=f"Approved {unit.id}."),))


@app.command()
def stats(ctx: typer.Context) -> Result:
    """How many units there are, by languages and origin.

    Example: cscli memory stats
    """
    from cscli.translation.memory import stats as totals

    desk: Desk = ctx.obj
    found = totals(desk.record)
    rows = [(t.source_language, t.target_language, t.origin, str(t.units), str(t.approved), str(t.uses)) for t in found]
    return Result(data=found, shown=Table(columns=("from", "to", "origin", "units", "approved", "uses"), rows=rows))


@app.command()
def seed(ctx: typer.Context, source: FromOption = "", target: ToOption = "") -> Result:
    """Fill the memory from the phrases and templates that ship, approved; in the desk's languages, if they are set.

    Example: cscli memory seed --from en --to de
    """
    from cscli.translation.memory import add_units
    from cscli.translation.phrases import phrase_languages

    desk: Desk = ctx.obj
    cache = desk.cache(creates=True)
    templates = desk.templates(cache)
    served = {base_tag(tag) for tag in desk.settings.items("languages")}
    every = dict.fromkeys((*templates.languages(), *phrase_languages(desk.paths)))
    known = [tag for tag in every if not served or base_tag(tag) in served]
    sources, targets = ([desk.language_tag(tag)] if tag else known for tag in (source, target))
    pairs = [(one, other) for one in sources for other in targets if base_tag(one) != base_tag(other)]
    units = (
        unit for one, other in pairs for unit in (*_phrases(desk, one, other, cache), *_seeds(templates, one, other))
    )
    kept = add_units(desk.record, units, desk.now)
    shown = f"{kept.added} added, {kept.changed} changed, {kept.same} already so"
    return Result(data={**plain(kept), "pairs": len(pairs)}, shown=shown)


def _phrases(desk: Desk, source: str, target: str, cache: "Cache") -> Iterator["Unit"]:
    """Units of the phrases that both languages have."""
    from cscli.translation.memory import Unit
    from cscli.translation.phrases import phrase_pairs

    for one, translated in phrase_pairs(desk.paths, source, target, cache):
        yield Unit(
            source_language=source, target_language=target, source=one, target=translated, approved=True,
            origin="template",
        )  # fmt: skip


def _seeds(templates: "TemplateCatalog", source: str, target: str) -> Iterator["Unit"]:
    """Units of every situation that has a template in both languages; the registers are the nearest ones."""
    from cscli.markets.terms import Register
    from cscli.translation.memory import Unit
    from cscli.translation.seeds import aligned, in_slots, sentences

    for intent in templates.intents:
        if not (templates.has(intent, source) and templates.has(intent, target)):
            continue
        theirs = templates.template(intent, target)
        slots = {v.name: _slot(v) for v in templates.intent(intent).variables.values() if _slot(v)}
        for register, text in templates.template(intent, source).texts.items():
            _, other = theirs.text(Register(register))
            pairs = (pair for block in aligned(text.email, other.email) for pair in sentences(block))
            for one, translated in (in_slots(pair, slots) for pair in pairs):
                yield Unit(
                    source_language=source, target_language=target, source=one, target=translated,
                    approved=True, origin="template",
                )  # fmt: skip


def _slot(variable: "Variable") -> str:
    """What a variable's value is in a message; empty where nothing tells it from other words."""
    by_name = {"order_number": "order", "tracking_number": "tracking"}
    return by_name.get(variable.name) or (variable.type.value if variable.type.value in _SLOT_TYPES else "")
