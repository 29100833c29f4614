"""The texts of surveys: each language says both ends of the scale, how to answer and how to stop, in every register."""

import itertools
import re

import pytest
from sweeps import each

from cscli.datafile import read
from cscli.desk.feedback.survey import SCALES, SurveyKind
from cscli.markets.terms import Channel
from cscli.outbox.addressee import Addressee, Reach
from cscli.outbox.outbox import Outbox
from cscli.paths import shipped_root
from cscli.reading.scores import score_in

ROOT = shipped_root()
TAGS = sorted(path.parent.name for path in (ROOT / "templates").glob("*/survey.yaml"))
WAYS = [
    (tag, register, channel)
    for tag in TAGS
    for register in read(ROOT / "templates" / tag / "survey.yaml", "template").content["texts"]
    for channel in map(str, Channel)
]
LINK = "https://shop.example/s/7k2m9qxd"
NUMBER = re.compile(r"\d+")


@pytest.fixture(scope="module")
def outbox(warm_cache):
    """An outbox over what ships, and over nothing else."""
    from datetime import datetime

    from cscli.cli.door.run import Run

    folders = {"CSCLI_CONFIG_DIR": str(warm_cache / "no"), "CSCLI_DATA_DIR": str(warm_cache / "no")}
    desk = Run(
        environ={**folders, "CSCLI_CACHE_DIR": str(warm_cache), "CSCLI_SHOP_NAME": "Nordlicht"},
        now=datetime.fromisoformat("2026-11-22T09:30:00Z"),
    )  # fmt: skip
    return Outbox(desk, cache=desk.cache(creates=True))


def written(outbox, way, kind, **values):
    tag, register, channel = way
    market = outbox.composer.catalog.language(tag).market
    to = Addressee(reach=Reach(market=market, language=tag, register=register, channel=channel))
    raw = {"survey_kind": [str(kind)], **{name: [value] for name, value in values.items()}}
    return outbox.reply(to, ("survey",), raw, lambda: None).reply


def numbers(text):
    return [int(found) for found in NUMBER.findall(text)]


@each("way", WAYS)
def test_a_survey_says_both_ends_of_its_scale_and_no_other_number(outbox, way):
    for kind in SurveyKind:
        scale = SCALES[kind]
        assert numbers(written(outbox, way, kind).body) == [scale.lowest, scale.highest], kind


@each("way", WAYS)
def test_the_kinds_ask_different_questions(outbox, way):
    assert len({written(outbox, way, kind).body for kind in SurveyKind}) == len(SurveyKind)


@each("way", WAYS)
def test_a_page_to_answer_on_stands_instead_of_the_way_by_reply(outbox, way):
    plain, linked = written(outbox, way, SurveyKind.CSAT), written(outbox, way, SurveyKind.CSAT, survey_link=LINK)
    assert LINK in linked.body
    assert LINK not in plain.body
    lost = set(re.split(r"(?<=[.。!])\s*|\n", plain.body)) - set(re.split(r"(?<=[.。!])\s*|\n", linked.body))
    assert [part for part in lost if part.strip()], "the way by reply stays"


@each("way", WAYS)
def test_a_survey_names_the_order_where_there_is_one(outbox, way):
    without, named = written(outbox, way, SurveyKind.CSAT), written(outbox, way, SurveyKind.CSAT, order_number="A-1042")
    assert "A-1042" in named.body
    assert way[2] == "chat" or ("A-1042" in named.subject and without.subject and without.subject != named.subject)


@each("way", WAYS)
def test_no_check_finds_anything_in_a_survey(outbox, way):
    for kind, values in itertools.product(SurveyKind, ({}, {"order_number": "A-1042", "survey_link": LINK})):
        assert [one.check for one in written(outbox, way, kind, **values).findings] == []


@each("way", WAYS)
def test_a_survey_that_comes_back_quoted_alone_is_no_answer(outbox, way):
    for kind in SurveyKind:
        scale = SCALES[kind]
        assert score_in(written(outbox, way, kind).body, scale.lowest, scale.highest) is None
