"""Translates texts: segments, glossary, memory, engines in turn, checks.

Segments that differ only in placeables are translated once. A text with a segment that no engine translates undamaged
is refused with every engine's reason; there are no partial translations.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from cscli.errors import DeskError
from cscli.quality.checks.spacing import autofixed
from cscli.quality.finding import Finding
from cscli.reading.placeables import Finder
from cscli.record.record import Record
from cscli.state.engines import add_failure, current_pause, end_pause
from cscli.state.machine import MachineState
from cscli.text import is_right_to_left, isolated
from cscli.translation.acceptance import Acceptance
from cscli.translation.brief import Brief, Origin, Purpose, TranslatedSegment, Translation
from cscli.translation.consent import ConsentGate
from cscli.translation.engine_run import Candidate, EngineRun
from cscli.translation.engines.engine import (
    Engine,
    EngineError,
    NoMatchError,
    Quality,
    RateLimitedError,
    TimedOutError,
    UnreachableError,
    UnsupportedPairError,
)
from cscli.translation.failure import failure
from cscli.translation.memory import Unit, add_units
from cscli.translation.protect import MaskStyle, mask, rendered, restore, slot_placeables
from cscli.translation.source_text import MaskedSegment, SourceText, read_source_text

_LONGEST_TERM = 60
_DOWN = (RateLimitedError, TimedOutError, UnreachableError)


@dataclass(frozen=True, slots=True)
class _Found:
    """The slotted translation of a segment's key, and its origin."""

    slotted: str
    origin: Origin
    engine: str = ""
    score: int | None = None
    reviewed: bool = False
    quality: Quality | None = None
    unknown: int = 0
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class _Work:
    """The segments still to be translated by key, the translations found, and why engines failed."""

    waiting: dict[str, MaskedSegment]
    found: dict[str, _Found] = field(default_factory=dict)
    reasons: dict[str, list[DeskError]] = field(default_factory=dict)
    seen_by: dict[str, list[str]] = field(default_factory=dict)


class Translator:
    """Translates texts between two languages with the engines of a run.

    Args:
        engines: in order of preference; local ones are tried first.
        gate: consent to send texts.
        record: has the memory.
        machine: has the pauses of services.
        finder: finds placeables in the source language.
        acceptance: the checks.
        now: the current time.
    """

    def __init__(  # noqa: PLR0913 - what a translation needs
        self,
        engines: Sequence[Engine],
        *,
        gate: ConsentGate,
        record: Record,
        machine: MachineState,
        finder: Finder,
        acceptance: Acceptance,
        now: datetime,
    ) -> None:
        self._engines, self._gate = tuple(engines), gate
        self._record, self._machine = record, machine
        self._finder, self._acceptance, self._now = finder, acceptance, now

    def translations(
        self, texts: Sequence[str], brief: Brief, kept: Sequence[Sequence[str]] = ()
    ) -> tuple[Translation | DeskError, ...]:
        """The translation of each text or its error, in order.

        Args:
            texts: in the source language.
            brief: the translation brief.
            kept: for each text, further words that must not change; empty: none.
        """
        words = kept or [()] * len(texts)
        source_texts = [read_source_text(text, self._finder, own) for text, own in zip(texts, words, strict=True)]
        keyed = {s.key: s for source_text in source_texts for s in source_text.masked if s}
        work = _Work(waiting=keyed)
        self._from_glossary(work, brief)
        for engine in self._in_order(brief):
            if work.waiting:
                self._ask(engine, work, brief)
        return tuple(self._translation(source_text, work, brief) for source_text in source_texts)

    def translation(self, text: str, brief: Brief) -> Translation:
        """The translation of one text.

        Raises:
            RefusedError: consent is missing, or all translations were damaged.
            UnavailableError: no engine supports the pair, or none can be reached.
        """
        (outcome,) = self.translations([text], brief)
        if isinstance(outcome, DeskError):
            raise outcome
        return outcome

    def _in_order(self, brief: Brief) -> list[Engine]:
        """The engines that support the pair: for sending, gist engines last; then local ones first."""
        known = [(engine.quality(brief.source, brief.target), engine) for engine in self._engines]
        gists_last = brief.purpose is Purpose.SEND

        def rank(pair: tuple[Quality | None, Engine]) -> tuple[bool, bool]:
            return gists_last and pair[0] is Quality.GIST, not pair[1].profile.is_local

        return [engine for quality, engine in sorted((p for p in known if p[0]), key=rank)]

    def _from_glossary(self, work: _Work, brief: Brief) -> None:
        """Translate segments that are exactly one glossary term."""
        for key, masked_segment in list(work.waiting.items()):
            bare = masked_segment.text.strip(" .!?:")
            if masked_segment.placeables or len(bare) > _LONGEST_TERM:
                continue
            hits = brief.glossary.hits(bare, brief.source, brief.target, brief.market_code)
            if len(hits) == 1 and (hits[0].start, hits[0].end) == (0, len(bare)):
                target = masked_segment.text.replace(bare, hits[0].term.targets[0])
                work.found[key] = _Found(target, Origin.GLOSSARY, reviewed=True)
                del work.waiting[key]

    def _ask(self, engine: Engine, work: _Work, brief: Brief) -> None:
        """Translate the waiting segments with an engine, if permitted."""
        profile = engine.profile
        refusal = self._refusal(engine)
        if refusal:
            for key in work.waiting:
                work.reasons.setdefault(key, []).append(refusal)
            return
        attempt = EngineRun(engine, brief, self._acceptance.of_segment)
        keys, masked_segments = list(work.waiting), list(work.waiting.values())
        outcomes = [self._believed(outcome, brief) for outcome in attempt.outcomes(masked_segments)]
        outcomes = _with_terms(attempt, masked_segments, outcomes)
        units = []
        for key, outcome in zip(keys, outcomes, strict=True):
            if not isinstance(outcome, NoMatchError | UnsupportedPairError):
                work.seen_by.setdefault(key, []).append(profile.name)
            if isinstance(outcome, EngineError):
                work.reasons.setdefault(key, []).append(outcome)
                continue
            found = self._found(profile.name, outcome, brief)
            work.found[key] = found
            del work.waiting[key]
            if found.origin is Origin.ENGINE and brief.remember:
                units.append(_unit(key, found, brief))
        self._note_health(engine, outcomes)
        if units:
            add_units(self._record, units, self._now)

    def _refusal(self, engine: Engine) -> DeskError | None:
        """Why an engine may not be asked now: consent, or a pause after failures."""
        profile = engine.profile
        if not self._gate.allows(profile):
            return self._gate.refusal(profile)
        pause = None if profile.is_local else current_pause(self._machine, profile.name, self._now)
        if pause:
            return UnreachableError(profile.name, f"it is left alone until {pause.until} ({pause.reason})")
        return None

    def _believed(self, outcome: Candidate | EngineError, brief: Brief) -> Candidate | EngineError:
        """The outcome; a unit of an engine is only as good as that engine in this run."""
        if isinstance(outcome, EngineError) or outcome.answer.score is None or outcome.answer.trusted:
            return outcome
        quality = self._quality(outcome.answer.origin, brief)
        if quality is None or (quality is Quality.GIST and brief.purpose is Purpose.SEND):
            return NoMatchError("memory", "what it knows is not good enough")
        return outcome

    def _quality(self, name: str, brief: Brief) -> Quality | None:
        """The quality of an engine of this run, or None."""
        engine = next((engine for engine in self._engines if engine.profile.name == name), None)
        return engine.quality(brief.source, brief.target) if engine else None

    def _note_health(self, engine: Engine, outcomes: Sequence[Candidate | EngineError]) -> None:
        """Pause a service that failed completely; reset its failures otherwise."""
        if engine.profile.is_local:
            return
        down = [outcome for outcome in outcomes if isinstance(outcome, _DOWN)]
        if down and len(down) == len(outcomes):
            wanted = next((d.retry_after for d in down if isinstance(d, RateLimitedError)), None)
            add_failure(self._machine, engine.profile.name, self._now, down[0].what, wanted)
        elif not down:
            end_pause(self._machine, engine.profile.name)

    def _found(self, name: str, candidate: Candidate, brief: Brief) -> _Found:
        """An engine's translation with the spacing of the target language."""
        answer = candidate.answer
        if answer.score is not None:
            return _Found(
                candidate.slotted, Origin.MEMORY, answer.origin, answer.score, answer.trusted,
                None if answer.trusted else self._quality(answer.origin, brief),
            )  # fmt: skip
        fixed = autofixed(candidate.slotted, brief.target, slot_placeables(candidate.slotted))
        return _Found(
            fixed, Origin.ENGINE, name, quality=self._quality(name, brief), unknown=answer.unknown,
            findings=candidate.findings,
        )  # fmt: skip

    def _translation(self, source_text: SourceText, work: _Work, brief: Brief) -> Translation | DeskError:
        keys = [masked_segment.key if masked_segment else "" for masked_segment in source_text.masked]
        missing = [key for key in keys if key and key not in work.found]
        if missing:
            return failure(work.reasons.get(missing[0], []), brief)
        cut = list(zip(source_text.segments, source_text.masked, keys, strict=True))
        segments = tuple(_segment(s.text, masked_segment, work, key, brief) for s, masked_segment, key in cut)
        text = source_text.joined([s.target for s in segments], brief.source, brief.target)
        seen_by = dict.fromkeys(name for key in keys if key for name in work.seen_by.get(key, ()) if name != "memory")
        done = Translation(
            text=text, source=brief.source, target=brief.target, segments=tuple(s for s in segments if s.source),
            seen_by=tuple(seen_by), machine=any(_is_machine(s) for s in segments),
        )  # fmt: skip
        said = dict.fromkeys(finding for key in keys if key for finding in work.found[key].findings)
        return replace(done, findings=(*said, *self._acceptance.of_text(source_text.text, done, brief)))


def _with_terms(
    attempt: EngineRun, masked_segments: Sequence[MaskedSegment], outcomes: Sequence[Candidate | EngineError]
) -> list[Candidate | EngineError]:
    """The outcomes; where a glossary term is missing, one with the term inserted, if that works."""
    mended = list(outcomes)
    missing = [i for i, o in enumerate(outcomes) if isinstance(o, Candidate) and o.leaves_glossary]
    for index, other in zip(missing, attempt.with_terms([masked_segments[i] for i in missing]), strict=True):
        if isinstance(other, Candidate) and not other.leaves_glossary:
            mended[index] = other
    return mended


def _segment(text: str, masked_segment: MaskedSegment | None, work: _Work, key: str, brief: Brief) -> TranslatedSegment:
    """A segment with its own values in the slots of the translation."""
    if masked_segment is None:
        return TranslatedSegment(source=text, target=text, origin=Origin.KEPT)
    found = work.found[key]
    masked = mask(masked_segment.text, masked_segment.placeables, MaskStyle.SLOTS)
    target = restore(masked, found.slotted, brief.write, _isolated(masked_segment, brief)).text
    tried = (f"{e.engine}: {e.what}" for e in work.reasons.get(key, ()) if isinstance(e, EngineError))
    return TranslatedSegment(
        source=text, target=target, origin=found.origin, engine=found.engine, score=found.score,
        reviewed=found.reviewed, quality=found.quality, unknown=found.unknown,
        kept=tuple(placeable.text for placeable in masked_segment.placeables), tried=tuple(tried),
    )  # fmt: skip


def _isolated(masked_segment: MaskedSegment, brief: Brief) -> dict[int, str]:
    """Placeables with direction isolates, for a right-to-left text that is sent."""
    if brief.purpose is Purpose.READ or not is_right_to_left(brief.target):
        return {}
    return {i: isolated(rendered(placeable, brief.write)) for i, placeable in enumerate(masked_segment.placeables)}


def _is_machine(segment: TranslatedSegment) -> bool:
    return segment.origin in (Origin.ENGINE, Origin.MEMORY) and not segment.reviewed


def _unit(key: str, found: _Found, brief: Brief) -> Unit:
    return Unit(
        source_language=brief.source, target_language=brief.target, source=key, target=found.slotted,
        market=brief.market_code, origin=found.engine,
    )  # fmt: skip
