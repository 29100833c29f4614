"""``cscli feedback``: asked once and in the customer's language, answered by mail, by hand and by table, reported."""

import json
import re
from email import message_from_bytes
from email.header import decode_header, make_header

import pytest
from faulty_mail_server import faulty_mail_server

NOON = "2026-11-23T12:00:00Z"  # a Monday
DAYS_LATER = "2026-11-25T12:00:00Z"


@pytest.fixture
def desk(cscli, monkeypatch):
    """A desk with a resolved case of a customer who wrote a mail, and one of a customer in a chat."""
    for name, value in {"SHOP_NAME": "Nordlicht", "AGENT_NAME": "Mei", "AGENT_READS": "de,en"}.items():
        monkeypatch.setenv(f"CSCLI_{name}", value)

    def run(*words, now=NOON, **more):
        return cscli(*words, now=now, **more)

    run("customer", "add", "C-7", "--market", "DE", "--family", "Berg", "--gender", "female", "--email", "a@b.example")
    run("customer", "add", "C-8", "--market", "SA", "--name", "محمد العتيبي", "--phone", "+966501234567")
    run("in", "-", stdin="From: a@b.example\nMessage-ID: <q1@b.example>\nSubject: Paket\n\nWo ist A-1042?\n")
    run("in", "--from", "+966501234567", "--channel", "whatsapp", stdin="أين طلبي A-2000؟")
    run("case", "resolve", "1")
    run("case", "resolve", "2")
    return run


@pytest.fixture
def server(monkeypatch):
    with faulty_mail_server() as inbox:
        for name, value in {
            "SEND": "ask", "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(inbox.port), "SMTP_TLS": "none",
            "SMTP_SENDER": "desk@shop.example",
        }.items():  # fmt: skip
            monkeypatch.setenv(f"CSCLI_{name}", value)
        yield inbox


def asked(desk, *words, **more):
    data = desk("feedback", "ask", *words, "--json", **more).data
    return [one["case"] for one in data["asked"]], {one["case"]: one["reason"] for one in data["not_asked"]}


def the_mail(server):
    return message_from_bytes(server.accepted[-1][1])


def subject_of(mail):
    return str(make_header(decode_header(mail["Subject"])))


def answer(desk, text, *, to="", number=1, **headers):
    told = {
        "From": "a@b.example", "Message-ID": f"<a{number}@b.example>", "Subject": "AW: Frage", "In-Reply-To": to,
        "Content-Type": "text/plain; charset=utf-8", **headers,
    }  # fmt: skip
    head = "".join(f"{name}: {value}\n" for name, value in told.items() if value)
    return desk("in", "-", "--json", now=DAYS_LATER, stdin=f"{head}\n{text}\n").data


def ratings(desk):
    told = desk("feedback", "report", "--comments", "--json", now="2026-11-30T12:00:00Z").data
    (csat,) = [one for one in told["measures"] if one["metric"] == "csat-mean"]
    return csat["n"], csat["value"], told["comments"]


def state(desk, case="1"):
    return desk("case", "show", case, "--json", now=DAYS_LATER).data["case"]["state"]


def test_a_survey_is_sent_once_in_the_customers_language_and_thread(desk, server):
    data = desk("feedback", "ask", "1", "--json").data
    assert [(one["state"], one["language"]) for one in data["asked"]] == [("sent", "de")]
    mail = the_mail(server)
    assert mail["In-Reply-To"] == "<q1@b.example>"
    assert re.search(r"Bestellung A-1042: eine kurze Frage zu unserem Service \[[2-9a-z]{8}\]$", subject_of(mail))
    assert "von 1 (sehr unzufrieden) bis 5 (sehr zufrieden)" in mail.get_payload(decode=True).decode()
    assert asked(desk, "1") == ([], {1: "asked-before"})
    assert len(server.accepted) == 1
    assert desk("feedback", "ask", "1").code == 0


def test_all_cases_resolved_since_are_asked_and_the_others_are_listed_with_the_reason(desk, server):
    done, not_asked = asked(desk, "--resolved-since", "2d", "--dry-run")
    assert (done, not_asked) == ([1], {2: "by-hand"})
    assert server.accepted == []
    assert asked(desk, "--resolved-since", "2d") == ([1], {2: "by-hand"})
    assert len(server.accepted) == 1


def test_the_text_for_a_chat_is_printed_and_recorded(desk):
    printed = desk("feedback", "ask", "2")
    assert printed.code == 0
    assert "المقياس من 1 (ضعيفة جدًا) إلى 5 (ممتازة)" in printed.out
    assert asked(desk, "2") == ([], {2: "asked-before"})


@pytest.mark.parametrize(("words", "reason"), [
    (("case", "reopen", "1"), "not-resolved"),
    (("case", "close", "1", "--spam"), "spam"),
    (("customer", "consent", "C-7", "--channel", "email", "--purpose", "feedback", "--withdraw"), "no-consent"),
])  # fmt: skip
def test_who_is_not_asked_is_said_with_the_reason(desk, server, words, reason):
    assert desk(*words).code == 0
    told = desk("feedback", "ask", "1", "--json")
    assert (told.code, [one["reason"] for one in told.data["not_asked"]], told.codes) == (4, [reason], [reason])
    assert server.accepted == []


def test_only_those_who_agreed_are_asked_where_the_desk_wants_it_so(desk, server):
    only = ("--option", "feedback.consent=given")
    assert asked(desk, "1", *only) == ([], {1: "no-consent"})
    desk("customer", "consent", "C-7", "--channel", "email", "--purpose", "feedback", "--give")
    assert asked(desk, "1", *only) == ([1], {})


def test_a_customer_is_asked_once_within_the_cool_down(desk, server):
    desk("case", "open", "--customer", "C-7", "--subject", "Zweites")
    desk("case", "resolve", "3")
    done, not_asked = asked(desk, "--resolved-since", "2d")
    assert (done, not_asked) == ([1], {2: "by-hand", 3: "cool-down"})
    assert asked(desk, "3", now="2026-12-23T13:00:00Z") == ([3], {})


def test_an_address_that_refused_the_last_mail_is_not_asked(desk, monkeypatch):
    with faulty_mail_server(("RCPT", (550, "5.1.1 no such user"))) as inbox:
        for name, value in {
            "SEND": "ask", "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(inbox.port), "SMTP_TLS": "none",
            "SMTP_SENDER": "desk@shop.example",
        }.items():  # fmt: skip
            monkeypatch.setenv(f"CSCLI_{name}", value)
        assert desk("feedback", "ask", "1", "--json").data["asked"][0]["state"] == "refused"
        assert asked(desk, "1") == ([], {1: "undeliverable"})


def test_at_night_a_survey_is_held_until_the_morning_there(desk, server):
    (held,) = desk("feedback", "ask", "1", "--json", now="2026-11-23T22:00:00Z").data["asked"]
    assert (held["state"], held["until"]) == ("held", "2026-11-24T07:00:00Z")
    assert server.accepted == []
    assert [row["state"] for row in desk("pending", "--send", "--json", now="2026-11-24T07:00:00Z").data] == ["sent"]


def test_a_mail_that_no_server_takes_is_queued_and_lost_nowhere(desk, server, monkeypatch):
    monkeypatch.setenv("CSCLI_SMTP_PORT", "1")
    told = desk("feedback", "ask", "1", "--json")
    assert [one["state"] for one in told.data["asked"]] == ["queued"]
    assert told.code != 0
    monkeypatch.setenv("CSCLI_SMTP_PORT", str(server.port))
    desk("pending", "--send")
    assert len(server.accepted) == 1


def test_a_survey_that_was_taken_back_may_be_asked_again(desk, server):
    (held,) = desk("feedback", "ask", "1", "--json", now="2026-11-23T22:00:00Z").data["asked"]
    assert desk("cancel", str(held["interaction"]), now="2026-11-23T22:01:00Z").code == 0
    assert asked(desk, "1", now="2026-11-24T10:00:00Z") == ([1], {})


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


def test_a_rating_by_hand_is_kept_for_its_case_and_corrected(desk):
    assert desk("feedback", "add", "1", "--score", "4", "--comment", "Sehr freundlich").out == "4\n"
    assert ratings(desk)[:2] == (1, 4)
    kept = desk("feedback", "add", "1", "--score", "5", "--json").data
    assert (kept["score"], kept["customer"], kept["market"], kept["came"]) == (5, "C-7", "DE", "hand")
    assert ratings(desk)[:2] == (1, 5)


@pytest.mark.parametrize("words", [
    ("--score", "6"), ("--score", "0"), ("--score", "-1"), ("--score", "4", "--kind", "stars"), ("--score", "x"), (),
])  # fmt: skip
def test_a_rating_that_cannot_be_is_refused(desk, words):
    assert desk("feedback", "add", "1", *words).code == 2
    assert ratings(desk)[0] == 0


def test_ratings_are_imported_once_and_bad_rows_are_named(desk, tmp_path):
    table = tmp_path / "responses.csv"
    table.write_text(
        "email,rating,date,comment\na@b.example,5,2026-11-20,Gut\na@b.example,6,2026-11-20,x\nnobody@x.example,4,,\n"
        ",3,2026-11-20,anonym\n,3,2026-11-20,anonym\n,4.5,,\n", encoding="utf-8",
    )  # fmt: skip
    rejects = tmp_path / "bad.csv"
    told = desk("feedback", "import", str(table), "--rejects", str(rejects), "--json")
    assert (told.code, told.data["added"], told.data["rejected"]) == (6, 3, 3), told.out
    assert [one["line"] for one in told.data["bad"]] == [3, 4, 7]
    assert "from 1 to 5" in told.data["bad"][0]["reason"]
    assert "nobody@x.example" in rejects.read_text(encoding="utf-8")
    again = desk("feedback", "import", str(table), "--json", now=DAYS_LATER).data
    assert (again["added"], again["changed"], again["same"]) == (0, 0, 3)
    assert ratings(desk)[0] == 3


def test_an_import_finds_surveys_by_token_and_cases_by_number(desk, server, tmp_path):
    desk("feedback", "ask", "1")
    token = re.search(r"\[(\w+)\]$", subject_of(the_mail(server)))[1]
    lines = [{"token": token, "score": 5}, {"case": "2", "score": 2}, {"case": "99", "score": 2}]
    table = tmp_path / "r.jsonl"
    table.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    told = desk("feedback", "import", str(table), "--json")
    assert (told.data["added"], [one["reason"] for one in told.data["bad"]]) == (2, ["there is no case '99'"])
    rate = [one for one in desk("feedback", "report", "--json", now="2026-12-10T12:00:00Z").data["measures"]
            if one["metric"] == "response-rate"]  # fmt: skip
    assert [(one["value"], one["n"]) for one in rate] == [(100, 1)]


@pytest.mark.parametrize(("content", "code"), [
    ("name,city\nx,y\n", 2), ("score,rating\n4,4\n", 2), ("score\n4\x00\n", 6), ("score,date\n4,31.12.2099\n", 6),
    ("score,date\n4,03/04/2026\n", 6), ("score,country\n4,Atlantis\n", 6), ("score;comment\n4;=cmd|'/C calc'!A0\n", 0),
])  # fmt: skip
def test_a_table_that_makes_no_sense_ends_with_a_clear_error(desk, tmp_path, content, code):
    table = tmp_path / "r.csv"
    table.write_text(content, encoding="utf-8")
    told = desk("feedback", "import", str(table))
    assert told.code == code, told.err
    assert "Traceback" not in told.err


def test_the_report_shows_null_where_nobody_answered_and_how_many_were_asked(desk, server):
    desk("feedback", "ask", "1")
    told = {one["metric"]: one for one in desk("feedback", "report", "--json").data["measures"]}
    assert (told["csat"]["value"], told["csat"]["n"], told["csat"]["provisional"]) == (None, 0, 1)
    assert (told["response-rate"]["value"], told["response-rate"]["provisional"]) == (None, 1)
    assert (told["asked-share"]["hits"], told["asked-share"]["n"]) == (1, 2)
    assert [(one["key"], one["value"]) for one in told["asked-share"]["breakdown"] if one["by"] == "language"]


def test_the_report_is_divided_and_keeps_to_its_kind(desk):
    desk("feedback", "add", "1", "--score", "9", "--kind", "nps")
    desk("feedback", "add", "2", "--score", "3", "--kind", "nps")
    told = desk("feedback", "report", "--kind", "nps", "--by", "market", "--json").data
    (nps,) = [one for one in told["measures"] if one["metric"] == "nps"]
    assert (nps["value"], nps["n"]) == (0, 2)
    assert {one["key"]: one["value"] for one in nps["breakdown"]} == {"DE": 100, "SA": -100}
    assert told["comments"] is None
    assert desk("feedback", "report", "--by", "city").code == 3


def test_hostile_comments_stay_data(desk):
    nasty = "\x1b[31m=HYPERLINK(1)\x00'; DROP TABLE ratings;--\u202e"
    assert desk("feedback", "add", "1", "--score", "1", "--comment", nasty).code == 0
    shown = desk("feedback", "report", "--comments")
    assert "\x1b" not in shown.out
    assert ratings(desk)[0] == 1


def test_a_comment_is_kept_with_its_translation(desk, server, monkeypatch, tmp_path):
    monkeypatch.setenv("CSCLI_AGENT_READS", "en")
    (tmp_path / "m.csv").write_text(
        "source,target,source_language,target_language\nSehr nett!,Very kind!,de,en\n", encoding="utf-8"
    )
    assert desk("memory", "import", str(tmp_path / "m.csv"), "--approved").code == 0
    desk("feedback", "ask", "1")
    answer(desk, "5\n\nSehr nett!", to=the_mail(server)["Message-ID"])
    (said,) = ratings(desk)[2]
    assert (said["comment"], said["translation"], said["engine"]) == ("Sehr nett!", "Very kind!", "memory")
    by_hand = desk("feedback", "add", "2", "--score", "5", "--comment", "Sehr nett!", "--json").data
    assert by_hand["translation"] == ""  # nobody knows that it is German
    desk("customer", "forget", "C-7", "--yes", now=DAYS_LATER)
    assert [
        (one["comment"], one["translation"], one["score"]) for one in ratings(desk)[2] if one["case_number"] == 1
    ] == []
    assert ratings(desk)[0] == 2


def test_on_a_terminal_the_report_shows_how_sure_a_figure_is(desk, monkeypatch):
    from cscli.cli.door import output

    desk("feedback", "add", "1", "--score", "5")
    monkeypatch.setattr(output, "is_terminal", lambda _stream: True)
    shown = desk("feedback", "report", "--kind", "csat")
    assert "20.7..100.0 %" in shown.out, shown.out


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


def test_consent_that_is_withdrawn_while_a_survey_is_held_stops_it(desk, server):
    desk("feedback", "ask", "1", now="2026-11-23T22:00:00Z")
    desk("customer", "consent", "C-7", "--channel", "email", "--purpose", "feedback", "--withdraw")
    (mail,) = desk("pending", "--send", "--json", now="2026-11-24T07:00:00Z").data
    assert (mail["state"], server.accepted) == ("refused", [])


def test_comments_are_encrypted_where_texts_are(desk, monkeypatch, tmp_path):
    monkeypatch.setenv("CSCLI_RECORD_KEY", "q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k=")
    monkeypatch.setenv("CSCLI_RECORD_ENCRYPT_BODIES", "yes")
    assert desk("feedback", "add", "1", "--score", "4", "--comment", "Quittenmarmelade").code == 0
    assert desk("feedback", "add", "1", "--score", "4", "--comment", "Quittenmarmelade", "--json").code == 0
    assert [one["comment"] for one in ratings(desk)[2]] == ["Quittenmarmelade"]
    files = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert not [path for path in files if b"Quitten" in path.read_bytes()]
    monkeypatch.delenv("CSCLI_RECORD_KEY")
    assert [one["comment"] for one in ratings(desk)[2]] == ["(encrypted)"]
    assert ratings(desk)[:2] == (1, 4)


def test_a_survey_that_comes_back_marks_the_address_and_leaves_the_case_resolved(desk, server):
    desk("feedback", "ask", "1")
    ours = the_mail(server)["Message-ID"]
    report = (
        "From: MAILER-DAEMON@mx.example\nTo: desk@shop.example\nMessage-ID: <b1@mx.example>\nSubject: Undelivered\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\nMIME-Version: 1.0\n\n"
        "--b\nContent-Type: text/plain\n\nNo such user.\n\n--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such user\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {ours}\nSubject: x\n\n--b--\n"
    )
    assert desk("in", "-", stdin=report, now=DAYS_LATER).code == 0
    assert state(desk) == "resolved"
    assert desk("customer", "show", "C-7", "--json").data["undeliverable"]
    assert asked(desk, "1", "--kind", "nps", "--option", "feedback.cooldown_days=0", now=DAYS_LATER) == (
        [], {1: "undeliverable"},
    )  # fmt: skip


def test_undo_takes_a_printed_survey_back_whole(desk):
    desk("feedback", "ask", "2")
    assert desk("undo").code == 0
    assert "unknown customers in surveys" not in desk("db", "check").out
    assert asked(desk, "2") == ([2], {})


def test_a_survey_is_no_answer_of_a_bot(desk, server):
    assert asked(desk, "1")[0] == [1]
    told = {one["metric"]: one for one in desk("stats", "--json", now=DAYS_LATER).data}
    assert (told["answered-alone"]["value"], told["answered-alone"]["n"]) == (None, 0)
