"""Runs one engine on segments, retrying with other ways of masking.

A translation that lost a token, a number or its language is rejected. The last attempt translates only the words around
the tokens.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cscli.quality.finding import Finding
from cscli.reading.placeables import Kind, Placeable
from cscli.translation.brief import Brief
from cscli.translation.engines.engine import Answer, BadAnswerError, Engine, EngineError, Job, Outcome, RejectedError
from cscli.translation.protect import Masked, MaskStyle, mask, pieces, restore, slot_names
from cscli.translation.source_text import MaskedSegment

# The findings about a slotted translation, and those that make it unusable.
Judge = Callable[[MaskedSegment, str, int, Brief], tuple[Sequence[Finding], Sequence[Finding]]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A slotted translation, the engine's answer, and the findings of checks."""

    slotted: str
    answer: Answer
    findings: tuple[Finding, ...] = ()

    @property
    def leaves_glossary(self) -> bool:
        """Whether a required term was not used."""
        return any(finding.breaks_glossary for finding in self.findings)


@dataclass(frozen=True, slots=True)
class _Turn:
    """One way to ask: the mask style, whether bare digits are hidden, and whether glossary terms are inserted."""

    mask_style: MaskStyle
    hides_digits: bool = False
    injects: bool = False


class EngineRun:
    """An engine with a brief."""

    def __init__(self, engine: Engine, brief: Brief, judge: Judge) -> None:
        self._engine, self._brief, self._judge = engine, brief, judge
        self.name = engine.profile.name

    def outcomes(self, segments: Sequence[MaskedSegment]) -> list[Candidate | EngineError]:
        """A candidate, or the reason for failure, for each segment in order."""
        found: dict[int, Candidate | EngineError] = {}
        waiting = list(range(len(segments)))
        for turn in self._turns():
            found |= dict(zip(waiting, self._asked([segments[i] for i in waiting], turn), strict=True))
            waiting = [i for i in waiting if isinstance(found[i], _LostError) and segments[i].every_placeable]
            if not waiting:
                break
        if waiting and not self._is_memory:
            found |= dict(zip(waiting, self._in_pieces([segments[i] for i in waiting]), strict=True))
        return [_final(found[i]) for i in range(len(segments))]

    def with_terms(self, segments: Sequence[MaskedSegment]) -> list[Candidate | EngineError]:
        """Candidates in which glossary terms replace the words of the source."""
        if not segments:
            return []
        return self._asked(segments, _Turn(self._engine.profile.mask_styles[0], hides_digits=True, injects=True))

    @property
    def _is_memory(self) -> bool:
        return self._engine.profile.mask_styles == (MaskStyle.SLOTS,)

    def _turns(self) -> Iterator[_Turn]:
        for place, mask_style in enumerate(self._engine.profile.mask_styles):
            yield _Turn(mask_style, hides_digits=place > 0)
        if not self._is_memory and len(self._engine.profile.mask_styles) == 1:
            yield _Turn(self._engine.profile.mask_styles[0], hides_digits=True)

    def _asked(self, segments: Sequence[MaskedSegment], turn: _Turn) -> list[Candidate | EngineError]:
        """The outcomes of asking in one way."""
        wanted = [self._masked(segment, turn) for segment in segments]
        outcomes = self._translated([masked.text for masked, _ in wanted], turn.mask_style, segments)
        return [
            self._candidate(segment, masked, instead, outcome)
            for segment, (masked, instead), outcome in zip(segments, wanted, outcomes, strict=True)
        ]

    def _masked(self, segment: MaskedSegment, turn: _Turn) -> tuple[Masked, Mapping[int, str]]:
        """A segment for the engine, and the text for each token: its slot, a digit, or a term."""
        placeables = segment.every_placeable if turn.hides_digits else segment.placeables
        terms = self._terms(segment) if turn.injects else {}
        placeables = tuple(sorted((*placeables, *terms), key=lambda m: m.start))
        slots = dict(zip((m.start for m in segment.placeables), slot_names(segment.placeables), strict=True))
        instead = {
            index: f"{{{{ {slots[m.start]} }}}}" if m.start in slots else terms.get(m, m.text)
            for index, m in enumerate(placeables)
        }
        return mask(segment.text, placeables, turn.mask_style), instead

    def _terms(self, segment: MaskedSegment) -> dict[Placeable, str]:
        """The glossary terms outside masked placeables, with their targets."""
        brief = self._brief
        hits = brief.glossary.hits(segment.text, brief.source, brief.target, brief.market_code)
        taken = segment.every_placeable
        return {
            Placeable(kind=Kind.TERM, start=h.start, end=h.end, text=segment.text[h.start : h.end]): h.term.targets[0]
            for h in hits
            if not any(m.start < h.end and h.start < m.end for m in taken)
        }

    def _candidate(
        self, segment: MaskedSegment, masked: Masked, instead: Mapping[int, str], outcome: Outcome
    ) -> Candidate | EngineError:
        if isinstance(outcome, EngineError):
            return outcome
        if not outcome.text.strip():
            return BadAnswerError(self.name, "it answered nothing")
        restored = restore(masked, outcome.text.strip(), instead=instead)
        if not restored.whole:
            return _LostError(self.name, "it lost what must not change")
        return self._judged(segment, Candidate(restored.text, outcome))

    def _judged(self, segment: MaskedSegment, candidate: Candidate) -> Candidate | EngineError:
        """The candidate with findings; units of the memory were checked when they were stored."""
        if self._is_memory:
            return candidate
        findings, faults = self._judge(segment, candidate.slotted, candidate.answer.unknown, self._brief)
        if not faults:
            return replace(candidate, findings=tuple(findings))
        kind = _LostError if any(fault.is_loss for fault in faults) else RejectedError
        return kind(self.name, "; ".join(dict.fromkeys(fault.message.rstrip(".") for fault in faults)))

    def _in_pieces(self, segments: Sequence[MaskedSegment]) -> list[Candidate | EngineError]:
        """Segments translated piece by piece around their placeables: safe, but less fluent."""
        cut = [pieces(segment.text, segment.every_placeable) for segment in segments]
        texts = [p.text.strip() for parts in cut for p in parts if not p.placeable and _has_words(p.text)]
        outcomes = iter(self._translated(texts, MaskStyle.ALNUM, segments))
        found: list[Candidate | EngineError] = []
        for segment, parts in zip(segments, cut, strict=True):
            slots = iter(f"{{{{ {name} }}}}" for name in slot_names(segment.placeables))
            hidden = {m.start for m in segment.placeables}
            built: list[str] = []
            answers: list[Outcome] = []
            for part in parts:
                if part.placeable:
                    built.append(next(slots) if part.placeable.start in hidden else part.text)
                elif _has_words(part.text):
                    outcome = next(outcomes)
                    answers.append(outcome)
                    built.append(_within(part.text, outcome.text if isinstance(outcome, Answer) else ""))
                else:
                    built.append(part.text)
            failed = next((a for a in answers if isinstance(a, EngineError)), None)
            unknown = sum(a.unknown for a in answers if isinstance(a, Answer))
            whole = Candidate("".join(built), Answer(text="", unknown=unknown))
            found.append(failed or self._judged(segment, whole))
        return found

    def _translated(
        self, texts: Sequence[str], mask_style: MaskStyle, segments: Sequence[MaskedSegment]
    ) -> tuple[Outcome, ...]:
        if not texts:
            return ()
        brief = self._brief
        hits = [
            hit
            for segment in (() if self._is_memory else segments)
            for hit in brief.glossary.hits(segment.text, brief.source, brief.target, brief.market_code)
        ]
        job = Job(
            texts=tuple(texts), source=brief.source, target=brief.target, mask_style=mask_style,
            register=brief.register, market=brief.market_code, context=brief.context,
            terms=tuple(dict.fromkeys((hit.term.source, hit.term.targets[0]) for hit in hits)),
        )  # fmt: skip
        return self._engine.translate(job)


class _LostError(RejectedError):
    """A token or number was lost; another way of asking may keep it."""


def _final(outcome: Candidate | EngineError) -> Candidate | EngineError:
    """The outcome, as a plain rejection if no other way is left."""
    return RejectedError(outcome.engine, outcome.what) if isinstance(outcome, _LostError) else outcome


def _has_words(text: str) -> bool:
    return any(c.isalpha() for c in text)


def _within(original: str, translated: str) -> str:
    """A translation with the white space of the original."""
    bare = original.strip()
    at = original.find(bare)
    return f"{original[:at]}{translated.strip()}{original[at + len(bare) :]}"
