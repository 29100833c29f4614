"""What does not exist ends every command with exit code 3, and the sentence names it."""

import pytest

ROSTER = """schema: 1
agents:
  - {name: Li Wei, zone: Asia/Shanghai, languages: [zh, en], shifts: {mon-fri: ["09:00-18:00"]}}
demand:
  - {market: DE, hours: business, languages: [de, en], agents: 1}
"""


@pytest.mark.parametrize("command", [("coverage",), ("roster", "now", "--roster")])
@pytest.mark.parametrize(("market", "code"), [("XX", "unknown-market"), ("US", "no-demand")])
def test_a_market_that_a_roster_does_not_have_ends_both_views_of_it_alike(cscli, sealed, command, market, code):
    file = sealed / "roster.yaml"
    file.write_text(ROSTER)
    answer = cscli(*command, str(file), "-m", market, "--json")
    assert (answer.code, answer.codes) == (3, [code])


def test_an_unknown_market_is_told_before_a_roster_is_asked_for(cscli):
    assert cscli("roster", "now", "-m", "XX", "--json").codes == ["unknown-market"]


@pytest.mark.parametrize(
    "words",
    [
        ("say", "Your parcel is on its way.", "-m", "DE", "--from", "en"), ("reply", "where-is-my-order", "-m", "DE"),
        ("log", "add", "Hello there.", "-m", "DE"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["qq", "12!"])
def test_an_unknown_language_is_not_found(cscli, words, language):
    answer = cscli(*words, "-l", language, "--json")
    assert (answer.code, answer.codes) == (3, ["unknown-language"]), answer.out
