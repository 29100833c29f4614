"""Scores in answers to surveys: numbers of any script at the beginning, and numbers that are none."""

from sweeps import each

from cscli.reading.scores import score_in

CSAT, NPS, CES = (1, 5), (0, 10), (1, 7)


@each("text", [
    "4", " 4 ", "4.", "4!", "(4)", '"4"', "*4*", "4/5", "4 / 5", "4 von 5", "4 of 5", "4 out of 5", "4 sur 5",
    "4 de 5", "4 av 5", "4 из 5", "4 з 5", "4 z 5", "٤", "۴", "४", "๔", "４", "④", "4️⃣", "⭐⭐⭐⭐", "★★★★☆", "⭐️⭐️⭐️⭐️",
    "四", "4分", "4点", "4점", "4 Sterne", "4 stars!", "4 звезды", "Bewertung: 4", "Note : 4", "評価：4", "4 danke",
    "4, thanks!", "4. Merci beaucoup", "\u200f4", "5点中4点", "5 üzerinden 4", "5 में से 4", "5점 만점에 4점", "٤ من ٥",
    "4 מתוך 5", "\n\n4\n\n", "４／５", "4 👍",
])  # fmt: skip
def test_a_number_or_stars_at_the_beginning_are_the_score(text):
    found = score_in(text, *CSAT)
    assert found is not None, text
    assert found.score == 4
    assert found.comment in ("", "👍")


@each(("text", "comment"), [
    ("Hallo,\n\n4", ""), ("Hi Anna,\n4, thanks", ""), ("Dear team\n4\nAll fine", "All fine"), ("Buongiorno!\n4/5", ""),
    ("您好：\n4分", ""), ("こんにちは。\n4点", ""), ("مرحبا،\n٤", ""),
    ("Guten Tag Frau Schmidt,\n4. Schnell!", "Schnell!"),
])  # fmt: skip
def test_a_greeting_above_the_score_is_passed_over(text, comment):
    assert score_in(text, *CSAT) == (4, comment)


@each("text", [
    "Hallo 4", "Hallo,\n2 Pakete fehlen", "Hallo,\nwo ist A-1042?\n4", "Dear 4\n4 parcels are lost", "Hallo,",
])  # fmt: skip
def test_a_greeting_makes_no_score_of_another_number(text):
    assert score_in(text, *CSAT) is None, text


@each(("text", "comment"), [
    ("4\nDer Versand dauerte lange.", "Der Versand dauerte lange."),
    ("4 - the parcel came late", "the parcel came late"),
    ("4, aber die Antwort kam spät", "aber die Antwort kam spät"),
    ("4/5: sehr freundlich", "sehr freundlich"),
    ("4分。服务很好", "服务很好"),
    ("⭐⭐⭐⭐ bardzo dobrze", "bardzo dobrze"),
    ("4\n\nDanke!\nPS: Wo ist A-1042?", "Danke!\nPS: Wo ist A-1042?"),
])  # fmt: skip
def test_what_else_is_said_is_the_comment(text, comment):
    assert score_in(text, *CSAT) == (4, comment)


@each("text", [
    "", " \n ", "Danke!", "2 of my 3 parcels never arrived", "3 weeks and no parcel", "4.5", "4,5", "4-5", "-4",
    "6", "0", "10:30", "4%", "100", "1042", "A-1042", "I would say 4", "4 from 10 is bad", "4 von 10", "５０", "4 2 3",
    "The score is bad", "4th parcel lost", "⭐⭐⭐⭐⭐⭐", "2 Pakete fehlen", "+4 kg",
])  # fmt: skip
def test_another_number_is_no_score(text):
    assert score_in(text, *CSAT) is None, text


@each(("text", "comment"), [
    ("1\n\nViele Grüße\nAnna Berg", ""), ("1\n\nBest regards,\nJohn Smith\n+44 20 7946 0000", ""),
    ("3\nZu langsam.\n\nCordialement,\nMarie", "Zu langsam."), ("5\n\nThanks", ""),
    ("5\n\nDanke\nWo ist meine Rechnung?", "Danke\nWo ist meine Rechnung?"),
])  # fmt: skip
def test_a_closing_and_a_name_are_no_comment(text, comment):
    assert score_in(text, *CSAT).comment == comment


def test_the_scale_decides():
    assert score_in("10", *NPS).score == 10
    assert score_in("0", *NPS).score == 0
    assert score_in("9/10 gern", *NPS) is None  # "9/10 gern" could be anything
    assert score_in("9/10, gern", *NPS) == (9, "gern")
    assert score_in("7", *CES).score == 7
    assert score_in("十", *NPS).score == 10


def test_a_long_or_odd_text_ends_soon():
    assert score_in("4 " + "a" * 1_000_000, *CSAT) is None
    assert score_in("(" * 100_000, *CSAT) is None
    assert score_in("4\x00\x1b[31m", *CSAT) is None
