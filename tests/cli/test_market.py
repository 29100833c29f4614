"""``cscli market``: the culture cards of all markets, one by one and side by side."""

import pytest
from sweeps import each


def test_the_list_names_forty_markets_as_a_table_with_a_header(cscli):
    answer = cscli("market", "list")
    lines = answer.out.splitlines()
    assert (answer.code, answer.err) == (0, "")
    assert lines[0].split("\t") == ["market", "name", "languages", "currency", "zone", "register"]
    assert len(lines) == 41
    assert {len(line.split("\t")) for line in lines} == {6}
    assert "JP\tJapan\tja-JP\tJPY\tAsia/Tokyo\tformal" in lines


def test_a_market_with_several_zones_is_marked_in_the_list(cscli):
    answer = cscli("market", "list")
    assert "\tAmerica/New_York +\t" in answer.out
    assert "\tEurope/Berlin\t" in answer.out


def test_a_card_holds_what_to_know_before_writing(cscli):
    answer = cscli("market", "show", "JP")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("Japan (JP) · 日本\n")
    titles = [line for line in answer.out.splitlines() if line and not line.startswith(" ")]
    for title in ("Who", "Address", "Letter", "Tone", "Avoid", "Channels and hours", "Rights (not legal advice)"):
        assert title in titles
    assert "お客様" in answer.out


def test_every_card_says_who_the_customers_are_and_where_its_facts_come_from(cscli, shipped):
    for market in shipped.catalog.market_codes():
        answer = cscli("market", "show", market)
        assert (answer.code, answer.err) == (0, ""), market
        for word in ("currency", "zones", "register", "hours", "weekend", "as of"):
            assert f"\n  {word} " in answer.out, (market, word)
        assert "{'" not in answer.out


def test_a_card_fits_eighty_columns(cscli):
    from rich.cells import cell_len

    for market in ("JP", "DE", "SA"):
        lines = cscli("market", "show", market).out.splitlines()
        assert max(cell_len(line) for line in lines) <= 80


def test_the_json_of_a_card_carries_sources_and_grades(cscli):
    card = cscli("market", "show", "DE", "--json").data
    assert card["market"] == "DE"
    assert card["register"]["confidence"] in ("high", "medium", "low")
    assert all({"topic", "says", "confidence", "basis"} <= set(right) for right in card["rights"])


@each("code", ["jp", " JP ", "Jp"])
def test_a_code_is_understood_in_any_case(cscli, code):
    assert cscli("market", "show", code).out == cscli("market", "show", "JP").out


def test_the_age_of_a_card_follows_the_instant_that_is_asked_about(cscli):
    early = cscli("market", "show", "JP", now="2027-01-01T00:00:00Z").out
    late = cscli("market", "show", "JP", now="2028-01-01T00:00:00Z").out
    assert "days ago" in early
    assert early != late


@each(("typed", "offered"), [("Japn", "JP"), ("Germny", "DE"), ("SWEDEN", "SE"), ("de-DE", "DE")])
def test_an_unknown_market_gets_the_nearest_offered(cscli, typed, offered):
    answer = cscli("market", "show", typed)
    assert (answer.code, answer.out) == (3, "")
    assert f"Unknown market {typed!r}. Did you mean" in answer.err
    assert offered in answer.err
    assert "cscli market list" in answer.err


def test_two_markets_are_compared_where_they_differ(cscli):
    answer = cscli("market", "compare", "DE", "JP")
    lines = [line.split("\t") for line in answer.out.splitlines()]
    assert (answer.code, answer.err) == (0, "")
    assert lines[0] == ["topic", "DE", "JP"]
    assert ["currency", "EUR", "JPY"] in lines
    assert not [line for line in lines if line[1] == line[2]]


def test_a_market_does_not_differ_from_itself(cscli):
    answer = cscli("market", "compare", "de", "DE", "--json")
    assert answer.code == 0
    assert answer.data == {"markets": ["DE", "DE"], "differences": []}


def test_a_comparison_needs_two_markets_that_exist(cscli):
    unknown = cscli("market", "compare", "DE", "Japn")
    assert (unknown.code, unknown.out) == (3, "")
    assert "Japn" in unknown.err
    alone = cscli("market", "compare", "DE")
    assert (alone.code, alone.out) == (2, "")
    assert "cscli market compare --help" in alone.err


def test_looking_at_markets_creates_nothing(cscli, sealed):
    for words in (("list",), ("show", "JP"), ("compare", "DE", "JP")):
        assert cscli("market", *words).code == 0
    assert [path.name for path in sealed.iterdir()] == []


@pytest.fixture
def workspace(sealed, shipped):
    """A workspace with a market of its own that is made from Germany's."""
    folder = sealed / "desk" / "locales" / "markets"
    folder.mkdir(parents=True)
    _, path = shipped.catalog.paths.winner("locales", "markets", "DE.yaml")
    text = path.read_text(encoding="utf-8")
    folder.joinpath("LI.yaml").write_text(text.replace("market: DE", "market: LI"), encoding="utf-8")
    return sealed / "desk"


def test_a_workspace_adds_a_market(cscli, workspace):
    answer = cscli("--workspace", str(workspace), "market", "list", "--json")
    assert answer.code == 0
    assert "LI" in [m["market"] for m in answer.data]
    assert len(answer.data) == 41


def test_a_market_whose_languages_have_no_texts_is_answered_in_english_with_a_warning(cscli, workspace):
    file = workspace / "locales" / "markets" / "LI.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("{tag: de-DE}", "{tag: ca-ES}"), encoding="utf-8")
    minimal = ("--set", "order_number=A-1", "--set", "new_date=2026-12-03")
    answer = cscli("--workspace", str(workspace), "reply", "shipping-delay", "--market", "LI", "--json", *minimal)
    assert answer.code == 0
    assert (answer.data["language"], answer.data["variant"]) == ("en", ["ca-ES", "ca", "en"])
    assert [(f["check"], f["severity"]) for f in answer.data["findings"]] == [("language-fallback", "warning")]


def test_a_market_file_that_names_another_market_is_refused(cscli, workspace):
    file = workspace / "locales" / "markets" / "LI.yaml"
    file.rename(file.with_name("LU.yaml"))
    answer = cscli("--workspace", str(workspace), "market", "show", "LU")
    assert (answer.code, answer.out) == (2, "")
    assert "LU" in answer.err
    assert "LI" in answer.err


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("currency:", "curency:"), "did you mean 'currency'?"), (("Europe/Berlin", "Europe/Berln"), "Europe/Berln"),
        (("currency: EUR", "currency: EUX"), "EUX"), (("\nname:", "\n\tname:"), "tab"),
        (("market: LI", "market: LI\nmarket: LI"), "twice"), (("name: Germany", "name: &a Germany\nown: *a"), "alias"),
    ],
)  # fmt: skip
def test_a_market_file_with_a_mistake_is_refused_with_file_and_line(cscli, workspace, change, sentence):
    file = workspace / "locales" / "markets" / "LI.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(*change, 1), encoding="utf-8")
    assert file.read_text(encoding="utf-8") != text
    answer = cscli("--workspace", str(workspace), "market", "show", "LI")
    assert (answer.code, answer.out) == (2, "")
    assert sentence in answer.err
    assert "LI.yaml:" in answer.err


def test_a_market_file_that_is_not_utf8_is_refused_with_the_line(cscli, workspace):
    file = workspace / "locales" / "markets" / "LI.yaml"
    file.write_bytes(file.read_bytes() + b"\n# caf\xe9\n")
    answer = cscli("--workspace", str(workspace), "market", "show", "LI")
    assert (answer.code, answer.out) == (2, "")
    assert "UTF-8" in answer.err
    assert f"LI.yaml:{file.read_bytes().count(bytes([10]))}:" in answer.err
