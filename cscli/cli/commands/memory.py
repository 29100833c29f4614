"""``cscli memory``: what was translated before, searched, approved and carried to other programs."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.door.arguments import options
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run, existing_file
from cscli.errors import UsageError

if TYPE_CHECKING:
    from cscli.cli.views.memory import ExportedUnits, ImportedUnits, RankedUnit, SeededUnits
    from cscli.translation.memory import Total, Unit

app = typer.Typer(
    help="Search, import and approve translations of the memory.", no_args_is_help=True, add_completion=False
)


@app.command()
def search(
    ctx: typer.Context,
    text: Annotated[list[str], typer.Argument(help="The text to find translations of.")],
    source: options.FromOption,
    target: options.ToOption,
    market: options.MarketOption = "",
    least: Annotated[int, typer.Option("--least", help="The lowest score that counts.", min=1, max=100)] = 75,
    limit: options.LimitOption = 5,
) -> "Result[tuple[RankedUnit, ...]]":
    """Search translations of the same or a similar text, best first; an approved one of the same text scores 100.

    Example: cscli memory search "Where is my parcel?" --from en --to de
    """
    from cscli.cli.views.memory import matches_listed
    from cscli.reading.placeables import Finder
    from cscli.translation.memory import fuzzy
    from cscli.translation.source_text import in_slots

    run: Run = ctx.obj
    wanted = " ".join(text)
    if not wanted.strip():
        raise UsageError("There is no text to look for.", code="no-text", hint="Give it as an argument.")
    languages = run.language_tag(source), run.language_tag(target)
    finder = Finder(order_patterns=run.settings.items("order_numbers"), language=languages[0])
    return matches_listed(
        fuzzy(run.record, in_slots(wanted, finder), *languages, run.market_code(market), least=least, most=limit)
    )


@app.command("import")
def import_units(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(help="A TMX or CSV file (.tmx, .csv).", metavar="FILE")],
    approved: Annotated[bool, typer.Option("--approved", help="Approve units that do not state it.")] = False,
) -> "Result[ImportedUnits]":
    """Import units. Bad ones are reported; a second import changes nothing.

    Example: cscli memory import agency.tmx --approved
    """
    from cscli.cli.views.memory import imported_units
    from cscli.translation.memory import add_units
    from cscli.translation.memory_files import units_in

    run: Run = ctx.obj
    content = units_in(existing_file(file), approved=approved)
    return imported_units(file, content, add_units(run.record, content.good, run.now))


@app.command("export")
def export_units(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(help="The file to write (.tmx, .csv).", metavar="FILE")],
    source: options.FromOption = "",
    target: options.ToOption = "",
) -> "Result[ExportedUnits]":
    """Write units to a TMX or CSV file: all, or those of a language.

    Example: cscli memory export memory.tmx --from en --to de
    """
    from cscli.cli.door.arguments.files import write_file
    from cscli.cli.views.memory import exported_units
    from cscli.translation.memory import all_units
    from cscli.translation.memory_files import file_bytes

    run: Run = ctx.obj
    path = Path(file).expanduser()
    units = tuple(all_units(run.record, run.language_tag(source), run.language_tag(target)))
    write_file(path, file_bytes(path, units))
    return exported_units(str(path), len(units))


@app.command()
def approve(
    ctx: typer.Context, number: Annotated[int, typer.Argument(help="The unit's id.", metavar="ID")]
) -> "Result[Unit]":
    """Approve a unit, so that it can match in full.

    Example: cscli memory approve 7
    """
    from cscli.cli.views.memory import approved_unit
    from cscli.translation.memory import approve as approved

    run: Run = ctx.obj
    return approved_unit(approved(run.record, number))


@app.command()
def stats(ctx: typer.Context) -> "Result[tuple[Total, ...]]":
    """Count units by languages and origin.

    Example: cscli memory stats
    """
    from cscli.cli.views.memory import totals_listed
    from cscli.translation.memory import stats as totals

    run: Run = ctx.obj
    return totals_listed(totals(run.record))


@app.command()
def seed(ctx: typer.Context, source: options.FromOption = "", target: options.ToOption = "") -> "Result[SeededUnits]":
    """Fill the memory from the phrases and templates that ship, approved; in the desk's languages if they are set.

    Example: cscli memory seed --from en --to de
    """
    from cscli.cli.views.memory import seeded_units
    from cscli.desk.memory_seeds import Seeds
    from cscli.translation.memory import add_units

    run: Run = ctx.obj
    cache = run.cache(creates=True)
    seeds = Seeds(paths=run.paths, templates=run.templates(cache), cache=cache)
    pairs = seeds.pairs(run.language_tag(source), run.language_tag(target), run.settings.items("languages"))
    units = (unit for pair in pairs for unit in seeds.units(*pair))
    return seeded_units(add_units(run.record, units, run.now), len(pairs))
