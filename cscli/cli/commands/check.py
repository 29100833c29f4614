"""``cscli check``: is this draft fit to send to that market?"""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.door.arguments import completion, options
from cscli.cli.door.arguments.typed_text import require_length, typed_text, without_file_marks
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run
from cscli.errors import UsageError

if TYPE_CHECKING:
    from cscli.cli.views.check import CheckAbout, FixedDraft
    from cscli.quality.finding import Finding

app = typer.Typer(add_completion=False)

_LONGEST = 250_000  # takes a second or two; a megabyte would take too long to wait for


@app.command()
def check(
    ctx: typer.Context,
    text: Annotated[
        list[str] | None, typer.Argument(help="The draft; without it or with -, stdin.", metavar="TEXT")
    ] = None,
    market: options.MarketOption = "",
    language: options.LanguageOption = "",
    register: Annotated[
        str, typer.Option("--register", help="formal, neutral or casual; else at least what the market expects.")
    ] = "",
    channel: options.AnyChannelOption = "",
    customer: options.CustomerOption = "",
    source: Annotated[str, typer.Option("--source", help="The text it was translated from, to compare.")] = "",
    source_language: Annotated[
        str,
        typer.Option("--source-language", help="The source's language.", autocompletion=completion.languages),
    ] = "",
    allow: Annotated[
        list[str] | None, typer.Option("--allow", help="Leave out a check; may be repeated.", metavar="CHECK")
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Print the draft with its spaces and punctuation corrected.")
    ] = False,
    listed: Annotated[
        bool, typer.Option("--list", help="List the checks and rules, each with its severity and its file.")
    ] = False,
) -> "Result[tuple[Finding, ...]] | Result[tuple[CheckAbout, ...]] | Result[FixedDraft]":
    """Check whether a draft is fit to send to a market.

    Warnings end with status 1, errors with status 4.

    Example: cscli check "Hast du das Paket bekommen?" --market DE
    """
    from cscli.cli.views import check as views
    from cscli.quality.checks.spacing import autofixed
    from cscli.quality.draft import Draft, draft_subject
    from cscli.quality.registry import checks_of

    run: Run = ctx.obj
    checks = checks_of(run.paths, run.cache())
    if listed:
        return views.checks_listed(checks)
    allowed = checks.named(allow or ())
    if customer:
        from cscli.cli.day.item_customer import item_of_customer

        known = item_of_customer(run, customer)
        who = known.customer
        market = market or (who.market if who else "") or known.market()
        language = language or (who.language if who else "") or known.language()
        channel = channel or known.channel()
    draft = Draft(
        text=_draft(text or []), market=market, language=language, register=register, channel=channel, source=source,
        source_language=source_language, names=(run.sender.agent,) if source and run.sender.agent else (),
    )  # fmt: skip
    subject = draft_subject(run, draft)
    if not fix:
        return views.checked_draft(checks.findings(subject, allowed), subject)
    fixed = autofixed(draft.text, subject.language)
    subject = draft_subject(run, replace(draft, text=fixed, language=language or subject.language))
    return views.fixed_draft(checks.findings(subject, allowed), subject)


def _draft(words: list[str]) -> str:
    """The draft that was typed or piped; a line ends with a line feed alone."""
    nothing = UsageError(
        "There is no text to check.", code="no-text", hint='Write it in quotes, or pipe it in: cscli check "..."'
    )
    draft = without_file_marks(typed_text(words, _LONGEST, nothing))
    return require_length(draft, _LONGEST, "Check it in parts.").replace("\r\n", "\n")
