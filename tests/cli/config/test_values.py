"""``cscli config``: every setting has a value and a source, and is kept as it was meant; names of one's own."""

from sweeps import each

from cscli.config_keys import KEYS


def settings(answer):
    assert answer.code == 0
    return {s["key"]: (s["value"], s["source"]) for s in answer.data}


def test_all_settings_are_listed_with_what_they_are_for(cscli):
    answer = cscli("config", "show")
    lines = [line.split("\t") for line in answer.out.splitlines()]
    assert (answer.code, answer.err) == (0, "")
    assert lines[0] == ["setting", "value", "source", "origin", "about"]
    assert [line[0] for line in lines[1:]] == list(KEYS)
    assert {line[2] for line in lines[1:]} <= {"default", "environment"}
    assert all(line[4] for line in lines[1:])


def test_the_command_line_wins_over_the_environment_over_the_file_over_the_default(cscli, file, monkeypatch):
    assert settings(cscli("config", "show", "--json"))["shop.name"] == ("Nordlicht", "file")
    monkeypatch.setenv("CSCLI_SHOP_NAME", "Südwind")
    assert settings(cscli("config", "show", "--json"))["shop.name"] == ("Südwind", "environment")
    given = cscli("--option", "shop.name=Ost", "config", "show", "--json")
    assert settings(given)["shop.name"] == ("Ost", "command line")
    assert settings(given)["agent.name"] == ("", "default")


def test_each_value_names_where_it_came_from(cscli, file, monkeypatch):
    monkeypatch.setenv("CSCLI_AGENT_NAME", "Li Wei")
    found = {s["key"]: s["origin"] for s in cscli("config", "show", "--json").data}
    assert found["shop.name"] == str(file)
    assert found["agent.name"] == "CSCLI_AGENT_NAME"


@each("key", list(KEYS))
def test_every_setting_can_come_from_the_environment(cscli, monkeypatch, key):
    chosen = {
        "agent.zone": "Asia/Tokyo",
        "privacy": "online",
        "agent.gender": "female",
        "send": "ask",
        "smtp.port": "587",
        "imap.port": "993",
        "smtp.tls": "tls",
        "audit": "all",
        "record.encrypt_bodies": "yes",
        "imap.tls": "starttls",
        "imap.auth": "xoauth2",
        "smtp.auth": "oauthbearer",
        "imap.accounts": '{"cn": {"host": "imap.example"}}',
        "cases.reopen_days": "3",
        "feedback.cooldown_days": "3",
        "feedback.expires_days": "3",
        "feedback.consent": "given",
    }
    value = chosen.get(key, "7d" if key.startswith("retention.") else "abc")
    monkeypatch.setenv("CSCLI_" + key.upper().replace(".", "_"), value)
    answer = cscli("config", "show", key)
    assert (answer.code, answer.out, answer.err) == (0, value + "\n", "")


def test_one_setting_is_shown_alone(cscli, file):
    assert cscli("config", "show", "shop.name").out == "Nordlicht\n"
    assert cscli("config", "show", "languages").out == "en,de\n"


def test_a_list_is_written_with_commas(cscli, file):
    assert cscli("config", "set", "languages", "fr, ja ,").code == 0
    assert settings(cscli("config", "show", "--json"))["languages"] == (["fr", "ja"], "file")


def test_setting_a_value_keeps_the_others(cscli, file):
    answer = cscli("config", "set", "agent.name", "Li Wei: night #1")
    assert (answer.code, answer.out, answer.err) == (0, "agent.name = Li Wei: night #1\n", "")
    found = settings(cscli("config", "show", "--json"))
    assert found["agent.name"] == ("Li Wei: night #1", "file")
    assert found["shop.name"] == ("Nordlicht", "file")
    assert found["languages"] == (["en", "de"], "file")


@each("value", ["yes", "NO", "12", "1.5", "null", "~", "2026-12-03", "12:30", "- x", "[a", "'", '"', "émoji 😀"])
def test_a_text_stays_a_text_whatever_it_looks_like(cscli, value):
    assert cscli("config", "set", "--", "shop.name", value).code == 0
    assert settings(cscli("config", "show", "--json"))["shop.name"] == (value, "file")


def test_an_empty_value_removes_a_setting(cscli, file):
    assert cscli("config", "set", "shop.name", "").code == 0
    assert settings(cscli("config", "show", "--json"))["shop.name"] == ("", "default")


def test_a_settings_file_is_for_its_owner_only(cscli, sealed):
    assert cscli("config", "set", "shop.name", "Nordlicht").code == 0
    path = sealed / "config" / "cscli.yaml"
    assert path.stat().st_mode & 0o077 == 0
    assert [p.name for p in path.parent.iterdir()] == ["cscli.yaml"]


def test_the_path_is_told_whether_the_file_exists_or_not(cscli, sealed):
    path = sealed / "config" / "cscli.yaml"
    answer = cscli("config", "path")
    assert (answer.code, answer.out, answer.err) == (0, f"{path}\n", "")
    assert not path.exists()
    assert cscli("config", "path", "--json").data == {"path": str(path), "exists": False}


@each("words", [("show",), ("set", "shop.name", "X"), ("path",)])
def test_a_named_file_is_used_instead_of_the_users(cscli, sealed, file, words):
    other = sealed / "other.yaml"
    other.write_text("schema: 1\nshop: {name: Other}\n", encoding="utf-8")
    before = file.read_text(encoding="utf-8")
    assert cscli("--config", str(other), "config", *words).code == 0
    assert file.read_text(encoding="utf-8") == before
    assert cscli("config", "path", "--config", str(other)).out == f"{other}\n"


def test_a_comma_inside_brackets_does_not_part_a_list(cscli, file):
    assert cscli("config", "set", "order_numbers", "A-[0-9]{4,},B[,0-9]{2,3}").code == 0
    assert cscli("config", "show", "order_numbers", "--json").data["value"] == ["A-[0-9]{4,}", "B[,0-9]{2,3}"]


def test_codes_and_tags_are_written_in_their_usual_form(cscli, file):
    assert cscli("config", "set", "languages", "EN, pt_br").code == 0
    assert cscli("config", "set", "markets", "de,uk").code == 0
    assert cscli("config", "show", "languages").out == "en,pt-BR\n"
    assert cscli("config", "show", "markets").out == "DE,GB\n"


def test_a_name_of_ones_own_stands_for_a_command_line(cscli, sealed):
    assert cscli("config", "set", "alias.late", "reply shipping-delay -m JP").code == 0
    values = ("-s", "order_number=A-1042", "-s", "new_date=2026-12-03", "--no-log")
    answer = cscli("late", *values, "--json")
    assert (answer.code, answer.json["command"], answer.data["market"]) == (0, "reply", "JP")
    assert cscli("config", "show", "alias.late").out == "reply shipping-delay -m JP\n"
    assert ["alias.late", "reply shipping-delay -m JP"] in [
        line.split("\t")[:2] for line in cscli("config", "show").out.splitlines()
    ]
    assert "alias: {late:" in (sealed / "config" / "cscli.yaml").read_text("utf-8")
    cscli("config", "set", "alias.late", "")
    assert cscli("late", *values).code == 2


def test_a_name_of_a_command_and_what_is_no_command_line_are_refused(cscli):
    for key, value in (
        ("alias.reply", "say"), ("alias.late", "rply x"), ("alias.late", "'"), ("alias.Late", "say"), ("alias.", "say"),
        ("alias.a b", "say"), ("alias.x\x1b[2J", "say"),
    ):  # fmt: skip
        assert cscli("config", "set", key, value).code in (2, 3), (key, value)
    assert cscli("config", "show", "alias.none").code == 3


def test_an_alias_stands_for_no_other_alias_and_global_options_choose_the_settings(cscli, tmp_path):
    file = tmp_path / "other.yaml"
    file.write_text('schema: 1\nalias: {jp: "market show JP", again: jp}\n', "utf-8")
    assert cscli("--config", str(file), "jp").code == 0
    assert cscli("jp", "--config", str(file)).code == 0
    assert cscli("jp").code == 2
    assert cscli("--config", str(file), "again").code == 2
    assert cscli("--option", "alias.de=market show DE", "de").code == 0


def test_the_record_that_was_named_by_its_own_option_says_so(cscli, tmp_path):
    named = cscli("--db", str(tmp_path / "x.db"), "config", "show", "database", "--json").data
    assert (named["value"], named["source"], named["origin"]) == (str(tmp_path / "x.db"), "command line", "--db")
    typed = cscli("--option", "database=y.db", "config", "show", "database", "--json").data
    assert (typed["value"], typed["origin"]) == ("y.db", "--option database=")
