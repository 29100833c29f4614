"""A long case: an import reads little of it, and writes what it would if it read everything."""

import random

import pytest
from archive_files import NOW, contents, keep

from cscli.desk.cases.journal import journal
from cscli.desk.cases.merging import merged
from cscli.desk.cases.moves import Move, reopened
from cscli.inbox.archives import known_events
from cscli.inbox.archives.course import CaseEnding
from cscli.inbox.archives.keeper import Keeping
from cscli.record.record import Record
from cscli.record.rows import archives

HEADINGS = "id,at,direction,email,text,thread,case_state,tags,priority\n"
SINCE = int(NOW.timestamp()) - 200 * 86_400


def rows(chance, count, *, is_told):
    """Rows of two threads in any order, several in one second; some say how their case stands."""
    made = []
    for n in range(count):
        at = f"2026-0{chance.randint(1, 9)}-0{chance.randint(1, 9)}T10:00:0{chance.randint(0, 2)}Z"
        state = chance.choice(["", "", "open", "pending", "solved", "closed"]) if is_told else ""
        direction = chance.choice(["in", "out", "note"])
        tags = chance.choice(["a", "b"])
        made.append(
            f"{n},{at},{direction},a@x.example,text {n},{n % 2},{state},{tags},{chance.choice(['low', 'high'])}"
        )
    return made


def merged_into_a_case_that_is_open(book, move):
    reopened(book, move._replace(number=2))
    merged(book, move, 2)


def contents_after(record, folder, lots, *, between=None, open_since=None):
    """What a record holds after imports of several lots of rows; after the second, an agent does something."""
    path = folder / "in.csv"
    for n, lot in enumerate(lots):
        path.write_text(HEADINGS + "\n".join(lot) + "\n")
        keep(record, path, size=3, keeping=Keeping(now=NOW, ending=CaseEnding(open_since=open_since)))
        if between and n == 1:
            with journal(record) as book:
                book.act = "act"
                between(book, Move(number=1, by="li", at=int(NOW.timestamp())))
    return contents(record), record.rows("SELECT * FROM cases ORDER BY number")


@pytest.mark.parametrize("between", [None, reopened, merged_into_a_case_that_is_open])
@pytest.mark.parametrize("seed", range(6))
def test_a_long_case_is_kept_as_a_short_one(record, tmp_path, monkeypatch, seed, between):
    made = rows(random.Random(seed), 40, is_told=seed % 2 == 1)  # noqa: S311 - the same rows each time
    how = {"open_since": SINCE if seed % 3 == 0 else None, "between": between}
    lots = [made[:10], made[10:20], made[20:]]
    other = Record(tmp_path / "other.db")
    whole = contents_after(other, tmp_path, lots, **how)
    other.close()
    monkeypatch.setattr(known_events, "LONG", 2)
    assert contents_after(record, tmp_path, lots, **how) == whole


def test_of_a_long_case_that_is_over_few_events_are_read(record, tmp_path, monkeypatch):
    read = []
    for name in ("events_of", "outline_of"):
        query = getattr(archives, name)
        monkeypatch.setattr(archives, name, lambda *given, query=query: read.append(query(*given)) or read[-1])
    monkeypatch.setattr(known_events, "LONG", 20)
    made = [f"{n},2026-01-02T10:{n // 60:02}:{n % 60:02}Z,in,a@x.example,text,7,,," for n in range(600)]
    path = tmp_path / "in.csv"
    path.write_text(HEADINGS + "\n".join(made) + "\n")
    keep(record, path, size=10)
    assert len(read) > 60
    assert max(map(len, read)) <= 20
