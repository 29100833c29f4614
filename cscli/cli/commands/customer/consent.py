"""``cscli customer consent``: what a customer agreed to be written to for, and what they withdrew."""

from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.door.arguments import options
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run
from cscli.cli.runs.audit import note_done
from cscli.errors import UsageError

if TYPE_CHECKING:
    from cscli.cli.views.customer.consent import CustomerConsents


def consent(
    ctx: typer.Context,
    key: options.PersonArgument,
    channel: Annotated[
        list[str] | None,
        typer.Option("--channel", help="email, chat, phone, sms or whatsapp; may be repeated.", metavar="CHANNEL"),
    ] = None,
    purpose: Annotated[
        list[str] | None,
        typer.Option("--purpose", help="marketing, feedback or service; may be repeated.", metavar="PURPOSE"),
    ] = None,
    give: Annotated[bool, typer.Option("--give", help="The customer agrees.")] = False,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="The customer withdraws.")] = False,
    source: Annotated[
        str, typer.Option("--source", help="How you know: a form, a call, a message.", metavar="TEXT")
    ] = "",
) -> "Result[CustomerConsents]":
    """Keep what a customer agrees to or withdraws; without --give and --withdraw, show all of it.

    Example: cscli customer consent C-7 --channel email --purpose marketing --give --source "order form"
    """
    from cscli.cli.day.item_customer import customer_key
    from cscli.cli.runs.cases import own_name
    from cscli.cli.views.customer.consent import consents_shown
    from cscli.desk.customers.consents import Statement, consents_of, keep_consents
    from cscli.desk.privacy.audit import Audited

    run: Run = ctx.obj
    if give and withdraw:
        raise UsageError("--give and --withdraw exclude each other.", code="bad-combination", hint="Leave one out.")
    channels, purposes = options.several(channel), options.several(purpose)
    is_told = give or withdraw
    if not is_told and (channels or purposes or source):
        raise UsageError(
            "Does the customer agree or withdraw?", code="no-consent",
            hint="Add --give or --withdraw; without any option, all of it is shown.",
        )  # fmt: skip
    found = customer_key(run, key)
    new = None
    if is_told:
        said = Statement(channels=channels, purposes=purposes, given=give, source=source)
        new = keep_consents(run.record, found, said, now=run.now, agent=own_name(run))
        if new:
            done = f"{'given' if give else 'withdrawn'}: {', '.join(channels)} for {', '.join(purposes)}"
            note_done(run, Audited.CONSENT, found, done)
    return consents_shown(found, consents_of(run.record, found), new)
