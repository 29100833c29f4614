"""Translates single texts: forward, back, or with each engine."""

from contextlib import closing
from dataclasses import dataclass, replace

from cscli.errors import DeskError, RefusedError, UnavailableError
from cscli.markets.scripts import written_alike
from cscli.quality.finding import Finding
from cscli.reading.placeables import Finder
from cscli.text import base_tag, clean
from cscli.translation.brief import Purpose, Translation
from cscli.translation.memory import fuzzy
from cscli.translation.session import TranslationSession
from cscli.translation.source_text import from_slots, in_slots


def translated(session: TranslationSession, text: str, source: str, target: str) -> Translation:
    """The translation of a text; a text in the target language is only checked, if it is to be sent.

    Raises:
        RefusedError, UnavailableError: the text cannot be translated.
    """
    if source == target or (base_tag(target) == source and written_alike(source, target)):
        found = session.findings(text, target) if session.purpose is Purpose.SEND and text.strip() else ()
        return Translation(text=text, source=source, target=target, segments=(), findings=found)
    translator, brief = session.translator(source, target)
    return translator.translation(clean(text), brief)


def translated_back(session: TranslationSession, done: Translation) -> Translation:
    """A translation translated back, without the memory and for reading only.

    Raises:
        RefusedError, UnavailableError: it cannot be translated.
    """
    reading = replace(session.options, fresh=True, market="", register="", outgoing=False)
    with closing(session.with_options(reading)) as reader:
        return translated(reader, done.text, done.target, done.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """The translation by one engine; ``text`` is None if it failed. ``score`` is the memory's, 1 to 100."""

    engine: str
    text: str | None
    score: int | None = None
    error: str | None = None
    findings: tuple[Finding, ...] = ()


def alternatives(
    session: TranslationSession, text: str, source: str, target: str
) -> tuple[list[Alternative], DeskError | None]:
    """The translation by each engine, similar ones from the memory, and the error if there are none."""
    said, failed = list[Alternative](), list[DeskError]()
    for name in [engine.profile.name for engine in session.engines]:
        with closing(session.alone(name)) as alone:
            try:
                done = translated(alone, text, source, target)
            except (RefusedError, UnavailableError) as problem:
                failed.append(problem)
                said.append(Alternative(engine=name, text=None, error=problem.message))
                continue
        scores = [s.score for s in done.segments if s.score is not None]
        said.append(
            Alternative(engine=name, text=done.text, score=min(scores, default=None), findings=done.findings)
        )  # fmt: skip
    said += _remembered(session, text, source, target, {one.text for one in said})
    if any(one.text for one in said) or not failed:
        return said, None
    # A refusal is preferred, because its hint says what to do.
    return said, next((problem for problem in failed if isinstance(problem, RefusedError)), failed[-1])


def _remembered(
    session: TranslationSession, text: str, source: str, target: str, said: set[str | None]
) -> list[Alternative]:
    record = session.desk.record
    if not record.exists():
        return []
    finder = Finder(order_patterns=session.desk.settings.items("order_numbers"), language=source)
    similar = fuzzy(record, in_slots(text, finder), source, target, session.options.market)
    write = session.translator(source, target)[1].write
    known = {from_slots(m.unit.target, text, finder, write): m.score for m in similar}
    return [Alternative(engine="memory", text=t, score=score) for t, score in known.items() if t not in said]
