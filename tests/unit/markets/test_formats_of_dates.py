"""Dates, times, moments and cities come out as CLDR has them, and as customers of each market read them."""

import re
from datetime import date, datetime, time

from babel import dates
from locale_pairs import PAIRS, same_release
from sweeps import each

from cscli.clock.zones import local
from cscli.markets.cldr import locale_data
from cscli.markets.date_writer import format_offset
from cscli.text import scripts

DAYS = [date(2026, month, 2 + month * 2) for month in range(1, 13)]


@same_release
@each(("tag", "market"), PAIRS)
def test_dates_are_written_as_cldr_does(formats, tag, market):
    for style in ("short", "medium", "long", "full"):
        mine = formats(tag, market, style)
        assert [mine.date(d) for d in DAYS] == [dates.format_date(d, style, locale=mine.locale) for d in DAYS]


@same_release
@each(("tag", "market"), [p for p in PAIRS if p[0] not in ("ko-KR", "zh-TW")])
def test_times_are_written_as_cldr_does(formats, tag, market):
    mine = formats(tag, market)
    clock = [time(hour, 5) for hour in range(24)]
    got = [mine.time(datetime.combine(DAYS[0], t)) for t in clock]
    assert got == [dates.format_time(t, "short", locale=mine.locale) for t in clock]


def test_the_parts_of_the_day_are_words_in_korea_and_taiwan(formats):
    moments = [datetime.fromisoformat(f"2026-12-03T{hour}:05") for hour in ("09", "15")]
    assert [formats("ko-KR", "KR").time(m) for m in moments] == ["오전 9:05", "오후 3:05"]
    assert [formats("zh-TW", "TW").time(m) for m in moments] == ["上午9:05", "下午3:05"]


@each(
    ("tag", "zone", "written"),
    [
        ("de-DE", "Europe/Berlin", "15. Januar 2027 um 21:00 Uhr"),
        ("fr-FR", "Europe/Paris", "15 janvier 2027 à 21 h 00"),
        ("nl-NL", "Europe/Amsterdam", "15 januari 2027 om 21:00 uur"),
        ("sv-SE", "Europe/Stockholm", "15 januari 2027 kl. 21:00"),
        ("en-GB", "Europe/London", "15 January 2027 at 20:00"),
        ("hi-IN", "Asia/Kolkata", "16 जनवरी 2027 को रात 1:30 बजे"),
        ("ja-JP", "Asia/Tokyo", "2027年1月16日(土) 5:00"),
        ("en-CA", "America/Vancouver", "January 15, 2027 at 1:00 p.m. PT"),
        ("fr-CA", "America/Toronto", "15 janvier 2027 à 15 h 00 (heure de l’Est)"),
        ("pt-BR", "America/Sao_Paulo", "15 de janeiro de 2027 às 17h00, horário de Brasília"),
        ("ru-RU", "Europe/Moscow", "15 января 2027 года в 23:00 по московскому времени"),
        ("id-ID", "Asia/Jakarta", "16 Januari 2027 pukul 03.00 WIB"),
        ("de-DE", "Asia/Tokyo", "16. Januar 2027 um 05:00 Uhr (Tokio, UTC+9)"),
        ("ar-AE", "Asia/Riyadh", "15 يناير 2027 الساعة 11:00 م بتوقيت الرياض"),
    ],
)
def test_a_moment_names_its_zone_only_to_customers_who_could_take_it_for_another(house, tag, zone, written):
    mine = house(tag, tag[-2:])
    got = mine.moment(local(datetime.fromisoformat("2027-01-15T20:00:00Z"), zone), zone)
    assert re.sub(r"\s", " ", got) == written


def test_a_moment_told_to_readers_anywhere_always_has_city_and_offset(house):
    moment = local(datetime.fromisoformat("2027-01-15T20:00:00Z"), "Europe/Berlin")
    told = house("de-DE", "DE").dates.told(moment, "Europe/Berlin")
    assert told == "15. Januar 2027 um 21:00 Uhr (Berlin, UTC+1)"


def test_vancouver_keeps_summer_time_in_the_winter_of_2027():
    assert format_offset(local(datetime.fromisoformat("2027-01-15T12:00:00Z"), "America/Vancouver")) == "−7"


@each(
    ("zone", "offset"),
    [("Asia/Kathmandu", "+5:45"), ("America/St_Johns", "−3:30"), ("Etc/UTC", ""), ("Pacific/Kiritimati", "+14")],
)
def test_an_offset_is_written_short_with_a_true_minus(zone, offset):
    assert format_offset(local(datetime.fromisoformat("2027-01-15T12:00:00Z"), zone)) == offset


@each("tag", ["uk-UA", "ru-RU", "hi-IN", "th-TH", "ja-JP", "ko-KR", "zh-CN", "zh-TW", "ar-SA", "he-IL"])
def test_the_cities_of_a_market_are_written_in_its_own_script(house, shipped, tag):
    market = shipped.catalog.market(tag[-2:])
    own = set(shipped.catalog.language(tag).scripts)
    cities = {zone: house(tag, market.code).city(zone) for zone in market.zones}
    assert {zone: city for zone, city in cities.items() if not set(scripts(city)) <= own} == {}


def test_a_zone_that_cldr_has_no_city_for_is_named_by_its_last_part(formats):
    assert formats("de-DE", "DE").city("Antarctica/Some_Base") == "Some Base"


def test_the_first_of_a_month_is_written_as_the_french_do(house):
    assert house("fr", "FR").date(date(2026, 12, 1)) == "1er décembre 2026"
    assert house("fr", "FR").date(date(2026, 12, 11)) == "11 décembre 2026"
    assert house("de", "DE").date(date(2026, 12, 1)) == "1. Dezember 2026"


def test_a_locale_does_not_get_the_months_of_the_one_before():
    after = {tag: locale_data(tag, "", "", "long").months for tag in ("zh", "de", "ja")}
    assert after["de"]["LLLL"][0] == "Januar"
    assert after["ja"]["LLLL"][0] == "1月"
