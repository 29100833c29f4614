"""The page of measures in a real browser: on a phone, in the dark, by keyboard, aloud, on paper, and unharmed."""

import json
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from browser_pages import contrast, luminance, press, requests, words_on
from measures_told import AGENTS, all_measures

from cscli.cli.views.pages.stats_page import stats_html

pytestmark = pytest.mark.real

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
HOSTILE = '"><script>window.__x=1</script><img src=x onerror="window.__x=2"></svg>'


@pytest.fixture
def opened(show_page):
    """Open the page of all measures: ``opened(width=360, scheme="dark")``."""
    return lambda agents=AGENTS, shop="Nordlicht", **how: show_page(stats_html(all_measures(agents), NOW, shop), **how)


def test_it_opens_without_an_error_and_asks_for_nothing_but_itself(opened):
    page = opened()
    assert page.title == "Nordlicht: the desk in figures"
    assert page.get_log("browser") == []
    assert requests(page) == [page.current_url]
    assert page.execute_script("return document.scripts.length") == 0


def test_hostile_names_are_read_and_do_not_run(opened):
    page = opened((HOSTILE, *AGENTS), HOSTILE)
    assert page.execute_script("return window.__x") is None
    assert page.execute_script("return document.querySelectorAll('img, script').length") == 0
    assert page.execute_script("return document.querySelector('h1').textContent").startswith(HOSTILE)
    assert page.get_log("browser") == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nothing_scrolls_sideways_at_any_width(opened, width):
    page = opened(width=width)
    page.execute_script("document.querySelectorAll('details').forEach(d => { d.open = true })")
    outside = page.execute_script(
        "return [...document.querySelectorAll('body *')].filter(e => !e.closest('.unseen') && !e.matches('.list thead,"
        " .list thead *') && e.getBoundingClientRect().right > innerWidth + 0.5).map(e => e.outerHTML.slice(0, 200))"
    )
    assert outside == []
    assert page.execute_script("return document.scrollingElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [360, 1280])
def test_no_word_of_a_drawing_lies_on_another_or_leaves_its_card(opened, width):
    page = opened(width=width)
    bad = page.execute_script(
        "const bad = []; for (const svg of document.querySelectorAll('.chart > svg')) {"
        " const card = svg.closest('.chart').getBoundingClientRect();"
        " const texts = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);"
        " for (const [text, box] of texts) if (box.left < card.left || box.right > card.right) bad.push(['out', text]);"
        " texts.forEach(([text, a], i) => texts.slice(i + 1).forEach(([other, b]) => {"
        "  if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1"
        "   && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4) bad.push([text, other]) })) } return bad"
    )
    assert bad == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_can_be_read_in_light_and_dark(opened, scheme, width):
    page = opened(scheme=scheme, width=width)
    page.execute_script("document.querySelectorAll('details').forEach(d => { d.open = true })")
    found = words_on(page)
    assert [word for word in found if contrast(*word[1:3]) < 4.5] == []
    assert [word for word in found if word[3] < 12] == []
    drawn = page.execute_script(
        "const card = getComputedStyle(document.querySelector('.chart')).backgroundColor;"
        "return [...document.querySelectorAll('.chart > svg text')].map(t => { const r = t.parentElement.querySelector("
        " 'rect'); const on = t.parentElement.matches('[class^=level-]') ? getComputedStyle(r).fill : card;"
        " return [t.textContent, getComputedStyle(t).fill, on, t.getBoundingClientRect().height] })"
    )
    assert {"Mon", "09", "First response in time", "100 %"} <= {text for text, *_ in drawn}
    assert [word for word in drawn if contrast(*word[1:3]) < 4.5] == []
    assert [word for word in drawn if word[3] < 11] == []
    ground = luminance(page.execute_script("return getComputedStyle(document.body).backgroundColor"))
    assert ground > 0.8 if scheme == "light" else ground < 0.05


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_mark_stands_out_from_its_card(opened, scheme):
    page = opened(scheme=scheme)
    marks = page.execute_script(
        "const card = getComputedStyle(document.querySelector('.chart')).backgroundColor;"
        "const style = (e, name) => getComputedStyle(e)[name];"
        "return [...document.querySelectorAll('.bar, .point circle, [class^=series-], .line, .reach')].map(e => ["
        " e.getAttribute('class') || 'circle',"
        " style(e, 'fill') === 'none' || e.matches('.reach') ? style(e, 'stroke') : style(e, 'fill'), card])"
    )
    assert {name for name, *_ in marks} >= {"bar", "circle", "line", "reach", *(f"series-{n}" for n in range(1, 6))}
    assert [mark for mark in marks if contrast(*mark[1:]) < 3] == []


def test_every_chart_has_a_name_a_sentence_and_a_table_with_headings(opened):
    page = opened()
    charts = page.execute_script(
        "return [...document.querySelectorAll('.chart')].map(f => { const svg = f.querySelector(':scope > svg');"
        " const table = f.querySelector('details table'); return {"
        " name: document.getElementById(f.getAttribute('aria-labelledby'))?.textContent,"
        " kind: svg && svg.getAttribute('class'),"
        " image: !svg || (svg.getAttribute('role') === 'img' && svg.getAttribute('aria-label') !== ''"
        "  && document.getElementById(svg.getAttribute('aria-describedby')).textContent.length > 10),"
        " says: f.querySelector('p').textContent, summary: f.querySelector('summary').textContent,"
        " caption: table.caption.textContent, columns: table.querySelectorAll('thead th[scope=col]').length,"
        " rows: [...table.tBodies[0].rows].map(r => r.cells.length + '/' + r.querySelectorAll('th[scope=row]').length)"
        " } })"
    )
    assert {one["kind"] for one in charts} == {"heat", "trend", "bars", "stack", "columns"}
    for one in charts:
        assert one["image"], one
        assert one["name"] == one["caption"], one
        assert one["summary"] == f"Figures: {one['name']}", one
        assert len(one["says"]) > 5, one
        assert {*one["rows"]} == {f"{one['columns']}/1"}, one


def test_ids_are_unique_and_every_reference_finds_its_element(opened):
    page = opened()
    twice, lost = page.execute_script(
        "const ids = [...document.querySelectorAll('[id]')].map(e => e.id);"
        "const wanted = [...document.querySelectorAll('[aria-labelledby], [aria-describedby], a[href]')].flatMap(e => ["
        " e.getAttribute('aria-labelledby'), e.getAttribute('aria-describedby'), e.getAttribute('href')?.slice(1)]);"
        "return [ids.filter((id, i) => ids.indexOf(id) !== i), wanted.filter(id => id && !ids.includes(id))]"
    )
    assert (twice, lost) == ([], [])


def test_a_screen_reader_finds_headings_landmarks_images_and_tables(opened):
    page = opened()
    nodes = page.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    seen = [node for node in nodes if not node.get("ignored")]
    roles = [node["role"]["value"] for node in seen]
    levels = page.execute_script("return [...document.querySelectorAll('h1, h2, h3')].map(h => +h.tagName[1])")
    assert (roles.count("main"), roles.count("navigation"), levels.count(1)) == (1, 1, 1)
    assert all(after - before <= 1 for before, after in pairwise(levels))
    images = [node for node in seen if node["role"]["value"] in ("image", "img")]
    assert len(images) == page.execute_script("return document.querySelectorAll('.chart > svg').length")
    assert all(node["name"]["value"] and node["description"]["value"] for node in images)
    assert page.execute_script("return document.documentElement.lang") == "en"


def test_the_keyboard_reaches_every_link_and_every_table_and_nothing_else(opened):
    page = opened()
    number = page.execute_script("return document.querySelectorAll('a, summary').length")
    reached = []
    for _ in range(number):
        press(page, "TAB")
        reached.append(page.execute_script(
            "const e = document.activeElement; const ring = getComputedStyle(e).outlineStyle;"
            "return [e.tagName, ring, e.textContent]"
        ))  # fmt: skip
    assert {tag for tag, *_ in reached} == {"A", "SUMMARY"}
    assert {ring for _, ring, _ in reached} == {"solid"}
    assert len({text for tag, _, text in reached if tag == "SUMMARY"}) == sum(tag == "SUMMARY" for tag, *_ in reached)
    press(page, "ENTER")
    assert page.execute_script("return document.activeElement.parentElement.open") is True


@pytest.mark.parametrize("name", ["山田 太郎", "فاطمة الزهراء"])
def test_a_name_in_any_writing_is_shown_in_its_own_direction(opened, name):
    page = opened()
    page.execute_script("document.querySelectorAll('details').forEach(d => { d.open = true })")
    boxes = page.execute_script(
        "return [...document.querySelectorAll('bdi, svg text')].filter(b => b.textContent === arguments[0]).map(b => {"
        " const r = b.getBoundingClientRect(); return [b.tagName, r.width, getComputedStyle(b).direction] })",
        name,
    )
    assert {tag.lower() for tag, *_ in boxes} == {"bdi", "text"}
    assert all(width > 10 for _, width, _ in boxes)
    assert {direction for tag, _, direction in boxes if tag == "BDI"} == {"rtl" if name.startswith("ف") else "ltr"}


def test_on_paper_charts_stay_whole_and_their_tables_stay_away(opened):
    page = opened()
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    shown = page.execute_script(
        "const seen = q => [...document.querySelectorAll(q)].filter(e => e.getClientRects().length).length;"
        "return [seen('.chart details'), seen('.jump'), seen('.chart > svg') > 5, seen('#figures table')]"
    )
    assert shown == [0, 0, True, 1]
    pages = page.execute_cdp_cmd("Page.printToPDF", {})
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert len(json.dumps(pages)) > 10_000
