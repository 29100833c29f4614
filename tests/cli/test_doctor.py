"""``cscli doctor``: everything is looked at, nothing is changed, and what is wrong is named."""

import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from cscli.config_keys import unknown_variables

SUBJECTS = ["cscli", "time zones", "locale data", "settings", "data", "overlays", "record", "cache"]


def findings(answer, subject):
    return [(h["state"], h["detail"]) for h in answer.data if h["subject"] == subject]


def test_a_fresh_machine_is_healthy(cscli):
    answer = cscli("doctor")
    lines = [line.split("\t") for line in answer.out.splitlines()]
    assert (answer.code, answer.err) == (0, "")
    assert lines[0] == ["subject", "state", "detail"]
    assert list(dict.fromkeys(line[0] for line in lines[1:])) == SUBJECTS
    assert "error" not in {line[1] for line in lines}


def test_variables_of_the_environment_that_nothing_reads_are_told_with_the_nearest(cscli, monkeypatch):
    for name in ("CSCLI_SHOP_NAM", "CSCLI_NOTHING_LIKE_IT", "CSCLI_ITEM", "CSCLI_IMAP_PASSWORD_SALES", "CSCLI_DEBUG"):
        monkeypatch.setenv(name, "1")
    told = [detail for state, detail in findings(cscli("doctor", "--json"), "settings") if "Nothing reads" in detail]
    assert told == [
        "Nothing reads the variable CSCLI_NOTHING_LIKE_IT.",
        "Nothing reads the variable CSCLI_SHOP_NAM. Did you mean CSCLI_SHOP_NAME?",
    ]
    shown = cscli("config", "show")
    assert (shown.code, shown.err.splitlines()) == (0, [f"warning: {one}" for one in told])
    assert cscli("config", "show", "shop.name").err == ""


def test_every_variable_that_is_read_is_known():
    named = {
        name
        for path in Path("cscli").rglob("*.py")
        for name in re.findall(r"CSCLI_[A-Z_]*[A-Z]", path.read_text("utf-8"))
    }
    assert len(named) > 8
    assert unknown_variables(named) == []


def test_it_counts_the_data_that_ships(cscli):
    [(state, detail)] = findings(cscli("doctor", "--json"), "data")
    assert state == "ok"
    assert detail.startswith("40 markets, ")


def test_it_changes_nothing(cscli, sealed, monkeypatch):
    monkeypatch.setenv("CSCLI_CACHE_DIR", str(sealed / "cache"))
    assert cscli("doctor").code == 0
    assert list(sealed.iterdir()) == []


def test_it_says_which_time_zone_data_is_used(cscli):
    import pytz

    assert pytz.OLSON_VERSION in findings(cscli("doctor", "--json"), "time zones")[0][1]


def test_it_says_which_version_of_cldr_is_used(cscli):
    from cscli.markets.cldr import cldr_version

    [(state, detail)] = findings(cscli("doctor", "--json"), "locale data")
    assert (state, detail.split(" (")[0]) == ("ok", f"CLDR {cldr_version()}")


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
def test_it_says_why_a_cache_that_others_can_fill_is_not_used(cscli, sealed, monkeypatch):
    folder = sealed / "shared"
    folder.mkdir()
    folder.chmod(0o777)
    monkeypatch.setenv("CSCLI_CACHE_DIR", str(folder))
    reply = cscli("reply", "shipping-delay", "--market", "DE", "--draft")
    assert (reply.code, list(folder.iterdir())) == (0, [])
    answer = cscli("doctor", "--json")
    assert answer.code == 0
    assert findings(answer, "cache")[1] == (
        "warning",
        (
            f"the cache is not used, so each start is slower. Other users can write to {folder}; "
            f"mend it with: chmod go-w {folder}"
        ),
    )


def test_a_shop_without_a_name_is_a_warning_until_it_has_one(cscli):
    assert "warning" in [state for state, _ in findings(cscli("doctor", "--json"), "settings")]
    cscli("config", "set", "shop.name", "Nordlicht")
    assert [state for state, _ in findings(cscli("doctor", "--json"), "settings")] == ["ok"]


def test_a_sound_record_is_counted(cscli):
    cscli("log", "add", "one")
    cscli("log", "add", "two")
    [(state, detail)] = findings(cscli("doctor", "--json"), "record")
    assert state == "ok"
    assert "2 interactions" in detail


def test_a_record_that_others_can_read_is_a_warning_with_the_mend(cscli, sealed):
    cscli("log", "add", "one")
    record = sealed / "data" / "desk.db"
    assert record.stat().st_mode & 0o077 == 0
    record.chmod(0o644)
    answer = cscli("doctor", "--json")
    assert answer.code == 0
    assert ("warning", f"{record} can be read by others; correct it with: chmod 600 {record}") in findings(
        answer, "record"
    )


@pytest.mark.parametrize("content", [b"no database " * 500, b"SQLite format 3\x00" + bytes(5000)])
def test_a_damaged_record_is_an_error(cscli, sealed, content):
    record = sealed / "data" / "desk.db"
    record.parent.mkdir()
    record.write_bytes(content)
    answer = cscli("doctor", "--json")
    assert answer.code == 1
    assert answer.json["status"] == "findings"
    assert "error" in [state for state, _ in findings(answer, "record")]
    assert record.read_bytes() == content


def test_a_record_of_a_newer_program_is_not_called_damaged(cscli, sealed):
    cscli("log", "add", "hello")
    with closing(sqlite3.connect(sealed / "data" / "desk.db")) as connection:
        connection.execute("PRAGMA user_version = 99")
    answer = cscli("doctor", "--json")
    [(state, detail)] = findings(answer, "record")
    assert (answer.code, state) == (1, "error")
    assert "was written by a newer cscli (format 99" in detail
    assert "damaged" not in detail


def test_a_missing_search_index_is_a_warning_until_the_next_search(cscli, sealed):
    cscli("log", "add", "hello")
    with closing(sqlite3.connect(sealed / "data" / "desk.db")) as connection:
        connection.execute("DROP TABLE interactions_search")
    assert findings(cscli("doctor", "--json"), "record")[1:] == [
        ("warning", "the search index is missing; the next search makes it again")
    ]
    assert len(cscli("log", "search", "hello", "--json").data) == 1
    assert len(findings(cscli("doctor", "--json"), "record")) == 1


@pytest.mark.parametrize("is_made", [False, True], ids=["before the first record", "with a record"])
def test_a_full_disk_and_a_folder_that_cannot_be_written_are_errors(cscli, sealed, monkeypatch, is_made):
    if is_made:
        cscli("log", "add", "hello")
    with monkeypatch.context() as full:
        full.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=10))
        assert "is full; nothing will be recorded" in findings(cscli("doctor", "--json"), "record")[-1][1]
    allowed = os.access
    monkeypatch.setattr("os.access", lambda path, mode: not mode & os.W_OK and allowed(path, mode))
    answer = cscli("doctor", "--json")
    assert answer.code == 1
    assert findings(answer, "record")[-1][0] == "error"
    assert "cannot be written; nothing will be recorded" in findings(answer, "record")[-1][1]


@pytest.mark.parametrize("password", ["hush%2Fhush", "hush@hush", "hush:hush", "hushhush"])
def test_no_command_shows_the_password_of_a_record_even_with_its_traceback(shell, password):
    address = f"postgresql://desk:{password}@127.0.0.1:1/desk?sslpassword={password}"
    env = {"CSCLI_DATABASE": address, "CSCLI_DEBUG": "1"}
    for words in (
        ("config", "show"), ("config", "show", "database", "--json"), ("config", "set", "database", address),
        ("log", "list"), ("doctor",), ("log", "list", "--db", address),
    ):  # fmt: skip
        answer = shell(*words, env=env)
        said = answer.out + answer.err
        assert "hush" not in said, words
        assert "desk:***@127.0.0.1" in said.replace("\n", ""), words


def test_a_data_folder_that_cannot_be_written_is_an_error(cscli, sealed, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) != sealed / "data")
    (sealed / "data").mkdir(exist_ok=True)
    answer = cscli("doctor", "--json")
    assert answer.code == 1
    detail = f"{sealed / 'data'} cannot be written; nothing will be recorded"
    assert ("error", detail) in findings(answer, "record")


def test_reading_a_record_in_a_folder_that_does_not_exist_is_refused(cscli, sealed):
    answer = cscli("--db", str(sealed / "nope" / "x.db"), "log", "list")
    assert (answer.code, answer.out) == (5, "")
    assert f"there is no folder {sealed / 'nope'}" in answer.err


def test_a_template_that_replaces_a_shipped_one_is_named_with_its_layer(cscli, sealed):
    cscli("template", "new", "shipping-delay", "--language", "de")
    [(state, detail)] = findings(cscli("doctor", "--json"), "overlays")
    assert state == "ok"
    assert detail.startswith(f"config: {sealed / 'config' / 'templates' / 'de' / 'shipping-delay.yaml'} ")


def test_a_broken_file_of_the_users_own_is_an_error_with_its_line_and_the_rest_is_still_looked_at(cscli, sealed):
    cscli("template", "new", "shipping-delay", "--language", "de")
    file = sealed / "config" / "templates" / "de" / "shipping-delay.yaml"
    file.write_text("schema: 1\nintend: shipping-delay\n", encoding="utf-8")
    answer = cscli("doctor", "--json")
    assert answer.code == 1
    assert any(state == "error" and f"{file}:" in detail for state, detail in findings(answer, "data"))
    assert [state for state, _ in findings(answer, "record")] == ["ok"]


def test_broken_policies_macros_and_rules_are_errors_each_with_its_line(cscli, sealed):
    for name in ("policies.yaml", "macros/late.yaml", "locales/checks/own.yaml"):
        file = sealed / "config" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("schema: 1\nunheard: []\n", encoding="utf-8")
    answer = cscli("doctor", "--json")
    assert answer.code == 1
    told = [detail for state, detail in findings(answer, "data") if state == "error"]
    assert [f"{name}:2: unknown key 'unheard'" in " ".join(told) for name in ("policies.yaml", "late.yaml")] == [
        True
    ] * 2
    assert "own.yaml" in " ".join(told)
    assert len(findings(answer, "overlays")) == 3


def test_broken_settings_are_an_error_and_the_rest_is_still_looked_at(cscli, sealed):
    file = sealed / "config" / "cscli.yaml"
    file.parent.mkdir()
    file.write_text("schema: 1\nshopp: {}\n", encoding="utf-8")
    answer = cscli("doctor", "--json")
    assert answer.code == 1
    assert any(state == "error" and "shopp" in detail for state, detail in findings(answer, "settings"))
    assert [state for state, _ in findings(answer, "data")] == ["ok"]


def test_a_workspace_that_is_no_folder_is_an_error(cscli, sealed):
    answer = cscli("--workspace", str(sealed / "none"), "doctor")
    assert answer.code in (1, 2)
    assert "none" in answer.out + answer.err
    assert "bug" not in answer.err


def test_settings_that_can_be_read_but_not_used_are_errors_with_where_they_come_from(cscli, sealed, monkeypatch):
    file = sealed / "config" / "cscli.yaml"
    file.parent.mkdir()
    file.write_text(
        'schema: 1\norder_numbers: ["A-[0-9"]\nmarkets: [QQ]\nlanguages: [de, qx]\nengines: [memory, foo]\n'
        "shop: {support_hours: none.yaml}\nprivacy: ask\n",
        "utf-8",
    )
    monkeypatch.setenv("CSCLI_AGENT_READS", "qx")
    answer = cscli("doctor", "--json")
    told = [detail for state, detail in findings(answer, "settings") if state == "error"]
    assert answer.code == 1
    assert {one.split(" ")[0] for one in told} == {
        "order_numbers", "markets", "languages", "engines", "shop.support_hours", "agent.reads",
    }  # fmt: skip
    assert sum(str(file) in one for one in told) == 5
    assert sum("CSCLI_AGENT_READS" in one for one in told) == 1
