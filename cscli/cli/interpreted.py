"""A reply in a language that has no template: the one that there is, translated, checked and marked as such."""

import re
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from cscli.cli.checking import stopping
from cscli.cli.door.run import Desk
from cscli.cli.translating import TranslationOptions, TranslationSession
from cscli.errors import DeskError, Problem, UnavailableError

if TYPE_CHECKING:
    from cscli.markets.person import Person
    from cscli.quality.finding import Finding
    from cscli.replies.reply import Reply
    from cscli.translation.brief import Translation

FALLBACK = "language-fallback"
_SHORTEST_TERM = 2
_MARK = re.compile(r"\[\[\w+\]\]")  # what a draft has in the place of a missing value


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpreted:
    """How a reply was translated: the text it was made from, and why it must not be sent, if so."""

    original: str
    translation: "Translation"
    allowed: tuple[str, ...]
    stopped: tuple[Problem, ...]

    @property
    def as_data(self) -> dict[str, Any]:
        """The translation for scripts."""
        done = self.translation
        return {
            "source": done.source, "target": done.target, "original": self.original, "engines": list(done.seen_by),
            "segments": [asdict(segment) for segment in done.segments], "allowed": list(self.allowed),
        }  # fmt: skip

    @property
    def for_record(self) -> dict[str, Any]:
        """What the record keeps of it."""
        return {
            "agent_text": self.original, "agent_language": self.translation.source,
            "engines": self.translation.seen_by,
        }  # fmt: skip


def in_their_language(
    desk: Desk, answer: "Reply", wishes: TranslationOptions, person: "Person", *, asked: bool
) -> "tuple[Reply, Interpreted | None]":
    """A reply in the customer's language, and how it came to be; as it was when it has a template of its own.

    Args:
        desk: the run.
        answer: the reply in the language of its template.
        wishes: engines and consent of the command line.
        person: the customer, whose name stays as it is.
        asked: whether somebody asked for this very language.

    Raises:
        RefusedError: the language was asked for, and only an engine that would send the text away could translate it.
    """
    if not any(found.check == FALLBACK for found in answer.findings):
        return answer, None
    wanted = answer.variant[0]
    marks = dict.fromkeys(_MARK.findall(answer.subject + answer.body))
    wishes = replace(
        wishes, market=answer.market, channel=answer.channel.value, outgoing=True,
        names=_names(person), terms=(*_terms(answer.values), *marks),
    )  # fmt: skip
    try:
        with closing(TranslationSession(desk=desk, wishes=wishes)) as interpreter:
            translator, brief = interpreter.translator(answer.language, wanted)
            body = translator.translation(answer.body, brief)
            subject = translator.translation(answer.subject, brief) if answer.subject else None
    except DeskError as problem:
        if asked and not isinstance(problem, UnavailableError):
            raise
        return _untranslated(answer, problem), None
    if subject:
        body = replace(body, findings=(*body.findings, *_about_subject(subject, body)))
    return _translated(answer, body, subject.text if subject else ""), Interpreted(
        original=answer.body, translation=body, allowed=wishes.allow, stopped=stopping(body.findings, body.text)
    )


def _names(person: "Person") -> tuple[str, ...]:
    parts = (person.whole, *person.whole.split(), person.given, person.family, person.vocative, person.patronymic)
    return tuple(dict.fromkeys(part for part in parts if len(part) >= _SHORTEST_TERM))


def _terms(values: Mapping[str, Any]) -> tuple[str, ...]:
    """What an agent typed into the reply: names of things, places and carriers, none of them to be translated."""
    texts = (v if isinstance(v, list | tuple) else [v] for v in values.values())
    return tuple({t for several in texts for t in several if isinstance(t, str) and len(t) >= _SHORTEST_TERM})


def _about_subject(subject: "Translation", body: "Translation") -> "tuple[Finding, ...]":
    """What is to be said about the subject alone; without places, as those count in the body."""
    said = {(found.check, found.message) for found in body.findings}
    return tuple(
        replace(found, start=None, end=None, message=f"In the subject: {found.message}")
        for found in subject.findings
        if found.check != "machine-translated" and (found.check, found.message) not in said
    )


def _translated(answer: "Reply", body: "Translation", subject: str) -> "Reply":
    """The reply with the translation in it, and a warning that says who wrote it."""
    from cscli.quality.finding import Severity

    kept = [found for found in answer.findings if found.check != FALLBACK]
    said = [
        replace(
            found, severity=Severity.WARNING,
            message=f"There is no template in {body.target}; the one in {body.source} was translated. {found.message}",
        )
        if found.check == "machine-translated" else found
        for found in body.findings
    ]  # fmt: skip
    return replace(answer, language=body.target, body=body.text, subject=subject, findings=(*said, *kept))


def _untranslated(answer: "Reply", problem: DeskError) -> "Reply":
    """The reply in the language that there is, with the reason why it is not in the customer's."""

    def told(found: "Finding") -> "Finding":
        if found.check != FALLBACK:
            return found
        return replace(
            found, message=f"{found.message} It was not translated: {problem.message}",
            suggestion=found.suggestion or problem.problems[0].hint,
        )  # fmt: skip

    return replace(answer, findings=tuple(told(found) for found in answer.findings))
