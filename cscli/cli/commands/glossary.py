"""``cscli glossary``: the shop's words in each language, its own and those that ship."""

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
    from collections.abc import Iterator, Sequence

    from cscli.glossary.terms import Rule, Term

app = typer.Typer(
    help="The shop's words in each language: required, forbidden, never translated.",
    no_args_is_help=True,
    add_completion=False,
)

FromOption = Annotated[
    str, typer.Option("--from", help="The language of the term, such as en.", autocompletion=completion.languages)
]
ToOption = Annotated[
    str, typer.Option("--to", help="The language of its translation.", autocompletion=completion.languages)
]
_COLUMNS = ("id", "rule", "from", "to", "market", "industry", "source", "target", "forbidden", "note")
_NARROW = ("id", "rule", "source", "target", "forbidden")


@app.command()
def add(
    ctx: typer.Context,
    text: Annotated[list[str] | None, typer.Argument(help="The term.", metavar="TERM")] = None,
    source: FromOption = "",
    target: ToOption = "",
    written: Annotated[
        list[str] | None,
        typer.Option("--as", help="Its translation; given again, others that are accepted.", metavar="WORD"),
    ] = None,
    forbidden: Annotated[
        list[str] | None, typer.Option("--forbidden", help="A word that must not stand there.", metavar="WORD")
    ] = None,
    no_translate: Annotated[bool, typer.Option("--no-translate", help="Keep the term as it is spelled.")] = False,
    market: options.MarketOption = "",
    note: Annotated[str, typer.Option("--note", help="For whoever reads the glossary.")] = "",
    replace: Annotated[bool, typer.Option("--replace", help="Take the place of what contradicts it.")] = False,
) -> Result:
    """Add a term; one that contradicts another is refused.

    Example: cscli glossary add "tracking number" --from en --to de --as Sendungsnummer
    """
    from cscli.glossary.stored import add_terms
    from cscli.glossary.terms import Rule, Term

    desk: Desk = ctx.obj
    word = " ".join(text or [])
    rule = _rule(word, written or [], forbidden or [], no_translate=no_translate)
    base = Term(
        rule=rule, source=word, source_language=_language(desk, source), target_language=_language(desk, target),
        targets=tuple(written or ()), forbidden=tuple(forbidden or ()), market=_market(desk, market), note=note,
    )  # fmt: skip
    kept = add_terms(desk.record, _single(base) if rule is Rule.FORBIDDEN else [base], desk.now, replacing=replace)
    shown = f"{kept.added} added, {kept.changed} changed, {kept.same} already so"
    return Result(data=kept, shown=shown + (f", {kept.replaced} replaced" if kept.replaced else ""))


@app.command("list")
def list_terms(
    ctx: typer.Context,
    source: FromOption = "",
    target: ToOption = "",
    market: options.MarketOption = "",
    industry: Annotated[str, typer.Option("--industry", help="Those of one set that ships.", metavar="NAME")] = "",
    rule: Annotated[str, typer.Option("--rule", help="required, forbidden or no-translate.")] = "",
    own: Annotated[bool, typer.Option("--own", help="The desk's own terms alone.")] = False,
) -> Result:
    """The terms of the desk, and with --from and --to those of its industries.

    Example: cscli glossary list --from en --to de
    """
    from cscli.glossary.stored import desk_terms

    desk: Desk = ctx.obj
    wanted = _wanted_rule(rule)
    pair = _language(desk, source), _language(desk, target)
    code = _market(desk, market)
    found = [] if industry else [t for t in desk_terms(desk.record) if _is_listed(t, *pair)]
    notes = []
    if not own:
        if all(pair):
            found += _shipped(desk, *pair, industry)
        else:
            notes = [Note(text="Terms that ship are shown for two languages: --from en --to de", always=bool(industry))]
    found = [t for t in found if (not wanted or t.rule is wanted) and (not code or t.market in ("", code))]
    return Result(
        data=lambda: [plain(term) for term in found],
        shown=Table(columns=_COLUMNS, rows=[_cells(term) for term in found], narrow=_NARROW),
        notes=tuple(notes),
    )


@app.command()
def remove(ctx: typer.Context, number: Annotated[int, typer.Argument(help="The term's id.", metavar="ID")]) -> Result:
    """Remove a term of the desk.

    Example: cscli glossary remove 7
    """
    from cscli.glossary.stored import remove_term

    desk: Desk = ctx.obj
    term = remove_term(desk.record, number)
    return Result(data=term, shown=str(term.id), notes=(Note(text=f"Removed {term.id}."),))


@app.command("import")
def import_terms(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(help="A CSV or TBX file (.csv, .tbx).", metavar="FILE")],
    replace: Annotated[bool, typer.Option("--replace", help="Take the place of what contradicts them.")] = False,
) -> Result:
    """Import terms; bad ones are reported, good ones kept, and doing it again changes nothing.

    Terms that contradict each other, or one of the desk, are refused together.

    Example: cscli glossary import terms.csv
    """
    from cscli.cli.views.imported import left_out, remarks
    from cscli.glossary.files import terms_in
    from cscli.glossary.stored import add_terms

    desk: Desk = ctx.obj
    content = terms_in(existing_file(file))
    kept = add_terms(desk.record, content.good, desk.now, replacing=replace)
    problems = left_out(file, "bad-term", content.bad)
    shown = f"{kept.added} added, {kept.changed} changed, {kept.same} already so, {len(content.bad)} rejected"
    return Result(
        data={**plain(kept), "rejected": len(content.bad), "bad": content.bad},
        shown=shown + (f", {kept.replaced} replaced" if kept.replaced else ""),
        notes=remarks(content),
        problems=problems,
        status=Status.PARTIAL if problems else Status.OK,
        exit_code=ExitCode.PARTIAL if problems else ExitCode.OK,
    )


@app.command("export")
def export_terms(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(help="The file to write (.csv, .tbx).", metavar="FILE")],
    source: FromOption = "",
    target: ToOption = "",
) -> Result:
    """Write the desk's own terms to a CSV or TBX file: all, or those of a language.

    Example: cscli glossary export terms.tbx --from en
    """
    from cscli.cli.door.files import write_file
    from cscli.glossary.files import glossary_bytes
    from cscli.glossary.stored import desk_terms

    desk: Desk = ctx.obj
    path = Path(file).expanduser()
    pair = _language(desk, source), _language(desk, target)
    terms = [term for term in desk_terms(desk.record) if _is_listed(term, *pair)]
    write_file(path, glossary_bytes(path, terms))
    data = {"file": str(path), "terms": len(terms)}
    return Result(data=data, shown=str(path), notes=(Note(text=f"{len(terms)} terms."),))


@app.command()
def check(ctx: typer.Context) -> Result:
    """What contradicts itself in the desk's terms and in the sets of its industries; then the status is 1.

    Example: cscli glossary check
    """
    from cscli.glossary.contradictions import contradictions
    from cscli.glossary.shipped import industry_set
    from cscli.glossary.stored import desk_terms

    desk: Desk = ctx.obj
    found = [*contradictions(desk_terms(desk.record))]
    for name in dict.fromkeys(desk.settings.items("industries")):
        found += industry_set(name, desk.paths, desk.cache()).contradictions()
    return Result(
        data=[{"reason": c.reason, "first": plain(c.first), "second": plain(c.second)} for c in found],
        shown=Table(
            columns=("reason", "first", "second"), rows=[(c.reason, c.first.where, c.second.where) for c in found],
            empty="No contradictions.",
        ),
        status=Status.FINDINGS if found else Status.OK,
        exit_code=ExitCode.FINDINGS if found else ExitCode.OK,
    )  # fmt: skip


def _rule(word: str, written: "Sequence[str]", forbidden: "Sequence[str]", *, no_translate: bool) -> "Rule":
    """What kind of term the options describe.

    Raises:
        UsageError: they describe none.
    """
    from cscli.glossary.terms import Rule

    if no_translate:
        return Rule.NO_TRANSLATE
    if word.strip() and written:
        return Rule.REQUIRED
    if forbidden:
        return Rule.FORBIDDEN
    raise UsageError(
        "A term needs a translation, a forbidden word, or --no-translate.", code="no-term",
        hint='Such as: cscli glossary add "tracking number" --from en --to de --as Sendungsnummer',
    )  # fmt: skip


def _single(term: "Term") -> "list[Term]":
    """Words that must never stand in a language: a term for each, so that each can be removed."""
    from dataclasses import replace

    return [term] if term.source.strip() else [replace(term, forbidden=(form,)) for form in term.forbidden]


def _wanted_rule(name: str) -> "Rule | None":
    from cscli.glossary.terms import Rule

    if name and name not in list(Rule):
        raise UsageError(f"Unknown rule {name[:20]!r}.", code="bad-value", hint=f"One of: {', '.join(Rule)}")
    return Rule(name) if name else None


def _shipped(desk: Desk, source: str, target: str, industry: str) -> "Iterator[Term]":
    from cscli.glossary.shipped import industry_set

    for name in [industry] if industry else dict.fromkeys(desk.settings.items("industries")):
        yield from industry_set(name, desk.paths, desk.cache()).terms(source, target)


def _is_listed(term: "Term", source: str, target: str) -> bool:
    """Whether a term is one of those asked for: of a language with all its regions, or of a region."""
    pairs = ((term.source_language, source), (term.target_language, target))
    return all(not asked or own in ("", asked) or base_tag(own) == asked for own, asked in pairs)


def _cells(term: "Term") -> tuple[str, ...]:
    return (
        "" if term.id is None else str(term.id), term.rule.value, term.source_language, term.target_language,
        term.market, term.industry, term.source, " | ".join(term.targets), " | ".join(term.forbidden), term.note,
    )  # fmt: skip


def _market(desk: Desk, code: str) -> str:
    return desk.catalog().market(code).code if code else ""


def _language(desk: Desk, tag: str) -> str:
    """A language's tag in its usual form, empty if none is named; an unknown one is an error."""
    from cscli.markets.catalog import canonical_tag

    if not tag:
        return ""
    desk.catalog().require_language(tag)
    return canonical_tag(tag)
