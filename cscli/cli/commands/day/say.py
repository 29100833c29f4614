"""``cscli say``: an answer in your own words, in the customer's language."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.door import output
from cscli.cli.door.arguments import options
from cscli.cli.door.arguments.typed_text import required_text
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run
from cscli.errors import UsageError

if TYPE_CHECKING:
    from cscli.cli.views.answer import DraftLeft

app = typer.Typer(add_completion=False)
_LONGEST = 250_000


@app.command()
def say(
    ctx: typer.Context,
    text: Annotated[list[str] | None, typer.Argument(help="Your words; without them or with -, stdin.")] = None,
    item: options.ItemOption = "",
    market: options.MarketOption = "",
    customer: options.CustomerOption = "",
    language: options.LanguageOption = "",
    register: options.RegisterOption = "",
    channel: options.ChannelOption = "",
    subject: Annotated[str, typer.Option("--subject", help="The subject; else that of the case.")] = "",
    send: options.SendOption = False,
    hold: options.HoldOption = False,
    until: options.UntilOption = "",
    eml: options.EmlOption = "",
    copy: Annotated[bool, typer.Option("--copy", help="Copy it to the clipboard.")] = False,
    draft: Annotated[bool, typer.Option("--draft", help="Keep it as a draft, without the review.")] = False,
    review: options.ReviewOption = False,
    anyway: options.AnywayOption = False,
    allow: options.AllowOption = None,
    source: options.SourceOption = "",
    engine: options.EngineOption = None,
    online: options.OnlineOption = False,
    private: options.PrivateOption = False,
) -> "Result[DraftLeft]":
    """Answer in your own words: translated into the customer's language, checked, reviewed like a reply.

    Example: cscli say "We have found your parcel; it arrives on Friday." -i 12
    """
    from cscli.cli.day.draft_out import DraftOut
    from cscli.cli.day.item_customer import customer_key
    from cscli.cli.day.leaving import Wishes
    from cscli.cli.runs.day.answers import answered_item, taken_softly
    from cscli.cli.runs.day.reply import TypedReply, addressed, begun
    from cscli.cli.views.reply import findings_told
    from cscli.markets.person import Person
    from cscli.outbox.address_findings import address_findings
    from cscli.outbox.addressee import Reach

    run: Run = ctx.obj
    nothing = UsageError("There is nothing to say.", code="no-text", hint='Write it in quotes: cscli say "..."')
    words = required_text(text or [], _LONGEST, nothing, "Say it in parts.")
    wishes = Wishes(send, hold, until, eml, copy, draft, review, anyway)
    wishes.require_one()
    known = answered_item(run, item, names_someone=bool(market or customer))
    found = addressed(run, known, TypedReply(
        customer=customer_key(run, customer), person=Person(), allow=options.several(allow),
        reach=Reach(market, run.language_tag(language), register, channel, ""),
    ))  # fmt: skip
    out = DraftOut(
        run=run, allow=options.several(allow), engines=options.several(engine), online=online, private=private,
        source=source,
        known=known, filled=found.filled,
        notes=(*taken_softly(run, known), *findings_told(address_findings(run.record, found.to))),
    )  # fmt: skip
    return out.left(
        begun(run, known, found, words, subject), wishes, with_subject=output.is_terminal(sys.stdout)
    )  # fmt: skip
