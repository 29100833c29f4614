"""Checks over a finished reply: days off, dates that are over, free text in another language than the reply's."""

from dataclasses import replace
from datetime import date

import pytest
from sweeps import each

from cscli.clock.holidays import DayKind, holiday_calendar
from cscli.quality.checks.dates import DateAhead, DatePassed, DayOff, PastDate
from cscli.quality.checks.free_text import FreeTextLanguage
from cscli.quality.finding import Severity
from cscli.quality.registry import shipped_checks
from cscli.quality.subject import Subject

TODAY = date(2026, 11, 22)


@pytest.fixture
def draft(shipped):
    """A draft in a language for a market."""

    def built(body="", language="de", market="DE", **options) -> Subject:
        known = tuple(sorted({tag.partition("-")[0] for tag in shipped.catalog.language_tags()}))
        tongue = shipped.catalog.language(language)
        return Subject(
            text=body, language=language, spoken=tongue, market=shipped.catalog.market(market), today=TODAY,
            known_languages=known, **options,
        )  # fmt: skip

    return built


def one(found):
    """The only finding."""
    (finding,) = found
    return finding


@each(("market", "day"), [("DE", date(2026, 12, 5)), ("JP", date(2026, 12, 6)), ("SA", date(2026, 12, 4))])
def test_a_promise_on_a_day_off_is_mentioned(draft, market, day):
    finding = one(DayOff().findings(draft(market=market, dates={"new_date": day})))
    assert (finding.check, finding.severity) == ("day-off", Severity.INFO)
    assert day.isoformat() in finding.message


@each(("market", "day"), [("DE", date(2026, 12, 3)), ("SA", date(2026, 12, 6)), ("DE", date(2026, 11, 21))])
def test_a_working_day_and_a_day_that_is_over_are_not(draft, market, day):
    assert list(DayOff().findings(draft(market=market, dates={"new_date": day}))) == []


@pytest.mark.parametrize(
    ("market", "day", "said"),
    [
        ("DE", date(2026, 12, 25), "Christmas Day"),
        ("CN", date(2027, 1, 1), "New Year"),
        ("TR", date(2026, 12, 5), "a Sat"),
    ],
)
def test_a_promise_on_a_holiday_names_it(shipped, draft, market, day, said):
    holidays = holiday_calendar(shipped.catalog.paths, market)
    finding = one(DayOff().findings(draft(market=market, dates={"new_date": day}, holidays=holidays)))
    assert said in finding.message


def test_a_weekend_day_that_is_worked_instead_of_another_is_no_day_off(shipped, draft):
    holidays, saturday = holiday_calendar(shipped.catalog.paths, "CN"), date(2027, 1, 2)
    worked = holidays.days[0]._replace(date=saturday, kind=DayKind.WORKDAY)
    calendar = replace(holidays, days=(*holidays.days, worked))
    assert list(DayOff().findings(draft(market="CN", dates={"new_date": saturday}, holidays=calendar))) == []


def test_a_date_that_should_lie_ahead_but_is_over_is_a_warning(draft):
    finding = one(PastDate().findings(draft(dates={"new_date": date(2026, 11, 21)})))
    assert (finding.check, finding.severity) == ("past-date", Severity.WARNING)
    assert "new_date 2026-11-21 is over in Germany: it is 2026-11-22 there." in finding.message


def test_a_promise_that_is_over_is_an_error(draft):
    finding = one(
        DatePassed().findings(draft(dates={"new_date": date(2026, 11, 21)}, date_sides={"new_date": "future"}))
    )
    assert (finding.check, finding.severity) == ("date-passed", Severity.ERROR)
    assert "new_date 2026-11-21 is over in Germany: it is 2026-11-22 there." in finding.message


def test_a_thing_said_to_have_happened_that_lies_ahead_is_an_error(draft):
    finding = one(
        DateAhead().findings(draft(dates={"ship_date": date(2026, 11, 23)}, date_sides={"ship_date": "past"}))
    )
    assert (finding.check, finding.severity) == ("date-ahead", Severity.ERROR)
    assert "ship_date 2026-11-23 has not come in Germany: it is 2026-11-22 there." in finding.message


def test_today_is_on_neither_wrong_side_and_a_date_of_either_side_is_never_wrong(draft):
    sides = {"new_date": "future", "ship_date": "past", "refund_date": "either"}
    for check in (PastDate(), DatePassed(), DateAhead()):
        assert list(check.findings(draft(dates=dict.fromkeys(sides, TODAY), date_sides=sides))) == []
        for day in (date(2026, 1, 1), date(2027, 1, 1)):
            assert list(check.findings(draft(dates={"refund_date": day}, date_sides=sides))) == []


def test_today_is_not_over_and_some_dates_lie_in_the_past_by_nature(draft):
    assert list(PastDate().findings(draft(dates={"new_date": TODAY}))) == []
    past = draft(dates={"old_date": date(2026, 1, 1)}, date_sides={"old_date": "past"})
    assert list(PastDate().findings(past)) == []


@each(
    ("language", "market", "text", "reason"),
    [
        ("ja", "JP", "the screen is broken", "holds Latin words"),
        ("ru", "RU", "screen broken", "holds Latin words"),
        ("de", "DE", "экран разбит", "holds Cyrillic letters"),
        ("en", "US", "画面が割れています", "letters"),
        ("ja", "JP", "экран", "holds Cyrillic letters"),
        ("de", "DE", "the screen arrived broken and the box was open", "reads as 'en'"),
        ("fr", "FR", "der Bildschirm ist leider bei der Lieferung zerbrochen", "reads as 'de'"),
    ],
)
def test_free_text_in_another_language_is_a_warning(draft, language, market, text, reason):
    finding = one(FreeTextLanguage().findings(draft(text, language, market, free_texts={"item": text})))
    assert (finding.check, finding.severity) == ("free-text-language", Severity.WARNING)
    assert reason in finding.message
    assert (finding.start, finding.end) == (0, len(text))


@each(
    ("language", "market", "text"),
    [
        ("ja", "JP", "Aurora 2"),
        ("ja", "JP", "A-1042"),
        ("ja", "JP", "USB-C ケーブル"),
        ("ja", "JP", "https://shop.example/orders"),
        ("ja", "JP", "info@shop.example"),
        ("de", "DE", "Aurora 2"),
        ("de", "DE", "die Vase kam leider zerbrochen bei mir an"),
        ("de", "DE", "Polaris"),
        ("th", "TH", "แจกันสีน้ำเงินแตกหักเสียหาย"),
        ("zh", "CN", "蓝色花瓶"),
        ("pt-BR", "BR", "o vaso azul chegou quebrado na minha casa"),
        ("de", "DE", ""),
    ],
)
def test_names_codes_and_text_in_the_replys_own_language_are_not(draft, language, market, text):
    assert list(FreeTextLanguage().findings(draft(text, language, market, free_texts={"item": text}))) == []


def test_a_text_that_is_not_in_the_body_has_no_place(draft):
    finding = one(FreeTextLanguage().findings(draft("другой", free_texts={"item": "экран"})))
    assert (finding.start, finding.end) == (None, None)


def test_all_checks_run_in_their_order(draft):
    subject = draft("Es ist der экран.", dates={"new_date": date(2026, 11, 1)}, free_texts={"item": "экран"})
    found = shipped_checks().findings(subject)
    assert [f.check for f in found] == ["free-text-language", "past-date"]


def test_a_finding_is_part_of_a_reply_and_said_on_stderr(cscli):
    words = ("reply", "damaged-item", "--market", "JP", "--set", "order_number=A-1042", "--set", "item=blue glass vase")
    answer = cscli(*words)
    assert answer.code == 0
    assert "blue glass vase" in answer.out
    assert answer.err.startswith("warning: item holds Latin words, but the reply is in Japanese.")
    assert [f["check"] for f in cscli(*words, "--json").data["findings"]] == ["free-text-language"]
