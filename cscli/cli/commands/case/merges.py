"""``cscli case merge``, ``unmerge`` and ``split``: cases that become one, and one that becomes two."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.commands.case.moves import DryRunOption, ItemArgument, changed
from cscli.cli.door.arguments import completion
from cscli.cli.door.result import Note, Result
from cscli.cli.door.run import Run
from cscli.cli.runs.cases import case_of, make_current, move

if TYPE_CHECKING:
    from cscli.cli.views.case.payload import CaseChanged


def merge(
    ctx: typer.Context,
    item: Annotated[str, typer.Argument(help="The case that ends.", metavar="ITEM", autocompletion=completion.items)],
    into: Annotated[str, typer.Option("--into", help="The case that goes on.", metavar="ITEM")],
    dry_run: DryRunOption = False,
) -> "Result[CaseChanged]":
    """Merge a case into another. Nothing is written to the customer, and it can be taken back.

    Example: cscli case merge 12 --into 9
    """
    from cscli.desk.cases.merging import merged

    run: Run = ctx.obj
    target, merging = case_of(run, into), case_of(run, item)
    result = changed(
        run, str(merging.number), lambda book, own: merged(book, own, target.number),
        f"merged into case {target.number}", is_dry=dry_run,
    )  # fmt: skip
    if not dry_run:
        make_current(run, str(target.number))
    others = {one for one in (merging.customer, target.customer) if one}
    if len(others) > 1:
        told = f"The cases are of two customers: {', '.join(sorted(others))}."
        return result._replace(notes=(*result.notes, Note(text=told, always=True)))
    return result


def unmerge(ctx: typer.Context, item: ItemArgument = ".", dry_run: DryRunOption = False) -> "Result[CaseChanged]":
    """Take the merge of a case back: everything is what it was.

    Example: cscli case unmerge 12
    """
    from cscli.desk.cases.merging import unmerged

    run: Run = ctx.obj
    return changed(run, item, unmerged, "no longer merged", is_dry=dry_run, is_taken_back=True)


def split(
    ctx: typer.Context,
    item: Annotated[
        str,
        typer.Argument(
            help="The case; with --undo the one that was split off.", metavar="ITEM", autocompletion=completion.items
        ),
    ],
    messages: Annotated[
        list[str] | None,
        typer.Argument(help="The messages that go into a new case, such as m31 or 31.", metavar="MESSAGE..."),
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take the split back.")] = False,
    dry_run: DryRunOption = False,
) -> "Result[CaseChanged]":
    """Move messages of a case into a new one. It can be taken back.

    Example: cscli case split 12 31 32
    """
    from cscli.cli.day.item_customer import message_number
    from cscli.cli.runs.policies import RunPolicies
    from cscli.cli.views.case.case import case_changed
    from cscli.desk.cases.case import case
    from cscli.desk.cases.journal import journal
    from cscli.desk.cases.merging import split as parted
    from cscli.desk.cases.merging import unsplit

    run: Run = ctx.obj
    found = case_of(run, item)
    numbers = [message_number(run, one) for one in messages or ()]
    with journal(run.record, is_dry=dry_run) as book:
        own = move(run, found.number)
        number = unsplit(book, own) if undo else parted(book, own, numbers)
    done = f"Case {found.number} is back in case {number}." if undo else f"Case {number} was split off."
    shown = found if dry_run else case(run.record, number, run.now)
    return case_changed(shown, RunPolicies(run).targets(shown), book.written, done, is_dry=dry_run, is_done=True)


MERGES: dict[str, Callable[..., object]] = {"merge": merge, "unmerge": unmerge, "split": split}
