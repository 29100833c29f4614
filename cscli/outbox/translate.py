"""Replies in a language that has no template: the text of another template, translated, checked and marked as such."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from cscli.errors import DeskError
from cscli.outbox.check import about_subject
from cscli.quality.finding import Finding
from cscli.translation.brief import Brief, Translation
from cscli.translation.pipeline import Translator
from cscli.translation.session import TranslationSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A reply in the language of its template; ``kept`` are the words in it that no translation may change."""

    subject: str
    body: str
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpreted:
    """A reply that was translated, with the text that it was translated from."""

    subject: str
    original: str
    translation: Translation
    findings: tuple[Finding, ...]
    allowed: tuple[str, ...]

    @property
    def as_data(self) -> dict[str, Any]:
        """The translation for scripts."""
        done = self.translation
        return {
            "source": done.source, "target": done.target, "original": self.original, "engines": list(done.seen_by),
            "segments": [asdict(segment) for segment in done.segments], "allowed": list(self.allowed),
        }  # fmt: skip


class Interpreter:
    """Translates replies with the engines of a session; pairs of languages share them."""

    def __init__(self, session: TranslationSession) -> None:
        self._session = session
        self._known: dict[tuple[str, str, str, str], tuple[Translator, Brief]] = {}

    def interpreted(
        self, originals: Sequence[Original], *, source: str, target: str, market: str, channel: str
    ) -> list[Interpreted | DeskError]:
        """Each reply translated, or the error why it is not.

        Args:
            originals: the replies, all in one language.
            source: the language they are in, a BCP 47 tag.
            target: the language of the customers.
            market: the customers' market.
            channel: email or chat.

        Raises:
            NotFoundError, UsageError: an engine or a check that was named does not exist.
        """
        translator, brief = self._translator(source, target, market, channel)
        kept = [original.kept for original in originals]
        bodies = translator.translations([original.body for original in originals], brief, kept)
        titles = translator.translations(
            [original.subject for original in originals], replace(brief, is_subject=True), kept
        )
        return [self._joined(*parts) for parts in zip(originals, titles, bodies, strict=True)]

    def close(self) -> None:
        """End the engines."""
        self._session.close()

    def _translator(self, source: str, target: str, market: str, channel: str) -> tuple[Translator, Brief]:
        pair = (source, target, market, channel)
        if pair not in self._known:
            options = replace(self._session.options, market=market, channel=channel, outgoing=True)
            translator, brief = self._session.with_options(options).translator(source, target)
            because = f"There is no template in {target}; the one in {source} was translated."
            self._known[pair] = translator, replace(brief, because=because)
        return self._known[pair]

    def _joined(
        self, original: Original, title: Translation | DeskError, body: Translation | DeskError
    ) -> Interpreted | DeskError:
        if isinstance(body, DeskError):
            return body
        if original.subject and isinstance(title, DeskError):
            return title
        subject = title if isinstance(title, Translation) and original.subject else None
        of_subject = about_subject(subject.findings, body.findings) if subject else ()
        return Interpreted(
            subject=subject.text if subject else "", original=original.body, translation=body,
            findings=(*body.findings, *of_subject), allowed=self._session.options.allow,
        )  # fmt: skip
