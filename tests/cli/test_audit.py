"""``cscli customer audit`` and ``db audit``: who did what with what is kept of customers."""

import pytest


@pytest.fixture
def desk(cscli, monkeypatch):
    monkeypatch.setenv("CSCLI_AGENT_NAME", "Mei")
    cscli("customer", "add", "C-7", "--market", "DE", "--email", "anna@example.de", "--note", "likes tea")
    cscli("customer", "add", "C-8")
    return cscli


def trail(desk, *words):
    return [(one["what"], one["subject"], one["detail"]) for one in desk(*words, "--json").data]


def test_the_trail_says_who_changed_exported_and_erased(desk, tmp_path):
    desk("customer", "add", "C-7", "--phone", "+49 30 1")
    desk("customer", "consent", "C-7", "--channel", "email", "--purpose", "marketing", "--give")
    desk("customer", "export", "C-7", "--out", str(tmp_path / "x"))
    desk("customer", "merge", "C-8", "--into", "C-7")
    assert trail(desk, "customer", "audit", "anna@example.de") == [
        ("merged", "C-7", "stays"), ("merged", "C-8", "goes"), ("exported", "C-7", "4 rows"),
        ("consent", "C-7", "given: email for marketing"), ("changed", "C-7", "fields: phone"),
        ("changed", "C-8", "added"), ("changed", "C-7", "added"),
    ]  # fmt: skip
    desk("customer", "forget", "C-7", "--yes")
    (entry,) = [one for one in desk("db", "audit", "--json").data if one["what"] == "forgotten"]
    assert entry["agent"] == "Mei"
    assert entry["subject"].startswith("forgotten-")
    assert len(trail(desk, "customer", "audit", entry["subject"])) == 8
    shown = desk("db", "audit").out
    assert "C-7" not in shown
    assert "anna" not in shown


def test_reading_is_noted_only_where_the_setting_asks_for_all(desk, monkeypatch):
    desk("customer", "show", "C-7")
    assert trail(desk, "db", "audit", "--what", "read") == []
    monkeypatch.setenv("CSCLI_AUDIT", "all")
    for words in (("customer", "show", "anna@example.de"), ("show", "C-7")):
        assert desk(*words).code == 0
    assert [one[:2] for one in trail(desk, "db", "audit", "--what", "read")] == [("read", "C-7")] * 2
    monkeypatch.setenv("CSCLI_AUDIT", "off")
    desk("customer", "add", "C-9")
    assert len(trail(desk, "db", "audit")) == 4


def test_no_entry_holds_what_was_changed(desk, tmp_path):
    (tmp_path / "c.csv").write_text("key,name,email\nC-1,Anna Berg,a@b.example\n", encoding="utf-8")
    desk("customer", "import", str(tmp_path / "c.csv"))
    desk("config", "set", "retention.customers", "5y")
    told = desk("db", "audit").out
    assert "1 customer added, 0 changed" in told
    assert "retention.customers: 5y" in told
    for text in ("Anna", "a@b.example", "tea"):
        assert text not in told


def test_an_unknown_entry_and_customer_are_refused(desk):
    assert desk("db", "audit", "--what", "seen").code == 2
    assert desk("customer", "audit", "C-99").code == 3
    assert desk("db", "audit", "--since", "7d").code == 0


def test_retention_shows_first_and_removes_when_told_to(desk):
    assert desk("customer", "retention").code == 2
    assert desk("config", "set", "retention.customers", "soon").code == 2
    desk("config", "set", "retention.customers", "1y")
    later = "2028-01-01T00:00:00Z"
    shown = desk("customer", "retention", now=later)
    assert shown.out.splitlines()[1].split("\t") == ["customers", "1y", "2027-01-01T00:00:00Z", "2"]
    assert "Nothing was changed." in shown.err
    done = desk("customer", "retention", "--yes", "--json", now=later).data
    assert (done["dry_run"], done["parts"][0]["found"], done["skipped"]) == (False, 2, [])
    assert desk("customer", "show", "C-7").code == 3
