"""``cscli bulk run``: where replies go and read back, when they are sent, what is recorded, and other languages."""

import csv
import gc
import io
import json
import mailbox
from contextlib import closing
from email import message_from_bytes, policy

import pytest

HEAD = "key,market,language,customer.name,customer.email,order_number,new_date\n"
TABLE = (
    HEAD + "k1,DE,,Anna Berg,anna@shop.example,A-1,2026-12-03\n"
    "k2,SA,ar,,sara@shop.example,A-2,2026-12-03\n"
    "k3,JP,,山田 太郎,yamada@shop.example,A-3,2026-12-04\n"
)
MAILS = ("--sender", "desk@shop.example")


@pytest.fixture
def bulk(cscli, tmp_path):
    """Run a table of late parcels: ``bulk(text, "--out", "x.csv")``; names of files are in the test's folder."""

    def of(table, *words, code=0, jobs="1", now="2026-11-22T09:30:00Z"):
        (tmp_path / "in.csv").write_text(table, encoding="utf-8", errors="surrogateescape", newline="")
        placed = [str(tmp_path / word) if before == "--out" and word != "-" else word
                  for before, word in zip(("", *words), words, strict=False)]  # fmt: skip
        given = () if "--out" in words else ("--out", str(tmp_path / "out.jsonl"))
        line = ("bulk", "run", str(tmp_path / "in.csv"), "-i", "shipping-delay", "--jobs", jobs)
        answer = cscli(*line, *given, *placed, now=now)
        assert answer.code == code, answer
        return answer

    return of


@pytest.fixture
def replies(bulk, tmp_path):
    """The rows of the output of a table."""

    def of(table, *words, **more):
        bulk(table, *words, **more)
        return [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]

    return of


def mbox_of(path):
    """The mails in an mbox file."""
    with closing(mailbox.mbox(path)) as box:
        return [message_from_bytes(mail.as_bytes(), policy=policy.default) for mail in box]


def texts_of(mails):
    """Of each mail the address and its plain text."""
    return [(str(m["To"]), m.get_body(("plain",)).get_content().replace("\r\n", "\n").rstrip("\n")) for m in mails]


# kinds of output


def test_a_csv_holds_what_json_lines_hold(bulk, replies, tmp_path):
    bulk(TABLE, "--out", "out.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_bytes().decode(), newline="")))
    lines = replies(TABLE)
    assert [(r["row"], r["key"], r["body"], r["subject"]) for r in rows] == [
        (str(r["row"]), r["key"], r["body"], r["subject"]) for r in lines
    ]
    assert [json.loads(r["findings"]) for r in rows] == [r["findings"] for r in lines]


@pytest.mark.parametrize("kind", ["mbox", "maildir", "eml"])
def test_mails_of_each_kind_read_back_as_the_replies(bulk, replies, tmp_path, kind):
    target = "out.mbox" if kind == "mbox" else "mails/"
    bulk(TABLE, "--out", target, "--to", kind, *MAILS)
    place = tmp_path / target
    if kind == "mbox":
        mails = mbox_of(place)
    else:
        files = sorted((place / "new").iterdir() if kind == "maildir" else place.glob("*.eml"))
        mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]
    lines = replies(TABLE)
    assert [text for _, text in texts_of(mails)] == [r["body"] for r in lines]
    assert [m["Subject"] for m in mails] == [r["subject"] for r in lines]
    assert [m["To"] for m in mails] == [
        "Anna Berg <anna@shop.example>", "sara@shop.example", "山田 太郎 <yamada@shop.example>"
    ]  # fmt: skip
    assert [m["Content-Language"] for m in mails] == ["de", "ar", "ja"]
    assert {m["From"].addresses[0].addr_spec for m in mails} == {"desk@shop.example"}


def test_a_mail_that_is_read_from_the_right_has_a_page_that_says_so(bulk, tmp_path):
    bulk(TABLE, "--out", "mails", "--to", "eml", *MAILS)
    german, arabic, _ = (
        message_from_bytes(p.read_bytes(), policy=policy.default) for p in sorted((tmp_path / "mails").glob("*.eml"))
    )
    assert german.get_body(("html",)) is None
    assert '<html lang="ar" dir="rtl">' in arabic.get_body(("html",)).get_content()


def test_a_mail_without_an_address_is_rejected(bulk):
    table = HEAD + "k1,DE,,Anna Berg,,A-1,2026-12-03\nk2,DE,,Anna Berg,anna at home,A-2,2026-12-03\n"
    answer = bulk(table, "--out", "out.mbox", *MAILS, "--json", code=6)
    assert (answer.data["done"], answer.data["rejected"]) == (0, 2)


def test_without_a_sender_no_mail_is_begun(bulk, cscli, tmp_path):
    answer = bulk(TABLE, "--out", "out.mbox", code=2)
    assert "A mail needs the address of its sender" in answer.err
    assert not (tmp_path / "out.mbox").exists()
    assert cscli("bulk", "status", "--json").data == []


def test_stdout_gets_the_replies_and_stderr_the_summary(bulk):
    answer = bulk(TABLE, "--out", "-")
    assert [json.loads(line)["key"] for line in answer.out.splitlines()] == ["k1", "k2", "k3"]
    (summary,) = answer.err.splitlines()
    assert summary.startswith("3 rows: 3 done, 0 rejected, 0 skipped, in ")


@pytest.mark.parametrize(
    ("more", "keys", "code"),
    [("", ["k1", "k2", "k3"], 0), ("k4,DE,,Anna,anna@shop.example,A-4,someday\n", ["k1", "k2", "k3", "k4"], 6)],
)
def test_stdout_holds_nothing_but_rows_when_the_summary_is_asked_for_as_json(bulk, more, keys, code):
    answer = bulk(TABLE + more, "--out", "-", "--json", code=code)
    assert [json.loads(line)["key"] for line in answer.out.splitlines()] == keys
    summary = json.loads(answer.err)
    assert (summary["command"], summary["data"]["done"], len(summary["errors"])) == ("bulk run", 3, code // 6)


def test_a_file_gets_the_replies_and_a_pipe_only_the_summary(bulk):
    answer = bulk(TABLE)
    assert (len(answer.out.splitlines()), answer.err) == (1, "")


def test_the_summary_as_json(bulk, tmp_path):
    answer = bulk(TABLE, "--json")
    assert (answer.err, answer.json["status"], answer.json["errors"]) == ("", "ok", [])
    assert (answer.data["rows"], answer.data["done"], answer.data["output"]) == (3, 3, str(tmp_path / "out.jsonl"))


@pytest.mark.parametrize("kind", ["jsonl", "csv", "mbox"])
def test_the_number_of_processes_changes_no_byte(bulk, tmp_path, kind):
    table = HEAD + "".join(
        f"k{n},{('DE', 'SA', 'ZZ', 'JP')[n % 4]},,Anna Berg,anna{n}@shop.example,A-{n},2026-12-{n % 28 + 1:02}\n"
        for n in range(1, 901)
    )
    made = []
    for jobs in ("1", "2", "3"):
        out, bad = f"out{jobs}.{kind}", tmp_path / f"bad{jobs}.csv"
        bulk(table, "--out", out, "--rejects", str(bad), "--send-at", "next-window", "--rate", "10/min", *MAILS,
             jobs=jobs, code=6)  # fmt: skip
        made.append((tmp_path / out).read_bytes() + bad.read_bytes())
    assert made[0] == made[1] == made[2]
    assert made[0].count(b"unknown-market") >= 225


# hostile cells

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


def test_hostile_cells_cannot_leave_their_place_in_a_mail(bulk, tmp_path):
    name = "Anna\r\nBcc: all@shop.example"
    made = io.StringIO(newline="")
    csv.writer(made).writerows([
        ["customer.name", "customer.email", "order_number", "new_date"],
        [name, "anna@shop.example", "A-1\nBcc: x@y.example", "2026-12-03"],
        ["=1+1", "-1@shop.example", "From nobody", "2026-12-03"],
    ])  # fmt: skip
    bulk(made.getvalue(), "--out", "out.mbox", "--market", "DE", *MAILS)
    mails = mbox_of(tmp_path / "out.mbox")
    assert len(mails) == 2
    assert all("Bcc" not in mail for mail in mails)


def test_hostile_reasons_are_safe_to_look_at(bulk, tmp_path):
    table = table_of({"a\x1b[2J": "A-1", "b": "A-2"}).replace("2026-12-03", "\x1b[31m2026")
    answer = bulk(table, "--market", "DE", "--check", code=6)
    assert "\x1b" not in answer.out + answer.err
    assert len(answer.out.splitlines()) == 3


def test_a_very_long_cell_is_no_fault_of_the_others(replies):
    rows = replies(table_of({"long": "x" * 200_000, "short": "A-2"}), "--market", "DE", code=6)
    assert [r["status"] for r in rows] == ["rejected", "done"]
    assert 0 < len(rows[0]["reason"]) < 300


# when


@pytest.mark.parametrize(
    ("when", "instant", "there", "reason"),
    [
        ("next-window", "2026-11-23T07:00:00Z", "2026-11-23T08:00:00+01:00", "the next contact window"),
        ("local:09:00", "2026-11-23T08:00:00Z", "2026-11-23T09:00:00+01:00", "the next 09:00 there"),
        ("2026-11-24T10:00:00+01:00", "2026-11-24T09:00:00Z", "2026-11-24T10:00:00+01:00", "the instant asked for"),
    ],
)
def test_each_row_has_its_instant_with_the_local_time_and_why(replies, when, instant, there, reason):
    (row,) = replies("order_number,new_date\nA-1,2026-12-03\n", "--market", "DE", "--send-at", when)
    assert (row["send_at"], row["send_local"]) == (instant, there)
    assert row["send_reason"].startswith(reason)


def test_nine_in_the_morning_is_nine_for_each_customer(replies):
    rows = replies(TABLE, "--send-at", "local:09:00")
    assert {row["send_local"][10:16] for row in rows} == {"T09:00"}
    assert len({row["send_at"][10:16] for row in rows}) == 3


def test_a_rate_spreads_messages(replies):
    table = "order_number,new_date\n" + "".join(f"A-{n},2026-12-03\n" for n in range(4))
    rows = replies(table, "--market", "DE", "--send-at", "next-window", "--rate", "2/min")
    assert [row["send_at"][11:19] for row in rows] == ["07:00:00", "07:00:30", "07:01:00", "07:01:30"]


def test_without_a_time_asked_for_there_is_none(replies):
    assert {(r["send_at"], r["send_local"], r["send_reason"]) for r in replies(TABLE)} == {(None, None, None)}


def test_whoever_must_agree_first_gets_nothing(replies):
    rows = replies(TABLE, "--purpose", "marketing", "--send-at", "next-window", code=6)
    assert (rows[0]["status"], rows[0]["code"], rows[0]["body"]) == ("rejected", "consent-needed", None)
    assert "must have agreed to marketing by email in Germany" in rows[0]["reason"]


# the record


def test_replies_are_recorded_once_with_what_they_say(bulk, cscli):
    cscli("customer", "add", "C-7", "--market", "DE", "--name", "Anna Berg", "--email", "anna@shop.example")
    table = "customer.key,order_number,new_date,market\nC-7,A-1,2026-12-03,\n,A-2,bad,FR\n,A-3,2026-12-04,FR\n"
    bulk(table, "--log", code=6)
    kept = cscli("log", "list", "--json").data
    assert len(kept) == 2
    shown = [cscli("log", "show", str(one["id"]), "--json").data for one in kept]
    first = next(one for one in shown if one["customer"] == "C-7")
    assert (first["intent"], first["market"], first["direction"]) == ("shipping-delay", "DE", "out")
    assert first["values"] == {"order_number": "A-1", "new_date": "2026-12-03"}
    assert "Ihre Bestellung A-1 wird" in first["body"]


def test_nothing_is_recorded_unless_asked(bulk, cscli):
    bulk(TABLE)
    assert cscli("log", "list", "--json").data == []


# other languages

FINNISH = {
    "Guten Tag XQ0QX,": "Hyvää päivää, XQ0QX,",
    "Ihre Bestellung XQ0QX wird leider später zugestellt als angekündigt.":
        "Valitettavasti tilauksenne XQ0QX toimitetaan ilmoitettua myöhemmin.",
    "Wir bitten Sie, die Verzögerung zu entschuldigen.": "Pyydämme anteeksi viivästystä.",
    "Der neue voraussichtliche Liefertermin ist der XQ0QX.": "Uusi arvioitu toimituspäivä on XQ0QX.",
    "Sollte sich der Liefertermin noch einmal ändern, melden wir uns sofort bei Ihnen.":
        "Jos päivämäärä muuttuu, otamme teihin heti yhteyttä.",
    "Bei Fragen können Sie einfach auf diese E-Mail antworten.": "Jos teillä on kysyttävää, vastatkaa tähän viestiin.",
    "Mit freundlichen Grüßen": "Ystävällisin terveisin",
    "Ihre Bestellung XQ0QX: neuer Liefertermin XQ1QX": "Tilauksenne XQ0QX: uusi toimituspäivä XQ1QX",
}  # fmt: skip
FOREIGN = HEAD + (
    "k1,DE,fi,Anna Berg,,A-1042,2026-12-03\nk2,DE,de,Anna Berg,,A-1043,2026-12-03\n"
    "k3,DE,fi,Aino Virtanen,,A-1044,2026-12-04\nk4,DE,fi,Aino Virtanen,,4111111111111111,2026-12-04\n"
)
CLEAN = FOREIGN[: FOREIGN.index("k4")]


@pytest.fixture
def server(service, monkeypatch):
    """A LibreTranslate server that is the desk's engine and speaks Finnish."""

    def says(asked):
        if asked.path == "/languages":
            return service.says(json.dumps([{"code": code, "targets": ["de", "fi"]} for code in ("de", "fi")]))
        return service.says(json.dumps({"translatedText": FINNISH.get(asked.json["q"], asked.json["q"])}))

    started = service(says)
    monkeypatch.setenv("CSCLI_LIBRETRANSLATE_URL", started.url)
    monkeypatch.setenv("CSCLI_ENGINES", "libretranslate")
    gc.disable()  # a record of an earlier run must not be closed by a thread of the server
    yield started
    gc.enable()
    gc.collect()


def asked_of(server):
    return [asked.json["q"] for asked in server.asked if asked.path == "/translate"]


def test_a_customer_whose_language_has_no_template_gets_it_translated(server, replies):
    rows = replies(CLEAN, "--translate")
    assert [(r["language"], r["status"]) for r in rows] == [("fi", "done"), ("de", "done"), ("fi", "done")]
    assert rows[0]["body"].startswith("Hyvää päivää, Anna Berg,\n\nValitettavasti tilauksenne A-1042 toimitetaan")
    assert "3. joulukuuta 2026" in rows[0]["body"]
    assert rows[0]["subject"] == "Tilauksenne A-1042: uusi toimituspäivä 3. joulukuuta 2026"
    assert "Aino Virtanen" in rows[2]["body"]
    assert "A-1044" in rows[2]["body"]
    assert [[f["check"] for f in r["findings"]] for r in rows] == [["machine-translated"], [], ["machine-translated"]]
    assert "Guten Tag Anna Berg" in rows[1]["body"]


def test_translations_are_the_same_from_several_processes(server, replies, shell, tmp_path):
    alone = replies(CLEAN, "--translate")
    line = ("bulk", "run", str(tmp_path / "in.csv"), "-i", "shipping-delay", "--translate", "--jobs", "2", "--out", "-")
    answer = shell("--now", "2026-11-22T09:30:00Z", *line)
    assert answer.code == 0, answer.err
    assert [json.loads(row) for row in answer.out.splitlines()] == alone


def test_each_sentence_is_asked_for_once_and_without_names_or_numbers(server, replies):
    replies(CLEAN, "--translate")
    sent = asked_of(server)
    assert len(sent) == len(set(sent))
    assert not any(part in " ".join(sent) for part in ("Anna", "Virtanen", "1042", "2026"))


def test_a_row_that_cannot_be_translated_well_is_rejected_with_the_reason(server, replies, tmp_path, monkeypatch):
    monkeypatch.setitem(FINNISH, "Mit freundlichen Grüßen", "Mit freundlichen Grüßen, Ihr Team")
    rows = replies(CLEAN, "--translate", "--rejects", str(tmp_path / "bad.csv"), "--log", code=6)
    assert [r["status"] for r in rows] == ["rejected", "done", "rejected"]
    assert "No translation came back that can be used from de to fi" in rows[0]["reason"]
    assert [line.rsplit(",", 7)[1] for line in (tmp_path / "bad.csv").read_text().splitlines()] == ["key", "k1", "k3"]


def test_what_must_not_be_sent_rejects_its_row_alone(server, replies):
    rows = replies(FOREIGN, "--translate", code=6)
    assert [(r["status"], r["code"]) for r in rows[2:]] == [("done", None), ("rejected", "card-number")]


def test_the_record_keeps_both_texts(server, bulk, cscli):
    bulk(CLEAN, "--translate", "--log")
    shown = [cscli("log", "show", str(one["id"]), "--json").data for one in cscli("log", "list", "--json").data]
    first = next(one for one in shown if "A-1042" in one["body"])
    assert first["body"].startswith("Hyvää päivää")
    assert first["agent_text"].startswith("Guten Tag Anna Berg")
    assert (first["language"], first["agent_language"], first["engines"]) == ("fi", "de", ["libretranslate"])


def test_without_translate_the_fallback_says_what_it_is(server, replies):
    rows = replies(CLEAN)
    assert [(r["language"], [f["check"] for f in r["findings"]]) for r in rows] == [
        ("de", ["language-fallback"]), ("de", []), ("de", ["language-fallback"])
    ]  # fmt: skip
    assert server.asked == []


@pytest.mark.parametrize("words", [("--engine", "google"), ("--engine", "google", "--online", "--private")])
def test_nothing_is_sent_away_without_consent(replies, words):
    rows = replies(CLEAN, "--translate", *words, code=6)
    assert [(r["status"], r["code"]) for r in rows] == [
        ("rejected", "privacy"),
        ("done", None),
        ("rejected", "privacy"),
    ]


def test_a_server_that_is_down_rejects_the_rows_that_need_it(service, replies, monkeypatch):
    monkeypatch.setenv("CSCLI_LIBRETRANSLATE_URL", service([service.says("{}", status=403)]).url)
    rows = replies(CLEAN, "--translate", "--engine", "libretranslate", code=6)
    assert [r["status"] for r in rows] == ["rejected", "done", "rejected"]
    assert "libretranslate" in rows[0]["reason"]


def test_an_engine_that_does_not_exist_is_refused_before_the_first_row(bulk, cscli, tmp_path):
    answer = bulk(CLEAN, "--translate", "--engine", "libretranslat", code=3)
    assert "Did you mean" in answer.err
    assert not (tmp_path / "out.jsonl").exists()
    assert cscli("bulk", "status", "--json").data == []


def test_all_markets_share_one_engine_that_is_ended_with_the_run(server, bulk, monkeypatch):
    from cscli.translation import session

    made, ended = [], []

    def counted(name, surroundings, real=session.engine):
        one = real(name, surroundings)
        made.append(name)
        close = one.close
        one.close = lambda: (ended.append(name), close())
        return one

    monkeypatch.setattr(session, "engine", counted)
    rows = "".join(f"k{m}{n},{m},fi,Anna Berg,,A-{n},2026-12-03\n" for m in ("DE", "AT") for n in range(3))
    bulk(HEAD + rows, "--translate")
    assert made == ended == ["libretranslate"]
