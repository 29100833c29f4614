"""The holidays of a place as a run reads them, and files of one's own beside them."""

import os

import pytest

from cscli.cache import Cache
from cscli.clock.holidays import HolidayCalendar, holiday_calendar
from cscli.paths import platform_paths


@pytest.fixture
def calendar(warm_cache):
    """The calendar of a place, as a run reads it."""

    def read(place: str) -> HolidayCalendar:
        return holiday_calendar(platform_paths(os.environ), place, Cache(folder=warm_cache, creates=True))

    return read


@pytest.fixture
def overlay(tmp_path):
    """Write a file into the user's config folder, such as ``holidays/DE.yaml``."""

    def write(name: str, text: str) -> None:
        path = tmp_path / "config" / "locales" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    return write


@pytest.fixture
def own(overlay):
    """Write days of one's own for Germany."""
    return lambda text: overlay("holidays/DE.yaml", f"schema: 1\nmarket: DE\n{text}")
