"""What a shell completes: commands, options, markets, situations, languages, zones, settings and stored customers."""

import pytest
from sweeps import each


@pytest.fixture
def bash(cscli, monkeypatch):
    """The words that bash is offered for a line that ends where the cursor stands."""

    def complete(line):
        words = line.split(" ")
        monkeypatch.setenv("_CSCLI_COMPLETE", "complete_bash")
        monkeypatch.setenv("COMP_WORDS", "\n".join(words))
        monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
        answer = cscli()
        monkeypatch.delenv("_CSCLI_COMPLETE")
        assert (answer.code, answer.err) == (0, "")
        return answer.out.split()

    return complete


@each(
    ("line", "offered"),
    [
        ("cscli mar", ["market"]),
        ("cscli market ", ["list", "show", "compare"]),
        ("cscli reply --mark", ["--market"]),
        ("cscli reply shipping-delay --market J", ["JP"]),
        ("cscli reply shipping-delay -m J", ["JP"]),
        ("cscli market show S", ["SA", "SE", "SG"]),
        ("cscli market compare DE J", ["JP"]),
        ("cscli reply refund", ["refund-issued"]),
        ("cscli reply refund-issued lost", ["lost-parcel"]),
        ("cscli template show wh", ["where-is-my-order"]),
        ("cscli log list --intent cust", ["customs-hold"]),
        ("cscli reply shipping-delay --language pt", ["pt", "pt-BR", "pt-PT"]),
        ("cscli template check --language ja", ["ja"]),
        ("cscli reply shipping-delay --set new_d", ["new_date="]),
        ("cscli reply shipping-delay --zone Asia/Tok", ["Asia/Tokyo"]),
        ("cscli init --zone Europe/Ber", ["Europe/Berlin"]),
        ("cscli config set shop.n", ["shop.name"]),
        ("cscli bulk run x.csv --intent cust", ["customs-hold"]),
        ("cscli bulk run x.csv --language ja", ["ja"]),
        ("cscli log import x.mbox --zone Asia/Tok", ["Asia/Tokyo"]),
        ("cscli time window JP --agent-hours J", ["JP"]),
        ("cscli engine install ja", ["ja"]),
        ("cscli engine remove ja", ["ja"]),
        ("cscli market show ZZ", []),
    ],
)
def test_bash_is_offered_the_names_that_fit(bash, line, offered):
    assert sorted(bash(line)) == sorted(offered)


def test_stored_customers_are_offered_by_key(bash, cscli):
    for key in ("C-7", "C-8", "D-1"):
        cscli("customer", "add", key)
    assert bash("cscli customer show C-") == ["C-7", "C-8"]
    assert bash("cscli reply shipping-delay --customer D") == ["D-1"]
    for line in ("case merge D", "case split D", "case macro thanks D", "case show D"):
        assert bash(f"cscli {line}") == ["D-1"]


def test_without_a_record_no_customer_is_offered_and_none_is_made(bash, sealed):
    assert bash("cscli customer show C") == []
    assert list(sealed.iterdir()) == []


def test_a_damaged_record_offers_nothing_and_says_nothing(bash, sealed):
    record = sealed / "data" / "desk.db"
    record.parent.mkdir()
    record.write_bytes(b"no database" * 100)
    assert bash("cscli customer show C") == []
    assert record.read_bytes() == b"no database" * 100


def test_broken_settings_do_not_disturb_a_line_that_is_being_typed(bash, sealed):
    (sealed / "config").mkdir()
    (sealed / "config" / "cscli.yaml").write_text("shopp: [", encoding="utf-8")
    assert bash("cscli customer show C") == []
    assert bash("cscli market show J") == ["JP"]


def test_bash_completes_in_a_process_of_its_own(shell):
    answer = shell(
        env={"_CSCLI_COMPLETE": "complete_bash", "COMP_WORDS": "cscli\nmarket\nshow\nJ", "COMP_CWORD": "3"}, stdin=None
    )
    assert (answer.code, answer.out.split(), answer.err) == (0, ["JP"], "")


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("cscli market show J", '"JP"'), ("cscli reply refund", '"refund-issued"'), ("cscli mar", "market"),
        ("cscli reply x --zone Asia/Tok", "Asia/Tokyo"),
    ],
)  # fmt: skip
def test_zsh_is_offered_the_names_that_fit(cscli, monkeypatch, line, offered):
    monkeypatch.setenv("_CSCLI_COMPLETE", "complete_zsh")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line)
    answer = cscli()
    assert (answer.code, answer.err) == (0, "")
    assert offered in answer.out
    assert answer.out.startswith("_arguments")


@pytest.mark.parametrize("shell_name", ["bash", "zsh"])
def test_the_script_for_a_shell_is_printed_on_demand(cscli, monkeypatch, shell_name):
    monkeypatch.setenv("_CSCLI_COMPLETE", f"source_{shell_name}")
    answer = cscli()
    assert (answer.code, answer.err) == (0, "")
    assert f"_CSCLI_COMPLETE=complete_{shell_name}" in answer.out
