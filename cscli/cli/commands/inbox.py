"""``cscli inbox``: mail that waits on a server, or in files."""

from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.door.arguments import completion, options
from cscli.cli.door.result import Note, Result
from cscli.cli.door.run import Run
from cscli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cscli.cli.views.mail.inbox import FetchedFolder, InboxFolder, MailInFile

app = typer.Typer(help="Fetch mail from servers, and see what waits.", no_args_is_help=True, add_completion=False)


@app.command()
def fetch(
    ctx: typer.Context,
    accounts: Annotated[
        list[str] | None,
        typer.Argument(
            help="Accounts of the settings; all of them if none is named.",
            metavar="[ACCOUNT]...",
            autocompletion=completion.accounts,
        ),
    ] = None,
    since: Annotated[
        str,
        typer.Option("--since", help="Only mail that arrived since then: a date, mon, 7d, 12h.", metavar="WHEN"),
    ] = "",
    limit: Annotated[int, typer.Option("--limit", "-n", min=0, help="At most so many new mails; 0 for all.")] = 0,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read the mails, record nothing and mark nothing.")
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="Try mails again that were refused.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Go on fetching whenever mail comes, until Ctrl-C.")] = False,
) -> "Result[tuple[FetchedFolder, ...]]":
    """Fetch new mail by IMAP and take each message in once, as cscli in does.

    Nothing is deleted on the server, and no mail is marked as read. The password is in CSCLI_IMAP_PASSWORD or the
    keyring.

    Example: cscli inbox fetch --since 7d
    """
    from cscli.cli.door.terminal.progress import rows_bar
    from cscli.cli.runs.inbox import fetched, folders_of, watched
    from cscli.cli.runs.past import since_named
    from cscli.cli.views.mail.inbox import folders_fetched, news_fetched
    from cscli.inbox.imap.reports import FetchWishes

    run: Run = ctx.obj
    if watch and (dry_run or again or run.is_json):
        other = "--dry-run" if dry_run else "--again" if again else "--json"
        raise UsageError(
            f"--watch and {other} exclude each other.", code="bad-combination", hint="Leave one of them out."
        )
    wishes = FetchWishes(
        since=since_named(run, since), limit=limit or None, is_dry=dry_run, again=again
    )  # fmt: skip
    folders = folders_of(run, accounts or ())
    if watch:
        news: Iterator[Result[object]] = (news_fetched(found) for found in watched(run, folders, wishes))
        told = Note(text=f"Watching {', '.join(f'{one.name} {folder}' for one, folder in folders)}. Ctrl-C ends it.")
        return Result(data=(), shown="", notes=(told,), conversation=news)
    with rows_bar("Fetching", keeps=not dry_run) as tell:
        found = fetched(run, folders, wishes, lambda seen, refused: tell(seen, refused, 0, 0))
    return folders_fetched(found, is_dry=dry_run)


@app.command("list")
def list_(
    ctx: typer.Context,
    path: Annotated[
        str, typer.Argument(help="An mbox, a Maildir or a mail; without it, the accounts.", metavar="[PATH]")
    ] = "",
    limit: options.LimitOption = 50,
) -> "Result[tuple[InboxFolder, ...]] | Result[tuple[MailInFile, ...]]":
    """List what was fetched from each folder, what failed and what was refused; or the mails of a file.

    Nothing is recorded, and no server is asked.

    Example: cscli inbox list old-mails.mbox
    """
    from cscli.cli.door.agent_clock import own_clock
    from cscli.cli.runs.inbox_list import inbox_folders, mails_of
    from cscli.cli.views.mail.inbox import folders_listed, mails_listed

    run: Run = ctx.obj
    if path:
        return mails_listed(mails_of(run, path, limit), limit, own_clock(run))
    return folders_listed(inbox_folders(run, limit), own_clock(run))
