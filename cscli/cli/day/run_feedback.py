"""What a run knows of feedback: which cases to ask about, on which terms, and how the questions leave."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from cscli.cli.day.run_cases import case_of
from cscli.cli.door.run import Run
from cscli.desk.cases.case import Case
from cscli.desk.feedback.asking import resolved_cases
from cscli.desk.feedback.survey import SurveyKind
from cscli.errors import Problem, UnavailableError, not_one_of
from cscli.outbox.surveys import AskedCase, NotAskedCase, SurveyPost, SurveyTerms

if TYPE_CHECKING:
    from cscli.outbox.mail import Address
    from cscli.translation.session import TranslationSession


class Asked(NamedTuple):
    """What became of the cases, and what failed beside it."""

    asked: tuple[AskedCase, ...]
    not_asked: tuple[NotAskedCase, ...]
    problems: tuple[Problem, ...] = ()


def kind_named(typed: str) -> SurveyKind:
    """A kind of survey.

    Raises:
        UsageError: there is none of that name.
    """
    if typed.casefold() not in list(SurveyKind):
        raise not_one_of("kind of survey", typed, list(SurveyKind))
    return SurveyKind(typed.casefold())


def cases_to_ask(run: Run, items: Sequence[str], since: datetime | None) -> list[Case]:
    """The cases that were named, and those that were resolved since an instant; without both the current one.

    Raises:
        NotFoundError: there is no such case.
        UsageError: a script asks for the current one.
    """
    named = [case_of(run, item) for item in (items or ([] if since else ["."]))]
    found = [*named, *(resolved_cases(run.record, since, run.now) if since else ())]
    return list({one.number: one for one in found}.values())


def terms_of(run: Run, kind: SurveyKind, *, prints: bool, is_dry: bool) -> SurveyTerms:
    """How is asked, as the settings say."""
    settings = run.settings
    return SurveyTerms(
        kind=kind, cool_down=timedelta(days=int(settings.text("feedback.cooldown_days"))),
        expires=timedelta(days=int(settings.text("feedback.expires_days"))), link=settings.text("feedback.link"),
        needs_consent=settings.text("feedback.consent") == "given", prints=prints, is_dry=is_dry,
    )  # fmt: skip


def asked(run: Run, cases: Sequence[Case], terms: SurveyTerms) -> Asked:
    """Ask about cases, and hand what is due to the mail server.

    Raises:
        UsageError: the settings of the mail server cannot be used.
        UnavailableError: the record cannot be written.
    """
    from cscli.cli.day.run_mail import mailroom, session
    from cscli.outbox.outbox import Outbox

    room, sender = mailroom(run), _sender(run)
    outbox = Outbox(run, cache=run.cache(creates=True))
    done, not_done = SurveyPost(run, outbox, room, sender, terms, lambda: _translating(run)).asked(cases)
    queued = {one.interaction for one in done if one.state == "queued" and one.interaction is not None}
    if not queued:
        return Asked(done, not_done)
    problems: tuple[Problem, ...] = ()
    states = {}
    try:
        with session(run) as hand_in:
            states = {mail.interaction: str(mail.state) for mail in room.send_due(hand_in, queued)}
    except UnavailableError as problem:
        problems = problem.problems
    done = tuple(one._replace(state=states.get(one.interaction or 0, one.state)) for one in done)
    return Asked(done, not_done, problems)


def _sender(run: Run) -> "Address | None":
    """Who mails are from; None where none can be sent from here."""
    from cscli.cli.day.run_mail import server_of
    from cscli.outbox.mail import sender_address

    if server_of(run) is None:
        return None
    return sender_address(run.settings.text("smtp.sender"), run.sender.shop)


def _translating(run: Run) -> "TranslationSession":
    from cscli.translation.session import TranslationOptions, TranslationSession

    return TranslationSession(run, TranslationOptions(private=True, outgoing=True))
