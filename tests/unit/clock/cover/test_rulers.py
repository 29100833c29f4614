"""The other clocks beside a heat map show what they show, also after the clocks of one of the two have changed."""

from datetime import date

from sweeps import each

from cscli.clock.cover.heat import heat_map
from cscli.clock.zones import local_day

ALL_DAY = tuple(f"{hour:02}" for hour in range(24))


def rulers(zone, other, first, last):
    span = (local_day(date.fromisoformat(first), zone)[0], local_day(date.fromisoformat(last), zone)[0])
    own, *others = heat_map("All", (), zone, (other,), span).rulers
    assert (own.zone, own.hours, own.since) == (zone, ALL_DAY, None)
    assert {ruler.zone for ruler in others} <= {other}
    return [(str(ruler.since) if ruler.since else "", ruler.hours[9]) for ruler in others]


@each(
    ("zone", "other", "first", "last", "at_nine"),
    [
        ("Asia/Shanghai", "Europe/Berlin", "2026-10-12", "2026-11-09", [("", "03"), ("2026-10-25", "02")]),
        ("Europe/Berlin", "America/New_York", "2026-10-19", "2026-11-16", [("", "03"), ("2026-10-25", "04"),
                                                                           ("2026-11-01", "03")]),
        ("Asia/Kolkata", "Australia/Lord_Howe", "2026-09-28", "2026-10-12", [("", "14"), ("2026-10-03", "14:30")]),
        ("Europe/Berlin", "Asia/Tokyo", "2027-03-15", "2027-04-05", [("", "17"), ("2027-03-28", "16")]),
        ("Europe/Berlin", "Europe/Athens", "2027-03-15", "2027-04-05", [("", "10")]),
        ("America/Santiago", "UTC", "2026-08-31", "2026-09-14", [("", "13"), ("2026-09-06", "12")]),
        ("Asia/Manila", "Asia/Kathmandu", "2026-10-12", "2026-11-09", [("", "06:45")]),
        ("Asia/Shanghai", "Europe/Berlin", "2026-10-25", "2026-11-09", [("", "02")]),
    ],
)  # fmt: skip
def test_another_clock_is_shown_again_from_the_day_on_which_it_differs(zone, other, first, last, at_nine):
    assert rulers(zone, other, first, last) == at_nine
