"""Letters about the situations of a small contract."""

import pytest
from small_contract import CHOICES, CONTRACT, TEXTS

from cscli.markets.terms import Channel, Register
from cscli.replies.contract.intent import parse_intents
from cscli.replies.render import Renderer
from cscli.replies.templates.template import parse_template
from cscli.replies.voice import Voice


@pytest.fixture
def letters(shipped):
    """Renderers of situations of the test's own; ``texts`` replaces what a situation says in both channels."""

    def of(*names, channel="email", texts=None, contract=CONTRACT):
        intents = parse_intents(contract)
        templates = []
        for name in names:
            parts = (texts or {}).get(name, TEXTS[name])
            choices = {key: value for key, value in CHOICES.items() if key in intents[name].variables}
            text = {"subject": name, "email": parts, "chat": parts, "choices": choices}
            content = {"intent": name, "language": "en", "texts": {"formal": text}}
            templates.append(parse_template(content, digest="", path=f"{name}.yaml", layer="test"))
        voice = Voice(
            market=shipped.catalog.market("US"), language=shipped.catalog.language("en-US"), channel=Channel(channel),
            register=Register.FORMAL,
        )  # fmt: skip
        return Renderer([intents[name] for name in names], templates, voice)

    return of
