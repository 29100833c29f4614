"""Surveys and ratings in the record: once for a case, corrected, merged with their customer; on both stores."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from sweeps import each

from cscli.desk.cases.arrivals import NewCase, answered, opened
from cscli.desk.cases.case import case
from cscli.desk.cases.journal import case_events, journal
from cscli.desk.cases.merging import merged
from cscli.desk.cases.moves import Move, closed, resolved
from cscli.desk.customers.customers import keep_customers
from cscli.desk.customers.merges import merged_customer
from cscli.desk.feedback.answers import (
    Translated,
    answered_survey,
    keep_ratings,
    keep_translated,
    origin_of,
    ratings_answered,
    ratings_of_case,
    require_on_scale,
)
from cscli.desk.feedback.asking import (
    WhyNot,
    keep_survey,
    last_agent,
    new_token,
    resolved_cases,
    surveys_of_case,
    surveys_of_customer,
    why_not_asked,
)
from cscli.desk.feedback.survey import Came, Rating, Survey, SurveyKind
from cscli.desk.log import Interaction
from cscli.desk.measures.feedback import feedback_of
from cscli.desk.measures.period import Period
from cscli.desk.measures.tallies.ratings import scores_seen
from cscli.errors import RefusedError, UsageError
from cscli.record.record import Record
from cscli.record.rows import ratings

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
MONTH = timedelta(days=30)
CSAT = SurveyKind.CSAT


def a_case(record, customer="C-1", *, is_resolved=True, at=NOW):
    move = Move(number=0, by="Mei", at=int(at.timestamp()))
    with journal(record) as book:
        number = opened(book, move, NewCase(customer=customer, market="DE", language="de", channel="email"))
        own = move._replace(number=number)
        text = Interaction(direction="out", channel="email", body="Hallo", at=at, agent="Mei", state="sent")
        answered(book, own, text)
        if is_resolved:
            resolved(book, own, reopen_days=7)
    return number


def a_survey(number, text, **more):
    return Survey(**{
        "case_number": number, "kind": CSAT, "customer": "C-1", "market": "DE", "language": "de", "channel": "email",
        "agent": "Mei", "asked_at": NOW, "expires_at": NOW + timedelta(days=14), "interaction": text,
        "token": new_token(), **more,
    })  # fmt: skip


def ask(record, number, *, state="sent", **more):
    told = {"customer": "C-1", "state": state, "message_id": f"q{number}@x"}
    text = Interaction(direction="out", channel="email", body="1 bis 5?", at=NOW, **told)
    with journal(record) as book:
        added = answered(book, Move(number=number, by="Mei", at=int(NOW.timestamp())), text, reason="automatic")
        keep_survey(book, a_survey(number, added, **more))


def a_rating(**more):
    return Rating(**{
        "origin": "x:1", "kind": CSAT, "score": 4, "answered_at": NOW, "came": Came.HAND, "customer": "C-1", **more,
    })  # fmt: skip


def why(record, number, kind=CSAT, now=NOW, cool_down=MONTH):
    about = case(record, number, now)
    found = why_not_asked(
        about, kind, surveys_of_case(record, number), surveys_of_customer(record, about.customer), now,
        cool_down=cool_down,
    )  # fmt: skip
    return found and found[0]


def test_a_survey_is_asked_once_for_a_case_and_kind(record):
    number = a_case(record)
    assert why(record, number) is None
    ask(record, number)
    assert why(record, number) is WhyNot.ASKED_BEFORE
    with pytest.raises(RefusedError):
        ask(record, number)
    (kept,) = surveys_of_case(record, number)
    assert (kept.customer, kept.state, kept.was_sent) == ("C-1", "sent", True)


@pytest.mark.parametrize("state", ["draft", "refused"])
def test_a_survey_that_never_left_may_be_asked_again(record, state):
    number = a_case(record)
    ask(record, number, state=state)
    assert why(record, number) is None
    ask(record, number)
    assert [one.state for one in surveys_of_case(record, number)] == ["sent"]


def test_a_customer_who_was_asked_is_left_alone_for_the_cool_down(record):
    first, second = a_case(record), a_case(record)
    ask(record, first)
    assert why(record, second) is WhyNot.COOL_DOWN
    assert why(record, first, SurveyKind.NPS) is WhyNot.COOL_DOWN
    assert why(record, second, now=NOW + MONTH) is None
    assert why(record, second, cool_down=timedelta(0)) is None


def test_only_a_case_that_is_over_and_counts_is_asked_about(record):
    assert why(record, a_case(record, is_resolved=False)) is WhyNot.NOT_RESOLVED
    assert why(record, a_case(record, customer="")) is WhyNot.NO_CUSTOMER
    number = a_case(record)
    with journal(record) as book:
        closed(book, Move(number=number, by="Mei", at=int(NOW.timestamp())), as_spam=True)
    assert why(record, number) is WhyNot.SPAM


def test_the_cases_resolved_since_an_instant_are_those_that_are_over_still(record):
    old = a_case(record, at=NOW - timedelta(days=9))
    number, open_ = a_case(record), a_case(record, is_resolved=False)
    found = [one.number for one in resolved_cases(record, NOW - timedelta(days=2), NOW)]
    assert found == [number]
    assert old not in found
    assert open_ not in found


def test_the_agent_of_a_survey_gave_the_last_answer_by_hand(record):
    number = a_case(record)
    ask(record, number)
    assert last_agent(case_events(record, number)) == "Mei"
    assert last_agent([]) == ""


def test_a_survey_is_found_by_the_mail_that_asked_or_by_its_token(record):
    number = a_case(record)
    ask(record, number)
    (kept,) = surveys_of_case(record, number)
    assert answered_survey(record, ["other@x", f"q{number}@x"]) == kept
    assert answered_survey(record, [], kept.token) == kept
    assert answered_survey(record, ["other@x"], "nothing1") is None


def test_a_rating_is_kept_once_and_a_later_one_corrects_it(record):
    assert keep_ratings(record, [a_rating()]) == (1, 0, 0)
    assert keep_ratings(record, [a_rating()]) == (0, 0, 1)
    assert keep_ratings(record, [a_rating(score=2, answered_at=NOW - timedelta(days=1))]) == (0, 0, 1)
    assert keep_ratings(record, [a_rating(score=5, comment="\x00 gut\n")]) == (0, 1, 0)
    (kept,) = ratings_answered(record, NOW, NOW + timedelta(seconds=1))
    assert (kept.score, "gut" in kept.comment) == (5, True)
    assert ratings_answered(record, NOW - MONTH, NOW) == ()


def test_a_dry_run_keeps_nothing(record):
    assert keep_ratings(record, [a_rating()], is_dry=True) == (1, 0, 0)
    assert ratings.of_customer(record, "C-1") == []


def test_the_translation_of_a_comment_is_kept_until_the_comment_changes(record):
    keep_ratings(record, [a_rating(comment="gut", case_number=7)])
    (kept,) = ratings_of_case(record, 7)
    keep_translated(record, kept.origin, kept.comment, Translated("en", "good", "memory"))
    (kept,) = ratings_of_case(record, 7)
    assert (kept.translation, kept.translation_language, kept.engine) == ("good", "en", "memory")
    keep_ratings(record, [a_rating(comment="sehr gut", case_number=7)])
    keep_translated(record, kept.origin, kept.comment, Translated("en", "good", "memory"))  # of the comment as it was
    (kept,) = ratings_of_case(record, 7)
    assert (kept.comment, kept.translation, kept.engine) == ("sehr gut", "", "")


def test_a_rating_answers_its_survey_or_else_its_case():
    survey = a_survey(3, 1, id=9)
    assert origin_of(CSAT, survey, 3) == "survey:9"
    assert origin_of(CSAT, None, 3) == "case:3:csat"
    assert origin_of(CSAT, None, None) == ""


@each(("kind", "wrong"), [(k, n) for k, several in {
    "csat": (0, 6, -1), "nps": (-1, 11), "ces": (0, 8),
}.items() for n in several])  # fmt: skip
def test_a_score_off_the_scale_is_refused(kind, wrong):
    with pytest.raises(UsageError, match="not a score"):
        require_on_scale(SurveyKind(kind), wrong)


def test_surveys_and_ratings_follow_a_customer_who_is_merged(record):
    keep_customers(record, [{"key": "C-1", "name": "Anna"}, {"key": "C-2"}], NOW)
    number = a_case(record)
    ask(record, number)
    keep_ratings(record, [a_rating()])
    merged_customer(record, "C-1", "C-2", now=NOW, agent="Mei")
    assert [one.customer for one in surveys_of_customer(record, "C-2")] == ["C-2"]
    assert [one["customer"] for one in ratings.of_customer(record, "C-2")] == ["C-2"]


def test_of_several_programs_that_ask_at_once_one_does(record):
    number, done = a_case(record), []
    start = Barrier(6)

    def one():
        mine = Record(record.location)
        start.wait()
        try:
            ask(mine, number)
            done.append("asked")
        except RefusedError:
            done.append("refused")
        mine.close()

    threads = [Thread(target=one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == ["asked", *["refused"] * 5]
    assert len(record.rows("SELECT id FROM interactions WHERE message_id <> ''")) == 1


def test_ratings_of_spam_and_of_merged_cases_are_outside_every_measure(record):
    first, second, third = a_case(record), a_case(record), a_case(record)
    keep_ratings(record, [
        a_rating(origin=f"case:{n}", case_number=n, score=score) for n, score in ((first, 5), (second, 1), (third, 1))
    ])  # fmt: skip
    move = Move(number=second, by="Mei", at=int(NOW.timestamp()))
    with journal(record) as book:
        closed(book, move, as_spam=True)
        merged(book, move._replace(number=third), first)
    end = int(NOW.timestamp()) + 60
    said = feedback_of(record, Period(since=end - 3600, until=end, zone="UTC"), end)
    seen = list(scores_seen(CSAT, said, Period(since=end - 3600, until=end, zone="UTC"), end))
    assert [one.value for one in seen] == [5]
