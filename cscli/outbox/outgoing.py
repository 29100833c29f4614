"""A text for a customer, ready to leave the desk."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from cscli.markets.person import Person
from cscli.quality.finding import Finding

KEPT, EDITED = "kept", "edited"  # what became of the wording of a reply that was composed from a text
_SHORTEST = 2


class Outgoing(NamedTuple):
    """A text as it leaves, with what the record keeps of how it came to be.

    ``customer`` is the key of a stored one. ``language`` is the one the text is in. ``variant`` lists the languages
    that were tried for a template. ``values`` are in their recorded form. ``agent_text`` is the text before it was
    translated, ``engines`` are those that saw it. ``allowed`` are the checks whose errors were overridden.
    ``wording`` says of a text that was composed whether it was edited; empty for own words.

    A named tuple: bulk work passes hundreds of thousands of them between processes.
    """

    market: str
    language: str
    channel: str
    subject: str
    body: str
    register: str = ""
    customer: str = ""
    intent: str = ""
    variant: tuple[str, ...] = ()
    template_digest: str = ""
    values: Mapping[str, Any] = {}  # never changed
    findings: tuple[Finding, ...] = ()
    allowed: tuple[str, ...] = ()
    agent_text: str = ""
    agent_language: str = ""
    engines: tuple[str, ...] = ()
    wording: str = ""

    def with_body(self, body: str) -> "Outgoing":
        """The same with the text that a person left of it; what was composed and is another text now was edited."""
        is_edited = bool(self.wording) and body != self.body
        return self._replace(body=body, wording=EDITED if is_edited else self.wording)


def kept_words(person: Person, values: Mapping[str, Any]) -> tuple[str, ...]:
    """What people put into a text, which no translation may change: the customer's names, and values as recorded."""
    names = (
        person.whole,
        *person.whole.split(),
        person.given,
        person.family,
        person.vocative,
        person.patronymic,
        person.company,
    )
    texts = (v if isinstance(v, list | tuple) else [v] for v in values.values())
    words = (*names, *(t for several in texts for t in several))
    return tuple(dict.fromkeys(word for word in words if isinstance(word, str) and len(word) >= _SHORTEST))
