"""The translation setup of a run: engines, consent, glossary and checks."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from cscli.errors import UsageError
from cscli.glossary.glossary import Glossary
from cscli.glossary.shipped import working_glossary
from cscli.markets.market import Market
from cscli.markets.terms import register_named
from cscli.quality.finding import Finding
from cscli.quality.registry import checks_of
from cscli.quality.subject import read_subject
from cscli.quality.workplace import Workplace, known_languages, own_domains
from cscli.reading.language import Detector
from cscli.reading.placeables import Finder
from cscli.state.engines import has_consent
from cscli.translation.acceptance import Acceptance
from cscli.translation.brief import GIST, Brief, Purpose
from cscli.translation.consent import ConsentGate
from cscli.translation.engines.context import EngineContext, secret
from cscli.translation.engines.engine import Engine, Profile
from cscli.translation.engines.registry import engine
from cscli.translation.pipeline import Translator
from cscli.translation.values import value_writer

# Asks a person for consent to send texts to an engine.
Ask = Callable[[Profile], bool]


@dataclass(frozen=True, kw_only=True)
class TranslationOptions:
    """Options of translations; empty means unspecified.

    Args:
        engines: names of engines in order of preference; empty: those of the settings.
        online: consent to online engines.
        private: no text may leave this machine.
        market: the customer's market.
        register: formal, neutral or casual.
        channel: email, chat, phone, sms or whatsapp.
        context: what the text is about.
        outgoing: the text is for a customer and is checked accordingly.
        fresh: skip the memory.
        allow: ids of checks whose errors are accepted.
        names: names of people, which must not change.
        terms: other words that must not change.
    """

    engines: tuple[str, ...] = ()
    online: bool = False
    private: bool = False
    market: str = ""
    register: str = ""
    channel: str = ""
    context: str = ""
    outgoing: bool = False
    fresh: bool = False
    allow: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()


class TranslationSession:
    """The translators of a run. Engines stay open until ``close``."""

    def __init__(
        self,
        desk: Workplace,
        options: TranslationOptions | None = None,
        *,
        ask: Ask | None = None,
        parent: "TranslationSession | None" = None,
    ) -> None:
        """Create a session; engines are created on demand.

        Args:
            desk: the run.
            options: the options of translations.
            ask: asks a person for consent; None if nobody can be asked.
            parent: a session whose consents and engines are shared.
        """
        self.desk = desk
        self.options = options or TranslationOptions()
        self._ask = ask
        self._parent = parent

    def translator(self, source: str, target: str) -> tuple[Translator, Brief]:
        """The translator and the brief for a pair of languages (BCP 47)."""
        options = self.options
        brief = self._brief(source, target)
        pair = source, target, brief.market_code
        finder = Finder(
            order_patterns=self.desk.settings.items("order_numbers"),
            terms=(*self.glossary.kept_words(*pair), *options.terms),
            terms_in_case=self.glossary.words_kept_in_case(*pair),
            names=tuple(filter(None, (*options.names, *map(self.desk.settings.text, ("agent.name", "shop.name"))))),
            language=source, currency=brief.market.currency if brief.market else "",
        )  # fmt: skip
        made = Translator(
            self.engines, gate=self.gate, record=self.desk.record, machine=self.desk.machine, finder=finder,
            acceptance=self._acceptance(target), now=self.desk.now,
        )  # fmt: skip
        return made, brief

    def alone(self, name: str) -> "TranslationSession":
        """A session with one engine and without the memory."""
        return self.with_options(replace(self.options, engines=(name,), fresh=name != "memory"))

    def with_options(self, options: TranslationOptions) -> "TranslationSession":
        """A session with other options and the same consents."""
        return TranslationSession(self.desk, options, parent=self)

    @cached_property
    def engines(self) -> tuple[Engine, ...]:
        """The engines in order: the memory and those named, else those of the settings."""
        if self._parent and self._asks_for == self._parent._asks_for:  # noqa: SLF001 - another instance
            return self._parent.engines
        named = self.options.engines or self.desk.settings.items("engines")
        if not named:
            raise UsageError("No engine is named.", code="no-engine", hint="See: cscli engine list")
        unique = dict.fromkeys(name.strip().lower() for name in named)
        if self.options.fresh:
            unique.pop("memory", None)
        elif self.options.engines and "memory" in self.desk.settings.items("engines"):
            unique = dict.fromkeys(("memory", *unique))
        return tuple(engine(name, self.engine_context) for name in unique)

    @property
    def _asks_for(self) -> tuple[tuple[str, ...], bool]:
        return self.options.engines, self.options.fresh

    def close(self) -> None:
        """Close the engines."""
        for made in self.__dict__.get("engines", ()):
            made.close()

    @cached_property
    def engine_context(self) -> EngineContext:
        """The parts of the run for engines."""
        return EngineContext(
            setting=self.desk.settings.text, secret=lambda name: secret(name, self.desk.environ),
            data=self.desk.paths.data, record=self.desk.record, now=self.desk.now,
        )  # fmt: skip

    @cached_property
    def gate(self) -> ConsentGate:
        """Consent; a person is asked once for each service."""
        if self._parent:
            return self._parent.gate
        return ConsentGate(
            policy=self.desk.settings.text("privacy"), online=self.options.online, private=self.options.private,
            remembered=lambda profile: has_consent(self.desk.machine, profile.name, profile.host),
            ask=self._ask,
        )  # fmt: skip

    @cached_property
    def glossary(self) -> Glossary:
        """The shop's glossary."""
        return working_glossary(
            self.desk.record, self.desk.paths, self.desk.settings.items("industries"), self.desk.cache()
        )

    @cached_property
    def detector(self) -> Detector:
        """The language detector."""
        return Detector(self.desk.settings.items("languages") or self.desk.catalog().language_tags())

    def language_of(self, text: str) -> str:
        """The language of a text.

        Raises:
            UsageError: the language is undetermined; lists candidates.
        """
        found = self.detector.detect(text)
        if found.language != "und":
            return found.language
        perhaps = ", ".join(candidate.language for candidate in found.alternatives)
        raise UsageError(
            "The language of the text cannot be told." + (f" It may be {perhaps}." if perhaps else ""),
            code="unknown-source-language", hint="Say it with --from, such as --from en.",
        )  # fmt: skip

    def _brief(self, source: str, target: str) -> Brief:
        options, catalog = self.options, self.desk.catalog()
        register = register_named(options.register).value if options.register else ""
        market = self._market
        return Brief(
            source=source, target=target, purpose=self.purpose, market=market,
            write=value_writer(catalog, target, market),
            register=register or (market.register.value if market else ""), channel=options.channel,
            context=options.context, glossary=self.glossary, allow=self._allowed,
            remember="memory" in self.desk.settings.items("engines") and not (register or options.allow),
        )  # fmt: skip

    @property
    def purpose(self) -> Purpose:
        """To send if it is outgoing or has a market or a register, else to read."""
        options = self.options
        return Purpose.SEND if options.outgoing or options.market or options.register else Purpose.READ

    def findings(self, text: str, language: str) -> tuple[Finding, ...]:
        """The findings about an outgoing text that needs no translation."""
        desk, options = self.desk, self.options
        subject = read_subject(
            text, order_patterns=desk.settings.items("order_numbers"), names=options.names, language=language,
            market=self._market, register=options.register.lower(), channel=options.channel,
            known_languages=known_languages(desk.catalog()), own_domains=own_domains(desk.settings),
            glossary=self.glossary,
        )  # fmt: skip
        return checks_of(desk.paths, desk.cache()).findings(subject, self._allowed)

    @cached_property
    def _market(self) -> Market | None:
        return self.desk.catalog().market(self.options.market) if self.options.market else None

    def _acceptance(self, target: str) -> Acceptance:
        desk = self.desk
        return Acceptance(
            finder=Finder(order_patterns=desk.settings.items("order_numbers"), language=target),
            known_languages=known_languages(desk.catalog()), own_domains=own_domains(desk.settings),
            checks=checks_of(desk.paths, desk.cache()),
        )  # fmt: skip

    @cached_property
    def _allowed(self) -> frozenset[str]:
        """The ids of accepted checks, perhaps with ``gist``."""
        gist = {GIST}.intersection(self.options.allow)
        named = checks_of(self.desk.paths, self.desk.cache()).named(set(self.options.allow) - gist)
        return frozenset(gist) | named
