"""Reports on engines (host, key, consent, quality), and a trial translation."""

from dataclasses import dataclass, replace
from time import monotonic

from cscli.errors import DeskError, UnavailableError, UsageError
from cscli.state.engines import Consent, consents, end_pause
from cscli.text import base_tag
from cscli.translation.engines.engine import Engine, EngineError, Job, Profile, Quality, UnsupportedPairError
from cscli.translation.engines.registry import engine, engine_names
from cscli.translation.session import TranslationSession

_TRIAL = {
    "en": "Where is my order A-1042?", "de": "Wo ist meine Bestellung A-1042?", "es": "¿Dónde está mi pedido A-1042?",
    "fr": "Où est ma commande A-1042 ?", "it": "Dov'è il mio ordine A-1042?", "pt": "Onde está o meu pedido A-1042?",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineReport:
    """The state of an engine.

    ``position`` counts from 1 among the engines of the settings, None for others. ``host`` receives texts, empty for
    local engines. ``setup`` is the command that configures it; ``problem`` says why nothing else is known.
    """

    engine: str
    position: int | None
    host: str | None = None
    local: bool | None = None
    key: str = ""
    consent: str = ""
    quality: Quality | None = None
    setup: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A translated sentence and the time it took."""

    engine: str
    source: str
    target: str
    text: str
    milliseconds: int
    quality: Quality | None


def engine_reports(session: TranslationSession, source: str, target: str) -> tuple[EngineReport, ...]:
    """All engines, built-in ones first, with their quality for a pair of languages, if one is given."""
    agreed = consents(session.desk.machine)
    return tuple(_report(name, session, agreed, source, target) for name in engine_names())


def trial(session: TranslationSession, source: str, target: str) -> Trial:
    """A sentence with an order number, translated by the last engine of a session.

    Raises:
        RefusedError: consent is missing.
        UnavailableError: the engine does not answer, or does not support the pair.
    """
    only = session.engines[-1]
    end_pause(session.desk.machine, only.profile.name)
    translator, brief = session.translator(source, target)
    brief = replace(brief, remember=False)  # the sentence is of no use in the memory
    started = monotonic()
    try:
        done = translator.translation(_TRIAL.get(base_tag(source), _TRIAL["en"]), brief)
    except UnavailableError as problem:
        if problem.problems[0].code == "no-engine":
            raise _why_not(only, source, target) from problem
        raise
    return Trial(
        engine=only.profile.name, source=source, target=target, text=done.text,
        milliseconds=round((monotonic() - started) * 1000), quality=done.segments[0].quality,
    )  # fmt: skip


def _report(
    name: str, session: TranslationSession, agreed: tuple[Consent, ...], source: str, target: str
) -> EngineReport:
    named = session.desk.settings.items("engines")
    position = named.index(name) + 1 if name in named else None
    try:
        made = engine(name, session.engine_context)
        profile, quality = made.profile, made.quality(source, target) if source else None
    except (UsageError, UnavailableError) as problem:  # of this one engine; the others are of use all the same
        return EngineReport(engine=name, position=position, problem=_sentence(problem))
    is_there = bool(profile.key and session.engine_context.secret(profile.key))
    return EngineReport(
        engine=profile.name, position=position, host=profile.host, local=profile.is_local,
        key=("there" if is_there else f"missing: {profile.key}") if profile.key else "",
        consent=_consent(profile, session.desk.settings.text("privacy"), agreed), quality=quality,
        setup=profile.setup or None,
    )  # fmt: skip


def _sentence(problem: DeskError) -> str:
    first = problem.problems[0]
    return f"{first.message} {first.hint}".strip()


def _consent(profile: Profile, privacy: str, agreed: tuple[Consent, ...]) -> str:
    """The consent for an engine in a word; empty if it is not set up."""
    if profile.setup:
        return ""
    if profile.is_local:
        return "not needed"
    if privacy != "ask":
        return {"online": "given: privacy", "local-only": "refused: privacy"}[privacy]
    return "given" if any((c.engine, c.host) == (profile.name, profile.host) for c in agreed) else "to be asked"


def _why_not(engine: Engine, source: str, target: str) -> EngineError:
    """Why an engine does not support a pair, in its own words if it is local."""
    if engine.profile.is_local:
        job = Job(texts=("Hello.",), source=source, target=target, mask_style=engine.profile.mask_styles[0])
        (outcome,) = engine.translate(job)
        if isinstance(outcome, EngineError):
            return outcome
    return UnsupportedPairError(engine.profile.name, f"it does not translate {source} to {target}")
