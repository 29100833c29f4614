"""What ``cscli case`` changes: each command makes one change, shows the number of the case, and says what was done."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.door.arguments import completion
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run
from cscli.cli.runs.cases import agent_named, case_of, make_current, move, priority_named
from cscli.errors import UsageError

if TYPE_CHECKING:
    from cscli.cli.views.case.payload import CaseChanged
    from cscli.desk.cases.journal import Journal
    from cscli.desk.cases.moves import Move

ItemArgument = Annotated[
    str,
    typer.Argument(
        help="The case: . the current one, - the one before, a number, an order number, a mail address, "
        "a customer's key, or a part of a name.",
        metavar="ITEM",
        autocompletion=completion.items,
    ),
]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why, for colleagues.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Show the events; change nothing.")]
_SIGNS = ("+", "-")


def assign(
    ctx: typer.Context,
    item: ItemArgument = ".",
    agent: Annotated[str, typer.Argument(help="me, none, or an agent's name.", metavar="AGENT")] = "me",
    reason: ReasonOption = "",
    dry_run: DryRunOption = False,
) -> "Result[CaseChanged]":
    """Give a case to an agent, to yourself, or to nobody.

    Example: cscli case assign 12 Mei
    """
    from cscli.desk.cases.moves import assigned

    run: Run = ctx.obj
    name = agent_named(run, agent)
    done = f"assigned to {name or 'nobody'}"
    return changed(run, item, lambda book, own: assigned(book, own, name, reason), done, is_dry=dry_run)


def escalate(
    ctx: typer.Context,
    item: ItemArgument = ".",
    to: Annotated[str, typer.Option("--to", help="Who takes it over: me, or an agent's name.")] = "",
    priority: Annotated[str, typer.Option("--priority", help="Its new priority; else the next higher one.")] = "",
    reason: ReasonOption = "",
    dry_run: DryRunOption = False,
) -> "Result[CaseChanged]":
    """Raise the priority of a case, and give it to somebody else.

    Example: cscli case escalate 12 --to Lead --reason "threatens to sue"
    """
    from cscli.desk.cases.moves import escalated

    run: Run = ctx.obj
    raised = priority_named(priority) if priority else None
    agent = agent_named(run, to)
    return changed(
        run, item, lambda book, own: escalated(book, own, agent=agent, priority=raised, reason=reason), "escalated",
        is_dry=dry_run,
    )  # fmt: skip


def wait(
    ctx: typer.Context,
    item: ItemArgument = ".",
    for_: Annotated[
        str, typer.Option("--for", help="customer, carrier, ..., or a time: 4h, 2d, mon, 5 dec.", metavar="WHOM|WHEN")
    ] = "customer",
    until: Annotated[str, typer.Option("--until", help="Open it again then in any case.", metavar="WHEN")] = "",
    keep: Annotated[bool, typer.Option("--keep", help="A message of the customer does not end the wait.")] = False,
    dry_run: DryRunOption = False,
) -> "Result[CaseChanged]":
    """Let a case wait for the customer, for a third party, or until a time.

    Example: cscli case wait 12 --for carrier --until 2d
    """
    from cscli.cli.runs.waits import wait_named
    from cscli.desk.cases.moves import waits

    run: Run = ctx.obj
    found = wait_named(run, for_, until)
    end = None if found.until is None else int(found.until.timestamp())
    told = f"{found.stage}{f' ({found.reason})' if found.reason else ''}"
    return changed(
        run, item, lambda book, own: waits(book, own, found.stage, until=end, keep=keep, reason=found.reason), told,
        is_dry=dry_run,
    )  # fmt: skip


def resolve(
    ctx: typer.Context, item: ItemArgument = ".", reason: ReasonOption = "", dry_run: DryRunOption = False
) -> "Result[CaseChanged]":
    """Resolve a case; a customer's message opens it again within cases.reopen_days.

    Example: cscli case resolve 12
    """
    from cscli.desk.cases.moves import resolved

    run: Run = ctx.obj
    days = int(run.settings.text("cases.reopen_days"))
    return changed(
        run, item, lambda book, own: resolved(book, own, reopen_days=days, reason=reason), "resolved", is_dry=dry_run
    )


def close(
    ctx: typer.Context,
    item: ItemArgument = ".",
    spam: Annotated[bool, typer.Option("--spam", help="It is spam: no measure counts it.")] = False,
    dry_run: DryRunOption = False,
) -> "Result[CaseChanged]":
    """Close a case for good: a further message opens another case that follows it.

    Example: cscli case close 12 --spam
    """
    from cscli.desk.cases.moves import closed

    run: Run = ctx.obj
    return changed(
        run, item, lambda book, own: closed(book, own, as_spam=spam), "spam" if spam else "closed", is_dry=dry_run
    )


def reopen(
    ctx: typer.Context, item: ItemArgument = ".", reason: ReasonOption = "", dry_run: DryRunOption = False
) -> "Result[CaseChanged]":
    """Open a case again that is over, or that waits.

    Example: cscli case reopen 12
    """
    from cscli.desk.cases.moves import reopened

    run: Run = ctx.obj
    return changed(run, item, lambda book, own: reopened(book, own, reason), "open again", is_dry=dry_run)


def tag(
    ctx: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(help="The case, then tags: +vip puts one on, -vip takes it off.", metavar="[ITEM] TAGS"),
    ],
    dry_run: DryRunOption = False,
) -> "Result[CaseChanged]":
    """Put tags on a case, and take others off.

    Example: cscli case tag 12 +vip -delay
    """
    from cscli.desk.cases.moves import tagged

    run: Run = ctx.obj
    item, tags = _item_and_tags(words)
    add = tuple(word.removeprefix("+") for word in tags if not word.startswith("-"))
    remove = tuple(word.removeprefix("-") for word in tags if word.startswith("-"))
    return changed(
        run, item, lambda book, own: tagged(book, own, add, remove), f"tags {' '.join(tags)}", is_dry=dry_run
    )


def prioritise(
    ctx: typer.Context,
    item: Annotated[str, typer.Argument(help="The case.", metavar="ITEM")],
    priority: Annotated[str, typer.Argument(help="low, normal, high or urgent.", metavar="PRIORITY")],
    dry_run: DryRunOption = False,
) -> "Result[CaseChanged]":
    """Change the priority of a case.

    Example: cscli case priority 12 high
    """
    from cscli.desk.cases.moves import prioritised

    run: Run = ctx.obj
    wanted = priority_named(priority)
    return changed(
        run, item, lambda book, own: prioritised(book, own, wanted), f"priority {wanted}", is_dry=dry_run
    )  # fmt: skip


def changed(
    run: Run,
    item: str,
    change: "Callable[[Journal, Move], object]",
    done: str,
    *,
    is_dry: bool,
    is_taken_back: bool = False,
) -> "Result[CaseChanged]":
    """Make a change to the case of an item; it becomes the current one."""
    from cscli.cli.runs.policies import RunPolicies
    from cscli.cli.views.case.case import case_changed
    from cscli.desk.cases.case import case
    from cscli.desk.cases.journal import journal

    found = case_of(run, item)
    with journal(run.record, is_dry=is_dry) as book:
        change(book, move(run, found.number))
    if not is_dry:
        make_current(run, str(found.number))
    shown = case(run.record, found.number, run.now)
    return case_changed(
        shown,
        RunPolicies(run).targets(shown),
        book.written,
        f"Case {found.number}: {done}.",
        is_dry=is_dry,
        is_done=is_taken_back,
    )


def _item_and_tags(words: Sequence[str]) -> tuple[str, list[str]]:
    """The item and the tags that were typed; without an item it is the current one."""
    has_item = words[0] == "-" or not words[0].startswith(_SIGNS)
    item, tags = (words[0], list(words[1:])) if has_item else (".", list(words))
    if not tags or any(tag in _SIGNS for tag in tags):
        raise UsageError("There are no tags.", code="bad-tag", hint="Write them as: cscli case tag 12 +vip -delay")
    return item, tags


MOVES: dict[str, Callable[..., object]] = {
    "assign": assign, "escalate": escalate, "wait": wait, "resolve": resolve, "close": close, "reopen": reopen,
    "priority": prioritise, "tag": tag,
}  # fmt: skip
