"""``cscli log import`` and ``log export``: the past of a desk, in and out."""

from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.door import options
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run, parse_instant
from cscli.cli.door.typed_text import channel_typed

if TYPE_CHECKING:
    from cscli.cli.views.archive import ArchivePayload


def import_archive(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(help="An archive: a file, or the folder of a Maildir.", metavar="FILE|DIR")],
    format_: Annotated[
        str,
        typer.Option(
            "--format", help="mail, whatsapp, zendesk, freshdesk, gorgias, chatwoot or table; else its content says it."
        ),
    ] = "",
    me: Annotated[
        list[str] | None,
        typer.Option("--me", help="A name or an address of the shop, beside those that are set.", metavar="NAME"),
    ] = None,
    customer: options.CustomerOption = "",
    zone: Annotated[str, typer.Option("--zone", help="The zone of local times, such as Europe/Berlin.")] = "",
    date_order: Annotated[str, typer.Option("--date-order", help="How the file writes dates: dmy, mdy or ymd.")] = "",
    channel: Annotated[str, typer.Option("--channel", help="The channel of messages whose archive names none.")] = "",
    map_: options.MapOption = None,
    sheet: options.SheetOption = "",
    open_since: Annotated[
        str,
        typer.Option(
            "--open-since", help="Leave threads open that a customer wrote last in since then.", metavar="INSTANT"
        ),
    ] = "",
    rejects: Annotated[
        str, typer.Option("--rejects", help="Write what is rejected to this file.", metavar="FILE")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report what would be added, add nothing.")] = False,
) -> "Result[ArchivePayload]":
    """Import the past: mailboxes, WhatsApp chats, exports of help desks, tables. A second import adds nothing.

    Threads become cases: as open as the archive says, else resolved with their last message.

    Example: cscli log import "WhatsApp Chat with Anna.txt" --me "Nordlicht Store" --zone Europe/Berlin
    """
    from pathlib import Path

    from cscli.cli.day.run_archive import AskedImport, imported_archive
    from cscli.cli.views.archive import archive_imported

    run: Run = ctx.obj
    asked = AskedImport(
        format=format_, me=tuple(me or ()), customer=customer, zone=zone, date_order=date_order,
        channel=channel_typed(channel), mapping=options.mapping(map_), sheet=sheet, rejects=rejects, is_dry=dry_run,
        open_since=parse_instant(open_since) if open_since else None,
    )  # fmt: skip
    found = imported_archive(run, Path(file).expanduser(), asked)
    return archive_imported(file, found, is_dry=dry_run, rejects=rejects)
