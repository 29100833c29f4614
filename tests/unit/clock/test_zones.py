"""Time zones come from one source of rules, and an unknown or hostile name never reaches the file system."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import pytz
from sweeps import each

from cscli.clock import zones
from cscli.clock.zones import Resolve
from cscli.errors import ExitCode, NotFoundError, UsageError

NASTY = ["", " ", "/", "..", "../../etc/passwd", "/etc/localtime", "Europe/../Asia/Tokyo", "Europe", "zone.tab",
         "C:\\x", "Europe/Berlin\x00", "Европа/Москва", "x" * 100_000]  # fmt: skip


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_the_rules_are_recent_enough_for_the_changes_of_2026():
    assert re.fullmatch(r"20\d\d[a-z]", zones.tz_version())
    assert zones.tz_version() >= "2026f"


def test_vancouver_keeps_its_summer_offset_in_the_winter_of_2027():
    assert zones.local(at("2027-01-15T18:00:00Z"), "America/Vancouver").isoformat() == "2027-01-15T11:00:00-07:00"


@each(
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


@each(
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


@each(
    ("wall", "zone", "policy", "instant"),
    [
        ("2026-03-29T02:30", "Europe/Berlin", Resolve.EARLIER, "2026-03-29T00:30:00Z"),
        ("2026-03-29T02:30", "Europe/Berlin", Resolve.LATER, "2026-03-29T01:30:00Z"),
        ("2026-03-29T02:30", "Europe/Berlin", Resolve.COMPATIBLE, "2026-03-29T01:30:00Z"),
        ("2026-10-25T02:30", "Europe/Berlin", Resolve.EARLIER, "2026-10-25T00:30:00Z"),
        ("2026-10-25T02:30", "Europe/Berlin", Resolve.LATER, "2026-10-25T01:30:00Z"),
        ("2026-10-25T02:30", "Europe/Berlin", Resolve.COMPATIBLE, "2026-10-25T00:30:00Z"),
        ("2026-10-25T01:30", "Europe/Dublin", Resolve.COMPATIBLE, "2026-10-25T00:30:00Z"),
        ("2026-10-04T02:15", "Australia/Lord_Howe", Resolve.EARLIER, "2026-10-03T15:15:00Z"),
        ("2026-10-04T02:15", "Australia/Lord_Howe", Resolve.COMPATIBLE, "2026-10-03T15:45:00Z"),
    ],
)
def test_a_policy_chooses_a_reading(wall, zone, policy, instant):
    assert zones.resolved(at(wall), zone, policy) == at(instant)


@each("policy", Resolve)
def test_a_usual_wall_time_is_the_same_by_every_policy(policy):
    assert zones.resolved(at("2026-03-29T03:00"), "Europe/Berlin", policy) == at("2026-03-29T01:00:00Z")


def test_a_skipped_time_is_refused_with_both_readings():
    with pytest.raises(UsageError) as caught:
        zones.resolved(at("2026-03-29T02:30"), "Europe/Berlin", Resolve.REFUSE)
    assert caught.value.problems[0].code == "skipped-time"
    assert caught.value.message == (
        "2026-03-29 02:30 does not exist in Europe/Berlin: clocks change. It could mean "
        "2026-03-29T01:30:00+01:00 (2026-03-29T00:30:00Z) or 2026-03-29T03:30:00+02:00 (2026-03-29T01:30:00Z)."
    )
    assert "--resolve" in caught.value.problems[0].hint


def test_a_repeated_time_is_refused_with_both_readings():
    with pytest.raises(UsageError) as caught:
        zones.resolved(at("2026-10-25T02:30:15"), "Europe/Berlin", Resolve.REFUSE)
    assert caught.value.problems[0].code == "repeated-time"
    assert caught.value.message == (
        "2026-10-25 02:30:15 happens twice in Europe/Berlin: clocks change. It could mean "
        "2026-10-25T02:30:15+02:00 (2026-10-25T00:30:15Z) or 2026-10-25T02:30:15+01:00 (2026-10-25T01:30:15Z)."
    )


@each(("word", "policy"), [("", Resolve.REFUSE), ("later", Resolve.LATER), ("Compatible", Resolve.COMPATIBLE)])
def test_a_policy_is_known_by_its_word(word, policy):
    assert zones.resolve_policy(word) is policy


def test_an_unknown_policy_is_refused_with_those_there_are():
    with pytest.raises(UsageError, match="Unknown reading 'first'") as caught:
        zones.resolve_policy("first")
    assert caught.value.problems[0].hint == "One of: earlier, later, compatible"


def test_the_rules_go_on_after_the_last_change_of_the_table():
    assert zones.local(at("2150-07-01T12:00:00Z"), "Europe/Berlin").isoformat() == "2150-07-01T14:00:00+02:00"
    assert zones.local(at("2150-01-01T12:00:00Z"), "Europe/Berlin").isoformat() == "2150-01-01T13:00:00+01:00"


@each(
    ("zone", "changes"),
    [
        ("Asia/Tokyo", []),
        ("Europe/Berlin", ["2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z"]),
        ("Australia/Lord_Howe", ["2026-04-04T15:00:00Z", "2026-10-03T15:30:00Z"]),
        ("America/Vancouver", ["2026-03-08T10:00:00Z"]),
        ("Africa/Cairo", ["2026-04-23T22:00:00Z", "2026-10-29T21:00:00Z"]),
    ],
)
def test_the_changes_of_a_year_are_told_to_the_second(zone, changes):
    found = zones.clock_changes(zone, at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"))
    assert found == tuple(at(text) for text in changes)


def test_a_span_holds_the_change_it_starts_with_and_not_the_one_it_ends_with():
    spring, autumn = at("2026-03-29T01:00:00Z"), at("2026-10-25T01:00:00Z")
    assert zones.clock_changes("Europe/Berlin", spring, autumn) == (spring,)


def test_offsets_are_those_of_local_midnights():
    first = at("2026-03-28").toordinal()
    assert list(zones.offsets_by_day("Europe/Berlin", first, first + 3)) == [3600, 3600, 7200]


def test_an_epoch_second_is_an_instant_and_a_wall_time_is_one_second():
    assert zones.utc(1_800_000_000) == at("2027-01-15T08:00:00Z")
    assert zones.epoch(at("2027-01-15T09:00"), "Europe/Berlin") == 1_800_000_000


@each(
    ("typed", "name"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        (" America/New York ", "America/New_York"),
        ("utc", "UTC"),
        ("Berlin", ""),
        ("Europe/Berln", ""),
    ],
)
def test_a_zone_may_be_typed_in_any_case(typed, name):
    assert zones.canonical_zone(typed) == name


def test_a_country_has_its_zones_and_a_zone_its_country():
    assert zones.country_zones("jp") == ("Asia/Tokyo",)
    assert {"America/New_York", "Pacific/Honolulu"} <= set(zones.country_zones("US"))
    assert zones.country_zones("XX") == ()
    assert [zones.zone_country(name) for name in ("Asia/Tokyo", "Atlantic/Canary", "UTC")] == ["JP", "ES", ""]


@each("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"])
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


@each("name", NASTY)
def test_no_name_opens_anything_but_a_zone(name):
    with pytest.raises(NotFoundError) as caught:
        zones.zone(name)
    assert len(caught.value.message) < 300


def test_the_systems_own_version_is_told_or_empty():
    assert re.fullmatch(r"|20\d\d[a-z]\S*", zones.system_tz_version())


def test_whether_a_name_is_a_zone_is_told_from_its_own_file_and_the_same_as_from_the_list_of_all():
    names = zones.all_zones()
    assert set(names) == set(pytz.all_timezones)
    assert len(names) == len(pytz.all_timezones)
    assert [name for name in pytz.all_timezones if name not in names] == []
    wrong = ("Europe/berlin", "Europe/", "", "../etc/passwd", "Mars/Base", "zone.tab", "posixrules", None, "UTC\x00")
    assert [name for name in wrong if name in names] == []


@each(
    ("environ", "zone"), [({"TZ": "Asia/Shanghai"}, "Asia/Shanghai"), ({"TZ": ":UTC"}, "UTC"), ({"TZ": "nonsense"}, "")]
)
def test_the_zone_of_the_machine_is_that_of_its_environment(environ, zone):
    assert zones.system_zone(environ) == zone
