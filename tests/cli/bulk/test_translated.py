"""``cscli bulk run --translate``: customers whose language has no template."""

import gc
import json

import pytest
from late_parcels import PEOPLE

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
FOREIGN = PEOPLE + (
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


def test_the_record_keeps_both_texts(server, sent, cscli):
    sent(CLEAN, "--translate", "--log")
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


def test_an_engine_that_does_not_exist_is_refused_before_the_first_row(sent, cscli, tmp_path):
    answer = sent(CLEAN, "--translate", "--engine", "libretranslat", code=3)
    assert "Did you mean" in answer.err
    assert not (tmp_path / "out.jsonl").exists()
    assert cscli("bulk", "status", "--json").data == []


def test_all_markets_share_one_engine_that_is_ended_with_the_run(server, sent, monkeypatch):
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
    sent(PEOPLE + rows, "--translate")
    assert made == ended == ["libretranslate"]
