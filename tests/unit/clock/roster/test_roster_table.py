"""Rosters as spreadsheets save them: rows of one name are one agent, and every bad row is told with its line."""

from datetime import date, datetime

import pytest
from sweeps import each

from cscli.clock.roster.agents import Agent
from cscli.clock.roster.table_file import table_agents
from cscli.errors import DataFileError

wall = datetime.fromisoformat
WEEKLY = "name,zone,languages,days,hours\n"
DATED = "name,zone,languages,start,end\n"
BOTH = "name,zone,languages,days,hours,start,end,off,holidays\n"


@pytest.fixture
def read(tmp_path):
    """The agents of a table with this text."""

    def run(content: str | bytes, name: str = "our desk.csv") -> tuple[Agent, ...]:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return table_agents(path)

    return run


@pytest.fixture
def refusal(read):
    """What is said of a table that must be refused: each problem after the path, and each hint."""

    def run(content: str | bytes) -> tuple[list[str], list[str]]:
        with pytest.raises(DataFileError) as caught:
            read(content)
        problems = caught.value.problems
        assert caught.value.message == problems[0].message
        return [p.message.partition("our desk.csv")[2] for p in problems], [p.hint for p in problems]

    return run


def test_a_row_is_an_agent_and_a_shift(read):
    assert read(BOTH + "Li Wei,Asia/Shanghai,zh en,mon-fri,09:00-18:00,,,2026-12-24..2026-12-26,cn\n") == (
        Agent(
            name="Li Wei",
            zone="Asia/Shanghai",
            languages=("zh", "en"),
            weekly={"mon-fri": ("09:00-18:00",)},
            off=((date(2026, 12, 24), date(2026, 12, 26)),),
            holidays="CN",
        ),
    )


@each("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@each("ending", ["\n", "\r\n", "\r"])
@each("delimiter", [",", ";", "\t"])
def test_encoding_line_ends_and_delimiter_are_found_out(read, encoding, ending, delimiter):
    text = "Hours,NAME, Zone ,languages,days\n09:00-18:00,山田,Asia/Tokyo,ja/en,mon\n\n,,,,\n22:00-24:00,山田,,,sat\n"
    (agent,) = read(text.replace("\n", ending).replace(",", delimiter).encode(encoding), "our desk.tsv")
    assert (agent.name, agent.zone, agent.languages) == ("山田", "Asia/Tokyo", ("ja", "en"))
    assert agent.weekly == {"mon": ("09:00-18:00",), "sat": ("22:00-24:00",)}


def test_a_quoted_cell_may_hold_the_delimiter_and_line_breaks(read):
    agents = read(
        WEEKLY + '"Groß, ""J.""\nJr.",UTC,"de, en",mon,"09:00-12:00,13:00-17:00"\nBo,UTC,en,tue,09:00-10:00\n'
    )
    assert [a.name for a in agents] == ['Groß, "J." Jr.', "Bo"]
    assert agents[0].languages == ("de", "en")
    assert agents[0].weekly == {"mon": ("09:00-12:00", "13:00-17:00")}


def test_rows_of_one_name_are_one_agent_who_may_have_weekly_and_dated_shifts(read):
    (agent,) = read(
        BOTH + "Bo,Asia/Tokyo,ja,mon-fri,09:00-12:00,,,,\n"
        "bo,,,,,2026-11-28 22:00,2026-11-29 06:00,2026-12-24,JP\n"
        " BO ,asia/tokyo,JA,mon-fri sat,13:00-17:00,,,,jp\n"
        "Bo,,,,,,,2026-12-31,\n"
        "Bo,,,mon-fri,09:00-12:00,,,,\n"
    )
    assert agent == Agent(
        name="Bo",
        zone="Asia/Tokyo",
        languages=("ja",),
        weekly={"mon-fri": ("09:00-12:00", "13:00-17:00"), "sat": ("13:00-17:00",)},
        dated=((wall("2026-11-28 22:00"), wall("2026-11-29 06:00")),),
        off=((date(2026, 12, 24), date(2026, 12, 24)), (date(2026, 12, 31), date(2026, 12, 31))),
        holidays="JP",
    )


def test_agents_keep_the_order_of_the_table_and_their_shifts_that_of_time(read):
    agents = read(
        DATED + "Bo,UTC,en,2026-11-24 09:00,2026-11-24 10:00\nAnn,UTC,en,2026-11-23 09:00,2026-11-23 10:00\n"
        "Bo,UTC,en,2026-11-23 09:00,2026-11-23 10:00\n"
    )
    assert [(a.name, [start.day for start, _ in a.dated]) for a in agents] == [("Bo", [23, 24]), ("Ann", [23])]


@each(
    ("start", "end", "shift"),
    [
        ("2026-11-23 09:00", "2026-11-23 18:00", ("2026-11-23 09:00", "2026-11-23 18:00")),
        ("2026-11-23T22:00:30", "2026-11-24T06:00", ("2026-11-23 22:00:30", "2026-11-24 06:00")),
        ("2026-11-23 9:00", "2026-11-23 24:00", ("2026-11-23 09:00", "2026-11-24 00:00")),
        ("2026-10-26 09:00", "2026-11-02 09:00", ("2026-10-26 09:00", "2026-11-02 09:00")),
        ("2026-11-23 09:00", "2026-12-07 09:00", ("2026-11-23 09:00", "2026-12-07 09:00")),
    ],
)
def test_a_dated_shift_goes_from_wall_to_wall(read, start, end, shift):
    (agent,) = read(f"{DATED}Bo,Europe/Berlin,de,{start},{end}\n")
    assert agent.dated == ((wall(shift[0]), wall(shift[1])),)


@each("cell", ["Mon - Fri", "mon–fri", "MON-FRI"])
def test_days_and_hours_are_understood_as_spreadsheets_write_them(read, cell):
    (agent,) = read(f"{WEEKLY}Bo,UTC,en,{cell},09:00 – 18:00\n")
    assert agent.weekly == {"mon-fri": ("09:00-18:00",)}


@each(
    ("header", "said", "hint"),
    [
        ("name,zone,languages,days,hour", "unknown column 'hour', did you mean 'hours'?", "Columns: name, zone"),
        ("name,zone,languages,days,hours,Timezone", "unknown column 'timezone', did you mean 'zone'?", "Columns"),
        ("name,zone,languages,days,hours,xyz", "unknown column 'xyz'", "Columns"),
        ("name,zone,languages,days,hours, ZONE", "the column 'zone' stands here twice", "Keep one"),
        ("name,days,hours", "there is no column 'zone' and no 'languages'", "Columns"),
        ("name,zone,languages,days,end", "there are no shifts", "days and hours, or start and end"),
        ('"name', "the line of headings opens a quote", ""),
    ],
)
def test_columns_that_are_not_those_of_a_roster_are_refused(refusal, header, said, hint):
    messages, hints = refusal(f"{header}\nBo,UTC,en,mon,09:00-18:00\n")
    assert messages[0].startswith(f":1: {said}")
    assert hint in hints[0]


def test_a_column_without_a_name_is_fine_as_long_as_it_is_empty(read, refusal):
    table = "name,zone,languages,days,hours,,\nBo,UTC,en,mon,09:00-18:00,%s,\n"
    assert read(table % "")[0].weekly == {"mon": ("09:00-18:00",)}
    assert refusal(table % "x")[0] == [":2: The row has 7 cells, but there are 5 headings."]


@each(
    ("row", "said", "hint"),
    [
        (",UTC,en,mon,09:00-18:00,,,,", "The name is empty.", "needs a name"),
        ("Bo,UTC,en,mon,9-77,,,,", "'9-77' is not a window.", "09:00-18:00"),
        ("Bo,UTC,en,mon,09:00-00:00,,,,", "The window '09:00-00:00' makes no sense.", "24:00"),
        ("Bo,UTC,en,mon,09:00-09:00,,,,", "The window '09:00-09:00' makes no sense.", "00:00-24:00"),
        ("Bo,UTC,en,monday,09:00-18:00,,,,", "'monday' are not days. Did you mean mon?", "mon-fri"),
        ("Bo,UTC,en,mon,,,,,", "The row has days or hours, but not both.", "mon-fri"),
        ("Bo,UTC,en,,,2026-11-23 09:00,,,", "The row has a start or an end, but not both.", "2026-11-23 09:00"),
        ("Bo,UTC,en,,,,,,", "The row has no shift.", "days and hours"),
        ("Bo,UTC,en,mon,09:00-18:00,2026-11-23 09:00,2026-11-23 10:00,,", "a weekly and a dated shift", "two rows"),
        (
            "Bo,UTC,en,,,23.11.2026 09:00,2026-11-23 10:00,,",
            "'23.11.2026 09:00' is not a time on a date.",
            "on the wall",
        ),
        ("Bo,UTC,en,,,2026-11-23T09:00Z,2026-11-23 10:00,,", "'2026-11-23T09:00Z' is not a time", "without an offset"),
        ("Bo,UTC,en,,,2026-02-30 09:00,2026-11-23 10:00,,", "'2026-02-30 09:00' is not a time on a date.", ""),
        ("Bo,UTC,en,,,2026-11-23 09:00,2026-11-23 24:30,,", "'2026-11-23 24:30' is not a time on a date.", ""),
        ("Bo,UTC,en,,,9999-12-31 09:00,9999-12-31 24:00,,", "'9999-12-31 24:00' is not a time on a date.", ""),
        ("Bo,UTC,en,,,2026-11-23 18:00,2026-11-23 09:00,,", "which is not after its start", "next date"),
        ("Bo,UTC,en,,,2026-11-23 09:00,2026-11-23 09:00,,", "which is not after its start", "next date"),
        ("Bo,UTC,en,,,2026-11-23 09:00,2026-12-07 09:01,,", "is longer than 14 days", "month"),
        ("Bo,Asia/Tokio,en,mon,09:00-18:00,,,,", "Unknown zone 'Asia/Tokio'. Did you mean Asia/Tokyo?", "IANA"),
        ("Bo,UTC,en jp,mon,09:00-18:00,,,,", "Unknown language 'jp'. Did you mean ja?", "pt-BR"),
        ("Bo,UTC,english,mon,09:00-18:00,,,,", "Unknown language 'english'.", "pt-BR"),
        ("Bo,UTC,en,mon,09:00-18:00,,,soon,", "'soon' is not a date.", "2026-12-24"),
        ("Bo,UTC,en,mon,09:00-18:00,,,2026-12-26..2026-12-24,", "ends before it starts", "earlier"),
        ("Bo,UTC,en,mon,09:00-18:00,,,,Bavaria", "'Bavaria' are not holidays.", "DE-BY"),
        ("Bo,UTC,en,mon,09:00-18:00,,,,,x", "The row has 10 cells, but there are 9 headings.", "quotes"),
        ('"Bo,UTC,en,mon,09:00-18:00', "The row opens a quote that is not closed rightly.", "quotes"),
        ('"B"o,UTC,en,mon,09:00-18:00,,,,', "The row has text behind a closing quote.", "quotes"),
    ],
)
def test_a_bad_row_is_told_with_its_line_and_what_would_work(refusal, row, said, hint):
    messages, hints = refusal(f'{BOTH}Ann,UTC,"\nen",mon,09:00-18:00,,,,\n{row}\n')
    assert len(messages) == 1
    assert messages[0].startswith(":4: ")
    assert said in messages[0]
    assert hint in hints[0]


def test_all_bad_rows_are_told_at_once_in_the_order_of_the_file(refusal):
    messages, _ = refusal(
        WEEKLY
        + "Bo,UTC,en,mon,9-77\nAnn,UTC,en,mon,09:00-18:00\nAnn,Asia/Tokyo,,mon,09:00-18:00\nBo,UTC,xx,mon,09:00-18:00\n"
    )
    assert [m.split(": ")[0] for m in messages] == [":2", ":4", ":5"]


def test_what_stands_in_a_bad_row_is_not_called_missing_as_well(refusal):
    assert len(refusal(f"{WEEKLY}Bo,UTC,en,mon,9-77\nBo,,,tue,09:00-18:00\n")[0]) == 1


def test_a_hundred_problems_are_told_and_the_rest_counted(refusal):
    messages, _ = refusal(WEEKLY + "Bo,UTC,en,mon,9-77\n" * 150)
    assert len(messages) == 101
    assert messages[-1] == ": and 50 lines more."


@each(
    ("row", "said"),
    [
        ("Bo,Asia/Tokyo,ja,mon,09:00-18:00,,,,JP", "The zone of 'Bo' cannot be Asia/Tokyo here and UTC in line 2."),
        ("Bo,UTC,de,mon,09:00-18:00,,,,JP", "The languages of 'Bo' cannot be de here and ja in line 2."),
        ("Bo,UTC,ja,mon,09:00-18:00,,,,KR", "The holidays of 'Bo' cannot be KR here and JP in line 3."),
    ],
)
def test_rows_of_one_agent_may_not_contradict_each_other(refusal, row, said):
    rows = "Bo,UTC,ja,mon,09:00-18:00,,,,\nBo,,,tue,09:00-18:00,,,,JP\n"
    messages, hints = refusal(f"{BOTH}{rows}{row}\n")
    assert messages == [f":4: {said}"]
    assert "two people need two names" in hints[0]


def test_the_order_of_languages_is_no_contradiction(read):
    (agent,) = read(f"{WEEKLY}Bo,UTC,ja en,mon,09:00-18:00\nBo,UTC,en ja,tue,09:00-18:00\n")
    assert agent.languages == ("ja", "en")


@each(
    ("row", "said"),
    [
        ("Bo,,en,mon,09:00-18:00,,,,", "'Bo' has no zone."),
        ("Bo,UTC,,mon,09:00-18:00,,,,", "'Bo' has no languages."),
        ("Bo,UTC,en,,,,,2026-12-24,", "'Bo' has no shift."),
    ],
)
def test_an_agent_needs_a_zone_languages_and_a_shift_in_one_of_the_rows(refusal, row, said):
    assert refusal(f"{BOTH}{row}\n{row}\n")[0] == [f":2: {said}"]


@pytest.mark.parametrize("text", [WEEKLY, f"{WEEKLY}\n,,,,\n"])
def test_a_table_without_agents_is_refused(refusal, text):
    assert refusal(text)[0] == [": has no agents"]


def test_a_table_of_more_than_5000_agents_is_refused(refusal):
    messages, _ = refusal(WEEKLY + "".join(f"A{n},UTC,en,mon,09:00-18:00\n" for n in range(5001)))
    assert messages == [": has 5,001 agents; a roster has at most 5,000"]


def test_a_table_of_windows_is_read(read):
    (agent,) = read(f"{WEEKLY}Jürgen,UTC,de,mon,09:00-18:00\n".encode("latin-1"))
    assert agent.name == "Jürgen"


def test_an_error_of_a_spreadsheet_in_a_cell_is_told(refusal):
    messages, _ = refusal(f"{WEEKLY}Bo,UTC,#N/A,mon,09:00-18:00\n")
    assert messages == [":2: #N/A is an error of a spreadsheet, not a value."]


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(DataFileError, match=r"none\.csv: cannot be read: "):
        table_agents(tmp_path / "none.csv")


def test_hostile_cells_stay_on_their_line(read, refusal):
    (agent,) = read(f'{WEEKLY}"Bo\n\x1b[2J\u202e=cmd()",UTC,en,mon,09:00-18:00\n')
    assert agent.name == "Bo ␛[2J=cmd()"
    messages, _ = refusal(f'{WEEKLY}Bo,UTC,"\x1b[2J",mon,09:00-18:00\n')
    assert "\x1b" not in messages[0]
    assert len(refusal(f"{WEEKLY}Bo,{'x' * 100_000},en,mon,09:00-18:00\n")[0][0]) < 200
