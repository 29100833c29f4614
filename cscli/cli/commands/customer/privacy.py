"""``cscli customer export`` and ``forget``: everything about one person, given out or erased."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.door.arguments import options
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run
from cscli.errors import NotFoundError, RefusedError, UsageError, not_one_of
from cscli.text import count_words

if TYPE_CHECKING:
    from cscli.cli.views.customer.dossier import ExportedCustomer
    from cscli.cli.views.customer.forgetting import ForgottenAgain, ForgottenCustomer
    from cscli.cli.views.customer.retention import RetentionReport
    from cscli.desk.privacy.forgetting import Eraser


def export(
    ctx: typer.Context,
    key: options.PersonArgument,
    out: Annotated[
        str, typer.Option("--out", help="A folder, or a file that ends in .md or .json.", metavar="DIR|FILE")
    ] = "",
) -> "Result[ExportedCustomer]":
    """Give out everything that is kept of one person: readable, and as JSON.

    Example: cscli customer export C-7 --out anna/
    """
    from cscli.cli.day.item_customer import customer_key
    from cscli.cli.door.arguments.files import write_file
    from cscli.cli.runs.audit import note_done
    from cscli.cli.views.customer.dossier import as_json, exported, files_of
    from cscli.desk.privacy.audit import Audited
    from cscli.desk.privacy.dossier import dossier
    from cscli.desk.privacy.readable import as_markdown

    run: Run = ctx.obj
    found = dossier(run.record, run.machine, customer_key(run, key), run.now)
    shop, written = run.sender.shop, None
    if out:
        place = Path(out).expanduser()
        if place.is_dir() or not place.suffix:
            written = {str(place / name): content for name, content in files_of(found, shop).items()}
        elif place.suffix in (".json", ".md"):
            written = {str(place): as_json(found) if place.suffix == ".json" else as_markdown(found, shop).encode()}
        else:
            raise UsageError(
                f"{out!r} is neither a folder nor a .md or .json file.", code="bad-file", hint="Write --out anna/"
            )
        for name, content in written.items():
            write_file(Path(name), content)
    note_done(run, Audited.EXPORTED, found.person.key, count_words(sum(map(len, found.tables.values())), "row"))
    return exported(found, shop, written)


def forget(
    ctx: typer.Context,
    key: options.PersonArgument,
    mode: Annotated[
        str, typer.Option("--mode", help="anonymise: counts, times, markets and amounts stay; or delete.")
    ] = "anonymise",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would go, change nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask; needed in scripts.")] = False,
) -> "Result[ForgottenCustomer]":
    """Forget a person for good: every table, the search index, the files. Imports do not bring them back.

    Example: cscli customer forget C-7 --mode delete --dry-run
    """
    from cscli.cli.runs.drafts import drafts_of
    from cscli.cli.views.customer.forgetting import forgotten, forgotten_before
    from cscli.desk.customers.customers import customer, customer_called
    from cscli.desk.privacy.forgetting import ForgetMode

    run: Run = ctx.obj
    if mode not in tuple(ForgetMode):
        raise not_one_of("mode", mode, tuple(ForgetMode))
    eraser = _eraser(run)
    try:
        found = customer_called(run.record, key)
    except NotFoundError:
        if not (at := eraser.was_forgotten(key)):
            found = customer(run.record, _meant(run, key, is_sure=dry_run or not yes))
        else:
            return forgotten_before(key, at, () if dry_run else eraser.scrub())
    how = ForgetMode(mode)
    if dry_run:
        return forgotten(found.key, eraser.planned(found.key, how), _elsewhere(run), dry_run=True)
    if not yes:
        _require_typed(found.key, how)
    done = eraser.forget(found.key, how)
    drafts_of(run).drop_files(done.draft_numbers)
    return forgotten(found.key, done, _elsewhere(run), dry_run=False)


def _eraser(run: Run) -> "Eraser":
    from cscli.cli.runs.cases import own_name
    from cscli.desk.privacy.forgetting import Eraser
    from cscli.markets.phone_numbers import dial_plans

    return Eraser(
        agent=own_name(run), now=run.now, audit=run.settings.text("audit"), machine=run.machine, record=run.record,
        plans=dial_plans(run.catalog()),
    )  # fmt: skip


def _meant(run: Run, typed: str, *, is_sure: bool) -> str:
    """The key of the customer that an item is of.

    Args:
        run: the run.
        typed: the item; neither a key nor an address.
        is_sure: nothing goes, or a person types the key before it does.

    Raises:
        NotFoundError: there is no such customer, or there are several.
        UsageError: whoever goes for good must be named by key or address.
    """
    from cscli.cli.day.item_customer import customer_key

    key = customer_key(run, typed)
    if is_sure:
        return key
    raise UsageError(
        f"{typed[:60]!r} is customer {key}. Forgetting cannot be undone, so --yes takes a key or an address.",
        code="not-confirmed", hint=f"Write: cscli customer forget {key} --yes",
    )  # fmt: skip


def _require_typed(key: str, mode: str) -> None:
    """Have a person type the key of the customer who goes."""
    import sys

    from cscli.cli.door import output

    if not (output.is_terminal(sys.stdin) and output.is_terminal(sys.stderr)):
        raise UsageError(
            "Forgetting cannot be undone, so it must be confirmed.", code="not-confirmed",
            hint="Look first with --dry-run, then add --yes.",
        )  # fmt: skip
    if output.asked(f"This cannot be undone. Type {key} to {mode} this customer:") != key:
        raise RefusedError(
            "The key was not typed; nothing was changed.",
            code="not-confirmed",
            hint="Run it again and type the key, or add --yes.",
        )


def _elsewhere(run: Run) -> list[str]:
    """Where else the customer may be, out of reach of this program."""
    from cscli.desk.privacy.dossier import NOT_INCLUDED
    from cscli.record.address import is_server

    told = list(NOT_INCLUDED)
    if is_server(run.record.location):
        return [*told, "the server's log (WAL) until it is recycled, its replicas and its backups"]
    path = run.record.path
    copies = sorted(one.name for one in path.parent.glob(f"{path.name}.backup-*"))
    return [*told, *(f"the copy {path.parent / name}" for name in copies)]


def retention(
    ctx: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what is too old, change nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Remove it; without it, it is only shown.")] = False,
) -> "Result[RetentionReport]":
    """Remove what is older than retention.raw_messages, .interactions and .customers say; without --yes only show it.

    Example: cscli customer retention --yes
    """
    from cscli.cli.door.terminal.progress import rows_bar
    from cscli.cli.runs.drafts import drafts_of
    from cscli.cli.views.customer.retention import retention_shown
    from cscli.desk.privacy.retention import PARTS, retained

    run: Run = ctx.obj
    policy = {part: run.settings.text(f"retention.{part}") for part in PARTS}
    is_dry = dry_run or not yes
    eraser = _eraser(run)
    with rows_bar("Forgetting customers") as counted:
        done = retained(eraser, policy, is_dry=is_dry, told=lambda count: counted(count, 0, 0, 0))
    drafts_of(run).drop_files(done.draft_numbers)
    return retention_shown(done, dry_run=is_dry)


def forget_again(
    ctx: typer.Context,
    mode: Annotated[
        str, typer.Option("--mode", help="anonymise: counts, times, markets and amounts stay; or delete.")
    ] = "anonymise",
    yes: Annotated[bool, typer.Option("--yes", help="Forget them; without it, they are only listed.")] = False,
) -> "Result[ForgottenAgain]":
    """Forget those again who are back because a backup from before was put in the record's place.

    Example: cscli customer forget-again --yes
    """
    from cscli.cli.runs.drafts import drafts_of
    from cscli.cli.views.customer.forgetting import forgotten_again
    from cscli.desk.privacy.forgetting import ForgetMode
    from cscli.desk.privacy.older_copies import people_back, put_digests_back

    run: Run = ctx.obj
    if mode not in tuple(ForgetMode):
        raise not_one_of("mode", mode, tuple(ForgetMode))
    found = people_back(run.machine, run.record)
    if not yes:
        return forgotten_again(found, (), dry_run=True)
    put_digests_back(run.machine, run.record)
    eraser = _eraser(run)
    for key in found:
        drafts_of(run).drop_files(eraser.erase(key, ForgetMode(mode)).draft_numbers)
    return forgotten_again(found, eraser.scrub() if found else (), dry_run=False)
