"""The coverage page in a real browser: read by keyboard, on a phone, in the dark, without script, and unharmed."""

from dataclasses import replace

import pytest
from browser_pages import contrast, luminance, press, requests, words_on

from cscli.cli.views.pages.coverage_page import Report, report_html
from cscli.cli.views.pages.page import ReportTable
from cscli.clock.cover.coverage import Stretch
from cscli.clock.cover.heat import Level, heat_map

pytestmark = pytest.mark.real

HOSTILE = '"><script>window.__x=1</script><img src=x onerror="window.__x=2">'


def week(title: str, zone: str, *others: str):
    """Monday with every level: a gap from 9 to 11, just enough to 13, more than enough to 17, in UTC."""
    levels = [(9, 11, 2, 1), (11, 13, 1, 1), (13, 17, 1, 12)]
    stretches = [
        Stretch(market="DE", language="de", start=hour(start), end=hour(end), needed=needed, staffed=staffed)
        for start, end, needed, staffed in levels
    ]
    return heat_map(title, stretches, zone, others, (hour(0), hour(7 * 24)))


def hour(number: int) -> int:
    return 1795392000 + number * 3600  # from 2026-11-23T00:00:00Z


REPORT = Report(
    title="Cover of the desk",
    made="Sun 2026-11-22 17:30",
    span=("Mon 2026-11-23", "Sun 2026-12-20", "Asia/Shanghai"),
    summary=(("Covered", "96.4%"), ("Gaps", "30")),
    maps=(week("All", "UTC", "Asia/Shanghai", "America/New_York"), week("DE", "Europe/Berlin"), week("JP", "UTC")),
    gap_count=30,
    returning=("DE de Mon to Fri 10:00-15:00 there, every week (30 times)",),
    gaps=ReportTable(columns=tuple("abcdef"), rows=(("DE", *["Mon 2026-11-23 17:00"] * 5),) * 30),
    changes=("Sun 2026-11-01: clocks in New York go 60 minutes back.",),
    clashes=("Fri 2026-12-25: Christmas Day in DE: " + "a very long list of names " * 20, "x" * 300),
    load=ReportTable(
        columns=("agent", "zone", "languages", "hours"),
        rows=tuple((name, "Asia/Tokyo", "ja, en", "160") for name in ("山田 太郎", "فاطمة الزهراء", HOSTILE)),
    ),
)  # fmt: skip


@pytest.fixture
def opened(show_page):
    """Open a report: ``opened(REPORT, width=375, scheme="dark")``."""
    return lambda report=REPORT, **how: show_page(report_html(report), **how)


def tab_to_a_cell(page) -> int:
    """Press Tab until an hour has the focus; how often it took."""
    for turn in range(1, 20):
        press(page, "TAB")
        if page.execute_script("return document.activeElement.matches('.grid td')"):
            return turn
    pytest.fail("Tab does not reach the heat map")


def focused(page) -> str:
    return page.execute_script("return document.activeElement.getAttribute('aria-label')")


def said(page, number: int = 0) -> str:
    return page.execute_script("return document.querySelectorAll('[aria-live]')[arguments[0]].textContent", number)


def test_it_opens_without_an_error_and_asks_for_nothing_but_itself(opened):
    page = opened()
    assert page.title == "Cover of the desk"
    assert page.get_log("browser") == []
    assert requests(page) == [page.current_url]


def test_its_policy_stops_a_script_that_is_not_its_own(opened):
    page = opened()
    page.execute_script("document.body.append(Object.assign(document.createElement('script'), {text: '__x = 3'}))")
    assert page.execute_script("return window.__x") is None
    assert any("Content Security Policy" in entry["message"] for entry in page.get_log("browser"))


def test_a_hostile_name_is_read_and_does_not_run(opened):
    page = opened(REPORT._replace(title=HOSTILE, changes=(HOSTILE,), maps=(replace(REPORT.maps[0], title=HOSTILE),)))
    assert page.execute_script("return window.__x") is None
    assert page.execute_script("return document.querySelector('h1').textContent") == HOSTILE
    assert page.execute_script("return document.querySelectorAll('img').length") == 0
    assert page.get_log("browser") == []


@pytest.mark.parametrize("name", ["山田 太郎", "فاطمة الزهراء"])
def test_a_name_in_any_writing_is_shown_in_its_own_direction(opened, name):
    page = opened()
    box = page.execute_script(
        "const b = [...document.querySelectorAll('bdi')].find(b => b.textContent === arguments[0]);"
        "const r = b.getBoundingClientRect(); return [b.innerText, r.width, r.height, getComputedStyle(b).direction]",
        name,
    )
    assert box[0] == name
    assert min(box[1:3]) > 10
    assert box[3] == ("rtl" if name.startswith("ف") else "ltr")


def test_tab_reaches_the_first_gap_of_the_map_and_leaves_it_in_one_step(opened):
    page = opened()
    assert tab_to_a_cell(page) <= 5
    assert focused(page) == "Mon 09:00, DE de: 1 of 2 agents, too few agents"
    press(page, "TAB")
    assert focused(page) == "Mon 10:00, DE de: 1 of 2 agents, too few agents"
    assert page.execute_script("return document.activeElement.closest('figure').id") == "map-2"


def test_arrow_keys_walk_the_grid_and_the_hour_is_said_below_it(opened):
    page = opened()
    tab_to_a_cell(page)
    walk = [
        ("ARROW_RIGHT", "Mon 10:00"), ("ARROW_DOWN", "Tue 10:00"), ("ARROW_LEFT", "Tue 09:00"),
        ("ARROW_UP", "Mon 09:00"), ("ARROW_UP", "Mon 09:00"), ("HOME", "Mon 00:00"),
        ("ARROW_LEFT", "Mon 00:00"), ("END", "Mon 23:00"), ("ARROW_RIGHT", "Mon 23:00"),
    ]  # fmt: skip
    for key, hour in walk:
        press(page, key)
        assert focused(page).startswith(hour)
        assert said(page) == focused(page)
    press(page, "CONTROL", "END")
    assert focused(page) == said(page) == "Sun 23:00: nobody is needed"
    press(page, "CONTROL", "HOME")
    assert focused(page) == said(page) == "Mon 00:00: nobody is needed"
    assert said(page, 1) == ""


def test_the_grid_has_one_stop_for_tab_and_every_hour_has_a_name(opened):
    page = opened()
    counts = page.execute_script(
        "const grid = document.querySelector('.grid'); const cells = [...grid.querySelectorAll('td')];"
        "return [grid.getAttribute('role'), cells.length, cells.filter(c => c.tabIndex === 0).length,"
        " cells.filter(c => c.getAttribute('role') === 'gridcell' && c.getAttribute('aria-label')).length]"
    )
    assert counts == ["grid", 168, 1, 168]


def test_a_tap_on_a_phone_says_what_the_hour_means(opened):
    from selenium.webdriver.support.wait import WebDriverWait

    page = opened(width=375)
    cell = page.find_elements("css selector", "#map-1 td.fine")[0]
    page.execute_script("arguments[0].scrollIntoView({block: 'center', inline: 'center'})", cell)
    box = page.execute_script("const r = arguments[0].getBoundingClientRect(); return [r.x + 5, r.y + 5]", cell)
    for kind, points in (("touchStart", [{"x": box[0], "y": box[1]}]), ("touchEnd", [])):
        page.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    WebDriverWait(page, 10).until(said)
    assert said(page) == "Mon 13:00, DE de: 12 agents, 1 needed, enough agents"


@pytest.mark.parametrize(("width", "scrolling"), [(320, ["scroll"] * 3), (375, ["scroll"] * 3), (1280, [])])
def test_only_the_map_scrolls_sideways_and_only_on_a_phone(opened, width, scrolling):
    page = opened(width=width)
    page.execute_script("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert page.execute_script("return Math.max(document.scrollingElement.scrollWidth, innerWidth)") == width
    wide, outside = page.execute_script(
        "const all = [...document.querySelectorAll('body *')];"
        "return [all.filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === 'auto'),"
        " all.filter(e => !e.closest('.scroll') && e.getBoundingClientRect().right > innerWidth + 0.5)]"
        ".map(found => found.map(e => e.className || e.outerHTML))"
    )
    assert (wide, outside) == (scrolling, [])


def edges(page, cell: str) -> list[float]:
    """Where the day of an hour ends, and where the hour begins and ends, in pixels."""
    return page.execute_script(
        f"const cell = {cell}; const at = cell.getBoundingClientRect();"
        "return [cell.parentElement.querySelector('th').getBoundingClientRect().right, at.left, at.right]"
    )


def test_on_a_phone_a_map_opens_at_its_first_busy_hour(opened):
    day, begin, _ = edges(opened(width=375), "document.querySelector('#map-1 td.gap')")
    assert 0 <= begin - day < 10


def test_on_a_phone_the_days_stay_and_hide_no_hour_that_has_the_focus(opened):
    page = opened(width=375)
    tab_to_a_cell(page)
    for key in ("END", *["ARROW_LEFT"] * 23):
        press(page, key)
        day, begin, end = edges(page, "document.activeElement")
        assert 40 < day <= begin < end <= 375


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_level_and_every_word_can_be_read_in_light_and_dark(opened, scheme, width):
    page = opened(scheme=scheme, width=width)
    found = words_on(page)
    assert {level.value for level in Level} <= {name for name, *_ in found}
    assert [word for word in found if contrast(*word[1:3]) < 4.5] == []
    assert [word for word in found if word[3] < 12] == []
    ground = luminance(page.execute_script("return getComputedStyle(document.body).backgroundColor"))
    assert ground > 0.8 if scheme == "light" else ground < 0.05


def test_without_script_the_map_is_a_table_with_titles_that_can_be_scrolled_by_keyboard(opened):
    page = opened(script=False, width=375)
    cell = page.find_element("css selector", "td.gap")
    assert cell.get_attribute("title") == "Mon 09:00, DE de: 1 of 2 agents, too few agents"
    for _ in range(8):
        press(page, "TAB")
        if page.switch_to.active_element.get_attribute("class") == "scroll":
            break
    assert page.switch_to.active_element.get_attribute("aria-label") == "Heat map: All"
