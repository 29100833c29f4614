"""How a run translates: its engines, what may be sent where, its words and checks, put together once for each pair."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cscli.cli.checking import allowed_checks, known_languages, own_domains
from cscli.cli.door import output
from cscli.cli.door.run import Desk
from cscli.errors import UsageError

if TYPE_CHECKING:
    from cscli.glossary.glossary import Glossary
    from cscli.markets.market import Market
    from cscli.reading.language import Detector
    from cscli.translation.acceptance import Acceptance
    from cscli.translation.brief import Brief, Purpose
    from cscli.translation.consent import ConsentGate
    from cscli.translation.engines.context import EngineContext
    from cscli.translation.engines.engine import Engine, Profile
    from cscli.translation.pipeline import Translator


@dataclass(frozen=True, kw_only=True)
class TranslationOptions:
    """What a command line asks of a translation; empty texts are not asked for.

    ``names`` are of people in the text and ``terms`` other words that stay as they are.
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


@dataclass(frozen=True, kw_only=True)
class TranslationSession:
    """The translators of one run. Engines stay open between texts until ``close``."""

    desk: Desk
    wishes: TranslationOptions = field(default_factory=TranslationOptions)

    def translator(self, source: str, target: str) -> "tuple[Translator, Brief]":
        """What translates between two languages (BCP 47 tags), and how it is asked to."""
        from cscli.reading.placeables import Finder
        from cscli.translation.pipeline import Translator

        wishes = self.wishes
        brief = self._brief(source, target)
        kept = self.glossary.kept_words(source, target, brief.market_code)
        finder = Finder(
            order_patterns=self.desk.settings.items("order_numbers"), terms=(*kept, *wishes.terms),
            names=tuple(filter(None, (*wishes.names, self.desk.sender.agent, self.desk.sender.shop))),
            language=source, currency=brief.market.currency if brief.market else "",
        )  # fmt: skip
        made = Translator(
            self.engines, gate=self.gate, record=self.desk.record, finder=finder,
            acceptance=self._acceptance(target), now=self.desk.now,
        )  # fmt: skip
        return made, brief

    def alone(self, name: str) -> "TranslationSession":
        """The same with one engine, which nobody answers for."""
        return self.with_wishes(engines=(name,), fresh=name != "memory")

    def with_wishes(self, **changed: Any) -> "TranslationSession":
        """The same with other wishes; what a person answered about sending still holds."""
        other = replace(self, wishes=replace(self.wishes, **changed))
        other.__dict__["gate"] = self.gate
        if not changed.keys() & {"engines", "fresh"}:
            other.__dict__["engines"] = self.engines
        return other

    @cached_property
    def engines(self) -> "tuple[Engine, ...]":
        """The engines of the run, in order: those named, the memory before them, else those that are set."""
        from cscli.translation.engines.registry import engine

        named = self.wishes.engines or self.desk.settings.items("engines")
        if not named:
            raise UsageError("No engine is named.", code="no-engine", hint="See: cscli engine list")
        unique = dict.fromkeys(name.strip().lower() for name in named)
        if self.wishes.fresh:
            unique.pop("memory", None)
        elif self.wishes.engines and "memory" in self.desk.settings.items("engines"):
            unique = dict.fromkeys(("memory", *unique))
        return tuple(engine(name, self.surroundings) for name in unique)

    def close(self) -> None:
        """End processes and connections of engines."""
        for engine in self.__dict__.get("engines", ()):
            engine.close()

    @cached_property
    def surroundings(self) -> "EngineContext":
        """What an engine may know of this run."""
        from cscli.translation.engines.context import EngineContext, secret

        return EngineContext(
            setting=self.desk.settings.text, secret=lambda name: secret(name, self.desk.environ),
            data=self.desk.paths.data, record=self.desk.record, now=self.desk.now,
        )  # fmt: skip

    @cached_property
    def gate(self) -> "ConsentGate":
        """What may leave this machine; a person at a terminal is asked once for each service."""
        from cscli.state.engines import has_consent
        from cscli.translation.consent import ConsentGate

        can_ask = output.is_terminal(sys.stdin) and output.is_terminal(sys.stderr)
        return ConsentGate(
            policy=self.desk.settings.text("privacy"), online=self.wishes.online, private=self.wishes.private,
            remembered=lambda profile: has_consent(self.desk.record, profile.name, profile.host),
            ask=_asking(self.desk) if can_ask else None,
        )  # fmt: skip

    @cached_property
    def glossary(self) -> "Glossary":
        """The shop's words."""
        from cscli.glossary.shipped import working_glossary

        return working_glossary(
            self.desk.record, self.desk.paths, self.desk.settings.items("industries"), self.desk.cache()
        )

    @cached_property
    def detector(self) -> "Detector":
        """Tells the language of texts that nobody named."""
        from cscli.reading.language import Detector

        return Detector(self.desk.settings.items("languages") or self.desk.catalog().language_tags())

    def language_of(self, text: str) -> str:
        """The language of a text.

        Raises:
            UsageError: it cannot be told; names what it may be.
        """
        found = self.detector.detect(text)
        if found.language != "und":
            return found.language
        perhaps = ", ".join(candidate.language for candidate in found.alternatives)
        raise UsageError(
            "The language of the text cannot be told." + (f" It may be {perhaps}." if perhaps else ""),
            code="unknown-source-language", hint="Say it with --from, such as --from en.",
        )  # fmt: skip

    def _brief(self, source: str, target: str) -> "Brief":
        from cscli.markets.terms import Register
        from cscli.translation.brief import Brief
        from cscli.translation.values import value_writer

        wishes, catalog = self.wishes, self.desk.catalog()
        register = wishes.register.lower()
        if register and register not in [r.value for r in Register]:
            raise UsageError(
                f"Unknown register {register[:20]!r}.", code="unknown-register", hint="formal, neutral or casual"
            )
        market = self._market
        return Brief(
            source=source, target=target, purpose=self.purpose, market=market,
            write=value_writer(catalog, target, market),
            register=register or (market.register.value if market else ""), channel=wishes.channel,
            context=wishes.context, glossary=self.glossary, allow=allowed_checks(self.desk, wishes.allow),
            remember="memory" in self.desk.settings.items("engines") and not (register or wishes.allow),
        )  # fmt: skip

    @property
    def purpose(self) -> "Purpose":
        """Whether the text is for a customer: it is when somebody says so, or names a market or a register."""
        from cscli.translation.brief import Purpose

        wishes = self.wishes
        return Purpose.SEND if wishes.outgoing or wishes.market or wishes.register else Purpose.READ

    @cached_property
    def _market(self) -> "Market | None":
        return self.desk.catalog().market(self.wishes.market) if self.wishes.market else None

    def _acceptance(self, target: str) -> "Acceptance":
        from cscli.quality.registry import checks_of
        from cscli.reading.placeables import Finder
        from cscli.translation.acceptance import Acceptance

        desk = self.desk
        return Acceptance(
            finder=Finder(order_patterns=desk.settings.items("order_numbers"), language=target),
            known_languages=known_languages(desk), own_domains=own_domains(desk),
            checks=checks_of(desk.paths, desk.cache()),
        )  # fmt: skip


def _asking(desk: Desk) -> "Callable[[Profile], bool]":
    """A function that asks whether an engine may have texts, once for each, and remembers a yes for good."""
    from cscli.state.engines import add_consent
    from cscli.translation.consent import question

    answers: dict[str, bool] = {}

    def asked(profile: "Profile") -> bool:
        if profile.host not in answers:
            typed = output.asked(question(profile)).lower()
            answers[profile.host] = typed[:1] in ("y", "a")
            if typed[:1] == "a":
                add_consent(desk.record, profile.name, profile.host, desk.sender.agent, desk.now)
        return answers[profile.host]

    return asked


def several(typed: Sequence[str] | None) -> tuple[str, ...]:
    """Names typed with commas, or one by one."""
    return tuple(dict.fromkeys(part.strip() for text in typed or () for part in text.split(",") if part.strip()))
