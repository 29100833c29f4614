"""The one home of time zones: rules from the pytz wheel, never from the system, whose copy is often stale.

``zoneinfo`` objects are built from pytz's own files: the same rules as Babel uses, with the speed and the fold of
the standard library.
"""

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytz

from cscli.errors import unknown


def tz_version() -> str:
    """The version of the tz database in use, such as ``2026f``."""
    return str(pytz.OLSON_VERSION)  # type: ignore[attr-defined]


def all_zones() -> Collection[str]:
    """Every IANA zone, also old names, spelled exactly."""
    return pytz.all_timezones_set


def zone_names() -> tuple[str, ...]:
    """The zones in common use, sorted."""
    return tuple(pytz.common_timezones)


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
    raise unknown("zone", name, [*pytz.all_timezones], see="")


def local(instant: datetime, zone_name: str) -> datetime:
    """An aware instant as local time in a zone."""
    return instant.astimezone(zone(zone_name))


def instant_of(wall: datetime, zone_name: str) -> datetime:
    """The instant of a naive wall time in a zone, with the zone attached.

    A repeated wall time is its first occurrence; a skipped one is read with the offset before the gap
    (RFC 5545, PEP 495 fold=0).
    """
    return wall.replace(tzinfo=zone(zone_name), fold=0)


def system_tz_version() -> str:
    """The version of the system's own tz database; empty when there is none or it does not say."""
    for name in ("/usr/share/zoneinfo/tzdata.zi", "/usr/share/zoneinfo/+VERSION"):
        try:
            first = Path(name).read_text(encoding="utf-8", errors="replace").partition("\n")[0]
        except OSError:
            continue
        return first.removeprefix("# version").strip()
    return ""
