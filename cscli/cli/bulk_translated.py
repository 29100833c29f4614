"""Replies of a bulk run in languages that have no template: translated by lots, each sentence once."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cscli.cli.door.output import plain
from cscli.cli.door.run import Desk
from cscli.cli.translating import TranslationOptions, TranslationSession
from cscli.errors import DeskError
from cscli.tables.row import Outcome, Status

if TYPE_CHECKING:
    from cscli.translation.brief import Brief, Translation
    from cscli.translation.pipeline import Translator

_Pair = tuple[str, str, str, str]


class Translations:
    """The translators of a run; all pairs of languages share its engines."""

    def __init__(self, desk: Desk, wishes: TranslationOptions) -> None:
        """Make the engines, so that one that does not exist is refused before the first row.

        Raises:
            NotFoundError: there is no such engine.
            UsageError: no engine is named.
        """
        self._interpreter = TranslationSession(desk=desk, wishes=wishes)
        self._engines = self._interpreter.engines
        self._known: dict[_Pair, tuple[Translator, Brief]] = {}

    def outcomes(self, found: Sequence[Outcome]) -> list[Outcome]:
        """The outcomes; those that want another language are in it, or rejected with the reason."""
        wanting: dict[_Pair, list[int]] = defaultdict(list)
        for place, outcome in enumerate(found):
            if outcome.wanted and outcome.status is Status.DONE:
                wanting[outcome.language, outcome.wanted, outcome.market, outcome.channel].append(place)
        final = list(found)
        for pair, places in wanting.items():
            translator, brief = self._translator(pair)
            texts = [text for place in places for text in (found[place].subject, found[place].body)]
            kept = [found[place].kept for place in places for _ in range(2)]
            done = translator.translations(texts, brief, kept)
            for place, subject, body in zip(places, done[::2], done[1::2], strict=True):
                final[place] = _translated(found[place], subject, body)
        return final

    def _translator(self, pair: _Pair) -> "tuple[Translator, Brief]":
        if pair not in self._known:
            source, target, market, channel = pair
            reader = self._interpreter.with_wishes(market=market, channel=channel)
            self._known[pair] = reader.translator(source, target)
        return self._known[pair]

    def close(self) -> None:
        """End the engines."""
        for engine in self._engines:
            engine.close()


def _translated(outcome: Outcome, subject: "Translation | DeskError", body: "Translation | DeskError") -> Outcome:
    from cscli.quality.finding import Severity

    for part in (subject, body):
        if isinstance(part, DeskError):
            return _refused(outcome, part.problems[0].code, part.message)
    assert not isinstance(subject, DeskError)  # noqa: S101 - told to the type checker
    assert not isinstance(body, DeskError)  # noqa: S101 - as above
    stopped = next((f for f in (*subject.findings, *body.findings) if f.severity is Severity.ERROR), None)
    if stopped:
        return _refused(outcome, stopped.check, stopped.message)
    kept = tuple(f for f in outcome.findings if f["check"] != "language-fallback")
    findings = (*(plain(f) for f in body.findings), *kept)
    recorded = {
        **outcome.recorded, "body": body.text, "subject": subject.text, "language": outcome.wanted,
        "findings": findings, "agent_text": outcome.body, "agent_language": outcome.language, "engines": body.seen_by,
    } if outcome.recorded else None  # fmt: skip
    return outcome._replace(
        subject=subject.text, body=body.text, language=outcome.wanted, findings=findings, recorded=recorded
    )


def _refused(outcome: Outcome, code: str, reason: str) -> Outcome:
    return Outcome(
        number=outcome.number, line=outcome.line, key=outcome.key, status=Status.REJECTED, code=code, reason=reason
    )
