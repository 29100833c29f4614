"""``cscli log import`` and ``log export``: the past of a desk, in and out."""

from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.door.arguments import completion, options
from cscli.cli.door.arguments.typed_text import channel_typed
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run
from cscli.cli.runs.audit import note_done
from cscli.text import count_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cscli.cli.views.mail.archive import ArchivePayload, ExportPayload


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
    zone: options.TimesZoneOption = "",
    date_order: options.DatesOption = "",
    channel: Annotated[str, typer.Option("--channel", help="The channel of messages whose archive names none.")] = "",
    market: Annotated[
        str,
        typer.Option(
            "--market",
            "-m",
            help="The market of what the archive tells no market of.",
            autocompletion=completion.markets,
        ),
    ] = "",
    source: Annotated[
        str, typer.Option("--source", help="The system that a table is of: ids and threads count within it.")
    ] = "",
    map_: options.MapOption = None,
    sheet: options.SheetOption = "",
    open_since: Annotated[
        str,
        typer.Option(
            "--open-since", help="Leave threads open that a customer wrote last in since then.", metavar="WHEN"
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

    from cscli.cli.day.item_customer import customer_key
    from cscli.cli.runs.archive import AskedImport, imported_archive
    from cscli.cli.runs.past import since_named
    from cscli.cli.views.mail.archive import archive_imported
    from cscli.desk.privacy.audit import Audited

    run: Run = ctx.obj
    named = customer_key(run, customer)
    asked = AskedImport(
        format=format_, me=tuple(me or ()), customer=named, zone=zone, date_order=date_order, source=source,
        channel=channel_typed(channel), market=run.market_code(market),
        mapping=options.mapping(map_), sheet=sheet, rejects=rejects, is_dry=dry_run,
        open_since=since_named(run, open_since),
    )  # fmt: skip
    found = imported_archive(run, Path(file).expanduser(), asked)
    if not dry_run and found.counts.messages:
        note_done(
            run, Audited.IMPORTED, named, f"{count_words(found.counts.messages, 'message')} added ({found.format})"
        )
    return archive_imported(file, found, is_dry=dry_run, rejects=rejects)


def export_log(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(help="The file to write; - is stdout.", metavar="FILE|-")],
    since: Annotated[
        str, typer.Option("--since", help="Only from then on: a date, mon, 7d, 12h.", metavar="WHEN")
    ] = "",
    until: Annotated[str, typer.Option("--until", help="Only until then: to the end of a day.", metavar="WHEN")] = "",
    customer: options.CustomerOption = "",
    format_: Annotated[str, typer.Option("--format", help="jsonl or csv; else the file's name says it.")] = "",
) -> "Result[ExportPayload]":
    """Write the log with its customers and cases to a file, which log import reads back with nothing added.

    Example: cscli log export log.jsonl --since 2026-01-01
    """
    from pathlib import Path

    from cscli.cli.day.item_customer import customer_key
    from cscli.cli.door.arguments.files import target_file, write_lines
    from cscli.cli.runs.past import since_named, until_named
    from cscli.cli.views.mail.archive import log_exported
    from cscli.desk.privacy.audit import Audited
    from cscli.errors import not_one_of
    from cscli.inbox.archives.exporting import KINDS, Wanted, export_lines, exported_rows

    run: Run = ctx.obj
    suffix = Path(file).suffix.lower().removeprefix(".")
    kind = format_ or (suffix if suffix in KINDS else KINDS[0])
    if kind not in KINDS:
        raise not_one_of("format", kind, KINDS)
    wanted = Wanted(
        since=since_named(run, since), until=until_named(run, until),
        customer=customer_key(run, customer),
    )  # fmt: skip
    count = 0

    def counted() -> "Iterator[bytes]":
        nonlocal count
        for line in export_lines(exported_rows(run.record, wanted, run.now), kind):
            count += 1
            yield line.encode("utf-8", "replace")

    note_done(run, Audited.EXPORTED, wanted.customer, f"messages as {kind}")
    write_lines(None if file == "-" else target_file(file), counted())
    return log_exported(file, kind, count - (kind == "csv"))
