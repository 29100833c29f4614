"""The front door: help, exit statuses, global options, JSON for scripts."""

import shlex

import pytest
from sweeps import each
from typer.main import get_command

from cscli.cli.commands import COMMANDS
from cscli.cli.door.app import app, command_name, commands_of
from cscli.cli.door.words import hoisted

MISSING = ("reply", "shipping-delay", "--market", "JP")


def leaves():
    """The words of every command that does something, with its parsed form."""
    found = {}
    for name in COMMANDS:
        command = get_command(app).get_command(None, name)
        inner = getattr(command, "commands", None)
        found |= {(name, verb): leaf for verb, leaf in inner.items()} if inner else {(name,): command}
    return found


LEAVES = leaves()


def test_the_lines_in_the_list_of_commands_are_the_first_lines_of_the_commands_own_helps():
    def own(name):
        typed = commands_of(name)
        return typed.info.help if isinstance(typed.info.help, str) else typed.registered_commands[0].callback.__doc__

    assert {name: own(name).split("\n")[0] for name in COMMANDS} == COMMANDS


def test_help_lists_every_command_on_stdout(cscli):
    answer = cscli("--help")
    assert (answer.code, answer.err) == (0, "")
    assert cscli("-h").out == answer.out
    said = " ".join(answer.out.split())
    for name, line in COMMANDS.items():
        assert f" {name} {line}" in said


@each("words", LEAVES)
def test_every_command_has_a_help_with_an_example_and_json(cscli, words):
    answer = cscli(*words, "--help")
    assert (answer.code, answer.err) == (0, "")
    assert f"Usage: cscli {' '.join(words)}" in answer.out
    assert "Example: cscli" in answer.out
    assert "--json" in answer.out


@each("words", LEAVES)
def test_the_example_of_every_help_can_be_typed(cscli, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # some examples write a file
    example = LEAVES[words].help.partition("Example: cscli ")[2].split("\n")[0]
    answer = cscli(*shlex.split(example), "--json")
    assert "usage" not in answer.codes
    assert "bug" not in answer.codes
    assert answer.json["command"] == " ".join(words)


def test_a_command_line_that_stops_short_shows_the_help_as_an_error(cscli, shell):
    for run, words in (
        (shell, ()),
        *((cscli, (group,)) for group in ("market", "template", "log", "customer", "config", "engine")),
    ):
        answer = run(*words)
        assert (answer.code, answer.out) == (2, "")
        assert answer.err.startswith(" ".join(("Usage: cscli", *words)))


@each(
    ("words", "code", "sentence"),
    [
        (("replay",), 2, "There is no command 'replay'. Did you mean reply"), (("market", "shwo"), 2, "show"),
        (("reply", "--markt", "JP"), 2, "--market"), (("market", "list", "more"), 2, "more"),
        (("--nope",), 2, "--nope"),
        (("log", "list", "--limit", "many"), 2, "--limit"), (("log", "list", "--limit", "0"), 2, "--limit"),
        (("market", "show"), 2, "market"), (("market", "show", "XX"), 3, "XX"), (MISSING, 3, "order_number"),
        (("--workspace", "none", "market", "list"), 2, "none"), (("--db", "x://y", "log", "list"), 2, "x://y"),
    ],
)  # fmt: skip
def test_a_failure_has_its_status_a_sentence_on_stderr_and_no_answer(cscli, words, code, sentence):
    answer = cscli(*words)
    assert (answer.code, answer.out) == (code, "")
    assert answer.err.startswith("Error: ")
    assert sentence in answer.err


@each(
    ("words", "code", "errors", "command"),
    [
        (("replay",), 2, ["unknown-command"], ""), (("market", "shwo"), 2, ["usage"], "market shwo"),
        (("reply", "--markt", "JP"), 2, ["usage"], "reply"), (MISSING, 3, ["missing-variable"] * 2, "reply"),
        (("market", "show", "XX"), 3, ["unknown-market"], "market show"),
        (("log", "show", "9"), 3, ["unknown-interaction"], "log show"),
        (("--now", "soon", "market", "list"), 2, ["bad-instant"], "market list"),
    ],
)  # fmt: skip
def test_a_failure_is_one_document_for_scripts(cscli, words, code, errors, command):
    answer = cscli(*words, "--json")
    assert (answer.code, answer.err) == (code, "")
    assert answer.out.count("\n") == 1
    assert answer.codes == errors
    assert (answer.json["status"], answer.json["command"], answer.data) == ("error", command, None)
    assert all(e["message"] and set(e) == {"code", "message", "hint"} for e in answer.json["errors"])


def test_a_secret_in_the_address_of_a_record_is_not_printed(cscli):
    answer = cscli("--db", "postgresql://me:hunter2@host/desk", "log", "list")
    assert (answer.code, answer.out) == (5, "")
    assert "hunter2" not in answer.err


def test_a_bug_is_one_line_and_a_traceback_only_on_demand(cscli, monkeypatch):
    def broken(_):
        return 1 // 0

    monkeypatch.setattr("cscli.markets.catalog.Catalog.market_codes", broken)
    answer = cscli("market", "list")
    assert (answer.code, answer.out) == (70, "")
    assert "ZeroDivisionError" in answer.err
    assert "CSCLI_DEBUG=1" in answer.err
    assert "Traceback" not in answer.err
    assert cscli("market", "list", "--json").codes == ["bug"]
    monkeypatch.setenv("CSCLI_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        cscli("market", "list")


def test_the_version_names_the_time_zone_data_too(shell):
    import pytz

    from cscli import __version__
    from cscli.markets.cldr import cldr_version

    answer = shell("--version")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == f"cscli {__version__} (tz database {pytz.OLSON_VERSION}, CLDR {cldr_version()})\n"


def test_global_options_may_stand_anywhere(cscli, sealed):
    db = str(sealed / "other.db")
    for words in (("--db", db, "log", "add", "x"), ("log", "--db", db, "add", "x"), ("log", "add", "x", f"--db={db}")):
        assert cscli(*words).code == 0
    assert len(cscli("log", "list", "--json", "--db", db).data) == 3


def test_what_follows_two_hyphens_is_never_an_option():
    assert hoisted(["log", "add", "--", "--db", "x"]) == ["log", "add", "--", "--db", "x"]
    assert hoisted(["a", "--now", "t", "b", "--", "--now"]) == ["--now", "t", "a", "b", "--", "--now"]
    assert hoisted(["a", "--db=x", "--option", "k=v"]) == ["--db=x", "--option", "k=v", "a"]


@each(
    ("words", "name"),
    [
        ("--now x market show JP", "market show"),
        ("reply shipping-delay", "reply"),
        ("log --json list", "log list"),
        ("", ""),
    ],
)
def test_scripts_are_told_which_command_answered(words, name):
    assert command_name(words.split()) == name


def test_the_same_instant_gives_the_same_answer(cscli):
    words = (
        "reply",
        "shipping-delay",
        "--market",
        "JP",
        "--set",
        "order_number=A",
        "--set",
        "new_date=2026-12-03",
        "--json",
    )
    one, two = (
        cscli(*words, "--no-log", now="2026-12-01T23:59:59Z"),
        cscli(*words, "--no-log", now="2026-12-01T23:59:59Z"),
    )
    later = cscli(*words, "--no-log", now="2026-12-05T00:00:00Z")
    assert one.out == two.out
    assert one.data["customer"]["local_time"] == "2026-12-02T08:59:59+09:00"
    assert [f["check"] for f in later.data["findings"]] == ["date-passed"]


@each("instant", ["2026-11-22", "2026-11-22T09:30:00", "now", "22.11.2026", "2026-13-01T00:00:00Z"])
def test_an_instant_must_be_whole_and_have_an_offset(cscli, instant):
    answer = cscli("log", "add", "x", now=instant)
    assert (answer.code, answer.out) == (2, "")
    assert "2026-11-22T09:30:00Z" in answer.err


def test_an_instant_with_an_offset_is_kept_as_utc(cscli):
    cscli("log", "add", "x", now="2026-11-22T18:30:00+09:00")
    assert cscli("log", "list", "--json").data[0]["at"] == "2026-11-22T09:30:00Z"


def test_an_option_without_its_value_names_the_help_of_its_command(cscli):
    for words in (("time", "now", "JP", "--watch"), ("reply", "--market"), ("log", "list", "--since")):
        answer = cscli(*words)
        verb = " ".join(words[: 1 if words[0] == "reply" else 2])
        assert (answer.code, f"See: cscli {verb} --help" in answer.out + answer.err) == (2, True), words


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("help",), "cscli COMMAND --help"), (("help", "market"), "cscli market --help"),
        (("customers",), "Did you mean customer"), (("market", "JP"), "cscli market show JP"),
        (("market", "shwo"), "Did you mean show?"), (("customer", "C-7"), "cscli customer show C-7"),
        (("time", "tokyo"), "cscli time --help"), (("config", "shop.name"), "cscli config show shop.name"),
    ],
)  # fmt: skip
def test_a_word_that_is_no_command_gets_what_would_have_worked(cscli, words, hint):
    answer = cscli(*words)
    assert (answer.code, answer.out) == (2, "")
    assert hint in answer.err


@pytest.mark.parametrize("words", [("stats",), ("market", "list"), ("reply", "where")])
def test_an_option_of_the_program_behind_a_command_is_told_where_it_stands(cscli, words):
    answer = cscli(*words, "--version")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        f"Error: cscli {words[0]}{' list' * (words[0] == 'market')} has no option --version.\n"
        "  It stands before the command: cscli --version\n"
    )
    assert "See: cscli stats --help" in cscli("stats", "--versn").err


@pytest.mark.parametrize("instant", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1969-12-31T00:00:00Z"])
def test_an_instant_beyond_all_zone_data_is_refused(cscli, instant):
    for words in (("time", "now", "JP"), ("market", "list")):
        answer = cscli(*words, now=instant)
        assert (answer.code, answer.out) == (2, "")
        assert "outside the years 1970 to 2200" in answer.err


def test_a_folder_that_may_not_be_read_is_a_clean_error(cscli, sealed, monkeypatch):
    def closed(_self, *_parts):
        raise PermissionError(13, "Permission denied", str(sealed / "config"))

    monkeypatch.setattr("cscli.paths.Paths.winner", closed)
    answer = cscli("market", "show", "JP")
    assert (answer.code, answer.out) == (5, "")
    assert f"{sealed / 'config'} cannot be used: Permission denied." in answer.err
    monkeypatch.setattr("pathlib.Path.stat", closed)
    answer = cscli("config", "show", "--json")
    assert (answer.code, answer.codes) == (2, ["bad-config"])
