"""Bad input: every mistake is a clear error that offers what would work, and nothing is written or lost."""

import pytest
from sweeps import each

MINIMAL = ("--set", "order_number=A-1042", "--set", "new_date=2026-12-03")
REPLY = ("reply", "shipping-delay", "--market", "DE", *MINIMAL)
OUTSIDE = ["../../etc/passwd", "/etc/passwd", "../markets/DE", "DE\x00"]


def trees(sealed):
    return sorted(str(path.relative_to(sealed)) for path in sealed.rglob("*"))


def test_a_long_word_that_was_typed_is_shortened_in_the_sentence_about_it(cscli):
    for words in (("log", "list", "--limit", "9" * 5000), ("log", "show", "1", "長" * 5000)):
        (error,) = cscli(*words, "--json").json["errors"]
        assert (error["code"], len(error["message"]) < 400) == ("usage", True)


@each(
    ("words", "code", "error", "offered"),
    [
        (("reply", "shipping-delay", "--market", "Japn", *MINIMAL), 3, "unknown-market", "JP"),
        (("reply", "shipping-delai", "--market", "DE", *MINIMAL), 3, "unknown-intent", "shipping-delay"),
        (("reply", "wheres-my-order", "--market", "DE"), 3, "unknown-intent", "where-is-my-order"),
        ((*REPLY, "--language", "dee"), 3, "unknown-language", "de"),
        ((*REPLY, "--register", "forml"), 2, "unknown-register", "formal"),
        ((*REPLY, "--channel", "emial"), 2, "unknown-channel", "email"),
        ((*REPLY, "--channel", "sms"), 2, "unknown-channel", "email, chat"),
        ((*REPLY, "--zone", "Europe/Berln"), 3, "unknown-zone", "Europe/Berlin"),
        ((*REPLY, "--gloss", "xx"), 3, "no-template", "xx"),
        (("market", "show", "Japn"), 3, "unknown-market", "JP"),
        (("template", "show", "refund-isued"), 3, "unknown-intent", "refund-issued"),
        (("template", "preview", "refund-issued", "--channel", "chatt"), 2, "unknown-channel", "chat"),
        (("template", "preview", "refund-issued", "--register", "casul"), 2, "unknown-register", "casual"),
        (("config", "set", "agent.nam", "x"), 3, "unknown-setting", "agent.name"),
        (("replyy",), 2, "unknown-command", "reply"),
    ],
)  # fmt: skip
def test_an_unknown_name_gets_the_nearest_offered(cscli, sealed, words, code, error, offered):  # noqa: PLR0913, PLR0917 - a table
    plain, answer = cscli(*words), cscli(*words, "--json")
    assert (plain.code, plain.out) == (code, "")
    assert plain.err.startswith("Error: ")
    assert offered in plain.err
    assert (answer.code, answer.codes, answer.err) == (code, [error], "")
    assert trees(sealed) == []


@each("name", OUTSIDE)
@each(
    "words",
    [
        ("reply", "shipping-delay", "--market"), ("market", "show"), ("market", "compare", "DE"), ("template", "show"),
        ("template", "path"), ("template", "check"), ("template", "path", "shipping-delay", "--language"),
        ("template", "new", "shipping-delay", "--language"), ("customer", "show"),
        ("reply", "shipping-delay", "--customer"), ("reply", "--market", "DE"), (*REPLY, "--language"),
        (*REPLY, "--zone"), (*REPLY, "--gloss"), ("log", "add", "text", "--intent"), ("template", "new", "-l", "de"),
    ],
)  # fmt: skip
def test_a_path_is_no_name(cscli, sealed, words, name):
    answer = cscli(*words, name)
    assert answer.code in (2, 3)
    assert answer.out == ""
    assert answer.err.startswith("Error: ")
    assert "bug" not in answer.err
    assert "root:" not in answer.err
    assert trees(sealed) == []


@each("key", ["../../etc/passwd", "a/b", "~root", "C:\\x"])
def test_a_customers_key_may_look_like_a_path_and_stays_a_key(cscli, sealed, key):
    assert cscli("customer", "add", key, "--market", "DE").out == f"{key}\n"
    assert cscli("customer", "show", key, "--json").data["key"] == key
    assert {path.split("/")[0] for path in trees(sealed)} == {"data"}


HUGE = "x" * 1_000_000


@each(
    "words",
    [
        ("reply", "shipping-delay", "--market", "DE", "--set", "new_date=2026-12-03", "--set", f"order_number={HUGE}"),
        (*REPLY, "--set", f"tracking_link=https://{HUGE}"), (*REPLY, "--set", f"goodwill={HUGE}"),
        (*REPLY, "--set", f"delay_reason={HUGE}"), (*REPLY, "--set", f"{HUGE}=1"), (*REPLY, "--name", HUGE),
        (*REPLY, "--given", "A", "--family", HUGE), (*REPLY, "--zone", HUGE), (*REPLY, "--language", HUGE),
        ("reply", HUGE, "--market", "DE"), ("market", "show", HUGE), ("market", HUGE), ("config", "show", HUGE),
        (HUGE,), ("customer", "add", HUGE), ("customer", "add", "C-7", "--name", HUGE), ("customer", "show", HUGE),
        ("customer", "import", HUGE), ("--config", HUGE, "config", "show"), ("--workspace", HUGE, "market", "list"),
        ("--now", HUGE, "market", "list"), ("template", "new", "shipping-delay", "--language", HUGE),
        ("log", "show", HUGE), ("log", "add", "hello", "--at", HUGE), ("log", "add", "hello", "--direction", HUGE),
        ("log", "add", HUGE + "y"),
    ],
)  # fmt: skip
def test_a_megabyte_where_a_word_belongs_is_refused_in_a_few_words(cscli, sealed, words):
    answer = cscli(*words)
    assert answer.code in (2, 3)
    assert answer.out == ""
    assert "bug" not in answer.err
    assert len(answer.err) < 1000
    assert trees(sealed) in ([], ["data", "data/desk.db"])


@pytest.mark.parametrize("size", [300, 5000])
def test_a_name_too_long_for_a_file_is_an_error_and_no_bug(cscli, size):
    for words in (("--config",), ("--workspace",), ("--db",)):
        answer = cscli(*words, "n" * size, "log", "list")
        assert answer.code in (0, 2, 5)
        assert "bug" not in answer.err
    assert cscli("customer", "import", "n" * size).code == 2
    assert cscli("template", "new", "shipping-delay", "--language", "n" * size).code == 2


def test_several_mistakes_are_all_named(cscli):
    answer = cscli("reply", "shipping-delay", "--market", "DE", "--json", "--set", "new_date=x", "--set", "goodwil=5")
    assert answer.code == 2
    assert answer.codes == ["bad-value", "unknown-variable"]


def test_what_was_recorded_before_a_mistake_is_still_there_after_it(cscli):
    cscli(*REPLY)
    before = cscli("log", "list", "--json").data
    for words in ((*REPLY, "--register", "x"), ("log", "add", "x", "--direction", "y"), ("customer", "add", "")):
        assert cscli(*words).code == 2
    assert cscli("log", "list", "--json").data == before


MISSING = (
    ("customer", "import"), ("order", "import"), ("glossary", "import"), ("memory", "import"), ("feedback", "import"),
    ("log", "import"), ("template", "import", "--format", "csv"), ("coverage",), ("roster", "now", "-r"), ("in",),
    ("translate", "--to", "de", "--file"), ("bulk", "run", "--intent", "shipping-delay", "--out", "-"),
    ("time", "open", "now", "--hours"), ("time", "holidays", "DE", "--add"),
)  # fmt: skip


@each("words", MISSING)
def test_a_file_that_is_not_there_is_told_with_the_nearest_name_and_where_it_was_looked_for(cscli, tmp_path, words):
    (tmp_path / "orders.yaml").write_text("")
    answer = cscli(*words, str(tmp_path / "ordres.yaml"), "--json")
    [error] = answer.json["errors"]
    assert (answer.code, error["code"]) == (2, "no-file"), error
    assert "Did you mean orders.yaml?" in error["message"]
    assert str(tmp_path) in error["hint"]
    [error] = cscli(*words, str(tmp_path / "none" / "orders.yaml"), "--json").json["errors"]
    assert error["hint"] == f"There is no folder {tmp_path / 'none'} either."


REFUSED = (
    ("customer", "add", "K", "--zone", "Mars/X"), ("customer", "add", "K", "--channel", "bogus"),
    ("customer", "add", ""), ("order", "add", ""), ("config", "set", "privacy", "bogus"),
    ("config", "set", "smtp.port", "x"), ("config", "set", "imap.port", "99999"),
    ("--now", "3026-01-01T00:00:00Z", "log", "list"), ("order", "import", __file__, "--currency", "XXQ"),
)  # fmt: skip


@each("words", REFUSED)
def test_an_error_names_what_would_have_worked(cscli, words):
    answer = cscli(*words, "--json")
    assert answer.json["status"] == "error"
    assert all(error["hint"] for error in answer.json["errors"])


@pytest.mark.parametrize("words", [("log", "show"), ("show",), ("done",), ("case", "show"), ("note", "x", "-i")])
@pytest.mark.parametrize("number", ["9" * 60, "m" + "9" * 5000, "9" * 5000])
def test_a_number_of_any_length_is_an_item_that_is_not_there(cscli, words, number):
    cscli("case", "open", "Where is my parcel?")
    answer = cscli(*words, number, "--json")
    assert answer.code == 3
    assert answer.json["errors"][0]["hint"]


@pytest.mark.parametrize(
    "words",
    [("inbox", "list"), ("log", "import"), ("customer", "import"), ("template", "import", "--format", "zendesk"),
     ("glossary", "import"), ("memory", "import"), ("coverage",), ("db", "check")],
)  # fmt: skip
@pytest.mark.parametrize("name", ["nowhere.csv", "no/where.csv", "x" * 3000, "folder.csv"])
def test_a_file_that_cannot_be_read_is_told_with_what_to_try(cscli, tmp_path, words, name):
    (tmp_path / "folder.csv").mkdir()
    answer = cscli(*words, str(tmp_path / name), "--json")
    assert answer.code in (2, 3, 5)
    assert all(one["hint"] for one in answer.json["errors"])


@pytest.mark.parametrize(
    ("content", "said", "hint"),
    [
        ("schema: 1\ntag: [vip]\n", "'about' is a required property", "Add about: ..."),
        ("schema: 2\nabout: x\n", "1 was expected", "Write it like 1"),
        ("schema: 1\nabout: [x\n", "is not YAML", "quotes, colons"),
        ("schema: 1\nabout: x\nabout: y\n", "stands here twice", "Keep one"),
        ("- x\n", "must be keys and values", ""),
        ("schema: 1\nabout: x\nthen: never\n", "then", ""),
    ],
)
def test_a_data_file_that_does_not_fit_is_told_with_what_would(cscli, tmp_path, content, said, hint):
    folder = tmp_path / "config" / "macros"
    folder.mkdir(parents=True)
    (folder / "odd.yaml").write_text(content, encoding="utf-8")
    cscli("case", "open", "Where is my parcel?")
    answer = cscli("case", "macro", "odd", "1", "--json")
    first = answer.json["errors"][0]
    assert answer.code == 2
    assert said in first["message"]
    assert first["hint"]
    assert hint in first["hint"]


@pytest.mark.parametrize(
    "entry", ["5", "null", "{}", '{"title": "a", "actions": "x"}', '{"title": "a", "actions": [1]}']
)
@pytest.mark.parametrize("product", ["zendesk", "freshdesk", "gorgias", "chatwoot"])
def test_an_entry_that_is_no_canned_answer_is_told_in_words(cscli, tmp_path, entry, product):
    path = tmp_path / "macros.json"
    path.write_text(f'{{"macros": [{entry}]}}', encoding="utf-8")
    answer = cscli("template", "import", str(path), "--format", product, "--language", "en", "--json")
    (problem,) = answer.json["errors"]
    assert answer.code == 6
    assert "object" not in problem["message"]
    assert "indices" not in problem["message"]
    assert problem["hint"]


@pytest.mark.parametrize("name", ["", ".", "folder"])
def test_a_backup_needs_the_name_of_a_file(cscli, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    cscli("case", "open", "Where is my parcel?")
    answer = cscli("db", "backup", name, "--json")
    assert (answer.code, answer.codes) == (2, ["bad-value"])


def test_a_device_is_no_record_and_is_not_advised_to_be_removed(cscli):
    answer = cscli("--db", "/dev/null", "log", "list", "--json")
    (problem,) = answer.json["errors"]
    assert answer.code == 5
    assert "it is no file" in problem["message"]
    assert "remove" not in problem["hint"]


def test_lines_that_are_no_messages_are_told_with_how_to_write_one(cscli):
    for words in (("in", "--jsonl"), ("detect", "--jsonl")):
        answer = cscli(*words, "--json", stdin="nothing\n")
        assert answer.code == 6
        assert '{"text"' in answer.json["errors"][0]["hint"]


@pytest.mark.parametrize(
    "words", [("coverage",), ("memory", "import"), ("glossary", "import"), ("translate", "--to", "de", "--file")]
)
def test_a_folder_that_is_named_as_a_file_is_not_called_missing(cscli, tmp_path, words):
    (tmp_path / "folder.csv").mkdir()
    answer = cscli(*words, str(tmp_path / "folder.csv"), "--json")
    assert answer.code == 2
    assert "it is a folder" in answer.json["errors"][0]["message"]
    assert answer.json["errors"][0]["hint"] == "Name a file in it."


def test_a_value_that_is_none_of_its_choices_says_what_to_do(cscli):
    words = ("--set", "order_number=A-1", "--set", "status=lost")
    answer = cscli("reply", "where-is-my-order", "--market", "DE", *words, "--json")
    assert answer.code == 2
    assert answer.json["errors"][0]["hint"]
