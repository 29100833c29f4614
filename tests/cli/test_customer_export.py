"""``cscli customer export``: everything about one person, on stdout, in a file or in a folder."""

import json

import pytest

MAIL = (
    "From: Anna Berg <anna@example.de>\nTo: desk@shop.example\nSubject: Suppe\nMessage-ID: <m1@example.de>\n"
    "Date: Fri, 20 Nov 2026 08:12:00 +0000\n\nWo bleibt die Zwiebelsuppe?\n"
)


@pytest.fixture
def desk(cscli, tmp_path):
    cscli("customer", "add", "C-7", "--market", "DE", "--name", "Anna Berg", "--email", "anna@example.de")
    (tmp_path / "m.eml").write_text(MAIL, encoding="utf-8")
    cscli("in", str(tmp_path / "m.eml"))
    return cscli


def test_a_folder_gets_a_readable_text_a_document_and_the_mails_for_the_owner_alone(desk, tmp_path):
    answer = desk("customer", "export", "anna@example.de", "--out", str(tmp_path / "anna"))
    assert (answer.code, answer.err) == (0, "")
    files = {str(path.relative_to(tmp_path / "anna")): path for path in (tmp_path / "anna").rglob("*.*")}
    assert sorted(files) == ["customer.json", "customer.md", "messages/1.eml"]
    assert answer.out.splitlines() == [str(tmp_path / "anna" / name) for name in
                                       ("customer.md", "customer.json", "messages/1.eml")]  # fmt: skip
    assert {path.stat().st_mode & 0o777 for path in files.values()} == {0o600}
    assert files["messages/1.eml"].read_text(encoding="utf-8") == MAIL
    document = json.loads(files["customer.json"].read_text(encoding="utf-8"))
    assert document["tables"]["interactions"][0]["body"] == "Wo bleibt die Zwiebelsuppe?"
    assert document["raw_messages"] == [
        {"interaction": 1, "size": len(MAIL), "content": "", "file": "messages/1.eml"},
    ]  # fmt: skip
    assert "Zwiebelsuppe" in files["customer.md"].read_text(encoding="utf-8")


def test_without_a_place_the_text_is_printed_and_json_is_one_document(desk):
    shown = desk("customer", "export", "C-7")
    assert shown.out.startswith("# What the desk keeps of customer C-7\n")
    data = desk("customer", "export", "C-7", "--json").data
    assert data["raw_messages"][0]["content"]
    assert data["not_included"]
    assert [(one["what"], one["subject"]) for one in data["audit"]] == [("exported", "C-7"), ("changed", "C-7")]


def test_a_file_has_the_form_of_its_suffix(desk, tmp_path):
    for name, begins in (("a.md", "# What"), ("a.json", "{")):
        assert desk("customer", "export", "C-7", "--out", str(tmp_path / name)).code == 0
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)
    assert desk("customer", "export", "C-7", "--out", str(tmp_path / "a.xlsx")).code == 2
    assert desk("customer", "export", "C-9").code == 3
