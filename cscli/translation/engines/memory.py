"""The translation memory as an engine: answers exact matches only.

Approved units are trusted. An engine's earlier answer is repeated in that engine's name, so that no text is sent or
computed twice.
"""

from cscli.translation.engines.context import EngineContext
from cscli.translation.engines.engine import Answer, Job, NoMatchError, Outcome, Profile, Quality
from cscli.translation.memory import PERFECT, Match, count_uses, exact
from cscli.translation.protect import MaskStyle

_AGAIN = PERFECT - 40  # the score of the same text, not approved


class MemoryEngine:
    """Answers from the record."""

    profile = Profile(name="memory", mask_styles=(MaskStyle.SLOTS,))

    def __init__(self, context: EngineContext) -> None:
        self._record = context.record
        self._now = context.now

    def quality(self, source: str, target: str) -> Quality | None:  # noqa: ARG002 - the Protocol's signature
        """Full for any pair, because approved units may be sent."""
        return Quality.FULL

    def translate(self, job: Job) -> tuple[Outcome, ...]:
        """The units of exactly these texts."""
        if not self._record.exists():
            return tuple(NoMatchError("memory", "nothing is remembered yet") for _ in job.texts)
        found = [exact(self._record, text, job.source, job.target, job.market) for text in job.texts]
        outcomes = tuple(_outcome(match) for match in found)
        used = [match for match, outcome in zip(found, outcomes, strict=True) if match and isinstance(outcome, Answer)]
        if used:
            count_uses(self._record, used, self._now)
        return outcomes

    def close(self) -> None:
        """The record closes itself."""


def _outcome(match: Match | None) -> Outcome:
    """The answer of a usable match: approved, or an engine's answer to the same text."""
    if match and match.score == PERFECT:
        return Answer(text=match.unit.target, score=match.score, origin=_engine(match), trusted=True)
    if match and match.score == _AGAIN and _engine(match):
        return Answer(text=match.unit.target, score=match.score, origin=_engine(match))
    return NoMatchError("memory", "it does not know the text")


def _engine(match: Match) -> str:
    """The engine of a unit; empty for a person or a template."""
    return "" if match.unit.origin in ("agent", "template", "import") else match.unit.origin
