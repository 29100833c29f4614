"""The page about measures says what ``stats --define`` says."""

from pathlib import Path

from cscli.desk.measures.definitions import DEFINITIONS

PAGE = Path(__file__).parents[4] / "docs" / "measures.md"


def lines() -> list[str]:
    """A line of the page for each measure."""
    return [
        f"- **{one.title}** (`{one.metric}`, {one.unit}). {one.definition} Counted: {one.population}."
        for one in DEFINITIONS
    ]


def test_the_page_has_each_measure_with_its_definition():
    page = PAGE.read_text(encoding="utf-8").replace("\n  ", " ").splitlines()  # an item goes on in indented lines
    assert [line for line in lines() if line not in page] == []
    assert [line for line in page if line.startswith("- **") and line not in lines()] == []
