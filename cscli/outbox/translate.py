"""Replies in a language that has no template: the text of another template, translated, checked and marked as such."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cscli.desk.customers.customers import Customer
from cscli.errors import DeskError, UsageError
from cscli.markets.catalog import canonical_tag
from cscli.outbox.check import about_subject
from cscli.outbox.outgoing import Outgoing, kept_words
from cscli.outbox.workplace import ReplyWorkplace
from cscli.quality.finding import Finding
from cscli.translation.brief import Brief, Purpose, Translation
from cscli.translation.pipeline import Translator
from cscli.translation.session import TranslationOptions, TranslationSession


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


def said_text(  # noqa: PLR0913 - what is known of a text
    text: str, done: Translation, options: TranslationOptions, *, customer: str, market: str, is_heard: bool
) -> Outgoing:
    """A text that an agent translated: the customer's is the body, the agent's own stands beside it.

    ``is_heard`` says that the customer wrote it, so that the translation is the agent's.
    """
    theirs, ours = (text, done.text) if is_heard else (done.text, text)
    their_tag, our_tag = (done.source, done.target) if is_heard else (done.target, done.source)
    return Outgoing(
        market=market, language=their_tag, channel=options.channel or "email", subject="", body=theirs,
        register=options.register, customer=customer, findings=done.findings, allowed=options.allow,
        agent_text=ours, agent_language=our_tag, engines=done.seen_by,
    )  # fmt: skip


def with_customer(options: TranslationOptions, known: Customer | None) -> TranslationOptions:
    """The options with what is stored of a customer: their names, and the market of one who is written to."""
    if known is None:
        return options
    names = tuple(sorted(kept_words(known.person, {})))
    market = options.market or (known.market if options.outgoing else "")
    return replace(options, names=(*options.names, *names), market=market)


def target_languages(
    desk: ReplyWorkplace, typed: tuple[str, ...], session: TranslationSession, known: Customer | None
) -> tuple[str, ...]:
    """The languages to translate into: those typed, else the customer's or the market's, else the agent's own.

    Raises:
        UsageError: nobody said any.
        NotFoundError: there is no such language.
    """
    catalog = desk.catalog()
    if not typed and session.purpose is Purpose.SEND:
        market = session.options.market
        own = known.language if known and known.language else ""
        typed = (own or catalog.market(market).languages[0],) if own or market else ()
    elif not typed:
        typed = desk.settings.items("agent.reads")[:1]
    if not typed:
        raise UsageError(
            "Into which language?", code="no-target", hint="Add --to de, or: cscli config set agent.reads en"
        )
    for tag in typed:
        catalog.require_language(tag)
    return tuple(dict.fromkeys(map(canonical_tag, typed)))
