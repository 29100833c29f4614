"""``cscli customer audit`` and ``db audit``: who read, changed, exported and erased what is kept of customers."""

from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.door.arguments import options
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run
from cscli.errors import NotFoundError, not_one_of

if TYPE_CHECKING:
    from cscli.desk.privacy.audit import AuditEntry

WhatOption = Annotated[
    str,
    typer.Option(
        "--what", help="read, changed, merged, unmerged, imported, exported, consent, forgotten, retention or settings."
    ),
]
SinceOption = Annotated[str, typer.Option("--since", help="Only since then: a date, mon, 7d, 12h.", metavar="WHEN")]


def customer_audit(
    ctx: typer.Context,
    key: options.PersonArgument,
    what: WhatOption = "",
    since: SinceOption = "",
    limit: options.LimitOption = 50,
) -> "Result[tuple[AuditEntry, ...]]":
    """List who read, changed and exported what is kept of a customer, newest first.

    Example: cscli customer audit C-7
    """
    from cscli.cli.day.item_customer import customer_key

    run: Run = ctx.obj
    try:
        name = customer_key(run, key)
    except NotFoundError as unknown:
        found = _listed(run, key, what, since, limit)  # such as the pseudonym of one who was deleted
        if not found.payload:
            raise unknown from None
        return found
    return _listed(run, name, what, since, limit)


def record_audit(
    ctx: typer.Context, what: WhatOption = "", since: SinceOption = "", limit: options.LimitOption = 50
) -> "Result[tuple[AuditEntry, ...]]":
    """List who read, changed, exported and erased what is kept of customers, newest first.

    Example: cscli db audit --what exported --since 30d
    """
    return _listed(ctx.obj, "", what, since, limit)


def _listed(run: Run, key: str, what: str, since: str, limit: int) -> "Result[tuple[AuditEntry, ...]]":
    from cscli.cli.runs.past import since_named
    from cscli.cli.views.audit import audit_listed
    from cscli.desk.privacy.audit import Audited, audit_trail

    if what and what not in tuple(Audited):
        raise not_one_of("entry", what, tuple(Audited), code="unknown-entry")
    start = since_named(run, since)
    found = audit_trail(run.record, key=key, what=what, since=start, limit=limit)
    return audit_listed(found, run.settings.text("audit"))
