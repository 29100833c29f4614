"""Heat maps and a report on coverage, made by hand: every shape that a page or a picture must draw."""

from dataclasses import replace
from datetime import date

from cscli.cli.views.pages.coverage_page import Report
from cscli.cli.views.pages.page import ReportTable
from cscli.clock.cover.heat import Cell, HeatMap, Level, Ruler

IDLE = Cell(staffed=0, needed=0, level=Level.IDLE)
GAP = Cell(staffed=1, needed=2, level=Level.GAP, worst="DE de")
THIN = Cell(staffed=1, needed=1, level=Level.THIN, worst="JP ja")
FINE = Cell(staffed=12, needed=3, level=Level.FINE, worst="US")
HOSTILE = '"><script>window.__x=1</script><img src=x onerror=alert(1)>\x1b[31m\u202egnp.exe\x00'
HOURS = tuple(f"{hour:02}" for hour in range(24))
COLUMNS = ("market", "language", "from", "agents")


def heat(*first_row: Cell, title: str = "All markets") -> HeatMap:
    """A map whose Monday begins with these cells; nobody is needed in the rest."""
    monday = first_row + (IDLE,) * (24 - len(first_row))
    return HeatMap(
        title=title,
        zone="Asia/Shanghai",
        rows=(monday, *[(IDLE,) * 24] * 6),
        rulers=(
            Ruler("Asia/Shanghai", HOURS),
            Ruler("America/Argentina/Buenos_Aires", HOURS[13:] + HOURS[:13]),
            Ruler("America/Argentina/Buenos_Aires", HOURS[12:] + HOURS[:12], date(2026, 12, 6)),
        ),
    )


def gaps(count: int) -> ReportTable:
    return ReportTable(columns=COLUMNS, rows=tuple(("DE", "de", f"gap number {n}", "0 of 1") for n in range(count)))


REPORT = Report(
    title="Cover of the desk",
    made="Sun 2026-11-22 17:30",
    span=("Mon 2026-11-23", "Sun 2026-12-20", "Asia/Shanghai"),
    summary=(("Covered", "96.4%"),),
    maps=(heat(GAP, THIN, FINE), heat(FINE, title="US")),
    gap_count=2,
    gaps=gaps(2),
    changes=("Clocks in New York go back.",),
    clashes=("Christmas Day in DE.",),
    returning=("DE de Mon to Fri 10:00-15:00 there, every week (2 times)",),
    load=ReportTable(columns=("agent", "hours"), rows=(("Li Wei", "160"),)),
)

HOSTILE_MAP = replace(
    heat(replace(GAP, worst=HOSTILE)), title=HOSTILE, zone=HOSTILE, rulers=(Ruler(HOSTILE, (HOSTILE,) * 24),)
)
