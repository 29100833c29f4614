"""Public holidays from the ``holidays`` library, as the JSON file that ships for a market.

The library costs 150 ms to load and must be installed; a snapshot costs neither. So only an update and the tests come
here, and every other part reads the snapshot (``holidays.py``). What the library calls public is what the law says;
where shops and offices close on other days too, or the library files such days elsewhere, the tables below say so.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from cscli.errors import NotFoundError, UnavailableError

if TYPE_CHECKING:
    from holidays.holiday_base import HolidayBase

# Countries whose national list leaves out days that nearly everybody has, such as Easter Monday in Britain: the region
# that stands for the country when none is named. Elsewhere the national list is what a whole country has.
DEFAULT_REGIONS = {"AU": "NSW", "CA": "ON", "CH": "ZH", "GB": "ENG"}

# Days beyond the public ones on which offices, banks and shops are closed all the same: a market or a region of it,
# the library's category, and the names (in English) to take from it; no names: all of them.
EXTRA_DAYS: dict[str, dict[str, tuple[str, ...]]] = {
    "AU": {"half_day": ()},  # evenings before Christmas and New Year, by law in NT, QLD and SA
    "BR": {"optional": ("Carnival", "Corpus Christi")},  # left to the employer, but banks and the post close
    "CA-AB": {"optional": ("Heritage Day",)},  # the first Monday in August: not by statute, yet nearly all rest
    "CA-MB": {"optional": ("Terry Fox Day",)},
    "CA-NS": {"optional": ("Natal Day",)},
    "CA-ON": {"optional": ("Civic Holiday",)},
    "CH": {"half_day": ()},  # the afternoon of 1 May in Solothurn
    "DE-BY": {"catholic": ()},  # Assumption Day in most of its towns, Munich among them
    "ID": {"government": ()},  # joint leave: the days between Eid and the weekend, on which the country stands still
    "IN": {"government": ()},  # nine states keep their lists there; the others keep theirs under public
    "JP": {"bank": ()},  # the New Year closing from 31 December to 3 January
    "KR": {"bank": ()},  # Workers' Day, a paid day off long before it became public in 2026
    "PT": {"optional": ("Carnival",)},  # granted nearly everywhere
    "SE": {"de_facto": ()},  # Midsummer, Christmas and New Year's Eve, on a par with Sundays
    "TR": {"half_day": ()},
}
# Left out on purpose, beside what is for banks, schools, soldiers or officials alone: half days in China, which are for
# women, the young and soldiers; bank afternoons in Sweden. Ukraine has no days off while martial law lasts.

_HALF_DAY_START = "12:00"  # when the library names no hour
_WORKING_DAYS = {"CN": "补班日", "RU": "Рабочий день", "TW": "補班日", "UA": "Робочий день", "VN": "Ngày làm việc bù"}
_LABELS = {
    "estimated_label": "e",
    "observed_label": "o",
    "observed_label_before": "o",
    "observed_estimated_label": "eo",
}
_CODE = re.compile(r"[A-Z0-9]{1,3}")  # regions by ISO 3166-2; the library also has cities and school zones
_FROM = re.compile(r" \(from (\d{1,2})(?::(\d\d))?([ap])m\)$")
_BRACKETS_AT_END = re.compile(r"\s*[(（][^()（）]*[)）]$")  # noqa: RUF001 - Chinese brackets
_US_DATE = re.compile(r"(\d\d)/(\d\d)/(\d{4})")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class _Day:
    """One day of one place, as it goes into the file."""

    date: str
    name: str
    local: str
    kind: str = "full"
    start: str = ""
    estimated: bool = False
    observed: bool = False


def generated_calendar(market: str, first_year: int, last_year: int, made: date) -> dict[str, Any]:
    """The holidays of a market and all its regions from the first to the last year, as the document of its file.

    Args:
        market: an ISO 3166 country code; it need not be a market of ours.
        first_year: the first of the years.
        last_year: the last of the years, too.
        made: the day of the update.

    Raises:
        UnavailableError: the library is not installed.
        NotFoundError: the library does not know the country.
    """
    try:
        import holidays  # noqa: PLC0415 - an optional extra, and slow to load
        from holidays.version import __version__ as version  # noqa: PLC0415
    except ImportError as problem:
        raise UnavailableError(
            "New holidays need the library 'holidays', which is not installed.",
            code="missing-extra",
            hint="Install it with: pip install 'cscli[holidays]'",
        ) from problem
    try:
        country = type(holidays.country_holidays(market))
    except NotImplementedError as problem:
        raise NotFoundError(
            f"The library 'holidays' has no country {market!r}.",
            code="unknown-market",
            hint="Keep its days in a file of your own: locales/holidays/ in your config folder.",
        ) from problem
    regions = tuple(code for code in country.subdivisions if _CODE.fullmatch(code))
    years = range(first_year, last_year + 1)
    days = {region: _days(country, market, region, years) for region in ("", *regions)}
    default = DEFAULT_REGIONS.get(market, "")
    if default:
        del days[""]  # nobody can ask for it
    return {
        "schema": 1,
        "market": market,
        "subdivision": default,
        "regions": list(regions),
        "years": list(years),
        "source": f"holidays {version}",
        "made": made.isoformat(),
        "days": [_row(day, days) for day in sorted(set().union(*days.values()))],
    }


def holiday_file_text(document: Mapping[str, Any]) -> str:
    """The text of a holiday file: JSON with one key or one day on a line, so that a change shows as its own line."""
    lines = [f"{_json(key)}: {_json(value)}" for key, value in document.items() if key != "days"]
    days = ",\n".join(_json(day) for day in document["days"])
    return "{\n" + ",\n".join([*lines, f'"days": [\n{days}\n]' if days else '"days": []']) + "\n}\n"


def _row(day: _Day, days: Mapping[str, set[_Day]]) -> dict[str, Any]:
    """A day with the places that have it: all, some (``regions``), or the country but for some (``except``)."""
    row: dict[str, Any] = {"date": day.date, "name": day.name, "local": day.local, "kind": day.kind}
    if day.start:
        row["from"] = day.start
    row |= {flag: True for flag in ("estimated", "observed") if getattr(day, flag)}
    without = [region for region, its_days in days.items() if region and day not in its_days]
    if without and day in days.get("", ()):
        row["except"] = without
    elif without:
        row["regions"] = [region for region in days if region and region not in without]
    return row


def _days(country: "type[HolidayBase]", market: str, region: str, years: range) -> set[_Day]:
    """The days of one region, or of the country where no region is named."""
    found = set(_category(country, region, years, "public"))
    off = {day.date for day in found}
    for place in (market, f"{market}-{region}"):
        for category, names in EXTRA_DAYS.get(place, {}).items():
            extra = _category(country, region, years, category)
            found |= {day for day in extra if day.date not in off and (not names or day.name in names)}
            off |= {day.date for day in found if day.kind == "full"}
    # Substitutes may be worked in the year before or after.
    around = range(years.start - 1, years.stop + 1)
    worked = country(years=around, subdiv=region or None).weekend_workdays
    return found | {
        _Day(date=day.isoformat(), name="Working day", local=_WORKING_DAYS.get(market, "Working day"), kind="workday")
        for day in worked
        if day.year in years and day.isoformat() not in off
    }


def _category(country: "type[HolidayBase]", region: str, years: range, category: str) -> Iterator[_Day]:
    """The days of one of the library's categories, each of several names on one date for itself."""

    def asked(language: str | None) -> "HolidayBase":
        around = range(years.start - 1, years.stop + 1)  # some days are moved over the turn of the year
        return country(years=around, subdiv=region or None, language=language, categories=category)

    english, local = asked("en_US"), asked(country.default_language)
    for day in english:
        if day.year in years:
            for name, local_name in _pairs(english, local, day):
                plain_local, _ = _stripped(local_name, local)
                yield _day(day, _stripped(name, english), plain_local, is_half=category == "half_day")


def _pairs(english: "HolidayBase", local: "HolidayBase", day: date) -> Iterator[tuple[str, str]]:
    """The names of one date, English with local; the library sorts them by each language's letters."""
    names = english.get_list(day)
    cores = {_stripped(name, english)[0] for name in names}
    by_core = {english.tr(_stripped(name, local)[0]): name for name in local.get_list(day)}
    left = [name for core, name in by_core.items() if core not in cores]
    for name in names:
        matching = by_core.get(_stripped(name, english)[0])
        yield name, matching or (left.pop(0) if left else name)


def _day(day: date, stripped: tuple[str, str], local_name: str, *, is_half: bool) -> _Day:
    name, flags = stripped
    start = _HALF_DAY_START if is_half else ""
    hour = _FROM.search(name)
    if hour:
        start = f"{int(hour[1]) % 12 + 12 * (hour[3] == 'p'):02}:{hour[2] or '00'}"
        name, local_name = name[: hour.start()], _BRACKETS_AT_END.sub("", local_name)
    return _Day(
        date=day.isoformat(),
        name=_US_DATE.sub(r"\3-\1-\2", name),
        local=local_name,
        kind="half" if start else "full",
        start=start,
        estimated="e" in flags,
        observed="o" in flags,
    )


def _stripped(name: str, calendar: "HolidayBase") -> tuple[str, str]:
    """A name without the library's marks of an estimated or moved day, and which marks it bore (``e``, ``o``)."""
    flags = ""
    for attribute, meaning in _LABELS.items():
        before, _, after = calendar.tr(getattr(calendar, attribute, None) or "%s").partition("%s")
        if (before or after) and name.startswith(before) and name.endswith(after):
            name = name[len(before) : len(name) - len(after)]
            flags += meaning
    return name, flags


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
