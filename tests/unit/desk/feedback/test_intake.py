"""Tables of ratings: what columns mean, dates with two readings, and rows that are ratings of nobody."""

from datetime import UTC, datetime

import pytest

from cscli.desk.feedback.intake import RatingsAsked, ratings_in
from cscli.desk.feedback.rated import RatedThing, UnknownThingError
from cscli.desk.feedback.survey import SurveyKind
from cscli.errors import UsageError

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def find(cells, kind):
    if cells.get("customer") == "nobody":
        raise UnknownThingError("there is no customer 'nobody'")
    return RatedThing(customer=cells.get("customer", ""))


@pytest.fixture
def intake(tmp_path):
    def of(text, kind="csat", dates="", mapping=None, name="r.csv", **more):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        asked = RatingsAsked(kind=SurveyKind(kind), markets=("DE",), dates=dates, mapping=mapping or {})
        return ratings_in(path, asked, find, now=NOW, by="Mei", **more)

    return of


def test_columns_are_known_by_the_words_of_survey_tools(intake):
    found = intake("Respondent,CSAT Score,Submitted at,Feedback,Ticket ID\nC-1,4,2026-11-20,gut,\n").found
    (one,) = found.good
    assert (one.customer, one.score, one.comment, one.kept_by) == ("C-1", 4, "gut", "Mei")
    assert one.answered_at == datetime(2026, 11, 20, tzinfo=UTC)
    assert found.ignored_columns == ()


def test_a_column_can_be_named_by_hand_or_ignored(intake):
    mapping = {"Wie war es?": "score", "Rating": "-"}
    (one,) = intake("Wie war es?,Rating\n2,5\n", mapping=mapping).found.good
    assert one.score == 2
    with pytest.raises(UsageError, match="no column"):
        intake("score\n2\n", mapping={"sore": "score"})
    with pytest.raises(UsageError, match="no field"):
        intake("score\n2\n", mapping={"score": "scor"})


def test_each_row_may_have_its_own_kind(intake):
    found = intake("score,kind\n10,nps\n7,ces\n7,csat\n4,stars\n").found
    assert [(one.kind, one.score) for one in found.good] == [("nps", 10), ("ces", 7)]
    assert [one.line for one in found.bad] == [4, 5]


def test_dates_prove_each_other_or_are_refused(intake):
    assert [one.answered_at.month for one in intake("score,date\n4,03/04/2026\n4,25/04/2026\n").found.good] == [4, 4]
    (bad,) = intake("score,date\n4,03/04/2026\n").found.bad
    assert "could be 2026-03-04 or 2026-04-03" in bad.reason
    (one,) = intake("score,date\n4,03/04/2026\n", dates="mdy").found.good
    assert one.answered_at == datetime(2026, 3, 4, tzinfo=UTC)


def test_equal_rows_without_a_name_are_as_many_ratings_each_time(intake):
    first, again = (intake("score,comment\n5,gut\n5,gut\n4,\n").found.good for _ in range(2))
    assert len({one.origin for one in first}) == 3
    assert [one.origin for one in first] == [one.origin for one in again]


def test_a_row_is_kept_under_its_own_id(intake):
    (one,) = intake("id,score\nR-7,5\n").found.good
    assert one.origin == "import:R-7"


@pytest.mark.parametrize(("row", "why"), [
    ("0,,", "from 1 to 5"), ("x,,", "'x'"), (",gut,", "an empty score"), ("4,,nobody", "no customer"),
    ("#REF!,,", "error of a spreadsheet"), ("٤,,", "from 1 to 5"), ("5e0,,", "shortened"), ("4,,,x", "cells"),
])  # fmt: skip
def test_a_bad_row_is_left_out_with_its_reason(intake, row, why):
    found = intake(f"score,comment,customer\n{row}\n5,,C-1\n").found
    assert [one.score for one in found.good] == [5]
    assert why in found.bad[0].reason


def test_rejects_are_the_bad_rows_with_the_reason_and_can_be_mended(intake, tmp_path):
    made = intake("score,comment\n9,=1+1\n5,gut\n", rejects=tmp_path / "bad.csv").rejects
    assert made.splitlines()[0].startswith("reject_code,reject_reason")
    assert "'=1+1" in made
    assert [one.score for one in intake(made.replace(",9,", ",3,"), name="again.csv").found.good] == [3]


def test_json_lines_are_read_and_deep_ones_refused(intake):
    deep = '{"score": ' + "[" * 50_000 + "]" * 50_000 + "}"
    found = intake(f'{{"score": 4, "comment": "gut"}}\n{deep}\n{{"score": true}}\n', name="r.jsonl").found
    assert [one.score for one in found.good] == [4]
    assert len(found.bad) == 2
