"""``cscli reply``: a finished reply on stdout, recorded."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.door import output
from cscli.cli.door.arguments import completion, options
from cscli.cli.door.result import Note, Result
from cscli.cli.door.run import Run
from cscli.errors import DeskError, not_one_of

if TYPE_CHECKING:
    from cscli.cli.views.reply import ReplyPayload
    from cscli.markets.terms import Gender
    from cscli.outbox.outbox import Outbox, Ready
    from cscli.replies.templates.catalog import TemplateCatalog
    from cscli.translation.session import TranslationSession

app = typer.Typer(add_completion=False)


@app.command()
def reply(
    ctx: typer.Context,
    intents: options.IntentArgument = None,
    item: options.ItemOption = "",
    market: options.MarketOption = "",
    set_: options.SetOption = None,
    customer: options.CustomerOption = "",
    order: Annotated[
        str,
        typer.Option(
            "--order",
            help="An order: fills in the customer and the values that are not typed.",
            metavar="NUMBER",
            autocompletion=completion.orders,
        ),
    ] = "",
    name: options.NameOption = "",
    given: options.GivenOption = "",
    family: options.FamilyOption = "",
    honorific: options.HonorificOption = "",
    vocative: options.VocativeOption = "",
    patronymic: options.PatronymicOption = "",
    gender: options.GenderOption = "",
    company: options.CompanyOption = "",
    language: options.LanguageOption = "",
    register: options.RegisterOption = "",
    channel: options.ChannelOption = "",
    zone: options.ZoneOption = "",
    gloss: Annotated[str, typer.Option(help="Show it in this language, too, from that language's template.")] = "",
    ask: Annotated[bool, typer.Option("--ask", help="Ask for missing values.")] = False,
    edit: Annotated[bool, typer.Option("--edit", help="Open the reply in your editor before it is recorded.")] = False,
    copy: Annotated[bool, typer.Option("--copy", help="Copy the reply to the clipboard.")] = False,
    send: options.SendOption = False,
    hold: options.HoldOption = False,
    until: options.UntilOption = "",
    eml: options.EmlOption = "",
    review: options.ReviewOption = False,
    anyway: options.AnywayOption = False,
    with_subject: Annotated[
        bool, typer.Option("--with-subject", help="Put the subject of an e-mail before its text in a pipe, too.")
    ] = False,
    draft: Annotated[
        bool,
        typer.Option("--draft", help="Mark missing values instead of refusing; not recorded, a draft of its case."),
    ] = False,
    no_log: Annotated[bool, typer.Option("--no-log", help="Do not record it.")] = False,
    engine: options.EngineOption = None,
    online: options.OnlineOption = False,
    private: options.PrivateOption = False,
    allow: options.AllowOption = None,
) -> "Result[ReplyPayload]":
    """Render, check and record a finished reply to a customer.

    With an item, or after one was shown on this terminal, all that the record knows is filled in.

    Example: cscli reply shipping-delay --market JP --name "山田 太郎" -s order_number=A-1042 -s new_date=2026-12-03
    """
    from cscli.cli.day.item_customer import customer_and_order
    from cscli.cli.day.leaving import Wishes
    from cscli.cli.day.reply_job import ReplyJob
    from cscli.cli.day.situations import chosen_situation, typed_situations
    from cscli.cli.door.terminal.clipboard import copied
    from cscli.cli.runs.day.answers import answered_item, likely_situations
    from cscli.cli.runs.day.reply import TypedReply, addressed, joined, values_filled
    from cscli.cli.views.reply import refused_reply, whole_text
    from cscli.markets.person import Person, require_short_names
    from cscli.outbox.addressee import Reach

    run: Run = ctx.obj
    require_short_names(name, given, family, honorific, vocative, patronymic, company)
    person = Person(
        whole=name, given=given, family=family, honorific=honorific, vocative=vocative, patronymic=patronymic,
        gender=_gender(gender), company=company,
    )  # fmt: skip
    values = options.pairs(set_)
    wishes = Wishes(send, hold, until, eml, copy, draft, review, anyway)
    wishes.require_possible(is_recorded=not no_log)
    known = answered_item(run, item, names_someone=bool(market or customer or order))
    templates = run.templates(run.cache(creates=True))
    likely = partial(likely_situations, run, known)
    situations = typed_situations(run, templates, intents, likely)
    key, bought = customer_and_order(run, customer)
    found = addressed(run, known, TypedReply(
        customer=key, order=order or bought, person=person, allow=options.several(allow),
        reach=Reach(market, language, register, channel, zone),
    ))  # fmt: skip
    outbox = found.outbox
    situations = situations or (chosen_situation(run, templates, likely),)
    of_order = values_filled(run, known, found, situations, values)
    filled, values = found.filled + of_order, joined(of_order, values)
    if ask:
        values = _asked(situations, values, templates, found.market.currency)

    def read_in(tag: str) -> str:
        again = outbox.reply(found.to, situations, values, session, gloss=tag, draft=draft).reply
        return again.gloss.body if again.gloss else ""

    def session() -> "TranslationSession":
        return _session(run, options.several(engine), options.several(allow), online=online, private=private)

    ready = outbox.reply(found.to, situations, values, session, gloss=gloss, draft=draft)
    job = ReplyJob(run=run, known=known, found=found, filled=filled, with_subject=with_subject, gloss=read_in)
    if not no_log and (known or edit or wishes.leaves):
        return job.left(ready, wishes, is_edited=edit)
    if ready.refused:
        return refused_reply(ready, filled)
    notes = job.facts(ready)
    if edit:
        ready, found_in = _edited(run, outbox, ready)
        if ready.refused:
            return refused_reply(ready, filled)
        notes += found_in
    if copy:
        notes.append(copied(whole_text(ready.reply))[0])
    recorded = (None, None) if draft or no_log else _recorded(run, ready)
    return job.shown(ready, notes, recorded)


def _edited(run: Run, outbox: "Outbox", ready: "Ready") -> "tuple[Ready, list[Note]]":
    """The reply after the agent has changed it, and what is to be said about the change."""
    from cscli.cli.door.terminal.editor import edited
    from cscli.cli.views.reply import findings_told

    ready, found = outbox.edited(ready, edited(ready.reply.body, run.environ))
    return ready, findings_told(found, always=True)


def _gender(text: str) -> "Gender":
    from cscli.markets.terms import GENDER_WORDS

    if text.lower() not in GENDER_WORDS:
        raise not_one_of("gender", text, ("female", "male", "unknown"))
    return GENDER_WORDS[text.lower()]


def _asked(
    intents: tuple[str, ...], values: Mapping[str, list[str]], templates: "TemplateCatalog", currency: str
) -> dict[str, list[str]]:
    """The values with the required ones that are missing, each asked for on stderr until it fits."""
    from cscli.replies.contract.intent import joint_variables
    from cscli.replies.render import example_text
    from cscli.replies.values.amounts import BadValueError
    from cscli.replies.values.typed import parse_value

    found = dict(values)
    for variable in joint_variables([templates.intent(name) for name in intents]).values():
        while variable.required and variable.name not in found:
            text = output.asked(f"{variable.about} ({variable.name}, such as {example_text(variable)}):")
            try:
                parse_value(text, variable, currency)
            except BadValueError as problem:
                output.say(f"{variable.name}: {problem}. {problem.hint}")
                continue
            found[variable.name] = [text]
    return found


def _session(
    run: Run, engines: tuple[str, ...], allow: tuple[str, ...], *, online: bool, private: bool
) -> "TranslationSession":
    from cscli.cli.door.consent import asker
    from cscli.translation.session import TranslationOptions, TranslationSession

    wanted = TranslationOptions(engines=engines, online=online, private=private, allow=allow, outgoing=True)
    return TranslationSession(run, wanted, ask=asker(run))


def _recorded(run: Run, ready: "Ready") -> tuple[int | None, DeskError | None]:
    """The id of the recorded reply; a record that cannot be written is a failure beside the printed reply."""
    from cscli.outbox.record import record_sent

    try:
        return record_sent(run.record, ready.outgoing, now=run.now, agent=run.sender.agent), None
    except DeskError as problem:
        return None, problem
