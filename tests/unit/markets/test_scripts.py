"""In which script a language is written is data, and one function reads it."""

import pytest

from cscli.markets.catalog import canonical_tag
from cscli.markets.scripts import script_of, written_alike


@pytest.mark.parametrize(
    ("tag", "script"),
    [
        ("zh", "Hans"), ("zh-CN", "Hans"), ("zh-SG", "Hans"), ("zh-TW", "Hant"), ("zh-HK", "Hant"), ("zh_mo", "Hant"),
        ("zh-Hant", "Hant"), ("zh-Hans-HK", "Hans"), ("sr-latn", "Latn"), ("de-AT", ""),
    ],
)  # fmt: skip
def test_a_tag_is_written_in_the_script_that_it_names_or_else_in_that_of_its_region(tag, script):
    assert script_of(tag) == script


def test_chinese_of_two_scripts_is_not_written_alike_and_a_region_alone_makes_no_difference():
    assert written_alike("zh-TW", "zh-HK")
    assert not written_alike("zh-TW", "zh-CN")
    assert not written_alike("zh-Hans-HK", "zh-HK")
    assert written_alike("de", "de-AT")
    assert not written_alike("de", "nl")
    assert not written_alike("sr-Latn", "sr-Cyrl")


def test_a_script_alone_stands_for_the_first_of_its_regions():
    assert [canonical_tag(tag) for tag in ("zh-hant", "zh-Hans", "sr-Latn")] == ["zh-TW", "zh", "sr"]
