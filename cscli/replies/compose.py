"""One reply from a request: who, in which language and register, what, and is it fit to send.

The register is the market's, unless one is asked for. Bad news is written one step more formally where the customer is
still addressed in the same way. Everything that was decided on the way is part of the answer.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from cscli.cache import Cache
from cscli.clock import zones
from cscli.clock.market_hours import MarketHours
from cscli.errors import NotFoundError
from cscli.markets.catalog import Catalog, canonical_tag, tag_chain
from cscli.markets.language import Language
from cscli.markets.market import Market
from cscli.markets.person import Person
from cscli.markets.terms import channel_named
from cscli.replies.contract.intent import worst_kind
from cscli.replies.prepared import PreparedReply
from cscli.replies.render import Renderer
from cscli.replies.reply import Gloss, Reply
from cscli.replies.templates.catalog import TemplateCatalog, TemplateChoice
from cscli.replies.values.typed import Value
from cscli.replies.voice import Sender, Voice, chosen_register
from cscli.text import base_tag


class Request(NamedTuple):
    """What a reply is to be, whoever it is for: situations, market, language and manner; ``now`` is an instant."""

    intents: tuple[str, ...]
    market: str
    now: datetime
    language: str = ""
    register: str = ""
    channel: str = "email"
    zone: str = ""
    sender: Sender = Sender()


class Composer:
    """Composes replies from the data of a run."""

    def __init__(
        self, catalog: Catalog, templates: TemplateCatalog, cache: Cache | None = None, hours: MarketHours | None = None
    ) -> None:
        self.catalog = catalog
        self.templates = templates
        self._cache = cache
        self.hours = hours or MarketHours(catalog)

    def reply(  # noqa: PLR0913 - what is known of one customer
        self,
        request: Request,
        raw: Mapping[str, Any],
        person: Person = Person(),  # noqa: B008 - it cannot change
        *,
        customer_key: str = "",
        gloss: str = "",
        draft: bool = False,
    ) -> Reply:
        """The reply to one customer, as its templates have it: neither checked nor translated.

        Args:
            request: what the reply is to be.
            raw: values as typed, by name.
            person: the customer, as far as known.
            customer_key: the customer's key.
            gloss: a language in which the agent wants to read the same; empty: none.
            draft: mark missing values instead of refusing.

        Raises:
            NotFoundError: an unknown market, situation or language; or missing variables, all at once.
            UsageError: an unknown register, channel or variable, or a value that does not fit its type.
            DataFileError: a data file cannot be used.
        """
        prepared = self.prepared(request)
        text, values = prepared.written(person, raw, draft=draft)
        said = self.gloss(prepared, gloss, person, values) if gloss else None
        return prepared.reply(text, values, customer_key=customer_key, gloss=said, draft=draft)

    def prepared(self, request: Request) -> PreparedReply:
        """All that is the same for every customer whom a request could be for: made once, used for many.

        Raises:
            NotFoundError: an unknown market, situation or language.
            UsageError: an unknown register or channel.
            DataFileError: a data file cannot be used.
        """
        intents = tuple({i.name: i for i in map(self.templates.intent, request.intents)}.values())
        market = self.catalog.market(request.market)
        if request.language:
            self.catalog.require_language(request.language)
        channel = channel_named(request.channel)
        choice = self.templates.choose(intents, market, request.language)
        language = reply_language(choice, self.catalog, market)
        zone = request.zone or market.zone
        local = zones.local(request.now, zone)
        voice = Voice(
            market=market, language=language, channel=channel,
            register=chosen_register(request.register, market, worst_kind(intents), language),
            sender=request.sender, zone=zone, today=local.date(), is_translated=choice.is_fallback,
        )  # fmt: skip
        renderer = Renderer(intents, choice.templates, voice, self._cache)
        return PreparedReply(
            intents=intents, choice=choice, voice=voice, renderer=renderer, hours=self.hours,
            local=local, own_zone=request.zone,
        )  # fmt: skip

    def gloss(self, prepared: PreparedReply, language: str, person: Person, values: Mapping[str, Value]) -> Gloss:
        """The same reply in a language that the agent reads, from that language's own templates.

        Raises:
            NotFoundError: there is no such template.
        """
        tag = canonical_tag(language)
        intents = prepared.intents
        found = next((t for t in tag_chain(tag) if all(self.templates.has(i.name, t) for i in intents)), None)
        if found is None:
            raise NotFoundError(
                f"There is no template in {tag!r} for a gloss.", code="no-template", hint="See: cscli template coverage"
            )
        own = [self.templates.template(i.name, found) for i in intents]
        renderer = Renderer(
            intents, own, prepared.voice._replace(language=self.catalog.language(tag), is_translated=False), self._cache
        )
        return Gloss(language=found, body=renderer.reply(person, values, draft=True).body)


def reply_language(choice: TemplateChoice, catalog: Catalog, market: Market) -> Language:
    """The language whose letter parts go around the text: the customer's form of it, where the market has one."""
    if not choice.is_fallback:
        return catalog.language(choice.wanted)
    base = base_tag(choice.language)
    local = next((tag for tag in market.languages if base_tag(tag) == base), choice.language)
    return catalog.language(local)
