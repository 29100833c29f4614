"""The zone or offset at the end of a typed moment.

A zone is named in full (``Europe/Berlin``), as UTC or GMT, or as an offset after an ISO date and time. An abbreviation
is never resolved: letters such as IST are in use in several countries, and often mean the other half of the year.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from cscli.clock.parse.words import matched, one_of, quoted
from cscli.clock.zones import canonical_zone, local, zone
from cscli.errors import UsageError

_LARGEST_OFFSET = timedelta(hours=15, minutes=59)

# What abbreviations are used for, in the tz database or by people; the largest places first.
ABBREVIATIONS = {
    "ACDT": "Australia/Adelaide", "ACST": "Australia/Adelaide Australia/Darwin",
    "ACT": "Australia/Sydney America/Eirunepe",
    "ADT": "America/Halifax", "AEDT": "Australia/Sydney", "AEST": "Australia/Sydney Australia/Brisbane",
    "AKDT": "America/Anchorage", "AKST": "America/Anchorage", "AMT": "America/Manaus Asia/Yerevan",
    "ART": "America/Argentina/Buenos_Aires", "AST": "America/Halifax America/Puerto_Rico Asia/Riyadh",
    "AWST": "Australia/Perth", "BOT": "America/La_Paz", "BRST": "America/Sao_Paulo", "BRT": "America/Sao_Paulo",
    "BST": "Europe/London Asia/Dhaka", "CAT": "Africa/Maputo", "CDT": "America/Chicago America/Havana",
    "CEST": "Europe/Berlin Europe/Paris", "CET": "Europe/Berlin Europe/Paris Africa/Algiers",
    "CLST": "America/Santiago", "CLT": "America/Santiago", "COT": "America/Bogota",
    "CST": "America/Chicago Asia/Shanghai America/Havana", "CT": "America/Chicago",
    "EAT": "Africa/Nairobi", "EDT": "America/New_York", "EEST": "Europe/Kyiv Europe/Athens Africa/Cairo",
    "EET": "Europe/Kyiv Europe/Athens Africa/Cairo", "EST": "America/New_York America/Panama Australia/Sydney",
    "ET": "America/New_York", "GST": "Asia/Dubai Atlantic/South_Georgia", "HKT": "Asia/Hong_Kong",
    "HST": "Pacific/Honolulu", "ICT": "Asia/Bangkok Asia/Ho_Chi_Minh", "IDT": "Asia/Jerusalem",
    "IST": "Asia/Kolkata Europe/Dublin Asia/Jerusalem", "JST": "Asia/Tokyo", "KST": "Asia/Seoul",
    "MDT": "America/Denver", "MET": "Europe/Berlin Europe/Paris", "MSK": "Europe/Moscow",
    "MST": "America/Denver America/Phoenix Asia/Kuala_Lumpur", "MT": "America/Denver", "MYT": "Asia/Kuala_Lumpur",
    "NDT": "America/St_Johns", "NPT": "Asia/Kathmandu", "NST": "America/St_Johns", "NZDT": "Pacific/Auckland",
    "NZST": "Pacific/Auckland", "PDT": "America/Los_Angeles", "PET": "America/Lima", "PHT": "Asia/Manila",
    "PKT": "Asia/Karachi", "PST": "America/Los_Angeles Asia/Manila", "PT": "America/Los_Angeles",
    "SAST": "Africa/Johannesburg", "SGT": "Asia/Singapore", "SST": "Pacific/Pago_Pago Asia/Singapore",
    "TRT": "Europe/Istanbul", "UYT": "America/Montevideo", "UZT": "Asia/Tashkent", "VET": "America/Caracas",
    "WAT": "Africa/Lagos", "WEST": "Europe/Lisbon", "WET": "Europe/Lisbon Atlantic/Canary", "WIB": "Asia/Jakarta",
    "WIT": "Asia/Jayapura", "WITA": "Asia/Makassar",
}  # fmt: skip

_FIXED = ("EST", "MST", "HST")
_AREAS = "africa|america|antarctica|arctic|asia|atlantic|australia|etc|europe|indian|pacific"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedZone:
    """A typed moment without its zone: ``rest``; the zone and the offset are None where none was typed.

    ``is_z`` tells a ``Z``, which fixes the instant and says nothing of the offset in use there.
    """

    rest: str
    zone: str | None
    offset: timedelta | None
    is_z: bool

    def check_offset(self, instant: datetime) -> None:
        """Hold a typed offset against the typed zone.

        Raises:
            UsageError: ``wrong-offset``: the zone has another offset at this instant.
        """
        if self.zone is None or self.offset is None or self.is_z:
            return
        shown = local(instant, self.zone)
        if shown.utcoffset() != self.offset:
            raise UsageError(
                f"The offset that was typed is not the one of {self.zone}: at that moment it is "
                f"{shown.isoformat()[-6:]} there.",
                code="wrong-offset",
                hint="Leave out the offset or the zone.",
            )


def split_zone(typed: str) -> TypedZone:
    """Take zone and offset off the end of a tidy text.

    Raises:
        UsageError: ``ambiguous-zone`` for an abbreviation anywhere, ``ambiguous-offset`` for what could be a span of
            time, ``bad-time`` for an offset that no place has.
        NotFoundError: the zone does not exist; the nearest names are given.
    """
    rest, zone_name = _without_zone(typed)
    _refuse_abbreviation(rest)
    span = matched(_SPAN, rest)
    if span and _runs_forward(span):
        raise _ambiguous_offset(span)
    for pattern in _OFFSETS:
        if found := matched(pattern, rest):
            return TypedZone(
                rest=found["rest"],
                zone=zone_name,
                offset=_offset(found["offset"]),
                is_z=found["offset"] == "z",
            )
    if span:
        raise _ambiguous_offset(span)
    return TypedZone(rest=rest, zone=zone_name, offset=None, is_z=False)


def _without_zone(typed: str) -> tuple[str, str | None]:
    if found := matched(_IN_BRACKETS, typed) or matched(_GLUED, typed):
        return found["rest"], _known(found["zone"])
    words = typed.split()
    for place in range(1, len(words)):
        last = " ".join(words[place:])
        if last.upper() not in ABBREVIATIONS and (name := canonical_zone(last)):
            return " ".join(words[:place]), name
    if len(words) > 1 and matched(_LIKE_A_ZONE, words[-1]):
        return " ".join(words[:-1]), _known(words[-1])
    return typed, None


def _known(name: str) -> str:
    return canonical_zone(name) or zone(name).key


def ambiguous_zone(letters: str, where: str = ", such as ") -> UsageError:
    """The error for an abbreviation, with the zones that it is used for; ``where`` the full name would stand."""
    zones = ABBREVIATIONS[letters].split()
    return UsageError(
        f"{letters} is an abbreviation, not the name of a zone: it could be {one_of(zones)}.",
        code="ambiguous-zone",
        hint=f"Write the zone in full{where}{zones[0]}.",
    )


def require_zone_name(typed: str) -> str:
    """A zone's name, if it names one zone.

    ``EST``, ``MST`` and ``HST`` are in the tz database with a fixed offset; people mean places with daylight time.

    Raises:
        UsageError: ``ambiguous-zone``: it is such an abbreviation.
    """
    if typed.upper() in _FIXED:
        raise ambiguous_zone(typed.upper())
    return typed


def _refuse_abbreviation(typed: str) -> None:
    for found in _WORD.finditer(typed):
        letters = found[0].upper()
        if letters in ABBREVIATIONS:
            raise ambiguous_zone(letters, " after the time, such as 15:00 ")


def _runs_forward(span: re.Match[str]) -> bool:
    """Whether ``09:00-12:00`` is more likely a span: programs that print offsets put a T or seconds before them."""
    if span["offset"][0] == "+" or span["time"].count(":") > 1:
        return False
    return _figures(span["offset"][1:].strip()) > _figures(span["time"])


def _ambiguous_offset(span: re.Match[str]) -> UsageError:
    return UsageError(
        f"{quoted(span['pair'])} is not clear: it could be {span['time']} at the offset {span['offset']}, "
        "or a span of time.",
        code="ambiguous-offset",
        hint="Write one moment, such as 2026-12-03T15:00+02:00 or 2026-12-03 15:00 Europe/Berlin.",
    )


def _offset(typed: str) -> timedelta:
    if typed == "z":
        return timedelta()
    hours, minutes, seconds = _figures(typed[1:])
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if offset > _LARGEST_OFFSET or max(minutes, seconds) > 59:  # noqa: PLR2004 - minutes in an hour
        raise UsageError(
            f"No place has the offset {typed}.",
            code="bad-time",
            hint="Write it as +02:00 or Z, or write the name of a zone.",
        )
    return -offset if typed[0] == "-" else offset


def _figures(typed: str) -> tuple[int, int, int]:
    """Hours, minutes and seconds of ``2``, ``02``, ``0230``, ``2:30`` or ``02:30:00``."""
    hours, *others = typed.split(":") if ":" in typed else (typed[place : place + 2] for place in (0, 2, 4))
    minutes, seconds = [int(other or 0) for other in others] + [0] * (2 - len(others))
    return int(hours), minutes, seconds


_IN_BRACKETS = r"(?P<rest>.+?) ?\[!?(?P<zone>[a-z][a-z0-9_+/-]*)\]"
_LIKE_A_ZONE = rf"(?:{_AREAS})/[a-z0-9_+/-]+"
_GLUED = r"(?P<rest>.*\d)(?P<zone>utc|gmt)"
# A word of its own, but for figures before it; letters of any script count, so no ASCII flag.
_WORD = re.compile(r"(?<![^\W\d])(?<![/'\u2019-])[^\W\d_]+(?![\w/'\u2019-])")
_ISO_TIME = r"\d{4}-\d\d-\d\d(?:t| |, )\d[\d:.,]*:\d\d(?:[.,]\d+)?(?: ?[ap]\.?m\.?)?"
_OFFSETS = (
    rf"(?P<rest>.*{_ISO_TIME}) ?(?P<offset>[+-]\d\d(?::?\d\d(?::?\d\d)?)?)",
    r"(?P<rest>.* \d{4} \d\d:\d\d:\d\d) (?P<offset>[+-]\d{4})",  # the date line of an e-mail
    r"(?P<rest>.*\d) ?(?P<offset>z)",
    r"(?P<rest>.+?)(?: |(?<=\d))(?:utc|gmt)(?P<offset>[+-](?:\d{1,2}(?::\d\d)?|\d{4}))",
)
_SPAN = r".*?(?P<pair>(?P<time>(?<![\w:])\d{1,2}(?::\d\d){1,2}) ?(?P<offset>[+-] ?\d{1,2}(?::?\d\d)?))"
