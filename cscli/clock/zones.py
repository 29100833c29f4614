"""The one home of time zones: rules from the pytz wheel, never from the system, whose copy is often stale.

``zoneinfo`` objects are built from pytz's own files: the same rules as Babel uses, with the speed and the fold of
the standard library. A wall time becomes an instant only here, by a named policy.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytz

from cscli.errors import UsageError, not_one_of, unknown

_A_DAY = timedelta(days=1)


class Resolve(StrEnum):
    """What a skipped or repeated wall time means (the names and rules of java.time and of Temporal).

    ``earlier`` and ``later`` are the two readings; ``compatible`` is the first of a repeated time, and the reading
    with the offset before the gap of a skipped one (RFC 5545; PEP 495 fold=0). ``refuse`` is an error with both.
    """

    REFUSE = "refuse"
    EARLIER = "earlier"
    LATER = "later"
    COMPATIBLE = "compatible"


def resolve_policy(text: str) -> Resolve:
    """The policy of a word; none means ``refuse``.

    Raises:
        UsageError: no such policy.
    """
    if not text:
        return Resolve.REFUSE
    try:
        return Resolve(text.lower())
    except ValueError:
        raise not_one_of("reading", text, (r for r in Resolve if r is not Resolve.REFUSE)) from None


def tz_version() -> str:
    """The version of the tz database in use, such as ``2026f``."""
    return str(pytz.OLSON_VERSION)  # type: ignore[attr-defined]


class ZoneNames(Collection[str]):
    """Every IANA zone, also old names, spelled exactly.

    Whether a name is one is told from its own file alone: to list all, pytz looks for 600 files.
    """

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name in pytz._all_timezones_unchecked and pytz.resource_exists(name)  # type: ignore[attr-defined] # noqa: SLF001 - as the class says

    def __iter__(self) -> Iterator[str]:
        return iter(pytz.all_timezones)

    def __len__(self) -> int:
        return len(pytz.all_timezones)


def all_zones() -> Collection[str]:
    """Every IANA zone, also old names, spelled exactly."""
    return ZoneNames()


def zone_names() -> tuple[str, ...]:
    """The zones in common use, sorted."""
    return tuple(pytz.common_timezones)


def country_zones(country: str) -> tuple[str, ...]:
    """The zones of an ISO 3166 country code; empty when there is no such country."""
    return tuple(pytz.country_timezones.get(country.upper(), ()))


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    return {name: country for country, names in pytz.country_timezones.items() for name in names}


def zone_country(zone_name: str) -> str:
    """The ISO 3166 code of the country that a zone lies in; empty for zones of no country.

    An old name lies where the zone of the same rules does, if all such zones lie in one country.
    """
    if zone_name in _countries():
        return _countries()[zone_name]
    rules = _rules(zone_name)
    same = {country for name, country in _countries().items() if _rules(name) == rules}
    return same.pop() if len(same) == 1 else ""


def _rules(zone_name: str) -> bytes:
    with pytz.open_resource(zone_name) as file:  # type: ignore[attr-defined]
        return bytes(file.read())


def canonical_zone(name: str) -> str:
    """A zone name as it is spelled, from one typed in any case or with spaces; empty when there is none."""
    typed = name.strip().replace(" ", "_")
    if not typed or typed in all_zones():
        return typed
    return _folded_names().get(typed.casefold(), "")


@lru_cache(maxsize=1)
def _folded_names() -> dict[str, str]:
    return {known.casefold(): known for known in pytz.all_timezones}


@lru_cache(maxsize=512)
def zone(name: str) -> ZoneInfo:
    """The zone of an IANA name.

    Raises:
        NotFoundError: no such zone; names the nearest.
    """
    plain = name.replace("/", "").replace("_", "").replace("-", "").replace("+", "")
    if plain.isascii() and plain.isalnum() and not name.startswith("/"):
        try:
            with pytz.open_resource(name) as file:  # type: ignore[attr-defined]
                return ZoneInfo.from_file(file, key=name)
        except (OSError, ValueError):
            pass
    named = [known for known in pytz.all_timezones if not known.isupper()]  # EST names several
    raise unknown("zone", name, named, hint="A zone is named like Europe/Berlin.")


def local(instant: datetime, zone_name: str) -> datetime:
    """An aware instant as local time in a zone."""
    return instant.astimezone(zone(zone_name))


def instant_of(wall: datetime, zone_name: str) -> datetime:
    """The instant of a naive wall time in a zone, with the zone attached; skipped and repeated times: compatible."""
    return wall.replace(tzinfo=zone(zone_name), fold=0)


def resolved(wall: datetime, zone_name: str, policy: Resolve = Resolve.COMPATIBLE) -> datetime:
    """The instant (UTC) of a naive wall time by a policy.

    Raises:
        UsageError: ``refuse``, and the time is skipped or repeated; the sentence has both readings.
    """
    tz = zone(zone_name)
    first, second = (wall.replace(tzinfo=tz, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second or policy is Resolve.COMPATIBLE:
        return first
    earlier, later = min(first, second), max(first, second)
    if policy is not Resolve.REFUSE:
        return earlier if policy is Resolve.EARLIER else later
    is_skipped = first > second
    shown = wall.isoformat(sep=" ", timespec="minutes" if not wall.second else "seconds")
    both = " or ".join(f"{_shown(at, tz)} ({at:%Y-%m-%dT%H:%M:%SZ})" for at in (earlier, later))
    what = "does not exist" if is_skipped else "happens twice"
    raise UsageError(
        f"{shown} {what} in {zone_name}: clocks change. It could mean {both}.",
        code="skipped-time" if is_skipped else "repeated-time",
        hint="Choose with --resolve earlier, later or compatible, or write the offset.",
    )


def _shown(instant: datetime, tz: ZoneInfo) -> str:
    return instant.astimezone(tz).isoformat(timespec="seconds")


def utc(at: int) -> datetime:
    """The instant of a UTC epoch second."""
    return datetime.fromtimestamp(at, UTC)


def epoch(wall: datetime, zone_name: str) -> int:
    """The UTC epoch second of a naive wall time, by its fold; without one, skipped and repeated times: compatible."""
    return int(wall.replace(tzinfo=zone(zone_name)).timestamp())


def is_skipped(wall: datetime, zone_name: str) -> bool:
    """Whether clocks never show a naive wall time, as they jump over it."""
    first, second = (wall.replace(tzinfo=zone(zone_name), fold=fold).astimezone(UTC) for fold in (0, 1))
    return first > second


def local_day(day: date, zone_name: str) -> tuple[int, int]:
    """The UTC epoch seconds between which a local date lies; it may have 23 or 25 hours, or none at all."""
    midnight = datetime.combine(day, time.min)
    return epoch(midnight, zone_name), epoch(midnight + _A_DAY, zone_name)


@lru_cache(maxsize=256)
def offsets_by_day(zone_name: str, first: int, last: int) -> tuple[int, ...]:
    """A zone's offset in seconds at local midnight of each date, for the ordinals ``first`` to ``last - 1``."""
    offset_of = zone(zone_name).utcoffset
    offsets = [offset_of(datetime.fromordinal(day)) for day in range(first, last)]
    in_seconds = {offset: int(offset.total_seconds()) for offset in set(offsets) if offset is not None}
    return tuple(in_seconds[offset] for offset in offsets if offset is not None)


def clock_changes(zone_name: str, start: datetime, end: datetime) -> tuple[datetime, ...]:
    """The instants (UTC) in ``[start, end)`` at which a zone's offset changes, to the second."""
    tz = zone(zone_name)
    found = []
    before = start.astimezone(UTC).replace(microsecond=0) - timedelta(seconds=1)
    end = end.astimezone(UTC) - timedelta(seconds=1)
    while before < end:
        after = min(before + _A_DAY, end)
        if before.astimezone(tz).utcoffset() != after.astimezone(tz).utcoffset():
            low, high = before, after
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) // 2
                middle = middle.replace(microsecond=0)
                if middle.astimezone(tz).utcoffset() == before.astimezone(tz).utcoffset():
                    low = middle
                else:
                    high = middle
            found.append(high)
        before = after
    return tuple(found)


def system_tz_version() -> str:
    """The version of the system's own tz database; empty when there is none or it does not say."""
    for name in ("/usr/share/zoneinfo/tzdata.zi", "/usr/share/zoneinfo/+VERSION"):
        try:
            first = Path(name).read_text(encoding="utf-8", errors="replace").partition("\n")[0]
        except OSError:
            continue
        return first.removeprefix("# version").strip()
    return ""


def system_zone(environ: Mapping[str, str]) -> str:
    """The name of this machine's own time zone, as TZ or the link of /etc/localtime says; empty where it has none."""
    named = environ.get("TZ", "").lstrip(":")
    if not named:
        try:
            named = "/".join(Path("/etc/localtime").readlink().parts).partition("zoneinfo/")[2]
        except OSError:
            return ""
    return "UTC" if named in ("UTC", "Etc/UTC") else canonical_zone(named) or ""
