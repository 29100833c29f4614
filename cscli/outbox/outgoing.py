"""A text for a customer, ready to leave the desk."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from cscli.quality.finding import Finding


class Outgoing(NamedTuple):
    """A text as it leaves, with what the record keeps of how it came to be.

    ``customer`` is the key of a stored one. ``language`` is the one the text is in. ``variant`` lists the languages
    that were tried for a template. ``values`` are in their recorded form. ``agent_text`` is the text before it was
    translated, ``engines`` are those that saw it. ``allowed`` are the checks whose errors were overridden.

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
