"""``cscli stats --html``: one page beside the answer, for its owner alone."""

import pytest


@pytest.fixture
def desk(cscli):
    """A desk with two cases, one of them answered and resolved."""
    cscli("customer", "add", "C-1", "--market", "AE", "--name", "فاطمة الزهراء")
    cscli("case", "open", "-c", "C-1", "--subject", "one", "أين طلبي؟", now="2026-11-20T08:00:00Z")
    cscli("case", "open", "-c", "C-1", "--subject", "two", "سؤال", now="2026-11-20T09:00:00Z")
    cscli("log", "add", "--case", "1", "-d", "out", "Soon.", now="2026-11-20T10:00:00Z")
    cscli("case", "resolve", "1", now="2026-11-20T12:00:00Z")
    return cscli


def test_the_page_is_written_beside_the_answer(desk, sealed):
    file = sealed / "reports" / "desk.html"
    plain = desk("stats", "--since", "7d", "--by", "market")
    answer = desk("stats", "--since", "7d", "--by", "market", "--html", str(file))
    assert (answer.code, answer.out, answer.err) == (plain.code, plain.out, plain.err)
    page = file.read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    for text in ("The desk in figures", "Open cases by day and age", "Load by hour of the week", "AE"):
        assert text in page
    assert file.stat().st_mode & 0o077 == 0


def test_the_page_goes_to_stdout_and_then_nothing_else_does(desk, sealed):
    file = sealed / "desk.html"
    desk("stats", "--since", "7d", "--html", str(file))
    answer = desk("stats", "--since", "7d", "--html", "-")
    assert (answer.code, answer.out.rstrip("\n"), answer.err) == (0, file.read_text("utf-8").rstrip("\n"), "")


@pytest.mark.parametrize("place", ["-", "desk"])
def test_the_page_and_the_figures_cannot_go_to_one_place(desk, sealed, place):
    place = place if place == "-" else str(sealed / place)
    answer = desk("stats", "--csv", place, "--html", place, "--json")
    assert (answer.code, answer.codes) == (2, ["contradiction"])


def test_a_desk_without_a_record_gets_a_page_that_says_so(cscli, sealed):
    file = sealed / "desk.html"
    assert cscli("stats", "--html", str(file)).code == 0
    page = file.read_text(encoding="utf-8")
    assert "Nothing was counted in this period" in page
    assert "<svg" not in page


def test_a_page_that_cannot_be_written_is_an_error(desk, sealed):
    (sealed / "file").write_text("", encoding="utf-8")
    answer = desk("stats", "--html", str(sealed / "file" / "desk.html"), "--json")
    assert (answer.code, answer.codes) == (5, ["cannot-write"])


def test_the_shop_is_named_on_its_page(desk, sealed):
    desk("config", "set", "shop.name", "Nordlicht <b>")
    desk("stats", "backlog", "--html", str(sealed / "desk.html"))
    assert "Nordlicht &lt;b&gt;: the desk in figures" in (sealed / "desk.html").read_text(encoding="utf-8")
