"""``cscli reply``: a finished reply on stdout and nothing else, in every market, recorded once."""

import pytest
from sweeps import each

from cscli.text import scripts

MINIMAL = ("--set", "order_number=A-1042", "--set", "new_date=2026-12-03")
MARKETS = [
    "AE", "AR", "AT", "AU", "BE", "BR", "CA", "CH", "CL", "CN", "CO", "DE", "ES", "FR", "GB", "HK", "ID", "IE",
    "IL", "IN", "IT", "JP", "KR", "MX", "NL", "NZ", "PH", "PL", "PT", "RU", "SA", "SE", "SG", "TH", "TR", "TW",
    "UA", "US", "VN", "ZA",
]  # fmt: skip
WRITING = {
    "ar": "Arab", "he": "Hebr", "hi": "Deva", "th": "Thai", "ru": "Cyrl", "uk": "Cyrl", "ja": "Hira", "ko": "Hang",
    "zh": "Hani",
}  # fmt: skip


def test_the_main_job_prints_a_finished_japanese_reply_and_only_it(cscli):
    answer = cscli("reply", "shipping-delay", "--market", "JP", "--name", "山田 太郎", *MINIMAL)
    assert answer.code == 0
    assert answer.out.startswith("山田 太郎 様\n")
    assert "A-1042" in answer.out
    assert "12月3日(木)" in answer.out
    assert answer.err == ""


def test_all_missing_variables_are_listed_at_once_and_nothing_is_on_stdout(cscli):
    answer = cscli("reply", "shipping-delay", "--market", "JP")
    assert answer.code == 3
    assert answer.out == ""
    assert "order_number" in answer.err
    assert "new_date" in answer.err


def test_the_list_of_markets_here_is_the_list_that_ships(cscli):
    assert [m["market"] for m in cscli("market", "list", "--json").data] == MARKETS


@each("market", MARKETS)
def test_every_market_gets_a_reply_in_its_own_language_without_a_warning(cscli, shipped, market):
    plain = cscli("reply", "shipping-delay", "--market", market, "--no-log", *MINIMAL)
    assert (plain.code, plain.err) == (0, "")
    answer = cscli("reply", "shipping-delay", "--market", market, "--no-log", "--json", *MINIMAL)
    assert answer.code == 0
    reply = answer.data
    spoken = shipped.catalog.market(market).languages
    assert reply["language"].partition("-")[0] in [tag.partition("-")[0] for tag in spoken]
    assert [f for f in reply["findings"] if f["severity"] != "info"] == []
    assert plain.out == reply["body"] + "\n"
    assert "A-1042" in reply["body"]
    assert len(reply["body"].split("\n\n")) >= 4
    script = WRITING.get(reply["language"].partition("-")[0], "Latn")
    assert scripts(reply["body"])[script] > 20


def test_a_second_language_of_a_market_is_written_on_demand(cscli):
    answer = cscli("reply", "shipping-delay", "--market", "CA", "--language", "fr", *MINIMAL)
    assert answer.code == 0
    assert answer.out.startswith("Bonjour,\n")
    assert "3 décembre" in answer.out


def test_a_language_without_templates_falls_back_along_the_chain_and_says_so(cscli):
    answer = cscli("reply", "shipping-delay", "--market", "ES", "--language", "ca", "--json", *MINIMAL)
    assert answer.code == 0
    assert answer.data["language"] == "es"
    assert answer.data["variant"][0] == "ca-ES"
    assert answer.data["variant"][-1] == "es"
    assert "language-fallback" in [f["check"] for f in answer.data["findings"]]


def test_a_fallback_is_said_on_stderr_even_when_nobody_looks(cscli):
    answer = cscli("reply", "shipping-delay", "--market", "ES", "--language", "ca", *MINIMAL)
    assert answer.code == 0
    assert answer.out.startswith("Hola:")
    assert "no template in ca" in answer.err


@each(
    ("market", "of_bad_news"),
    [("AU", "neutral"), ("FR", "formal"), ("ES", "neutral"), ("NL", "neutral"), ("US", "neutral")],
)
def test_bad_news_is_more_formal_only_where_the_customer_is_addressed_in_the_same_way(cscli, market, of_bad_news):
    usual = cscli("reply", "where-is-my-order", "--market", market, "--json", "--set", "order_number=A-1")
    bad = cscli("reply", "shipping-delay", "--market", market, "--json", *MINIMAL)
    assert (bad.data["register"], bad.data["address"]) == (of_bad_news, usual.data["address"])


def test_a_register_that_is_asked_for_is_used(cscli):
    formal = cscli("reply", "shipping-delay", "--market", "DE", *MINIMAL)
    casual = cscli("reply", "shipping-delay", "--market", "DE", "--register", "casual", *MINIMAL)
    assert "Ihre Bestellung" in formal.out
    assert "deine Bestellung" in casual.out
    assert "Ihre" not in casual.out


def test_a_chat_message_is_shorter_and_has_no_subject(cscli):
    mail = cscli("reply", "shipping-delay", "--market", "FR", "--json", *MINIMAL).data
    chat = cscli("reply", "shipping-delay", "--market", "FR", "--channel", "chat", "--json", *MINIMAL).data
    assert mail["subject"]
    assert chat["subject"] == ""
    assert len(chat["body"]) < len(mail["body"])
    assert "\n\n" not in chat["body"]


def test_two_situations_share_one_salutation_and_one_closing(cscli):
    answer = cscli(
        "reply", "shipping-delay", "refund-issued", "--market", "DE", *MINIMAL, "--set", "refund_amount=12.50",
        "--set", "refund_parts=shipping",
    )  # fmt: skip
    assert answer.code == 0
    assert answer.out.count("Guten Tag") == 1
    assert answer.out.count("Mit freundlichen Grüßen") == 1
    assert answer.out.index("3. Dezember 2026") < answer.out.index("12,50\u00a0€")


def test_the_same_situation_twice_counts_once(cscli):
    once = cscli("reply", "shipping-delay", "--market", "DE", "--no-log", *MINIMAL)
    twice = cscli("reply", "shipping-delay", "shipping_delay", "--market", "DE", "--no-log", *MINIMAL)
    assert twice.out == once.out


def test_a_gloss_stands_on_stderr_beside_the_reply(cscli):
    bare = cscli("reply", "shipping-delay", "--market", "DE", "--no-log", *MINIMAL)
    answer = cscli("reply", "shipping-delay", "--market", "DE", "--no-log", "--gloss", "en", *MINIMAL)
    assert answer.code == 0
    assert answer.out == bare.out
    assert "the same in en" in answer.err
    assert "by 3 December" in answer.err


def test_a_draft_marks_what_is_missing_and_is_not_recorded(cscli):
    answer = cscli("reply", "shipping-delay", "--market", "DE", "--draft", "--set", "order_number=A-1042")
    assert answer.code == 0
    assert "[[new_date]]" in answer.out
    assert "[[order_number]]" not in answer.out
    assert answer.err == ""  # its own marks are not held against it
    assert cscli("log", "list", "--json").data == []


def test_a_reply_is_recorded_with_all_that_made_it(cscli):
    sent = cscli("reply", "shipping-delay", "--market", "JP", "--json", *MINIMAL).data
    kept = cscli("log", "show", str(sent["interaction_id"]), "--json").data
    for key in ("body", "subject", "market", "language", "register", "channel", "intent", "variant", "template_digest"):
        assert kept[key] == sent[key], key
    assert kept["direction"] == "out"
    assert kept["values"] == {"order_number": "A-1042", "new_date": "2026-12-03"}
    assert kept["at"] == "2026-11-22T09:30:00Z"


def test_a_reply_can_be_kept_out_of_the_record(cscli, sealed):
    assert cscli("reply", "shipping-delay", "--market", "JP", "--no-log", *MINIMAL).code == 0
    assert not (sealed / "data").exists()


def test_the_agent_and_the_shop_sign_and_the_agent_is_recorded(cscli):
    signed = ("--option", "shop.name=Nordlicht Store", "--option", "agent.name=Li Wei")
    answer = cscli(*signed, "reply", "shipping-delay", "--market", "DE", "--json", *MINIMAL)
    assert answer.data["body"].endswith("Mit freundlichen Grüßen\nLi Wei\nNordlicht Store")
    assert cscli("log", "list", "--json").data[0]["agent"] == "Li Wei"


def test_a_record_that_is_damaged_does_not_keep_the_reply_from_the_agent(cscli, sealed):
    damaged = sealed / "damaged.db"
    damaged.write_bytes(b"this is not a database, only some words that were put in its place " * 40)
    answer = cscli("--db", str(damaged), "reply", "shipping-delay", "--market", "DE", *MINIMAL)
    assert answer.code == 5
    assert "3. Dezember 2026" in answer.out
    assert "damaged" in answer.err


def test_a_record_in_an_impossible_place_is_an_error_beside_the_reply_in_json_too(cscli, sealed):
    answer = cscli("--db", str(sealed), "reply", "shipping-delay", "--market", "DE", "--json", *MINIMAL)
    assert answer.code == 5
    assert answer.json["status"] == "error"
    assert answer.codes == ["record-unavailable"]
    assert "3. Dezember 2026" in answer.data["body"]
    assert answer.data["interaction_id"] is None


def test_what_is_missing_is_asked_for_on_stderr_until_it_fits(cscli):
    answer = cscli("reply", "shipping-delay", "--market", "DE", "--ask", stdin="A-7\n31.12.2026\n2026-12-31\n")
    assert answer.code == 0
    assert answer.out.startswith("Guten Tag,\n")
    assert "31. Dezember 2026" in answer.out
    assert "order_number" in answer.err
    assert "'31.12.2026' is not a date" in answer.err


def test_questions_without_answers_end_the_reply_and_print_nothing(cscli):
    answer = cscli("reply", "shipping-delay", "--market", "DE", "--ask", stdin="A-7\n")
    assert answer.code != 0
    assert answer.out == ""
    assert cscli("log", "list", "--json").data == []


def test_a_pipe_gets_the_text_alone_and_the_subject_only_when_asked_for(cscli):
    words = ("reply", "shipping-delay", "--market", "DE", "--no-log", *MINIMAL)
    plain, whole = cscli(*words), cscli(*words, "--with-subject")
    assert not plain.out.startswith("Subject: ")
    assert whole.out == f"Subject: {cscli(*words, '--json').data['subject']}\n\n{plain.out}"


def test_a_chat_has_no_subject_to_show(cscli):
    words = ("reply", "shipping-delay", "--market", "DE", "--channel", "chat", "--no-log", *MINIMAL)
    assert cscli(*words, "--with-subject").out == cscli(*words).out


def test_a_machine_without_a_clipboard_still_gives_the_reply(cscli, monkeypatch, sealed):
    monkeypatch.setenv("PATH", str(sealed))
    answer = cscli("reply", "shipping-delay", "--market", "DE", "--copy", *MINIMAL)
    assert answer.code == 0
    assert answer.out.startswith("Guten Tag,\n")
    assert "clipboard" in answer.err


def test_a_reply_without_a_market_says_how_to_name_one(cscli):
    answer = cscli("reply", "shipping-delay", *MINIMAL)
    assert (answer.code, answer.out) == (2, "")
    assert "--market JP" in answer.err


def test_the_customers_own_time_and_zone_are_in_the_answer(cscli):
    local = cscli("reply", "shipping-delay", "--market", "US", "--zone", "America/Denver", "--json", *MINIMAL)
    assert local.data["customer"] == {
        "key": "", "zone": "America/Denver", "local_time": "2026-11-22T02:30:00-07:00", "open": False, "quiet": False,
    }  # fmt: skip


def test_an_amount_that_is_asked_for_is_read_in_the_currency_of_the_market(cscli):
    answer = cscli("reply", "refund-issued", "--market", "JP", "--ask", stdin="A-1\n12.50\n1250\n")
    assert (answer.code, "1,250円" in answer.out) == (0, True)
    assert "more decimals than JPY has" in answer.err


@pytest.mark.parametrize("way", [("--send",), ("--hold",), ("--until", "2030-01-01 10:00"), ("--eml", "out.eml")])
def test_what_leaves_the_desk_cannot_go_unrecorded(cscli, way):
    answer = cscli("reply", "shipping-delay", "--market", "DE", *MINIMAL, "--no-log", *way, "--json")
    assert (answer.code, answer.codes) == (2, ["bad-combination"])
