"""The heat map as a page: every hour in words, nothing from outside, nothing that runs."""

from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from sweeps import each
from told_coverage import FINE, GAP, HOSTILE, HOSTILE_MAP, HOURS, IDLE, REPORT, THIN, gaps, heat

from cscli.cli.views.heat import DARK, LIGHT, drawn_heat, figure, sentence, verdict
from cscli.cli.views.pages.coverage_page import report_html
from cscli.cli.views.pages.page import ReportTable
from cscli.clock.cover.heat import Level


class Page(HTMLParser):
    """The elements of a page in order: tag, attributes and the text directly inside."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str], list[str]]] = []
        self._open: list[list[str]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs), []))
        if tag not in ("meta", "img", "link", "br"):
            self._open.append(self.elements[-1][2])

    def handle_endtag(self, _tag):
        self._open.pop()

    def handle_data(self, data):
        if self._open:
            self._open[-1].append(data)

    def all(self, tag: str, **wanted: str) -> list[tuple[dict[str, str], str]]:
        return [
            (attributes, "".join(text))
            for name, attributes, text in self.elements
            if name == tag and wanted.items() <= attributes.items()
        ]


@each("width", [60, 79, 80, 120])
def test_a_map_on_a_terminal_fits_its_width_with_every_hour(width):
    lines = drawn_heat(heat(GAP, THIN, FINE), width).plain.splitlines()
    assert max(map(len, lines)) <= width
    monday = next(line for line in lines if line.startswith("Mon"))
    assert monday.split()[1:] == ["!1", "=1", "+", *"·" * 21] or monday.endswith("!1=1 +" + "· " * 21)


@pytest.fixture(scope="module")
def page():
    return Page(report_html(REPORT))


@each(
    ("cell", "text", "words"),
    [
        (IDLE, "·", "Tue 09:00: nobody is needed"),
        (GAP, "!1", "Tue 09:00, DE de: 1 of 2 agents, too few agents"),
        (THIN, "=1", "Tue 09:00, JP ja: 1 of 1 agent, just enough: one absence is a gap"),
        (FINE, "12", "Tue 09:00, US: 12 agents, 3 needed, enough agents"),
    ],
)
def test_a_cell_is_told_by_its_sign_and_by_its_sentence(cell, text, words):
    assert figure(cell) == text
    assert sentence(1, 9, cell) == words


def test_every_hour_of_every_map_has_its_sentence(page):
    cells = [(at["title"], at["class"], text) for at, text in page.all("td") if "title" in at]
    expected = [
        (sentence(day, hour, cell), cell.level.value, figure(cell))
        for heat_map in REPORT.maps
        for day, row in enumerate(heat_map.rows)
        for hour, cell in enumerate(row)
    ]
    assert len(cells) == 2 * 7 * 24
    assert cells == expected


def test_days_hours_and_cities_are_headers_with_a_scope(page):
    rows = [text for _, text in page.all("th", scope="row")]
    assert rows[2:12] == [
        "Shanghai",
        "Buenos Aires",
        "Buenos Aires from 2026-12-06",
        "Mon",
        "Tue",
        "Wed",
        "Thu",
        "Fri",
        "Sat",
        "Sun",
    ]
    hours = [text for _, text in page.all("th", scope="col") if text.isdigit()]
    assert hours[:48] == [*HOURS, *HOURS[13:], *HOURS[:13]]
    assert len(page.all("caption")) == 2


@each(
    ("cells", "words"),
    [
        ((), "No hour of the week needs agents."),
        ((THIN, FINE), "No hour of the week has too few agents."),
        ((GAP, GAP, FINE), "2 of the 3 hours of the week that need agents have too few."),
    ],
)
def test_a_map_says_in_a_sentence_how_bad_it_is(cells, words):
    assert verdict(heat(*cells)) == words
    assert words in report_html(REPORT._replace(maps=(heat(*cells),)))


def test_the_page_is_english_utf8_and_fits_a_phone(page):
    assert page.all("html", lang="en")
    assert page.all("meta", charset="utf-8")
    assert page.all("meta", name="viewport")[0][0]["content"] == "width=device-width, initial-scale=1"


def test_the_content_policy_allows_only_the_style_and_the_script_of_the_page(page):
    [(policy, _)] = page.all("meta", **{"http-equiv": "Content-Security-Policy"})
    rules = dict(rule.strip().split(" ", 1) for rule in policy["content"].split(";"))
    [(_, style)], [(_, script)] = page.all("style"), page.all("script")
    hashes = [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in (style, script)]
    assert rules == {
        "default-src": "'none'", "style-src": hashes[0], "script-src": hashes[1],
        "base-uri": "'none'", "form-action": "'none'",
    }  # fmt: skip


def test_the_page_fetches_nothing(page):
    html = report_html(REPORT)
    assert not [
        part for part in ("http:", "https:", "://", "url(", "@import", "<link", "<img", "<iframe") if part in html
    ]
    addresses = [at.get("href") or at.get("src") for _, at, _ in page.elements if "href" in at or "src" in at]
    assert all(address.startswith("#") for address in addresses)


@each(
    "change",
    [
        {"title": HOSTILE},
        {"made": HOSTILE},
        {"span": (HOSTILE, HOSTILE, HOSTILE)},
        {"summary": ((HOSTILE, HOSTILE),)},
        {"maps": (HOSTILE_MAP,) * 3},
        {"gaps": ReportTable(columns=(HOSTILE, HOSTILE), rows=((HOSTILE, HOSTILE),))},
        {"changes": (HOSTILE,)},
        {"clashes": (HOSTILE,)},
        {"load": ReportTable(columns=(HOSTILE, HOSTILE), rows=((HOSTILE, HOSTILE),))},
    ],
)  # fmt: skip
def test_a_hostile_name_stays_text(change):
    html = report_html(REPORT._replace(**change))
    page = Page(html)
    assert len(page.all("script")) == 1
    assert not page.all("img")
    assert not [name for _, attributes, _ in page.elements for name in attributes if name.startswith("on")]
    assert not {"\x1b", "\x00", "\u202e"} & set(html)
    assert "gnp.exe" in html


def test_a_name_keeps_its_own_direction_and_does_not_turn_its_neighbours(page):
    html = report_html(REPORT._replace(load=ReportTable(columns=("agent", "hours"), rows=(("فاطمة", "8"),))))
    assert "<bdi>فاطمة</bdi>" in html


def test_it_says_plainly_that_there_are_no_gaps():
    plain = "No gaps: every hour that needs agents has enough of them."
    assert plain in report_html(REPORT._replace(gaps=gaps(0)))
    assert plain not in report_html(REPORT)


def test_gaps_come_first_then_the_maps_then_the_rest(page):
    headings = [at["id"] for at, _ in page.all("h2")]
    assert headings == ["gaps", "week", "changes", "clashes", "load"]


@each(("count", "folded"), [(12, 0), (13, 1), (40, 28)])
def test_a_long_list_of_gaps_is_folded_so_that_the_maps_stay_near(count, folded):
    html = report_html(REPORT._replace(gaps=gaps(count)))
    assert [f"gap number {n}<" in html for n in range(count)] == [True] * count
    assert [text for _, text in Page(html).all("summary")] == ([f"{folded} more"] if folded else [])


def test_each_empty_part_says_so():
    html = report_html(REPORT._replace(changes=(), clashes=(), load=ReportTable(columns=("agent",), rows=())))
    for words in ("No clocks change in this time.", "No holidays matter in this time.", "No agents."):
        assert words in html


def test_the_same_report_gives_the_same_page():
    assert report_html(REPORT) == report_html(REPORT)


@each("level", Level)
@each("colours", [LIGHT, DARK])
def test_figures_stand_out_from_their_colour(colours, level):
    darker, lighter = sorted(map(luminance, colours[level]))
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb``, as WCAG 2 defines it."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_clock_that_changes_is_named_again_with_the_day_from_which_it_differs():
    assert "Buenos Aires from 2026-12-06" in report_html(REPORT)
