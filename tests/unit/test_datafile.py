"""YAML files are read strictly: what does not fit is an error that names the file, the line and the nearest key."""

import os

import pytest
from sweeps import each

from cscli import datafile
from cscli.cache import Cache
from cscli.errors import DataFileError, ExitCode

CONFIG = "schema: 1\nshop: {name: Nordlicht Store}\n"


@pytest.fixture
def write(tmp_path):
    """Write a data file and return its path."""

    def written(content: str | bytes):
        path = tmp_path / "some file.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


@pytest.fixture
def refusal(write):
    """What the reader says about a file that it must refuse."""

    def refused(content: str | bytes, kind: str = "config", **options):
        path = write(content)
        with pytest.raises(DataFileError) as caught:
            datafile.read(path, kind, **options)
        assert caught.value.exit_code is ExitCode.USAGE
        assert all(problem.code == "bad-file" for problem in caught.value.problems)
        assert str(path) in caught.value.message
        return caught.value

    return refused


def line_of(error, number=0):
    """``:LINE: message`` of a problem, without the path."""
    return error.problems[number].message.partition("some file.yaml")[2]


def test_a_good_file_gives_plain_content_and_the_digest_of_its_bytes(write):
    read = datafile.read(write(CONFIG), "config")
    assert read.content == {"schema": 1, "shop": {"name": "Nordlicht Store"}}
    assert len(read.digest) == 64


@each("typed", ["NO", "yes", "12:30", "2026-12-03", "0x10", "1e3", "007", ".inf", "0o7"])
def test_what_yaml_would_turn_into_something_else_stays_the_text_that_was_typed(write, typed):
    assert datafile.read(write(f"schema: 1\nshop: {{name: {typed}}}\n"), "config").content["shop"]["name"] == typed


def test_a_quoted_number_is_text_and_a_plain_one_is_not(write, refusal):
    assert datafile.read(write('schema: 1\ndatabase: "12"\n'), "config").content["database"] == "12"
    assert line_of(refusal("schema: 1\ndatabase: 12\n")) == ":2: database must be text"


@pytest.mark.parametrize("content", ["\ufeff" + CONFIG, CONFIG.replace("\n", "\r\n")])
def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(write, content):
    assert datafile.read(write(content), "config").content["shop"] == {"name": "Nordlicht Store"}


def test_a_file_that_is_not_yaml_is_refused_with_its_line(refusal):
    assert line_of(refusal("schema: 1\nshop: {name: x\nagent: }\n")).startswith(":3: is not YAML: ")


def test_a_file_that_is_not_utf_8_is_refused_with_its_line(refusal):
    error = refusal("schema: 1\nshop: {name: Müller}\n".encode("latin-1"))
    assert line_of(error) == ":2: is not UTF-8 text"
    assert "UTF-8" in error.problems[0].hint


def test_a_tab_is_named_as_a_tab(refusal):
    assert line_of(refusal("schema: 1\nshop:\n\tname: x\n")) == ":3: is not YAML: a tab where YAML wants spaces"


def test_a_control_character_is_refused_with_its_line(refusal):
    assert line_of(refusal("schema: 1\nprivacy: a\x00sk\n")).startswith(":2: is not YAML")


def test_an_unknown_key_is_named_with_its_line_and_the_nearest_key(refusal):
    error = refusal("schema: 1\nagent:\n  name: Li Wei\n  gneder: female\n")
    assert line_of(error) == ":4: unknown key 'gneder', did you mean 'gender'?"
    assert error.problems[0].hint == "Keys here: name, zone, gender, reads"


def test_an_unknown_key_like_no_other_is_named_without_a_guess(refusal):
    assert line_of(refusal("schema: 1\nzzz: 1\n")) == ":2: unknown key 'zzz'"


def test_among_weekdays_the_wrong_one_is_the_one_that_is_named(refusal):
    messages = [p.message for p in refusal('hours:\n  mon-fri: ["09:00-18:00"]\n  satt: []\n', "market").problems]
    assert any(":3: unknown key 'satt'" in message for message in messages)
    assert not any("unknown key 'mon-fri'" in message for message in messages)


def test_a_key_that_stands_twice_is_refused_at_the_second_one(refusal):
    assert line_of(refusal("schema: 1\nprivacy: ask\nprivacy: online\n")) == ":3: the key 'privacy' stands here twice"


def test_an_alias_is_refused(refusal):
    error = refusal("schema: 1\nlanguages: &all [de]\nengines: *all\n")
    assert line_of(error) == ":3: the alias *all is not allowed"
    assert "Write the value out" in error.problems[0].hint


def test_an_anchor_that_holds_itself_is_refused_and_not_followed(refusal):
    assert line_of(refusal("schema: 1\nshop: &me\n  name: *me\n")) == ":3: the alias *me is not allowed"


def test_a_bomb_of_aliases_is_refused_at_the_first_one(refusal):
    layers = "\n".join(f"{b}: &{b} [*{a}, *{a}, *{a}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    assert line_of(refusal(f"a: &a [x]\n{layers}\n")) == ":2: the alias *a is not allowed"


@pytest.mark.parametrize("depth", [300, 3_000])
def test_a_file_that_is_nested_without_end_is_refused(refusal, depth):
    refusal(f"schema: 1\nlanguages: {'[' * depth}{']' * depth}\n")


def test_a_file_that_is_too_large_is_refused_unread(refusal):
    error = refusal("schema: 1\n" + "# a long comment\n" * 70_000)
    assert "1,190,010 bytes; at most 1,000,000 are read" in error.message


def test_two_documents_in_one_file_are_refused(refusal):
    assert ":2: is not YAML" in refusal("schema: 1\n---\nschema: 1\n").message


@each("content", ["", "# nothing\n", "- a\n- b\n", "just text\n"])
def test_a_file_that_holds_no_keys_is_refused(refusal, content):
    assert "must be keys and values" in refusal(content).message


def test_a_key_that_is_a_list_is_refused(refusal):
    assert line_of(refusal("schema: 1\n? [a, b]\n: 2\n")) == ":2: a key must be a plain word"


def test_a_tag_runs_nothing(refusal):
    refusal("!!python/object/apply:os.system ['true']\n")


@each(
    ("content", "said"),
    [
        ("schema: 1\nlanguages: de\n", ":2: languages must be a list"),
        ("schema: 1\nshop: Nordlicht\n", ":2: shop must be keys and values"),
        ("schema: 1\nlanguages:\n  - de\n  - 7\n", ":4: languages.1 must be text"),
        ("schema: 1\nprivacy: maybe\n", ":2: privacy: 'maybe' is not one of ask, local-only, online"),
        ("privacy: ask\n", ":1: the file: 'schema' is a required property"),
        ("schema: 2\n", ":1: schema: 1 was expected"),
    ],
)
def test_a_value_of_the_wrong_type_is_named_with_its_line(refusal, content, said):
    assert line_of(refusal(content)) == said


def test_a_near_miss_among_choices_gets_the_nearest_one(refusal):
    assert refusal("schema: 1\nprivacy: onlin\n").problems[0].hint == "Did you mean 'online'?"


def test_all_problems_of_a_file_are_reported_in_the_order_of_their_lines(refusal):
    error = refusal("schema: 1\nlanguages: de\nprivcy: ask\nagent: {gender: m}\n")
    assert [line_of(error, n)[:3] for n in range(len(error.problems))] == [":2:", ":3:", ":4:"]


def test_a_named_format_allows_the_names_that_were_given_and_offers_the_nearest(refusal):
    error = refusal("schema: 1\nagent: {zone: Europe/Berln}\n", formats={"iana-zone": lambda: {"Europe/Berlin", "UTC"}})
    assert line_of(error) == ":2: agent.zone: unknown iana-zone 'Europe/Berln'"
    assert error.problems[0].hint == "Did you mean 'Europe/Berlin'?"


def test_a_file_that_is_missing_or_a_folder_is_refused(tmp_path):
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(DataFileError, match="cannot be read"):
            datafile.read(path, "config")


DESK = 'schema: 1\nzone: UTC\nhours: {mon-fri: ["09:00-17:00"]}\n'


def test_a_file_read_before_comes_from_the_cache(write, tmp_path, monkeypatch):
    path, cache = write(DESK), Cache(folder=tmp_path / "kept", creates=True)
    first = datafile.read(path, "schedule", cache=cache)
    monkeypatch.setattr(datafile, "_parsed", None)
    assert datafile.read(path, "schedule", cache=cache) == first


def test_settings_are_never_read_from_a_cache(write, tmp_path, monkeypatch):
    path, cache = write(CONFIG), Cache(folder=tmp_path / "kept", creates=True)
    datafile.read(path, "config", cache=cache)
    assert not (tmp_path / "kept").exists()
    monkeypatch.setattr(Cache, "read", None)
    assert datafile.read(path, "config", cache=cache).content["schema"] == 1


@pytest.mark.parametrize("changed", [DESK.replace("17", "18"), DESK.replace("UTC", "GMT"), DESK + "# a word\n"])
def test_a_changed_file_does_not_come_from_the_cache(write, tmp_path, monkeypatch, changed):
    cache = Cache(folder=tmp_path / "kept", creates=True)
    datafile.read(write(DESK), "schedule", cache=cache)
    parsed = []
    monkeypatch.setattr(datafile, "_parsed", lambda raw, _: (parsed.append(raw), ({"schema": 1}, {}))[1])
    with pytest.raises(DataFileError):
        datafile.read(write(changed), "schedule", cache=cache)
    assert parsed == [changed.encode()]


def test_a_file_is_checked_anew_when_its_schema_changes(write, tmp_path, monkeypatch):
    path, cache = write(DESK), Cache(folder=tmp_path / "kept", creates=True)
    datafile.read(path, "schedule", cache=cache)
    monkeypatch.setattr(datafile, "_schema", lambda _: b'{"required": ["breaks"]}')
    with pytest.raises(DataFileError, match="breaks"):
        datafile.read(path, "schedule", cache=cache)


def test_the_same_bytes_are_checked_anew_for_another_kind(write, tmp_path):
    path, cache = write(DESK), Cache(folder=tmp_path / "kept", creates=True)
    datafile.read(path, "schedule", cache=cache)
    with pytest.raises(DataFileError):
        datafile.read(path, "market", cache=cache)


@pytest.mark.parametrize("torn", [b"", b'{"schema": 1, "sh', b"\xff\xfe", b"[1, 2", b"\0" * 500])
def test_a_torn_cache_file_is_only_a_slow_start(write, tmp_path, torn):
    path, folder = write(DESK), tmp_path / "kept"
    cache = Cache(folder=folder, creates=True)
    whole = datafile.read(path, "schedule", cache=cache)
    (kept,) = folder.iterdir()
    mended = kept.read_bytes()
    kept.write_bytes(torn)
    assert datafile.read(path, "schedule", cache=cache) == whole
    assert kept.read_bytes() == mended


def test_a_file_with_faults_is_never_kept(write, tmp_path):
    folder = tmp_path / "kept"
    with pytest.raises(DataFileError):
        datafile.read(write("schema: 9\n"), "schedule", cache=Cache(folder=folder, creates=True))
    assert not folder.exists()


def test_only_a_cache_that_may_create_makes_its_folder(write, tmp_path):
    datafile.read(write(DESK), "schedule", cache=Cache(folder=tmp_path / "kept"))
    assert not (tmp_path / "kept").exists()


def test_a_cache_that_cannot_be_written_is_no_error(write, tmp_path):
    (tmp_path / "kept").write_text("a file where the folder should be", encoding="utf-8")
    read = datafile.read(write(DESK), "schedule", cache=Cache(folder=tmp_path / "kept", creates=True))
    assert read.content["schema"] == 1


@pytest.mark.parametrize("number", ["7" * 5000, "-" + "1" * 4301, "0." + "3" * 9000, "9" * 400 + ".0"])
def test_a_number_that_is_too_long_is_refused_with_its_line(refusal, number):
    error = refusal(f"schema: 1\nshop:\n  name: {number}\n")
    assert line_of(error) == f":3: a number has {len(number):,} characters; at most 100"


@pytest.mark.parametrize("reader", [lambda p: datafile.read(p, "schedule"), datafile.read_generated])
def test_a_huge_file_is_refused_before_it_is_read(tmp_path, reader):
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(6 * 1024**3)
    with pytest.raises(DataFileError, match=r"6,442,450,944 bytes; at most 1,000,000"):
        reader(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
@pytest.mark.parametrize("reader", [lambda p: datafile.read(p, "schedule"), datafile.read_generated])
def test_a_pipe_is_refused_and_not_waited_for(tmp_path, reader):
    path = tmp_path / "pipe.yaml"
    os.mkfifo(path)
    with pytest.raises(DataFileError, match="is not a regular file"):
        reader(path)
