"""Time zones come from one source of rules, and an unknown or hostile name never reaches the file system."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from cscli.clock import zones
from cscli.errors import ExitCode, NotFoundError

NASTY = ["", " ", "/", "..", "../../etc/passwd", "/etc/localtime", "Europe/../Asia/Tokyo", "Europe", "zone.tab",
         "C:\\x", "Europe/Berlin\x00", "Европа/Москва", "x" * 100_000]  # fmt: skip


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_the_rules_are_recent_enough_for_the_changes_of_2026():
    assert re.fullmatch(r"20\d\d[a-z]", zones.tz_version())
    assert zones.tz_version() >= "2026f"


@pytest.mark.parametrize(
    ("instant", "zone", "wall"),
    [
        ("2026-01-15T12:00:00Z", "America/Vancouver", "2026-01-15T04:00:00-08:00"),
        ("2027-01-15T12:00:00Z", "America/Vancouver", "2027-01-15T05:00:00-07:00"),
        ("2026-07-01T12:00:00Z", "Europe/Berlin", "2026-07-01T14:00:00+02:00"),
        ("2026-11-22T09:30:00Z", "Asia/Tokyo", "2026-11-22T18:30:00+09:00"),
        ("2026-11-22T09:30:00Z", "Asia/Kolkata", "2026-11-22T15:00:00+05:30"),
        ("2026-11-22T09:30:00Z", "America/Sao_Paulo", "2026-11-22T06:30:00-03:00"),
    ],
)
def test_an_instant_is_told_in_local_time(instant, zone, wall):
    assert zones.local(at(instant), zone).isoformat() == wall


@pytest.mark.parametrize(
    ("wall", "zone", "instant"),
    [
        ("2026-12-03T15:00:00", "Asia/Tokyo", "2026-12-03T06:00:00+00:00"),
        ("2027-01-15T05:00:00", "America/Vancouver", "2027-01-15T12:00:00+00:00"),
        ("2026-07-01T14:00:00", "Europe/Berlin", "2026-07-01T12:00:00+00:00"),
    ],
)
def test_a_wall_time_is_an_instant(wall, zone, instant):
    assert zones.instant_of(at(wall), zone).astimezone(UTC) == at(instant)


def test_a_repeated_wall_time_is_its_first_occurrence():
    autumn = zones.instant_of(at("2026-10-25T02:30:00"), "Europe/Berlin")
    assert autumn.utcoffset() == timedelta(hours=2)


def test_a_skipped_wall_time_is_read_with_the_offset_before_the_gap():
    spring = zones.instant_of(at("2026-03-29T02:30:00"), "Europe/Berlin")
    assert spring.astimezone(UTC) == at("2026-03-29T01:30:00+00:00")
    assert zones.local(spring.astimezone(UTC), "Europe/Berlin").hour == 3


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"])
def test_every_hour_of_a_year_goes_to_local_time_and_back(zone):
    start = at("2026-01-01T00:00:00+00:00")
    for instant in (start + timedelta(hours=h) for h in range(0, 365 * 24, 7)):
        assert zones.local(instant, zone).astimezone(UTC) == instant


def test_zones_are_known_by_their_exact_names_also_old_ones():
    assert {"Europe/Kyiv", "Europe/Kiev", "UTC", "Asia/Calcutta"} <= set(zones.all_zones())
    assert "europe/berlin" not in zones.all_zones()


def test_the_zones_in_common_use_are_sorted_and_all_known():
    names = zones.zone_names()
    assert list(names) == sorted(names)
    assert set(names) <= set(zones.all_zones())


def test_every_known_zone_can_be_loaded():
    assert all(zones.zone(name).key == name for name in zones.all_zones())


def test_every_zone_of_every_market_is_known(shipped):
    for code in shipped.catalog.market_codes():
        market = shipped.catalog.market(code)
        assert market.zone in market.zones, code
        assert set(market.zones) <= set(zones.all_zones()), code


def test_an_unknown_zone_gets_the_nearest_one():
    with pytest.raises(NotFoundError, match=r"Unknown zone 'Europe/Berln'\. Did you mean Europe/Berlin") as caught:
        zones.zone("Europe/Berln")
    assert caught.value.exit_code is ExitCode.NOT_FOUND
    assert caught.value.problems[0].code == "unknown-zone"


@pytest.mark.parametrize("name", NASTY)
def test_no_name_opens_anything_but_a_zone(name):
    with pytest.raises(NotFoundError) as caught:
        zones.zone(name)
    assert len(caught.value.message) < 300


def test_the_systems_own_version_is_told_or_empty():
    assert re.fullmatch(r"|20\d\d[a-z]\S*", zones.system_tz_version())
