"""Shipped data is tested like code: read once for all tests, rendered once for each way of asking."""

from datetime import datetime
from functools import cache

import pytest

NOW = datetime.fromisoformat("2026-11-22T09:30:00Z")


@pytest.fixture(scope="session")
def desk(warm_cache):
    """A composer over what ships, and over nothing else."""
    from cscli.cli.door.run import Run
    from cscli.replies.compose import Composer

    nowhere = str(warm_cache / "nowhere")
    folders = {"CSCLI_CONFIG_DIR": nowhere, "CSCLI_DATA_DIR": nowhere, "CSCLI_CACHE_DIR": str(warm_cache)}
    run = Run(environ=folders, now=NOW)
    kept = run.cache(creates=True)
    return Composer(run.catalog(kept), run.templates(kept), kept)


@pytest.fixture(scope="session")
def examples(desk):
    """All replies in a language's own market, with the examples of the contract: ``examples("de", "formal")``."""
    from cscli.replies.compose import Request
    from cscli.replies.templates.preview import home_market
    from cscli.replies.voice import Sender

    sender = Sender(shop="Nordlicht Store", agent="Li Wei")

    @cache
    def replies(tag: str, register: str = ""):
        market = home_market(tag, desk.catalog).code
        asked = Request(intents=(), market=market, language=tag, register=register, sender=sender, now=NOW)
        examples = {i.name: {v.name: v.example for v in i.variables.values()} for i in desk.templates.intents.values()}
        return tuple(
            desk.reply(asked._replace(intents=(intent,), channel=channel), raw)
            for intent, raw in examples.items()
            for channel in ("email", "chat")
        )

    return replies
