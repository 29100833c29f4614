"""``cscli reply``: a finished reply on stdout, recorded."""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Annotated, Any

import typer

from cscli.cli.checking import stopping
from cscli.cli.door import options, output
from cscli.cli.door.result import Note, Result, Status
from cscli.cli.door.run import Desk
from cscli.cli.interpreted import Interpreted, in_their_language
from cscli.cli.translating import TranslationOptions, several
from cscli.errors import DeskError, ExitCode, Problem, UsageError

app = typer.Typer(add_completion=False)


@app.command()
def reply(
    ctx: typer.Context,
    intents: options.IntentArgument,
    market: options.MarketOption = "",
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            "-s",
            help="A value: order_number=A-1042. Give a list's parts one by one.",
            metavar="NAME=VALUE",
        ),
    ] = None,
    customer: options.CustomerOption = "",
    name: options.NameOption = "",
    given: options.GivenOption = "",
    family: options.FamilyOption = "",
    honorific: options.HonorificOption = "",
    vocative: options.VocativeOption = "",
    patronymic: options.PatronymicOption = "",
    gender: options.GenderOption = "",
    language: options.LanguageOption = "",
    register: options.RegisterOption = "",
    channel: options.ChannelOption = "",
    zone: options.ZoneOption = "",
    gloss: Annotated[str, typer.Option(help="Show it in this language too, from that language's template.")] = "",
    ask: Annotated[bool, typer.Option("--ask", help="Ask for the values that are missing.")] = False,
    edit: Annotated[bool, typer.Option("--edit", help="Open the reply in your editor before it counts.")] = False,
    copy: Annotated[bool, typer.Option("--copy", help="Put the reply on the clipboard.")] = False,
    draft: Annotated[
        bool, typer.Option("--draft", help="Mark missing values instead of refusing; not recorded.")
    ] = False,
    no_log: Annotated[bool, typer.Option("--no-log", help="Do not record it.")] = False,
    engine: options.EngineOption = None,
    online: options.OnlineOption = False,
    private: options.PrivateOption = False,
    allow: options.AllowOption = None,
) -> Result:
    """Render, check and record a finished reply to a customer.

    Example: cscli reply shipping-delay --market JP --name "山田 太郎" -s order_number=A-1042 -s new_date=2026-12-03
    """
    from cscli.markets.person import Person, require_short_names
    from cscli.replies.compose import Composer, Request

    desk: Desk = ctx.obj
    require_short_names(name, given, family, honorific, vocative, patronymic)
    typed = Person(
        whole=name, given=given, family=family, honorific=honorific, vocative=vocative, patronymic=patronymic,
        gender=_gender(gender),
    )  # fmt: skip
    request = Request(
        intents=tuple(intents), market=market, now=desk.now, language=language, register=register,
        channel=channel, zone=zone, person=typed, sender=desk.sender, raw=_pairs(set_ or ()), gloss=gloss, draft=draft,
    )  # fmt: skip
    request = _with_customer(desk, request, customer) if customer else request
    cache = desk.cache(creates=True)
    catalog, templates = desk.catalog(cache), desk.templates(cache)
    request = replace(
        request, intents=tuple(templates.intent(i).name for i in intents), channel=request.channel or "email"
    )
    if not request.market:
        raise UsageError(
            "Which market is the customer in?", code="no-market", hint="Add --market JP, or --customer KEY."
        )
    if ask:
        request = _asked(request, templates, catalog.market(request.market).currency)
    answer = Composer(catalog, templates, cache).reply(request)
    wishes = TranslationOptions(engines=several(engine), online=online, private=private, allow=several(allow))
    answer, interpreted = in_their_language(desk, answer, wishes, request.person, asked=bool(request.language))
    if interpreted and interpreted.stopped:
        return _refused(answer, interpreted, interpreted.stopped)
    notes = list(_facts(answer, catalog.market(answer.market), desk, zone_is_known=bool(request.zone)))
    if edit:
        from cscli.cli.door.editor import edited

        answer = replace(answer, body=edited(answer.body, desk.environ))
        found = _checked(desk, answer, wishes.allow)
        answer = replace(answer, findings=(*answer.findings, *found))
        if stopping(found, answer.body):
            return _refused(answer, interpreted, stopping(found, answer.body))
        notes += [Note(text=f"{f.severity}: {f.message} {f.suggestion}".rstrip(), always=True) for f in found]
    if copy:
        notes.append(_copied(answer.body))
    number, failure = (None, None) if draft or no_log else _recorded(desk, answer, interpreted, wishes.allow)
    return Result(
        data=_as_data(answer, number, interpreted),
        shown=answer.body,
        notes=tuple(notes),
        status=Status.ERROR if failure else Status.OK,
        problems=failure.problems if failure else (),
        exit_code=failure.exit_code if failure else ExitCode.OK,
    )


def _gender(text: str) -> Any:
    from cscli.markets.terms import GENDER_WORDS

    if text.lower() not in GENDER_WORDS:
        raise UsageError(f"Unknown gender {text[:20]!r}.", code="bad-value", hint="One of: female, male, unknown")
    return GENDER_WORDS[text.lower()]


def _pairs(words: list[str] | tuple[()]) -> dict[str, Any]:
    """``name=value`` words as values by name; a name given again makes a list."""
    found: dict[str, Any] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name.strip():
            raise UsageError(
                f"--set {word[:40]!r} has no value.",
                code="bad-value",
                hint="Write it as --set order_number=A-1042",
            )
        found.setdefault(name.strip(), []).append(value)
    return found


def _with_customer(desk: Desk, request: Any, key: str) -> Any:
    """The request with what is stored about a customer filled in; what was typed wins."""
    from cscli.desk.customers import customer
    from cscli.markets.terms import Gender

    stored = customer(desk.record, key)
    typed, known = request.person, stored.person
    has_name = typed.whole or typed.given or typed.family
    person = replace(
        typed if has_name else known,
        honorific=typed.honorific or known.honorific,
        vocative=typed.vocative or ("" if has_name else known.vocative),
        patronymic=typed.patronymic or ("" if has_name else known.patronymic),
        gender=typed.gender if typed.gender is not Gender.UNKNOWN else known.gender,
    )
    return replace(
        request,
        person=person,
        customer_key=stored.key,
        market=request.market or stored.market,
        language=request.language or stored.language,
        zone=request.zone or stored.zone,
        channel=request.channel or (stored.channel if stored.channel in ("email", "chat") else ""),
    )


def _asked(request: Any, templates: Any, currency: str) -> Any:
    """The request with required values asked for, one by one, on stderr."""
    from cscli.replies.intent import joint_variables
    from cscli.replies.render import example_text
    from cscli.replies.values import BadValueError, parse_value

    variables = joint_variables([templates.intent(name) for name in request.intents])
    raw = dict(request.raw)
    for variable in variables.values():
        while variable.required and variable.name not in raw:
            text = output.asked(f"{variable.about} ({variable.name}, such as {example_text(variable)}):")
            try:
                parse_value(text, variable, currency)
            except BadValueError as problem:
                output.say(f"{variable.name}: {problem}. {problem.hint}")
                continue
            raw[variable.name] = [text]
    return replace(request, raw=raw)


def _facts(answer: Any, market: Any, desk: Desk, *, zone_is_known: bool) -> list[Note]:
    """What an agent wants to know beside the text."""
    there = answer.customer
    state = "quiet hours" if there.quiet else "open" if there.open else "closed"
    city = there.zone.rpartition("/")[2].replace("_", " ")
    clock = datetime.fromisoformat(there.local_time).strftime("%a %Y-%m-%d %H:%M")
    notes = [
        Note(text=""),
        *([Note(text=f"Subject: {answer.subject}")] if answer.subject else []),
        Note(
            text=" · ".join(
                (market.name, answer.language, f"{answer.register} {answer.address}".strip(), answer.channel)
            )
        ),
        Note(text=f"It is {clock} in {city} ({state})."),
    ]
    if market.has_several_zones and not zone_is_known:
        notes.append(Note(text=f"{market.name} has several time zones; {city} is assumed. Say which with --zone."))
    if not desk.sender.shop:
        notes.append(Note(text="The shop has no name yet, so the reply leaves it out. Set it with: cscli init"))
    for finding in answer.findings:
        text = f"{finding.severity}: {finding.message} {finding.suggestion}".rstrip()
        notes.append(Note(text=text, always=finding.severity != "info"))
    if answer.gloss:
        notes.append(Note(text=f"\n--- the same in {answer.gloss.language} ---\n{answer.gloss.body}", always=True))
    return notes


def _copied(body: str) -> Note:
    import pyperclip

    try:
        pyperclip.copy(body)
    except pyperclip.PyperclipException:
        return Note(
            text="warning: There is no clipboard here; install xclip or wl-clipboard, or select the text.",
            always=True,
        )
    return Note(text="Copied to the clipboard.")


def _refused(answer: Any, interpreted: Interpreted | None, problems: tuple[Problem, ...]) -> Result:
    """A reply that must not be sent: nothing on stdout, and each reason."""
    data = {**_as_data(answer, None, interpreted), "body": None, "rejected": answer.body}
    return Result(data=data, shown="", status=Status.ERROR, exit_code=ExitCode.REFUSED, problems=problems)


def _checked(desk: Desk, answer: Any, allow: tuple[str, ...]) -> tuple[Any, ...]:
    """What the checks say about a reply that somebody edited."""
    from cscli.cli.checking import allowed_checks, checks_of, subject_of

    subject = subject_of(desk, answer.body, answer.market, answer.language, answer.register.value, answer.channel.value)
    return checks_of(desk).findings(subject, allowed_checks(desk, allow))


def _recorded(
    desk: Desk, answer: Any, interpreted: Interpreted | None, allowed: tuple[str, ...]
) -> tuple[int | None, DeskError | None]:
    """The id of the recorded reply; a record that cannot be written is a failure beside the printed reply."""
    from cscli.desk.log import Interaction, add_interaction

    interaction = Interaction(
        direction="out", channel=answer.channel, body=answer.body, subject=answer.subject, at=desk.now,
        customer=answer.customer.key, market=answer.market, language=answer.language, register=answer.register,
        intent=answer.intent, variant=answer.variant, template_digest=answer.template_digest, values=answer.values,
        findings=tuple(asdict(f) for f in answer.findings), agent=desk.sender.agent,
        allowed=allowed, **(interpreted.for_record if interpreted else {}),
    )  # fmt: skip
    try:
        return add_interaction(desk.record, interaction), None
    except DeskError as problem:
        return None, problem


def _as_data(answer: Any, number: int | None, interpreted: Interpreted | None) -> dict[str, Any]:
    translation = interpreted.as_data if interpreted else None
    return {**output.plain(answer), "machine": translation is not None, "translation": translation,
            "interaction_id": number}  # fmt: skip
