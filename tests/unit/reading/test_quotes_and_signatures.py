"""Own words, quotes and signature are told apart in every language; what has no quote stays whole."""

from pathlib import Path
from textwrap import wrap

import yaml
from sweeps import each

from cscli.reading.quotes_and_signatures.cut import cut

DATA = Path(__file__).parents[2] / "data" / "mail"
REPLIES = yaml.safe_load((DATA / "replies.yaml").read_text(encoding="utf-8"))
SENDER, CUSTOMER = "Nordlicht Store <help@shop.example>", "Anna Müller <anna@example.de>"
LAYOUTS = ("top", "bottom", "between")


def marked(lines):
    return [f"> {line}" if line else ">" for line in lines]


def laid_out(layout, above, quoted, own):
    """A mail in one of three layouts; ``quoted`` has its marks, if its program makes any."""
    first, second = own
    head = ["", *quoted] if above and not above[-1].startswith("-") else quoted
    half = len(quoted) - 1
    return "\n".join({
        "top": [first, second, "", *above, *head],
        "bottom": [*above, *quoted, "", first, second],
        "between": [*above, *quoted[:half], "", first, "", *quoted[half:], "", second],
    }[layout])  # fmt: skip


def with_marks():
    """Every mail of a program that marks quoted lines: name, layout, text, words of the writer."""
    for language, one in REPLIES.items():
        for program, line in one["lines"].items():
            reply_line = line.replace("S", SENDER, 1) if "Nordlicht" not in line else line
            quoted = marked(["", *one["sent"]])
            if reply_line.startswith(">"):
                quoted, reply_line = [reply_line, *quoted], ""
            for layout in LAYOUTS:
                above = [reply_line] if reply_line else []
                yield f"{language} {program}", layout, laid_out(layout, above, quoted, one["own"]), one["own"]
                folded = wrap(reply_line, 45, break_long_words=False, break_on_hyphens=False)
                yield f"{language} {program}, folded", layout, laid_out(layout, folded, quoted, one["own"]), one["own"]


def blocks():
    """Every mail of a program that puts header fields above the quoted mail: name, language, the block."""
    for language, one in REPLIES.items():
        sender, sent, to, subject, at = one["block"]
        fields = [f"{sender}: {SENDER}", f"{sent}: {at}", f"{to}: {CUSTOMER}", f"{subject}: A-1042"]
        rule = "_" * 32
        yield f"{language} outlook-desktop", language, fields
        yield f"{language} outlook-old", language, [f"-----{one['original']}-----", *fields]
        yield f"{language} outlook-web", language, [rule, *fields]
        yield f"{language} outlook-bold", language, [f"*{f.partition(':')[0]}:*{f.partition(':')[2]}" for f in fields]
        name, sender, sent, to, subject = one["samsung"]
        dated = [f"{sender}: {SENDER}", f"{sent}: 22.11.26 18:30 (GMT+01:00)", f"{to}: anna@example.de"]
        yield f"{language} samsung", language, [f"-------- {name} --------", *dated, f"{subject}: A-1042"]
    one = REPLIES["de"]
    yield "de gmx", "de", [f"Gesendet: {one['gmx'][4]}", f"Von: {SENDER}", f"An: {CUSTOMER}", "Betreff: A-1042"]
    sender, sent, to, subject, at = REPLIES["zh"]["qq"]
    qq = [
        f"------------------ {REPLIES['zh']['original']} ------------------",
        f'{sender}: "Nordlicht" <help@shop.example>;',
    ]
    yield "zh qq", "zh", [*qq, f"{sent}: {at}", f"{to}: <anna@example.de>;", f"{subject}: A-1042"]
    naver = ["-----Original Message-----", f"From: {SENDER}", f"To: {CUSTOMER}", "Cc:"]
    yield "ko naver", "ko", [*naver, "Sent: 2026-11-22 (일) 18:30:00 (GMT+09:00)", "Subject: A-1042"]


def faults(cases):
    """The mails of which something else was kept or cut than the writer's words."""
    return {
        f"{name}, {layout}": found.text
        for name, layout, text, own, found in cases
        if found.text.split() != " ".join(own).split() or any(line in found.quoted for line in own)
    }


def test_quotes_with_marks_are_cut_in_all_layouts():
    cases = list(with_marks())
    assert len({name.partition(" ")[0] for name, *_ in cases}) == 21
    assert faults((name, layout, text, own, cut(text)) for name, layout, text, own in cases) == {}


def test_quotes_under_header_fields_are_cut_with_what_was_sent_or_without():
    cases = []
    for name, language, block in blocks():
        own, sent = REPLIES[language]["own"], REPLIES[language]["sent"]
        for layout in LAYOUTS:
            text = laid_out(layout, [*block, ""], sent, own)
            cases.append((name, layout, text, own, cut(text, parents=["\n".join(sent)])))
        top = laid_out("top", [*block, ""], sent, own)
        cases.append((f"{name} alone", "top", top, own, cut(top)))
    assert faults(cases) == {}


def test_lines_that_devices_add_are_the_signature():
    missed = {}
    for language, one in REPLIES.items():
        quoted = [next(iter(one["lines"].values())).replace("S", SENDER, 1), *marked(one["sent"])]
        block = [f"{name}: x@y.example" for name in one["block"][:4]]
        outlook = f"{one['outlook']}<https://aka.ms/o0ukef>"
        for footer, below in ((one["footer"], quoted), (one["footer"], []), (outlook, ["_" * 32, *block, "", "x"])):
            found = cut("\n".join([*one["own"], "", footer, "", *below]))
            if found.text.split() != " ".join(one["own"]).split() or found.signature.strip() != footer:
                missed[f"{language} {footer}"] = found
    assert missed == {}


def test_what_was_sent_is_cut_without_any_mark_of_a_mail_program():
    for language, one in REPLIES.items():
        text = "\n".join([one["own"][0], "", *one["sent"], "", one["own"][1]])
        assert cut(text, parents=["\n".join(one["sent"])]).text.split() == " ".join(one["own"]).split(), language


def test_answers_between_quoted_lines_are_shown_with_what_they_answer():
    found = cut("Am 22.11.2026 um 18:30 schrieb Shop:\n> Welche Farbe?\n\nBlau\n\n> Welche Größe?\n\nM")
    assert found.text == "Blau\n\nM"
    assert found.in_context.split("\n")[-5:] == ["Blau", "", "> Welche Größe?", "", "M"]
    assert cut("Blau\n\nAm 22.11.2026 um 18:30 schrieb Shop:\n> Welche Farbe?").in_context == ""


def test_the_rest_of_a_quoted_line_that_was_folded_is_quoted_too():
    long = "> Ihr Paket ist auf dem Weg und wird Ihnen voraussichtlich zugestellt am"
    found = cut(f"Am 22.11.2026 um 18:30 schrieb Shop:\n{long}\nkommenden Montag\n> Viele Grüße\n\nDanke")
    assert found.text == "Danke"


@each(
    "text",
    [
        "> Ihr Paket ist da.\n> Viele Grüße",
        "-----Original Message-----\nFrom: a@b.example\nTo: c@d.example\nSubject: x\n\nHello",
        "Sent from my iPhone",
        "-- \nAnna",
        "On 22/11/2026 18:30, Shop wrote:\n> Hello",
        "\n\n",
        "",
        "---------- Forwarded message ---------\nFrom: DHL <a@dhl.example>\nDate: 22 Nov\nSubject: x\nTo: y\n\nHi",
    ],
)
def test_a_mail_with_text_never_becomes_empty(text):
    assert cut(text).text == text


def test_a_signature_is_what_stands_under_two_dashes():
    assert cut("Danke\n-- \nAnna Müller\nTel. 123").signature == "Anna Müller\nTel. 123"
    assert cut("Danke\n\n--\nAnna Müller").text == "Danke"
    assert cut("Eins\n--\nZwei\n--\nDrei").text == "Eins\n--\nZwei\n--\nDrei"
    assert cut("Danke\nViele Grüße\nAnna").text == "Danke\nViele Grüße\nAnna"


def test_a_forwarded_mail_under_own_words_is_quoted():
    found = cut(
        "Please look.\n\nBegin forwarded message:\n\nFrom: a@dhl.example\nSubject: x\nDate: 22 Nov\n\nYour parcel"
    )
    assert found.text == "Please look."


def test_long_and_hostile_texts_are_cut_in_bounded_time():
    import time

    for text in [
        "> x\n" * 100_000,
        "a:\n" * 100_000,
        "-- \n" * 50_000,
        "--a-- " * 100_000,
        "On 1 wrote:\n" * 30_000,
        "From: a@b.c\n" * 50_000,
        "x" * 1_000_000 + ":",
        ("On " + "x" * 90 + "\n") * 10_000,
        "> " * 300_000,
    ]:
        begun = time.perf_counter()
        cut(text, parents=["Hello there, this is what we sent you"])
        assert time.perf_counter() - begun < 5, text[:20]


def test_mails_without_a_quote_stay_whole_to_the_letter():
    mails = yaml.safe_load((DATA / "unquoted.yaml").read_text(encoding="utf-8"))
    own = [
        text for one in REPLIES.values() for text in ("\n".join(one["own"]), "\n\n".join([*one["sent"], *one["own"]]))
    ]
    assert len(mails) >= 100
    assert [cut(text) for text in (*mails, *own) if cut(text).text != text] == []


def test_mails_without_a_quote_stay_whole_where_something_was_sent_before():
    mails = yaml.safe_load((DATA / "unquoted.yaml").read_text(encoding="utf-8"))
    sent = [line for one in REPLIES.values() for line in one["sent"]]
    parents = ["\n".join(sent), "Lamp blue size M, A-1042\nThank you for your order. It will arrive on Monday.\nAnna"]
    assert [cut(text, parents) for text in mails if cut(text, parents).text != text] == []


@each(
    "quote",
    [
        "ср, 30 апр. 2025 г. в 15:19, John Doe <doe@example.com>:\n\nпривет",
        "---- On Wed, 24 Feb 2021 14:02:50 +0530 john@example.com wrote ----\n\nHello",
        "Aa Bb <abc@example.org> schrieb am So., 23.\nJuni 2024, 21:08:\n\n> Hi CBA!\n>\n> A message",
        "From: Human Resources \n<a-really-long-address@example.com> \nSent: Monday\nTo: A\nSubject: x\n\nHi",
        "-----Ursprüngliche Nachricht-----\nVon: Max <m@b.example>\nAn: Erika\nBetreff: x\nDatum: 25.11.2025\n\nHi",
        "Em 10 de julho de 2017 às 16:32:35, John Doe - Shop (\ncontact@example.com) escreveu:\n\nHi there!",
        "-------- Message d'origine --------\nDe : A <abc@example.org>\nDate : 23/06/24  10:46\nÀ : b Objet : Abc vous",
        "**From:** checks <c@example.com>**On Behalf Of** Checks\n**Sent:** 28 July\n**To:** HR\n**Subject:** x\n\nHi",
        "On Dec 15, 2024, at 3:45 PM, O'Brien, Pat (Pat) <p.o'brien@example.com> wrote:\n> Previous message",
        "On Dec 15, 2024, at 3:00 PM, John Smith <john@example.com> wrote:\n> no empty line above",
    ],
)
def test_rarer_beginnings_of_quotes_are_cut(quote):
    for between in ("\n\n", "\n"):
        assert cut(f"Thanks, that is fine.{between}{quote}").text == "Thanks, that is fine."


@each(
    "text",
    [
        "Timestamps:\n\n2024-01-15 14:30:25\n15.01.2024 14:30\nJan 15, 2024 at 14:30\n\nAll of these are examples.",
        "The notification was sent from my iPhone app to all users.\n\nAll messages are sent from the main server.",
        "Cheers\nSarah\n\n—————\nSarah Johnson\nProduct Manager",
    ],
)
def test_what_only_looks_like_a_quote_or_a_footer_stays(text):
    assert cut(text).text == text
