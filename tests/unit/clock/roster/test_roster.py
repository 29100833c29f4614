"""A roster in YAML is read to the letter, and all that makes no sense in it is told at once, with its line."""

from datetime import date

import pytest
from sweeps import each

from cscli.cache import Cache
from cscli.clock.roster import Agent, Demand, Roster, read_demand, read_roster
from cscli.errors import DataFileError, ExitCode

FIRST, LAST = date(2026, 11, 23), date(2026, 11, 29)

LI_WEI = """schema: 1
agents:
  - name: Li Wei
    zone: Asia/Shanghai
    languages: [zh, en]
    shifts: {mon-fri: ["09:00-18:00"]}
    off: ["2026-12-24..2026-12-26"]
    holidays: CN
demand:
  - {market: DE, hours: business, languages: [de, en], agents: 1}
"""


@pytest.fixture
def write(tmp_path):
    """Write a file and return its path."""

    def written(content: str | bytes, name: str = "our desk.yaml"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


@pytest.fixture
def read(write):
    """The roster of a file with this text."""

    def run(content: str, name: str = "our desk.yaml", **options) -> Roster:
        return read_roster(write(content, name), first=FIRST, last=LAST, **options)

    return run


@pytest.fixture
def refusal(read):
    """What is said of a file that must be refused: each problem without the folder, and the hints."""

    def run(content: str, name: str = "our desk.yaml") -> tuple[list[str], list[str]]:
        with pytest.raises(DataFileError) as caught:
            read(content, name)
        assert caught.value.exit_code is ExitCode.USAGE
        assert caught.value.message == caught.value.problems[0].message
        assert all(p.code.startswith("bad-") for p in caught.value.problems)
        return [p.message.rpartition("/our desk")[2] for p in caught.value.problems], [
            p.hint for p in caught.value.problems
        ]

    return run


def with_agent(lines: str) -> str:
    """A roster with a second agent in these lines (the first of them is line 7)."""
    before = (
        "schema: 1\nagents:\n  - name: Ann\n    zone: UTC\n    languages: [en]\n    shifts: {mon: ['09:00-10:00']}\n"
    )
    return before + "".join(f"{'  - ' if n == 0 else '    '}{line}\n" for n, line in enumerate(lines.splitlines()))


def second(**changes: str) -> str:
    keys = {"name": "Bo", "zone": "Asia/Tokyo", "languages": "[ja]", "shifts": "{mon-fri: ['09:00-18:00']}", **changes}
    return with_agent("\n".join(f"{key}: {value}" for key, value in keys.items()))


def test_the_format_of_the_product_is_read_to_the_letter(read):
    assert read(LI_WEI) == Roster(
        agents=(
            Agent(
                name="Li Wei",
                zone="Asia/Shanghai",
                languages=("zh", "en"),
                weekly={"mon-fri": ("09:00-18:00",)},
                off=((date(2026, 12, 24), date(2026, 12, 26)),),
                holidays="CN",
            ),
        ),
        demand=(Demand(market="DE", languages=("de", "en"), agents=1, hours="business"),),
    )


def test_what_may_be_left_out_has_a_meaning(read):
    roster = read(second() + "demand: [{market: fr, hours: 24/7}, {market: NO, hours: {sat-mon: ['22:00-06:00']}}]\n")
    assert (roster.agents[1].off, roster.agents[1].holidays, roster.agents[1].replaced) == ((), "", {})
    assert roster.demand == (
        Demand(market="FR", languages=(), agents=1, hours="24/7"),
        Demand(market="NO", languages=(), agents=1, hours={"sat-mon": ("22:00-06:00",)}),
    )
    assert read(second()).demand == ()


def test_a_date_may_have_its_own_hours_or_none(read):
    shifts = (
        "{fri: ['09:00-18:00'], 2026-12-24: ['09:00-12:00'], 2026-12-30..2026-12-31: [], 2027-01-01: ['22:00-24:00']}"
    )
    agent = read(second(shifts=shifts)).agents[1]
    assert agent.weekly == {"fri": ("09:00-18:00",)}
    assert agent.replaced == {
        date(2026, 12, 24): ("09:00-12:00",),
        date(2026, 12, 30): (),
        date(2026, 12, 31): (),
        date(2027, 1, 1): ("22:00-24:00",),
    }


@each("window", ["00:00-24:00", "22:00-06:00", "09:00:30-17:30:15", "23:59-00:01", "00:00-24:00:00"])
def test_windows_may_pass_midnight_end_at_24_and_have_seconds(read, window):
    assert read(second(shifts=f"{{mon: ['{window}']}}")).agents[1].weekly == {"mon": (window,)}


def test_languages_and_regions_are_told_in_their_usual_form(read):
    agent = read(second(languages="[pt-br, ZH_hant_TW, en, EN]", holidays="de-by")).agents[1]
    assert agent.languages == ("pt-BR", "zh-TW", "en")
    assert agent.holidays == "DE-BY"


@each(
    ("typed", "name"),
    [('"Li\\tWei\\n"', "Li Wei"), ("山田　太郎", "山田 太郎"), ("Jose\u0301", "José"), ('"\\e[31mBo"', "␛[31mBo")],
)
def test_a_name_is_one_line_without_control_characters(read, typed, name):
    assert read(second(name=typed)).agents[1].name == name


def test_what_is_kept_in_the_cache_is_read_and_checked_again(write, tmp_path):
    cache = Cache(folder=tmp_path / "cache", creates=True)
    path = write(LI_WEI)
    once, again = (read_roster(path, first=FIRST, last=LAST, cache=cache) for _ in range(2))
    assert once == again
    bad = write(second(shifts="{mon: ['09:00-09:00']}"))
    for _ in range(2):
        with pytest.raises(DataFileError, match=r"our desk\.yaml:10: The window '09:00-09:00' makes no sense"):
            read_roster(bad, first=FIRST, last=LAST, cache=cache)


@each(
    ("changes", "line", "said", "hint"),
    [
        ({"name": "ann"}, 7, "There are two agents 'ann'.", "name of its own"),
        ({"name": '"\u200b"'}, 7, "The name is empty.", "needs a name"),
        ({"name": "x" * 201}, 7, "has more than 200 characters", ""),
        ({"zone": "Asia/Tokio"}, 8, "unknown iana-zone 'Asia/Tokio'", "Asia/Tokyo"),
        ({"languages": "[]"}, 9, "[] should be non-empty", ""),
        ({"languages": "[ja, jp]"}, 9, "Unknown language 'jp'. Did you mean ja?", "en, zh or pt-BR"),
        ({"languages": "[japanese]"}, 9, "'japanese' is not written like pt, or pt-BR", ""),
        ({"shifts": "{}"}, 10, "'Bo' has no shift.", "at least one"),
        ({"shifts": "{mon: [], 2026-12-24: []}"}, 10, "'Bo' has no shift.", "at least one"),
        ({"shifts": "{monday: ['09:00-18:00']}"}, 10, "unknown key 'monday', did you mean 'mon'?", "mon, tue"),
        ({"shifts": "{mon: ['9-18']}"}, 10, "'9-18' is not written like 09:00-18:00", ""),
        ({"shifts": "{mon: ['24:00-06:00']}"}, 10, "'24:00-06:00' is not written like 09:00-18:00", ""),
        ({"shifts": "{mon: ['09:00-00:00']}"}, 10, "The window '09:00-00:00' makes no sense.", "24:00"),
        ({"shifts": "{mon: ['09:00-09:00']}"}, 10, "The window '09:00-09:00' makes no sense.", "00:00-24:00"),
        ({"shifts": "{mon: '09:00-18:00'}"}, 10, "must be a list", ""),
        ({"shifts": "{2026-02-30: ['09:00-18:00']}"}, 10, "'2026-02-30' is not a date.", "2026-12-24"),
        (
            {"shifts": "{2026-12-24: ['09:00-18:00'], 2026-12-20..2026-12-26: []}"},
            10,
            "2026-12-24 stands in '2026-12-24' and in '2026-12-20..2026-12-26'.",
            "once",
        ),
        ({"off": "[2026-12-26..2026-12-24]"}, 11, "'2026-12-26..2026-12-24' ends before it starts.", "earlier"),
        ({"off": "[2026-13-01]"}, 11, "'2026-13-01' is not a date.", "2026-12-24"),
        ({"off": "[0001-01-01..9999-12-31]"}, 11, "is longer than ten years", ""),
        ({"off": "[tomorrow]"}, 11, "'tomorrow' is not written like 2026-12-24", ""),
        ({"holidays": "Bavaria"}, 11, "'Bavaria' is not written like DE, or DE-BY", ""),
        ({"hollidays": "DE"}, 11, "unknown key 'hollidays', did you mean 'holidays'?", "name, zone"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_line_and_what_would(refusal, changes, line, said, hint):
    messages, hints = refusal(second(**changes))
    assert messages[0].startswith(f".yaml:{line}: ")
    assert said in messages[0]
    assert hint in hints[0]


def test_an_agent_without_shifts_and_rotation_is_named(refusal):
    messages, _ = refusal(with_agent("name: Bo\nzone: UTC\nlanguages: [en]"))
    assert messages == [".yaml:7: 'Bo' has no shift."]


def test_all_that_is_wrong_is_told_at_once_in_the_order_of_the_file(refusal):
    text = second(languages="[jp, ja]", shifts="{mon: ['09:00-09:00', '10:00-00:00']}", off="[2026-13-01]")
    messages, _ = refusal(text + "demand:\n  - {market: DE, hours: {mon: ['09:00-00:00']}, languages: [xx]}\n")
    assert [m.split(": ")[0] for m in messages] == [
        ".yaml:9",
        ".yaml:10",
        ".yaml:10",
        ".yaml:11",
        ".yaml:13",
        ".yaml:13",
    ]


@each(
    ("demand", "said"),
    [
        ("{market: Germany, hours: business}", "'Germany' is not written like DE"),
        ("{market: DE, hours: busines}", "'busines' is not written like business, 24/7"),
        ("{market: DE, hours: {}}", "The demand of DE has no hours."),
        ("{market: DE, hours: {mon: []}}", "The demand of DE has no hours."),
        ("{market: DE, hours: {2026-12-24: ['09:00-12:00']}}", "unknown key '2026-12-24'"),
        ("{market: DE, hours: 24/7, agents: 0}", "0 is less than the minimum of 1"),
        ("{market: DE, hours: 24/7, agents: 1.5}", "must be a whole number"),
        ("{market: DE, hours: 24/7, languages: [xx]}", "Unknown language 'xx'."),
        ("{market: DE}", "'hours' is a required property"),
    ],
)
def test_demand_is_checked_like_everything_else(refusal, demand, said):
    messages, _ = refusal(f"{second()}demand:\n  - {demand}\n")
    assert messages[0].startswith(".yaml:12: ")
    assert said in messages[0]


@each("text", ["schema: 1\n", "schema: 1\nagents: []\n", "schema: 1\ndemand: []\n"])
def test_a_roster_without_agents_is_refused(refusal, text):
    assert refusal(text)[0] == [".yaml: has no agents"]


def test_a_roster_of_more_than_5000_agents_is_refused(refusal):
    entry = "- {name: A%d, zone: UTC, languages: [en], shifts: {mon: ['09:00-18:00']}}\n"
    messages, hints = refusal("schema: 1\nagents:\n" + "".join(entry % n for n in range(5001)))
    assert messages == [".yaml: has 5,001 agents; a roster has at most 5,000"]
    assert hints == ["Split it by team."]


@pytest.mark.parametrize(("name", "what"), [("our desk.txt", "a .txt file"), ("our desk", "a file without a suffix")])
def test_another_kind_of_file_is_refused_with_the_kinds_that_work(refusal, name, what):
    messages, hints = refusal("x", name)
    assert messages[0].endswith(f": a roster cannot be read from {what}")
    assert hints == ["Use .yaml, .yml, .csv, .tsv, .xlsx or .ics."]


def test_demand_may_have_a_file_of_its_own(write):
    text = "schema: 1\ndemand:\n  - {market: DE, hours: 24/7, languages: [de], agents: 2}\n"
    demand = (Demand(market="DE", languages=("de",), agents=2, hours="24/7"),)
    assert read_demand(write(text, "demand.yml")) == demand
    assert read_demand(write(LI_WEI)) == read_roster(write(LI_WEI), first=FIRST, last=LAST).demand


@each(
    ("name", "text", "said"),
    [
        ("d.yaml", "schema: 1\n", r"d\.yaml: has no demand"),
        ("d.yaml", "schema: 1\ndemand: [{market: DE}]\n", r"d\.yaml:2: demand\.0: 'hours' is a required"),
        ("d.csv", "market,hours\n", r"d\.csv: demand is read from YAML"),
    ],
)
def test_a_file_without_demand_is_no_demand(write, name, text, said):
    with pytest.raises(DataFileError, match=said):
        read_demand(write(text, name))
