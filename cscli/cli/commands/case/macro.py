"""``cscli case macro``: several changes of a case as one."""

from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.commands.case.moves import DryRunOption
from cscli.cli.door.arguments import completion, options
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run
from cscli.cli.runs.cases import agent_named, case_of, make_current, move, own_name, stage_named
from cscli.errors import UsageError

if TYPE_CHECKING:
    from cscli.cli.views.case.macro import MacroDone, MacroRow
    from cscli.desk.cases.case import Case
    from cscli.desk.cases.macros import MacroUser


def macro(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="The macro; without it all are listed.", metavar="NAME")] = "",
    items: Annotated[
        list[str] | None,
        typer.Argument(help="The cases; else the current one.", metavar="ITEM...", autocompletion=completion.items),
    ] = None,
    state: Annotated[
        list[str] | None, typer.Option("--state", help="Run it on all cases in these states instead.")
    ] = None,
    tagged: Annotated[
        list[str] | None, typer.Option("--tag", help="Run it on all cases with these tags instead.", metavar="TAG")
    ] = None,
    set_: options.SetOption = None,
    dry_run: DryRunOption = False,
) -> "Result[MacroDone] | Result[tuple[MacroRow, ...]]":
    """Run a macro on cases: all of its changes are made, or none. A reply of it becomes a draft.

    One with "then: next" takes the next case that is free, too, where cases are named.

    Example: cscli case macro delay 12 --dry-run
    """
    from cscli.cli.day.macro_replies import drafts_kept, macro_replies
    from cscli.cli.runs.day.queue import next_case
    from cscli.cli.views.case.macro import macro_done, macros_listed
    from cscli.desk.cases.case import case
    from cscli.desk.cases.journal import journal
    from cscli.desk.cases.macros import NEXT, macro_names, read_macro, run_macro

    run: Run = ctx.obj
    if not name:
        return macros_listed([read_macro(run.paths, run.cache(), one) for one in macro_names(run.paths)])
    found = read_macro(run.paths, run.cache(), name)
    cases = _chosen(run, state, tagged) if state or tagged else [case_of(run, item) for item in items or ["."]]
    if (state or tagged) and items:
        raise UsageError(
            "Name the cases, or choose them with --state and --tag, but not both.",
            code="usage",
            hint="See: cscli case macro --help",
        )
    replies = macro_replies(run, found.reply, cases, options.pairs(set_)) if found.reply else {}
    user = _user(run)
    with journal(run.record, is_dry=dry_run) as book:
        for one in cases:
            run_macro(book, move(run, one.number), found, user)
    if len(cases) == 1 and not dry_run:
        make_current(run, str(cases[0].number))
    goes_on = found.then == NEXT and not (dry_run or state or tagged)
    drafts = {} if dry_run else drafts_kept(run, replies)
    after = [case(run.record, one.number, run.now) for one in cases]
    following = next_case(run, {one.number for one in cases}) if goes_on else None
    return macro_done(found, after, book.written, drafts, following, is_dry=dry_run)


def _chosen(run: Run, state: list[str] | None, tagged: list[str] | None) -> "list[Case]":
    """The cases in some states and with some tags."""
    from cscli.desk.cases.case import MAX_NUMBER, listed_cases
    from cscli.desk.cases.event import LIVE

    stages = [stage_named(one) for one in options.several(state)] or LIVE
    return list(listed_cases(run.record, run.now, states=stages, tags=options.several(tagged), limit=MAX_NUMBER))


def _user(run: Run) -> "MacroUser":
    from cscli.cli.runs.waits import wait_named
    from cscli.desk.cases.macros import MacroUser, MacroWait
    from cscli.desk.log import Interaction

    def wait(text: str) -> MacroWait:
        whom, _, until = text.partition(" ")
        found = wait_named(run, whom, until)
        return MacroWait(found.stage, found.reason, None if found.until is None else int(found.until.timestamp()))

    note = Interaction(direction="note", channel="note", body="", at=run.now, agent=own_name(run))
    return MacroUser(
        agent_named=lambda typed: agent_named(run, typed), wait_named=wait, note=note,
        reopen_days=int(run.settings.text("cases.reopen_days")),
    )  # fmt: skip
