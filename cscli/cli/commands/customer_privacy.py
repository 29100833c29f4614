"""``cscli customer export`` and ``forget``: everything about one person, given out or erased."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.day.run_audit import note_done
from cscli.cli.door import completion
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run
from cscli.errors import UsageError

if TYPE_CHECKING:
    from cscli.cli.views.dossier import ExportedCustomer

PersonArgument = Annotated[
    str, typer.Argument(help="The customer's key or address.", metavar="KEY", autocompletion=completion.customers)
]


def export(
    ctx: typer.Context,
    key: PersonArgument,
    out: Annotated[
        str, typer.Option("--out", help="A folder, or a file that ends in .md or .json.", metavar="DIR|FILE")
    ] = "",
) -> "Result[ExportedCustomer]":
    """Give out everything that is kept of one person: readable, and as JSON.

    Example: cscli customer export C-7 --out anna/
    """
    from cscli.cli.door.files import write_file
    from cscli.cli.views.dossier import as_json, exported, files_of
    from cscli.desk.customers import customer_called
    from cscli.desk.privacy.audit import Audited
    from cscli.desk.privacy.dossier import dossier
    from cscli.desk.privacy.readable import as_markdown

    run: Run = ctx.obj
    found = dossier(run.record, run.machine, customer_called(run.record, key).key, run.now)
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
    note_done(run, Audited.EXPORTED, found.person.key, f"{sum(map(len, found.tables.values()))} rows")
    return exported(found, shop, written)
