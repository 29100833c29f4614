"""An engine that answers what a test says, and translators that use it."""

import os
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from cscli.cli.door.run import Run
from cscli.reading.placeables import Finder
from cscli.record.record import Record
from cscli.translation.acceptance import Acceptance
from cscli.translation.brief import Brief, Purpose
from cscli.translation.consent import ConsentGate
from cscli.translation.engines.context import EngineContext
from cscli.translation.engines.engine import Answer, EngineError, Profile, Quality
from cscli.translation.engines.memory import MemoryEngine
from cscli.translation.pipeline import Translator
from cscli.translation.protect import MaskStyle
from cscli.translation.values import value_writer

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@dataclass
class Scripted:
    """An engine: ``says`` gives the translation of a text, an error, or is a mapping of both."""

    says: object
    name: str = "scripted"
    host: str = ""
    mask_styles: tuple = (MaskStyle.ALNUM,)
    level: Quality | None = Quality.DRAFT
    jobs: list = field(default_factory=list)

    @property
    def profile(self):
        return Profile(name=self.name, host=self.host, mask_styles=self.mask_styles)

    def quality(self, source, target):  # noqa: ARG002 - the Protocol has them
        return self.level

    def translate(self, job):
        self.jobs.append(job)
        return tuple(self._outcome(text) for text in job.texts)

    def _outcome(self, text):
        said = self.says(text) if callable(self.says) else self.says.get(text, text)
        return said if isinstance(said, Answer | EngineError) else Answer(text=said)

    def close(self):
        """Nothing to end."""

    @property
    def asked(self):
        return [text for job in self.jobs for text in job.texts]


@dataclass
class Bench:
    """Translators on one record."""

    record: Record
    desk: Run

    @property
    def memory(self):
        return MemoryEngine(
            EngineContext(setting=str, secret=str, data=self.record.path.parent, record=self.record, now=NOW)
        )

    def brief(self, source="en", target="de", **more):
        market = self.desk.catalog().market(more.pop("market")) if "market" in more else None
        write = value_writer(self.desk.catalog(), target, market)
        return replace(Brief(source=source, target=target, write=write, market=market), **more)

    def translator(self, *engines, gate=None, **finder):
        return Translator(
            engines, gate=gate or ConsentGate(), record=self.record, machine=self.desk.machine, now=NOW,
            finder=Finder(order_patterns=["[A-Z]{1,3}-[0-9]{4,}"], **finder),
            acceptance=Acceptance(finder=Finder(language="de"), known_languages=("en", "de", "fr", "es", "ja")),
        )  # fmt: skip

    def translation(self, text, *engines, gate=None, **brief):
        return self.translator(*engines, gate=gate).translation(text, self.brief(**brief))


@pytest.fixture
def bench(tmp_path):
    desk = Run(environ=dict(os.environ), now=NOW, db=str(tmp_path / "desk.db"))
    return Bench(record=desk.record, desk=desk)


@pytest.fixture
def scripted():
    return Scripted


@pytest.fixture
def sending():
    return {"purpose": Purpose.SEND}
