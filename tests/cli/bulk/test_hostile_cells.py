"""``cscli bulk run``: what the cells of a stranger hold comes out as text, and stays in its place."""

import csv
import io

from late_parcels import MAILS, mbox_of

HOSTILE = {
    "escape": "\x1b[31mred\x1b]0;title\x07", "template": "{{ 7*7 }}",
    "statement": "{% for x in range(9) %}z{% endfor %}",
    "formula": "=HYPERLINK(1)", "markup": "<script>alert(1)</script>", "rich": "[bold red]x[/]", "line": "a\nb",
    "override": "abc\u202edef", "format": "{0.__class__} %s $HOME", "quote": 'a"b\'c',
}  # fmt: skip


def table_of(cells):
    made = io.StringIO(newline="")
    csv.writer(made).writerows([["key", "order_number", "new_date"], *([n, c, "2026-12-03"] for n, c in cells.items())])
    return made.getvalue()


def test_hostile_cells_come_out_as_text(replies):
    rows = replies(table_of(HOSTILE), "--market", "DE")
    assert [r["status"] for r in rows] == ["done"] * len(HOSTILE)
    bodies = {r["key"]: r["body"] for r in rows}
    assert "\x1b" not in "".join(bodies.values())
    assert "\x07" not in "".join(bodies.values())
    for name in ("template", "statement", "formula", "markup", "rich", "format", "quote"):
        assert f"Ihre Bestellung {HOSTILE[name]} wird" in bodies[name], name
    assert "49" not in bodies["template"]


def test_hostile_cells_cannot_leave_their_place_in_a_mail(sent, tmp_path):
    name = "Anna\r\nBcc: all@shop.example"
    made = io.StringIO(newline="")
    csv.writer(made).writerows([
        ["customer.name", "customer.email", "order_number", "new_date"],
        [name, "anna@shop.example", "A-1\nBcc: x@y.example", "2026-12-03"],
        ["=1+1", "-1@shop.example", "From nobody", "2026-12-03"],
    ])  # fmt: skip
    sent(made.getvalue(), "--out", "out.mbox", "--market", "DE", *MAILS)
    mails = mbox_of(tmp_path / "out.mbox")
    assert len(mails) == 2
    assert all("Bcc" not in mail for mail in mails)


def test_hostile_reasons_are_safe_to_look_at(sent, tmp_path):
    table = table_of({"a\x1b[2J": "A-1", "b": "A-2"}).replace("2026-12-03", "\x1b[31m2026")
    answer = sent(table, "--market", "DE", "--check", code=6)
    assert "\x1b" not in answer.out + answer.err
    assert len(answer.out.splitlines()) == 3


def test_a_very_long_cell_is_no_fault_of_the_others(replies):
    rows = replies(table_of({"long": "x" * 200_000, "short": "A-2"}), "--market", "DE", code=6)
    assert [r["status"] for r in rows] == ["rejected", "done"]
    assert 0 < len(rows[0]["reason"]) < 300
