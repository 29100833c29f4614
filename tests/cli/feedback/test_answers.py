"""Answers to surveys, by mail and in a chat: which are ratings, and which open a case for a person."""

import pytest
from told_surveys import DAYS_LATER, answer, asked, ratings, state, subject_of, the_mail


def test_a_number_that_answers_by_mail_is_a_rating_and_reopens_nothing(desk, server):
    desk("feedback", "ask", "1")
    card = answer(desk, "٤", to=the_mail(server)["Message-ID"])
    assert card["rating"] == {"survey": 1, "case": 1, "kind": "csat", "score": 4, "highest": 5, "comment": ""}
    assert (card["case"]["number"], card["attention"]["reason"]) == (1, "rating")
    assert state(desk) == "resolved"
    assert ratings(desk)[:2] == (1, 4)
    assert answer(desk, "٤", to=the_mail(server)["Message-ID"])["is_known"]
    assert ratings(desk)[0] == 1


def test_the_token_in_the_subject_is_enough(desk, server):
    desk("feedback", "ask", "1")
    subject = f"AW: {subject_of(the_mail(server))}"
    card = answer(desk, "5/5\n\nSehr nett!", Subject=subject, From="other@b.example")
    assert (card["rating"]["score"], card["rating"]["comment"], card["case"]["number"]) == (5, "Sehr nett!", 1)
    assert state(desk) == "resolved"
    assert [one["comment"] for one in ratings(desk)[2]] == ["Sehr nett!"]


def test_a_low_score_with_a_complaint_opens_the_case_for_a_person(desk, server):
    desk("feedback", "ask", "1")
    text = "1\n\nDas Paket ist immer noch nicht da, ich bin enttäuscht."
    card = answer(desk, text, to=the_mail(server)["Message-ID"])
    assert (card["rating"]["score"], card["attention"]["reason"]) == (1, "low-rating")
    assert state(desk) == "open"
    assert ratings(desk)[:2] == (1, 1)


def test_a_good_score_with_a_question_opens_the_case(desk, server):
    desk("feedback", "ask", "1")
    card = answer(desk, "5. Danke! Wo ist eigentlich meine Rechnung?", to=the_mail(server)["Message-ID"])
    assert card["rating"]["score"] == 5
    assert state(desk) == "open"


def test_a_bare_low_number_reopens_nothing(desk, server):
    desk("feedback", "ask", "1")
    answer(desk, "1", to=the_mail(server)["Message-ID"])
    assert state(desk) == "resolved"


@pytest.mark.parametrize("text", ["2 of my 3 parcels never arrived", "10", "Wann kommt es?"])
def test_an_answer_without_a_score_is_a_message_like_any_other(desk, server, text):
    desk("feedback", "ask", "1")
    assert answer(desk, text, to=the_mail(server)["Message-ID"])["rating"] is None
    assert state(desk) == "open"
    assert ratings(desk)[0] == 0


@pytest.mark.parametrize("text", [
    "Am 23.11.2026 um 12:00 schrieb Shop <desk@shop.example>:\n> Wie zufrieden sind Sie, von 1 bis 5?\n>\n> Danke\n\n4",
    "Am 23.11.2026 um 12:00 schrieb Shop <desk@shop.example>:\n> Wie zufrieden sind Sie, von 1 bis 5?\n4\n> Danke\n",
], ids=["below", "between"])  # fmt: skip
def test_a_number_below_or_between_the_quoted_lines_is_a_rating(desk, server, text):
    desk("feedback", "ask", "1")
    assert answer(desk, text, to=the_mail(server)["Message-ID"])["rating"]["score"] == 4
    assert state(desk) == "resolved"


def test_an_automatic_reply_is_no_answer(desk, server):
    desk("feedback", "ask", "1")
    card = answer(desk, "5", to=the_mail(server)["Message-ID"], **{"Auto-Submitted": "auto-replied"})
    assert (card["rating"], card["attention"]["reason"]) == (None, "robot")
    assert ratings(desk)[0] == 0


def test_a_second_answer_corrects_the_first(desk, server):
    desk("feedback", "ask", "1")
    answer(desk, "2", to=the_mail(server)["Message-ID"])
    answer(desk, "4\nDoch ganz gut.", to=the_mail(server)["Message-ID"], number=2)
    assert ratings(desk)[:2] == (1, 4)


def test_a_number_in_a_chat_answers_the_survey_that_was_sent_last(desk):
    desk("feedback", "ask", "2")
    card = desk(
        "in", "--from", "+966501234567", "--channel", "whatsapp", "--json", stdin="٥", now=DAYS_LATER
    ).data  # fmt: skip
    assert (card["rating"]["score"], card["case"]["number"]) == (5, 2)
    again = desk("in", "--from", "+966501234567", "--channel", "whatsapp", "--json", stdin="3", now=DAYS_LATER).data
    assert again["rating"] is None  # it is answered already


def test_both_stores_ask_take_answers_and_report_alike(location, monkeypatch, request):
    monkeypatch.setenv("CSCLI_DATABASE", location)
    desk, server = request.getfixturevalue("desk"), request.getfixturevalue("server")
    assert asked(desk, "--resolved-since", "2d") == ([1], {2: "by-hand"})
    assert asked(desk, "--resolved-since", "2d") == ([], {1: "asked-before", 2: "by-hand"})
    answer(desk, "4 von 5\nDanke", to=the_mail(server)["Message-ID"])
    assert desk("feedback", "add", "2", "--score", "2").code == 0
    told = desk("feedback", "report", "--by", "market,agent,week", "--json", now="2026-12-24T12:00:00Z").data
    figures = {one["metric"]: (one["value"], one["n"]) for one in told["measures"]}
    assert figures["csat"] == (None, 0)
    told = desk("feedback", "report", "--since", "2026-11-01", "--json", now="2026-12-24T12:00:00Z").data
    figures = {one["metric"]: (one["value"], one["n"]) for one in told["measures"]}
    assert (figures["csat"], figures["response-rate"], figures["asked-share"]) == ((50, 2), (100, 1), (50, 2))
