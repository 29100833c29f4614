"""Markets and languages by name: found in any spelling, overlaid by a workspace, refused with the nearest name."""

import shutil

import pytest
from sweeps import each

from cscli.clock.zones import all_zones
from cscli.errors import DataFileError, ExitCode, NotFoundError
from cscli.markets.catalog import Catalog, canonical_tag, tag_chain
from cscli.paths import Paths, shipped_root

NASTY = ["", " ", "../../etc/passwd", "..", "/etc/passwd", "JP/../DE", "JP.yaml", "J\x00P", "{{ 7*7 }}", "x" * 100_000]


@pytest.fixture
def workspace(tmp_path):
    """A folder that overlays what ships, and a catalog over both."""
    root = tmp_path / "desk"
    for folder in ("markets", "languages"):
        (root / "locales" / folder).mkdir(parents=True)
    paths = Paths(config=tmp_path / "config", data=tmp_path / "data", cache=tmp_path / "cache", workspace=root)
    return root / "locales", Catalog(paths, None, {"iana-zone": all_zones})


@each("code", ["JP", "jp", " Jp "])
def test_a_market_is_found_in_any_case(shipped, code):
    assert shipped.catalog.market(code).name == "Japan"


def test_all_forty_markets_are_listed_by_code(shipped):
    codes = shipped.catalog.market_codes()
    assert len(codes) == 40
    assert list(codes) == sorted(codes)


@each(("typed", "meant"), [("JPP", "JP"), ("Japn", "JP"), ("Germny", "DE")])
def test_an_unknown_market_gets_the_nearest_one(shipped, typed, meant):
    with pytest.raises(NotFoundError, match=rf"Unknown market '{typed}'\. Did you mean .*{meant}") as caught:
        shipped.catalog.market(typed)
    assert caught.value.exit_code is ExitCode.NOT_FOUND
    assert caught.value.problems[0].code == "unknown-market"
    assert "cscli market list" in caught.value.problems[0].hint


@each("name", NASTY)
def test_no_name_leaves_the_folders_of_markets_and_languages(shipped, name):
    with pytest.raises(NotFoundError) as market:
        shipped.catalog.market(name)
    with pytest.raises(NotFoundError) as language:
        shipped.catalog.language(name)
    assert max(len(market.value.message), len(language.value.message)) < 300


@each(
    ("typed", "tag"),
    [
        ("de", "de"),
        ("PT_br", "pt-BR"),
        ("pt-br", "pt-BR"),
        (" fr-CA ", "fr-CA"),
        ("zh-hant-tw", "zh-TW"),
        ("zh-Hant", "zh-TW"),
        ("zh-Hans-CN", "zh-CN"),
        ("EN", "en"),
    ],
)
def test_a_tag_is_understood_in_the_ways_people_write_it(typed, tag):
    assert canonical_tag(typed) == tag


def test_a_region_falls_back_to_its_language():
    assert tag_chain("fr-CA") == ("fr-CA", "fr")
    assert tag_chain("fr") == ("fr",)


@each(("tag", "used"), [("de-AT", "de-AT"), ("de-LI", "de"), ("PT_br", "pt-BR"), ("zh-Hant", "zh-TW")])
def test_a_language_is_found_or_the_one_above_it(shipped, tag, used):
    assert shipped.catalog.language(tag).tag == used


def test_an_unknown_language_gets_the_nearest_one(shipped):
    with pytest.raises(NotFoundError, match=r"Unknown language 'xx-BR'\. Did you mean pt-BR") as caught:
        shipped.catalog.language("xx-BR")
    assert caught.value.problems[0].code == "unknown-language"


def test_a_market_of_the_workspace_wins_over_the_shipped_one(workspace):
    locales, catalog = workspace
    text = (shipped_root() / "locales" / "markets" / "JP.yaml").read_text(encoding="utf-8")
    (locales / "markets" / "JP.yaml").write_text(text.replace("name: Japan", "name: My Japan", 1), encoding="utf-8")
    assert catalog.market("JP").name == "My Japan"
    assert catalog.market("KR").name != "My Japan"


def test_a_workspace_may_add_a_language(workspace):
    locales, catalog = workspace
    (locales / "languages" / "da.yaml").write_text(
        "schema: 1\nlanguage: da\nparent: sv\nname: Danish\nown_name: dansk\nmarket: SE\n", encoding="utf-8"
    )
    assert "da" in catalog.language_tags()
    assert catalog.language("da-DK").name == "Danish"


def test_a_file_is_read_once_in_a_run(workspace):
    locales, catalog = workspace
    copied = locales / "markets" / "JP.yaml"
    shutil.copy(shipped_root() / "locales" / "markets" / "JP.yaml", copied)
    first = catalog.market("JP")
    copied.unlink()
    assert catalog.market("jp") is first


@each(
    ("old", "new", "said"),
    [
        ("currency: JPY", "currency: JPX", r"JP\.yaml:\d+: currency: unknown currency 'JPX'"),
        ("zone: Asia/Tokyo", "zone: Asia/Tokio", r"JP\.yaml:\d+: zone: unknown iana-zone 'Asia/Tokio'"),
        ("own_name: ", "own_nmae: ", r"JP\.yaml:4: unknown key 'own_nmae', did you mean 'own_name'"),
        ("name: Japan", "name: [Japan]", r"JP\.yaml:3: name must be text"),
        ("market: JP", "market: KR", r"JP\.yaml: says market: KR, but the file is named JP"),
    ],
)
def test_a_market_file_that_cannot_be_used_is_named_with_what_is_wrong(workspace, old, new, said):
    locales, catalog = workspace
    text = (shipped_root() / "locales" / "markets" / "JP.yaml").read_text(encoding="utf-8")
    assert old in text
    (locales / "markets" / "JP.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataFileError, match=said) as caught:
        catalog.market("JP")
    assert caught.value.exit_code is ExitCode.USAGE


def test_a_mistyped_zone_in_a_market_file_gets_the_nearest_one(workspace):
    locales, catalog = workspace
    text = (shipped_root() / "locales" / "markets" / "JP.yaml").read_text(encoding="utf-8")
    broken = text.replace("zone: Asia/Tokyo", "zone: Asia/Tokio", 1)
    (locales / "markets" / "JP.yaml").write_text(broken, encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        catalog.market("JP")
    assert caught.value.problems[0].hint == "Did you mean 'Asia/Tokyo'?"


def test_parents_in_a_circle_are_an_error_and_not_a_hang(workspace):
    locales, catalog = workspace
    for tag, parent in (("xa", "xb"), ("xb", "xa")):
        (locales / "languages" / f"{tag}.yaml").write_text(
            f"schema: 1\nlanguage: {tag}\nparent: {parent}\nname: X\nown_name: X\n", encoding="utf-8"
        )
    with pytest.raises(DataFileError, match="go in a circle: xa -> xb -> xa"):
        catalog.language("xa")


def test_a_parent_that_does_not_exist_is_an_error(workspace):
    locales, catalog = workspace
    (locales / "languages" / "xa.yaml").write_text(
        "schema: 1\nlanguage: xa\nparent: qq\nname: X\nown_name: X\n", encoding="utf-8"
    )
    with pytest.raises(DataFileError, match=r"xa\.yaml: its parent 'qq' does not exist"):
        catalog.language("xa")
