"""Templates in the forms of other help desks, and their canned answers as templates."""

import csv
import json
from pathlib import Path

import pytest
import yaml
from sweeps import each

PRODUCTS = ("zendesk", "freshdesk", "gorgias", "chatwoot")

ZENDESK = {
    "macros": [
        {
            "title": "Parcel is late",
            "actions": [
                {"field": "status", "value": "pending"},
                {"field": "subject", "value": "Your parcel"},
                {
                    "field": "comment_value_html",
                    "value": "<p>Hi {{ticket.requester.first_name}},</p><p>Your parcel is late &amp; we are sorry.<br>"
                    "See {{ticket.url}} {% if ticket.via == 'mail' %}or answer{% endif %}.</p>"
                    "<p>Best,<br>{{current_user.name}}</p>",
                },
            ],
        },
        {"title": "Only a tag", "actions": [{"field": "current_tags", "value": "late"}]},
        {
            "title": "返品について",
            "actions": [{"field": "comment_value", "value": ["channel:all", "返品を承りました。"]}],
        },
    ]
}
OTHERS = {
    "freshdesk": [{"id": 1, "title": "Late", "content_html": "<div>Your parcel is on its way to you.</div>"}],
    "gorgias": {
        "data": [
            {
                "name": "Late", "language": "en",
                "actions": [
                    {"name": "addTags", "arguments": {"tags": "late"}},
                    {"name": "setResponseText", "arguments": {
                        "body_text": "Order {{ticket.customer.integrations.shopify.orders[0].name}} is on its way."}},
                ],
            }
        ]
    },
    "chatwoot": [{"short_code": "late", "content": "Hello {{ contact.first_name || 'there' }}!\n\nIt is on its way."}],
}  # fmt: skip


@pytest.fixture
def workspace(tmp_path):
    folder = tmp_path / "desk"
    folder.mkdir()
    return str(folder)


@pytest.fixture
def file(tmp_path):
    """A file with a content, as JSON unless it is text."""

    def made(content, name="canned.json"):
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return str(path)

    return made


def faults(cscli, workspace, intent, language="en"):
    found = cscli("--workspace", workspace, "template", "check", intent, "--language", language, "--json").data
    return [fault for fault in found if not fault["is_advice"]]


@each("product, language", [("csv", "de"), ("zendesk", "he"), ("freshdesk", "fr"), ("gorgias", "ja"),
                            ("chatwoot", "th")])  # fmt: skip
def test_what_is_exported_and_imported_says_the_same_again(cscli, tmp_path, product, language):
    first, second = (str(tmp_path / f"{product}-{language}-{n}") for n in (1, 2))
    workspace = tmp_path / f"desk-{product}-{language}"
    workspace.mkdir()
    words = ("template", "export", "--format", product, "--language", language, "--out")
    made = cscli(*words, first, "--json")
    assert made.code == 0
    assert made.data["answers"] > 100
    there = cscli("--workspace", str(workspace), "template", "import", first, "--format", product)
    assert there.code == 0
    situations = cscli("template", "list", "--json").data
    assert len(there.out.splitlines()) == 1 + sum(language in one["languages"] for one in situations)
    assert cscli("--workspace", str(workspace), *words, second).code == 0
    assert Path(first).read_bytes() == Path(second).read_bytes()
    assert faults(cscli, str(workspace), "shipping-notice", language) == []


def test_a_reply_from_templates_that_went_there_and_back_is_the_same(cscli, tmp_path, workspace):
    table = str(tmp_path / "all.csv")
    cscli("template", "export", "--format", "csv", "--language", "de", "--out", table)
    cscli("--workspace", workspace, "template", "import", table, "--format", "csv")
    words = ("reply", "shipping-delay", "--market", "DE", "--name", "Anna Schmidt", "--set", "order_number=A-1",
             "--set", "new_date=2026-12-03", "--no-log")  # fmt: skip
    for more in ((), ("--set", "delay_reason=weather"), ("--set", "options=wait")):
        assert cscli("--workspace", workspace, *words, *more).out == cscli(*words, *more).out


def test_the_forms_are_those_of_the_products(cscli, tmp_path):
    def exported(product):
        path = tmp_path / f"{product}.json"
        words = ("--language", "en", "--intent", "shipping-delay", "--out", str(path))
        assert cscli("template", "export", "--format", product, *words).code == 0
        return json.loads(path.read_text())

    [macro, *_] = exported("zendesk")["macros"]
    assert macro["title"] == "shipping-delay::en::formal::email"
    actions = {action["field"]: action["value"] for action in macro["actions"]}
    assert actions["comment_value"].startswith("Dear {{ticket.requester.name}},\n\n")
    assert "[[order_number]]" in actions["subject"]
    [response, *_] = exported("freshdesk")["canned_responses"]
    assert set(response) == {"title", "content_html", "visibility"}
    assert "{{ticket.agent.name}}" in response["content_html"]
    [gorgias, *_] = exported("gorgias")["data"]
    assert gorgias["language"] == "en"
    assert "orders[0].name}}" in gorgias["actions"][1]["arguments"]["body_text"]
    [short, *_] = exported("chatwoot")
    assert "{{contact.name}}" in short["content"]


def test_each_choice_is_an_answer_and_what_has_no_match_is_told(cscli, tmp_path):
    path = tmp_path / "late.csv"
    words = ("template", "export", "--language", "en", "--intent", "shipping-delay", "--out", str(path), "--format")
    cscli(*words, "csv")
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines(keepends=True)))
    variants = {row["variant"] for row in rows}
    assert {"", "all", "delay_reason=weather", "options=wait"} <= variants
    assert all("{{ order_number }}" in row["body"] for row in rows)
    told = cscli(*words, "zendesk", "--map", "order_number={{ticket.ticket_field_36}}", "--json")
    assert "order_number" not in told.data["unmatched"]
    assert told.data["unmatched"]["new_date"] > 10
    assert "{{ticket.ticket_field_36}}" in path.read_text(encoding="utf-8")
    said = cscli(*words, "chatwoot")
    assert "[[order_number]]" in said.err
    assert "Subjects that the product has no place for:" in said.err


def test_a_folder_gets_a_file_for_each_language(cscli, tmp_path):
    made = cscli(
        "template", "export", "--format", "csv", "--intent", "lost-parcel", "--out", f"{tmp_path}/all/", "--json"
    )
    names = {path.name for path in (tmp_path / "all").iterdir()}
    assert {"csv-de.csv", "csv-ja.csv", "csv-zh-TW.csv"} <= names
    assert len(made.data["files"]) == len(names)


def test_macros_of_others_become_situations_of_the_desks_own(cscli, workspace, file):
    made = cscli("--workspace", workspace, "template", "import", file(ZENDESK), "--format", "zendesk", "--json")
    assert made.code == 6
    assert made.json["status"] == "partial"
    [late, returned] = made.data["templates"]
    assert (late["intent"], late["language"], late["new"]) == ("parcel-is-late", "en", True)
    assert returned["language"] == "ja"
    [left_out] = made.data["left_out"]
    assert left_out["key"] == "Only a tag"
    assert set(made.data["unmatched"]) == {"ticket.url", "% if ticket.via == 'mail' %", "% endif %"}
    assert made.data["taken_off"] == ["Hi [[customer_first_name]],", "Best, [[agent_name]]"]
    text = yaml.safe_load(Path(late["path"]).read_text(encoding="utf-8"))["texts"]["neutral"]
    assert text["subject"] == "Your parcel"
    assert "Your parcel is late & we are sorry.\nSee [[ticket.url]]" in text["email"][0]
    assert faults(cscli, workspace, "parcel-is-late") == []
    reply = cscli(
        "--workspace", workspace, "reply", "parcel-is-late", "--market", "US", "--name", "Ann Lee", "--no-log"
    )
    assert "Your parcel is late & we are sorry." in reply.out
    again = cscli("--workspace", workspace, "template", "import", file(ZENDESK), "--format", "zendesk", "--json")
    assert again.data["templates"] == []
    assert {"file-exists", "left-out"} == set(again.codes)


@pytest.mark.parametrize("product", OTHERS)
def test_answers_of_each_product_are_read(cscli, workspace, file, product):
    made = cscli("--workspace", workspace, "template", "import", file(OTHERS[product]), "--format", product, "--json")
    assert made.code == 0, made.out
    [one] = made.data["templates"]
    text = Path(one["path"]).read_text(encoding="utf-8")
    assert "on its way" in text
    assert "Hello" not in text
    assert faults(cscli, workspace, "late") == []
    if product == "gorgias":
        assert "{{ order_number }}" in text


BROKEN = {
    "not json": "{",
    "deep": "[" * 100_000 + "]" * 100_000,
    "a number": "7",
    "no list": '{"macros": 7}',
    "binary": "\x00\x01",
}


@each("kind, product", [(kind, product) for kind in BROKEN for product in PRODUCTS])
def test_a_file_that_is_none_ends_with_a_sentence(cscli, workspace, file, kind, product):
    refused = cscli("--workspace", workspace, "template", "import", file(BROKEN[kind]), "--format", product)
    assert refused.code == 2
    assert refused.err.startswith("Error: ")
    assert "Traceback" not in refused.err


def test_hostile_texts_stay_texts(cscli, workspace, file):
    hostile = (
        "{{ ''.__class__ }} {% for x in range(9) %} {# no #} \x1b[31m ../../x {{ 7*7 }}\ue000x\ue001 [[order_number]]"
    )
    macros = [
        {"title": title, "actions": [{"field": "comment_value", "value": f"The parcel is late. {hostile}"}]}
        for title in ("../../etc/passwd", "{{ title }}", "a" * 200, "lost-parcel", "x::y::formal::email")
    ]
    words = ("--workspace", workspace, "template", "import", file(macros), "--format", "zendesk", "--language", "en")
    made = cscli(*words, "--json")
    assert [one["language"] for one in made.data["templates"]] == ["en"] * 4
    assert "own-lost-parcel" in {one["intent"] for one in made.data["templates"]}
    assert all(one["path"].startswith(workspace) and ".." not in one["path"] for one in made.data["templates"])
    assert "y" in made.data["left_out"][0]["reason"]
    assert faults(cscli, workspace, "own-lost-parcel") == []
    [seen, *_] = cscli("--workspace", workspace, "template", "preview", "own-lost-parcel", "-l", "en", "--json").data
    assert "[[''.__class__]] [[% for x in range(9) %]] { # no #}" in seen["body"]
    assert "[[7*7]]" in seen["body"]
    reply = ("reply", "own-lost-parcel", "--market", "US", "--set", "order_number=A-1", "--no-log")
    assert cscli("--workspace", workspace, *reply).code == 4


def test_an_unknown_format_and_a_wrong_map_are_refused(cscli, tmp_path):
    assert cscli("template", "export", "--format", "intercom", "--out", str(tmp_path / "x")).code == 2
    refused = cscli("template", "export", "--format", "zendesk", "--out", str(tmp_path / "x"), "--map", "what")
    assert refused.code == 2
    assert "--map" in refused.err
