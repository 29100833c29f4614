"""Replies of a bulk run in languages that have no template: translated in lots, each sentence once."""

from collections import defaultdict
from collections.abc import Sequence

from cscli.bulk.rows.outcome import Outcome, RowStatus
from cscli.errors import DeskError
from cscli.outbox.check import advice
from cscli.outbox.translate import Interpreted, Interpreter, Original
from cscli.quality.finding import errors


class Translations:
    """The translators of a run; all pairs of languages share its engines."""

    def __init__(self, interpreter: Interpreter) -> None:
        self._interpreter = interpreter

    def outcomes(self, found: Sequence[Outcome]) -> list[Outcome]:
        """The outcomes; those that want another language are in it, or rejected with the reason."""
        wanting: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
        for place, outcome in enumerate(found):
            if outcome.wanted and outcome.status is RowStatus.DONE:
                wanting[outcome.language, outcome.wanted, outcome.market, outcome.channel].append(place)
        final = list(found)
        for (source, target, market, channel), places in wanting.items():
            originals = [
                Original(subject=found[place].subject, body=found[place].body, kept=found[place].kept)
                for place in places
            ]
            done = self._interpreter.interpreted(
                originals, source=source, target=target, market=market, channel=channel
            )  # fmt: skip
            for place, one in zip(places, done, strict=True):
                final[place] = _translated(found[place], one)
        return final

    def close(self) -> None:
        """End the engines."""
        self._interpreter.close()


def _translated(outcome: Outcome, done: Interpreted | DeskError) -> Outcome:
    if isinstance(done, DeskError):
        return outcome.rejected(done.problems[0].code, done.message)
    if stopped := errors(done.findings):
        return outcome.rejected(stopped[0].check, stopped[0].message, advice(stopped[0]))
    body, findings = done.translation, (*done.findings, *outcome.findings)
    outgoing = outcome.outgoing and outcome.outgoing._replace(
        body=body.text, subject=done.subject, language=body.target, findings=findings, agent_text=done.original,
        agent_language=body.source, engines=body.seen_by,
    )  # fmt: skip
    return outcome._replace(
        subject=done.subject, body=body.text, language=body.target, findings=findings, outgoing=outgoing
    )
