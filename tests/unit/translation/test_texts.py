"""What is translated, and what is in its language already."""

from types import SimpleNamespace

import pytest

from cscli.translation.brief import Purpose
from cscli.translation.texts import translated


class AskedError(Exception):
    """A translator was asked for."""


def translator(_source, _target):
    raise AskedError


SESSION = SimpleNamespace(purpose=Purpose.READ, translator=translator)


@pytest.mark.parametrize("target", ["zh-TW", "zh-HK", "zh-MO", "zh-Hant"])
def test_simplified_chinese_is_translated_for_readers_of_traditional(target):
    with pytest.raises(AskedError):
        translated(SESSION, "您的订单已经寄出", "zh", target)


@pytest.mark.parametrize("target", ["zh", "zh-CN", "zh-SG"])
def test_simplified_chinese_is_given_back_to_readers_of_it(target):
    assert translated(SESSION, "您的订单已经寄出", "zh", target).text == "您的订单已经寄出"
