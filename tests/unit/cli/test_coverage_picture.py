"""The heat map as a picture: the same for the same report, whatever it is called and whoever draws it."""

import io
import sys

import pytest
from sweeps import each
from told_coverage import FINE, GAP, HOSTILE, REPORT, heat

from cscli.cli.views.coverage.picture import report_png
from cscli.cli.views.heat import LIGHT
from cscli.clock.cover.heat import Cell, Level
from cscli.errors import UnavailableError


def size_of(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert png[12:16] == b"IHDR"
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


def chunks(png: bytes) -> set[bytes]:
    found, at = set(), 8
    while at < len(png):
        found.add(png[at + 4 : at + 8])
        at += 12 + int.from_bytes(png[at : at + 4])
    return found


def test_a_picture_has_a_panel_for_each_map_and_can_be_read_on_a_screen():
    one, two = (size_of(report_png(maps, "Cover")) for maps in (REPORT.maps[:1], REPORT.maps))
    assert 1200 <= one[0] == two[0] <= 1600
    assert 300 <= two[1] - one[1] <= 600


def test_the_same_maps_give_the_same_picture_without_a_date():
    first, second = (report_png(REPORT.maps, "Cover") for _ in range(2))
    assert first == second
    assert chunks(first) <= {b"IHDR", b"pHYs", b"sBIT", b"IDAT", b"IEND"}


def test_a_gap_is_seen_in_the_picture():
    from matplotlib.image import imread

    def painted(cell: Cell) -> int:
        pixels = imread(io.BytesIO(report_png([heat(cell)], "Cover")))[:, :, :3]
        wanted = [int(LIGHT[Level.GAP][0][at : at + 2], 16) / 255 for at in (1, 3, 5)]
        return int((abs(pixels - wanted) < 0.01).all(axis=2).sum())

    assert painted(GAP) - painted(FINE) > 1000


@each("title", ["$\\frac{", "山田 太郎 فاطمة \U000e0fff", HOSTILE, "x" * 500, "two\nlines", ""])
def test_any_title_can_be_drawn_whatever_the_fonts(title):
    assert size_of(report_png([heat(GAP, title=title)], title))


def test_a_picture_that_would_be_too_tall_to_draw_is_drawn_smaller(monkeypatch):
    monkeypatch.setattr("cscli.cli.views.coverage.picture._MOST_DOTS", 300)
    assert size_of(report_png(REPORT.maps, "Cover"))[1] == 300


def test_the_readers_own_settings_change_no_picture_and_are_left_as_they_were():
    import matplotlib as mpl

    plain = report_png(REPORT.maps, "Cover")
    with mpl.rc_context({"font.size": 30, "savefig.dpi": 40, "savefig.bbox": "tight", "text.usetex": True}):
        assert report_png(REPORT.maps, "Cover") == plain
        assert mpl.rcParams["font.size"] == 30


def test_without_the_library_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(UnavailableError) as caught:
        report_png(REPORT.maps, "Cover")
    [problem] = caught.value.problems
    assert problem.code == "missing-extra"
    assert problem.hint == "Install it with: pip install 'cscli[charts]'"


def test_the_picture_has_its_dates_and_notes():
    plain = report_png(REPORT.maps, "Cover")
    assert report_png(REPORT.maps, "Cover", REPORT.about) != plain
    assert size_of(report_png(REPORT.maps, "Cover", REPORT.about, REPORT.notes))[1] > size_of(plain)[1]
    assert "Mon 2026-11-23 to Sun 2026-12-20" in REPORT.about
    first, meaning, *rest = REPORT.notes
    assert first == "Covered: 96.4%."
    assert meaning.startswith("A column is one hour.")
    assert rest == [*REPORT.returning, *REPORT.changes, *REPORT.clashes]
    assert len(REPORT._replace(clashes=("A holiday.",) * 500).notes) < 20
