"""What a run knows of feedback: which cases to ask about, on which terms, and how the questions leave."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from cscli.cli.door.run import Run
from cscli.cli.runs.cases import case_of, own_name
from cscli.desk.cases.case import Case
from cscli.desk.feedback.answers import (
    LONGEST_COMMENT,
    Translated,
    keep_ratings,
    keep_translated,
    kept_comment,
    origin_of,
    ratings_answered,
    require_on_scale,
)
from cscli.desk.feedback.asking import resolved_cases
from cscli.desk.feedback.rated import rated_case
from cscli.desk.feedback.survey import Came, Rating, SurveyKind
from cscli.errors import DeskError, Problem, UnavailableError, UsageError, not_one_of
from cscli.outbox.surveys import AskedCase, NotAskedCase, SurveyPost, SurveyTerms
from cscli.text import base_tag

if TYPE_CHECKING:
    from cscli.desk.measures.measured import Measured
    from cscli.desk.measures.period import Period
    from cscli.reading.mail_address import Address
    from cscli.translation.session import TranslationSession


_LONGEST_TRANSLATED = 4_000


class SurveysAsked(NamedTuple):
    """The cases whose customers were asked, and those whose customers were not."""

    asked: tuple[AskedCase, ...]
    not_asked: tuple[NotAskedCase, ...]


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


def asked(run: Run, cases: Sequence[Case], terms: SurveyTerms) -> tuple[SurveysAsked, tuple[Problem, ...]]:
    """Ask about cases, and hand what is due to the mail server; also gives why that failed.

    Raises:
        UsageError: the settings of the mail server cannot be used.
        UnavailableError: the record cannot be written.
    """
    from cscli.cli.runs.mail import mailroom, session
    from cscli.outbox.outbox import Outbox

    room, sender = mailroom(run), _sender(run)
    outbox = Outbox(run, cache=run.cache(creates=True))
    done, not_done = SurveyPost(run, outbox, room, sender, terms, lambda: _translating(run)).asked(cases)
    queued = {one.interaction for one in done if one.state == "queued" and one.interaction is not None}
    if not queued:
        return SurveysAsked(done, not_done), ()
    problems: tuple[Problem, ...] = ()
    states = {}
    try:
        with session(run) as hand_in:
            states = {mail.interaction: str(mail.state) for mail in room.send_due(hand_in, queued)}
    except UnavailableError as problem:
        problems = problem.problems
    done = tuple(one._replace(state=states.get(one.interaction or 0, one.state)) for one in done)
    return SurveysAsked(done, not_done), problems


def _sender(run: Run) -> "Address | None":
    """Who mails are from; None where none can be sent from here."""
    from cscli.cli.runs.mail import server_of
    from cscli.outbox.mail import sender_address

    if server_of(run) is None:
        return None
    return sender_address(run.settings.text("smtp.sender"), run.sender.shop)


def _translating(run: Run) -> "TranslationSession":
    from cscli.translation.session import TranslationOptions, TranslationSession

    return TranslationSession(run, TranslationOptions(private=True, outgoing=True))


def rated_by_hand(
    run: Run, case: Case, kind: SurveyKind, score: int, *, comment: str, at: datetime
) -> tuple[Rating, str]:  # fmt: skip
    """Keep what an agent heard of a case, and say whether that is added, changed or the same.

    Raises:
        UsageError: the score is not on the scale, the comment too long, or the instant still to come.
    """
    from cscli.cli.door.arguments.typed_text import require_length

    require_on_scale(kind, score)
    require_length(comment, LONGEST_COMMENT, "Keep the part that matters.", code="bad-value")
    if at > run.now:
        raise UsageError("The rating is of the future.", code="bad-value", hint="Check --at.")
    about = rated_case(run.record, case, kind)
    rating = Rating(
        origin=origin_of(kind, about.survey, about.case_number), kind=kind, score=score, answered_at=at,
        came=Came.HAND, survey=about.survey.id if about.survey else None, case_number=about.case_number,
        customer=about.customer, market=about.market, language=about.language, channel=about.channel,
        agent=about.agent, comment=kept_comment(comment), kept_by=own_name(run),
    )  # fmt: skip
    kept = keep_ratings(run.record, [rating])
    done = next(name for name, count in kept._asdict().items() if count)
    return next(iter(with_translations(run, [rating])), rating), done


def period_of(run: Run, since: str, until: str, zone: str) -> "Period":
    """The period of a report; one that ends now holds what was recorded in this second, too.

    Raises:
        UsageError: one of its ends cannot be read, or nothing lies between them.
        NotFoundError: there is no such zone.
    """
    from cscli.cli.runs.stats import period_named

    period = period_named(run, since, until, zone)
    return period if until else replace(period, until=period.until + 1)


def reported(run: Run, kind: SurveyKind | None, period: "Period", by: Sequence[str]) -> "tuple[Measured, ...]":
    """The measures of ratings in a period; of one kind, or of all."""
    from cscli.cli.runs.policies import RunPolicies
    from cscli.desk.measures.definitions import defined
    from cscli.desk.measures.report import measures

    wanted = defined([*([str(kind)] if kind else map(str, SurveyKind)), "response-rate", "asked-share"])
    policies = RunPolicies(run).policies
    return measures(run.record, policies, wanted, period, now=int(run.now.timestamp()), by=by)


def comments_of(run: Run, kind: SurveyKind | None, period: "Period", limit: int) -> list[Rating]:
    """What customers said beside their ratings in a period, the newest first, in the agent's language, too."""
    from cscli.clock.zones import utc

    found = ratings_answered(run.record, utc(period.since), utc(period.until))
    said = [one for one in reversed(found) if one.comment and (kind is None or one.kind is kind)]
    return list(with_translations(run, said[:limit]))


def with_translations(run: Run, ratings: Iterable[Rating]) -> Iterator[Rating]:
    """Ratings with their comments in the first language that the agent reads, where this machine can translate them.

    What is translated is kept. A comment in a language that the agent reads needs no translation.
    """
    reads = run.settings.items("agent.reads")
    known = {base_tag(tag) for tag in reads}
    for one in ratings:
        has_it = one.translation and base_tag(one.translation_language) in known
        if not (one.comment and reads) or has_it or base_tag(one.language) in known:
            yield one
            continue
        done = _translated(run, one, reads[0])
        if done:
            keep_translated(run.record, one.origin, one.comment, done)
        yield one._replace(
            translation=done.text, translation_language=done.language, engine=done.engine
        ) if done else one  # fmt: skip


def _translated(run: Run, rating: Rating, target: str) -> Translated | None:
    """The comment of a rating, by the engines of this machine; None where none can."""
    from contextlib import closing

    from cscli.translation.session import TranslationOptions, TranslationSession

    if not rating.language:
        return None
    try:
        with closing(TranslationSession(run, TranslationOptions(private=True, market=rating.market))) as session:
            translator, brief = session.translator(base_tag(rating.language), target)
            done = translator.translation(rating.comment[:_LONGEST_TRANSLATED], brief)
    except DeskError:
        return None
    engines = dict.fromkeys(one.engine or str(one.origin) for one in done.segments if one.origin != "kept")
    return Translated(target, done.text, ", ".join(engines))
