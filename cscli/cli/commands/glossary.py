"""``cscli glossary``: the shop's words in each language, its own and those that ship."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.door.arguments import options
from cscli.cli.door.result import Note, Result
from cscli.cli.door.run import Run, existing_file

if TYPE_CHECKING:
    from cscli.cli.views.glossary import ExportedTerms, ImportedTerms
    from cscli.glossary.contradictions import Contradiction
    from cscli.glossary.selected import TermSources
    from cscli.glossary.stored import AddedTerms
    from cscli.glossary.terms import Term

app = typer.Typer(
    help="Keep the shop's words: required, forbidden, never translated.",
    no_args_is_help=True,
    add_completion=False,
)


@app.command()
def add(
    ctx: typer.Context,
    text: Annotated[list[str] | None, typer.Argument(help="The term.", metavar="TERM")] = None,
    source: options.FromOption = "",
    target: options.ToOption = "",
    written: Annotated[
        list[str] | None,
        typer.Option("--as", help="Its translation; repeat it for others that are accepted.", metavar="WORD"),
    ] = None,
    forbidden: Annotated[
        list[str] | None, typer.Option("--forbidden", help="A word that must not be used.", metavar="WORD")
    ] = None,
    no_translate: Annotated[bool, typer.Option("--no-translate", help="Keep the term as it is spelled.")] = False,
    case_sensitive: Annotated[
        bool, typer.Option("--case-sensitive", help="Find it only with these capitals: Polish, not polish.")
    ] = False,
    market: options.MarketOption = "",
    note: Annotated[str, typer.Option("--note", help="A remark for readers of the glossary.")] = "",
    also: Annotated[bool, typer.Option("--also", help="Accept it beside other translations of the term.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Replace terms that contradict it.")] = False,
) -> "Result[AddedTerms]":
    """Add a term. A term that contradicts another is refused.

    Example: cscli glossary add "tracking number" --from en --to de --as Sendungsnummer
    """
    from cscli.cli.views.glossary import added_terms
    from cscli.glossary.stored import add_terms
    from cscli.glossary.terms import Rule, Term, typed_terms

    run: Run = ctx.obj
    typed = Term(
        rule=Rule.REQUIRED, source=" ".join(text or []), source_language=run.language_tag(source),
        target_language=run.language_tag(target), targets=tuple(written or ()), forbidden=tuple(forbidden or ()),
        market=run.market_code(market), note=note, case_sensitive=case_sensitive,
    )  # fmt: skip
    terms = typed_terms(typed, no_translate=no_translate)
    return added_terms(add_terms(run.record, terms, run.now, replacing=replace, joining=also))


@app.command("list")
def list_terms(
    ctx: typer.Context,
    source: options.FromOption = "",
    target: options.ToOption = "",
    market: options.MarketOption = "",
    industry: Annotated[str, typer.Option("--industry", help="Only the terms of this industry.", metavar="NAME")] = "",
    rule: Annotated[str, typer.Option("--rule", help="required, forbidden or no-translate.")] = "",
    own: Annotated[bool, typer.Option("--own", help="Only the desk's own terms.")] = False,
) -> "Result[tuple[Term, ...]]":
    """List the desk's terms, and with --from and --to those of its industries.

    Example: cscli glossary list --from en --to de
    """
    from cscli.cli.views.glossary import terms_listed
    from cscli.glossary.selected import Selection, require_rule

    run: Run = ctx.obj
    wanted = Selection(
        rule=require_rule(rule), source=run.language_tag(source), target=run.language_tag(target),
        market=run.market_code(market),
    )  # fmt: skip
    sources = _sources(run, industry)
    found = () if industry else sources.own(wanted)
    if own or wanted.is_pair:
        return terms_listed((*found, *(() if own else sources.shipped(wanted))), ())
    note = Note(text="Terms that ship are shown for two languages: --from en --to de", always=bool(industry))
    return terms_listed(found, (note,))


@app.command()
def remove(
    ctx: typer.Context, number: Annotated[int, typer.Argument(help="The term's id.", metavar="ID")]
) -> "Result[Term]":
    """Remove a term of the desk.

    Example: cscli glossary remove 7
    """
    from cscli.cli.views.glossary import removed_term
    from cscli.glossary.stored import remove_term

    run: Run = ctx.obj
    return removed_term(remove_term(run.record, number))


@app.command("import")
def import_terms(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(help="A CSV or TBX file (.csv, .tbx).", metavar="FILE")],
    replace: Annotated[bool, typer.Option("--replace", help="Replace terms that contradict them.")] = False,
) -> "Result[ImportedTerms]":
    """Import terms. Bad ones are reported; a second import changes nothing.

    If terms contradict each other or one of the desk, all of them are refused.

    Example: cscli glossary import terms.csv
    """
    from cscli.cli.views.glossary import imported_terms
    from cscli.glossary.files import terms_in
    from cscli.glossary.stored import add_terms

    run: Run = ctx.obj
    content = terms_in(existing_file(file))
    return imported_terms(file, content, add_terms(run.record, content.good, run.now, replacing=replace))


@app.command("export")
def export_terms(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(help="The file to write (.csv, .tbx).", metavar="FILE")],
    source: options.FromOption = "",
    target: options.ToOption = "",
) -> "Result[ExportedTerms]":
    """Write the desk's own terms to a CSV or TBX file: all, or those of a language.

    Example: cscli glossary export terms.tbx --from en
    """
    from cscli.cli.door.arguments.files import write_file
    from cscli.cli.views.glossary import exported_terms
    from cscli.glossary.files import glossary_bytes
    from cscli.glossary.selected import Selection

    run: Run = ctx.obj
    path = Path(file).expanduser()
    terms = _sources(run).own(Selection(source=run.language_tag(source), target=run.language_tag(target)))
    write_file(path, glossary_bytes(path, terms))
    return exported_terms(str(path), len(terms))


@app.command()
def check(ctx: typer.Context) -> "Result[tuple[Contradiction, ...]]":
    """Find contradictions in the desk's terms and in those of its industries; the status is 1 if there are any.

    Example: cscli glossary check
    """
    from cscli.cli.views.glossary import contradictions_listed

    return contradictions_listed(_sources(ctx.obj).contradictions())


def _sources(run: Run, industry: str = "") -> "TermSources":
    from cscli.glossary.selected import TermSources

    industries = (industry,) if industry else run.settings.items("industries")
    return TermSources(record=run.record, paths=run.paths, industries=industries, cache=run.cache())
