"""Archives that are broken, cut off or hostile: each row that is refused has its line, and nothing is added twice."""

import json

import pytest
from archive_files import contents, keep

HEADINGS = "id,at,direction,email,text,thread\n"
AT = "2026-01-02T10:00:00Z"
HEAD = "From a@b Fri Jan  2 10:00:00 2026\n"


def row(number, text="hi", at=AT):
    return f"{number},{at},in,a{number}@x.example,{text},{number}\n"


def message(**told):
    return json.dumps({"at": AT, "email": "a@x.example", "text": "hi"} | told) + "\n"


def mail(number, body="Hi", more=""):
    return (
        f"{HEAD}Message-ID: <m{number}@x>\nFrom: a{number}@x.example\nDate: Fri, 02 Jan 2026 10:00:00 +0000\n{more}\n"
        f"{body}\n\n"
    )


GORGIAS = [
    {
        "id": number, "status": "closed", "channel": "chat", "created_datetime": AT, "customer": {"id": 8, "name": "E"},
        "messages": [{"id": number, "from_agent": False, "body_text": "a", "created_datetime": AT}],
    }
    for number in range(4)
]  # fmt: skip
CHATWOOT = [
    {
        "id": number, "inbox_id": 1, "status": "open", "created_at": 1767348000, "meta": {"sender": {"id": 2}},
        "messages": [{"id": number, "content": "x", "message_type": 0, "created_at": 1767348000}],
    }
    for number in range(4)
]  # fmt: skip
ODD = {  # the name of a file: what it holds, the messages that are kept, the lines that are refused
    "quote in the middle.csv": (f'{HEADINGS}{row(1)}2,{AT},in,b@x.example,"a "b" c,2\n{row(3)}', 2, [3]),
    "quote without an end.csv": (f'{HEADINGS}{row(1)}2,{AT},in,b@x.example,"a\n{row(3)}', 2, [3]),
    "utf-16.csv": ((HEADINGS + row(1, "größe 日本") + row(2)).encode("utf-16"), 2, []),
    "utf-16 without a mark.csv": ((HEADINGS + row(1, "größe")).encode("utf-16-be"), 1, []),
    "line ends.csv": (HEADINGS.replace("\n", "\r\n") + row(1).replace("\n", "\r") + row(2) + row(3), 3, []),
    "a mark inside.csv": (f"\ufeff{HEADINGS}{row(1)}\ufeff{HEADINGS}{row(2)}", 2, [3]),
    "times.csv": (HEADINGS + row(1, at="1970-01-01T00:00:00Z") + row(2, at="2099-01-01T00:00:00Z") + row(3), 1, [2, 3]),
    "a long line.jsonl": (message(id=1) + message(id=2, text="x" * 11_000_000) + message(id=3), 2, [2]),
    "keys twice.jsonl": (f'{{"id": 1, "at": "{AT}", "text": "a", "text": "b"}}\n' + message(id=2), 1, [1]),
    "no numbers.jsonl": (message(id=float("nan")) + message(id=2, at=float("inf")) + message(id=3), 1, [1, 2]),
    "lone surrogates.jsonl": (message(id=1, text="a \ud800 b", thread="\udfff") + message(id="\ud800"), 2, []),
    "no objects.jsonl": ('{}\n[1]\nnull\n"a"\n{broken\n' + message(id=1), 1, [1, 2, 3, 4, 5]),
    "cut off.json": (json.dumps(GORGIAS)[:-60], 3, [1]),
    "cut off in a list.json": (json.dumps({"data": {"payload": CHATWOOT}})[:-60], 3, [1]),
    "other types.json": (json.dumps([GORGIAS[0] | {"created_datetime": []}, GORGIAS[1] | {"status": {}}, GORGIAS[2]]),
                         1, [1, 1]),
    "quoted.mbox": (mail(1, ">From here\n>>From\n\nFrom us, 10:00 on\nmore", "Content-Length: 3\n") + mail(2), 2, []),
    "windows.mbox": ((mail(1) + mail(2)).replace("\n", "\r\n"), 2, []),
    "a long mail.mbox": (mail(1) + mail(2, ("y" * 75 + "\n") * 400_000) + mail(3), 3, []),
    "pieces.mbox": (f"{HEAD}\n{HEAD}\x00\x01\n\n{mail(1)}", 1, [1, 2]),
    "dates.mbox": (mail(1).replace("2026", "1970") + mail(2).replace("2026", "2099") + mail(3), 1, [1, 2]),
}  # fmt: skip


@pytest.mark.parametrize("name", list(ODD))
def test_an_odd_archive_gives_what_is_whole_and_names_the_rest_and_nothing_is_added_twice(record, tmp_path, name):
    content, kept, lines = ODD[name]
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    counts, refused = keep(record, path)
    assert (counts[0], [one.line for one in refused]) == (kept, lines)
    assert all(one.reason for one in refused)
    before = contents(record)
    assert keep(record, path)[0] == (0, kept, 0, 0)
    assert contents(record) == before
