"""First units of the translation memory: the phrases and templates that ship, as pairs of two languages."""

from collections.abc import Iterator
from dataclasses import dataclass

from cscli.cache import Cache
from cscli.markets.terms import Channel, Register
from cscli.paths import Paths
from cscli.replies.contract.intent import Variable
from cscli.replies.templates.catalog import TemplateCatalog
from cscli.text import base_tag
from cscli.translation.memory import Unit
from cscli.translation.phrases import phrase_languages, phrase_pairs
from cscli.translation.seeds import aligned, in_slots, sentences

_SLOT_TYPES = ("date", "money", "url")
_SLOTS = {"order_number": "order", "tracking_number": "tracking"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeds:
    """What a memory can be filled from."""

    paths: Paths
    templates: TemplateCatalog
    cache: Cache

    def pairs(self, source: str, target: str, served: tuple[str, ...]) -> list[tuple[str, str]]:
        """Every pair of languages that has phrases or templates.

        Args:
            source: the tag of the first of each pair; empty: any.
            target: the tag of the second; empty: any.
            served: the languages of the desk, to which "any" is limited; empty: all.
        """
        bases = {base_tag(tag) for tag in served}
        every = dict.fromkeys((*self.templates.languages(), *phrase_languages(self.paths)))
        known = [tag for tag in every if not bases or base_tag(tag) in bases]
        sources, targets = ([tag] if tag else known for tag in (source, target))
        return [(one, other) for one in sources for other in targets if base_tag(one) != base_tag(other)]

    def units(self, source: str, target: str) -> Iterator[Unit]:
        """The units of a pair, all approved.

        Raises:
            DataFileError: a file cannot be read.
        """
        pairs = (*phrase_pairs(self.paths, source, target, self.cache), *self._of_templates(source, target))
        for one, translated in pairs:
            yield Unit(
                source_language=source, target_language=target, source=one, target=translated, approved=True,
                origin="template",
            )  # fmt: skip

    def _of_templates(self, source: str, target: str) -> Iterator[tuple[str, str]]:
        """Sentences of every situation that has a template in both languages; the registers are the nearest ones."""
        templates = self.templates
        for intent in templates.intents:
            if not (templates.has(intent, source) and templates.has(intent, target)):
                continue
            theirs = templates.template(intent, target)
            slots = {v.name: _slot(v) for v in templates.intent(intent).variables.values() if _slot(v)}
            for register, text in templates.template(intent, source).texts.items():
                _, other = theirs.text(Register(register))
                for block in aligned(text.paragraphs(Channel.EMAIL), other.paragraphs(Channel.EMAIL)):
                    yield from (in_slots(pair, slots) for pair in sentences(block))


def _slot(variable: Variable) -> str:
    """What a variable's value is in a message; empty where nothing tells it from other words."""
    return _SLOTS.get(variable.name) or (variable.type.value if variable.type.value in _SLOT_TYPES else "")
