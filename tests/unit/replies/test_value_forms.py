"""The forms in which a template can print a value, in the languages of the shipped markets."""

from datetime import UTC, date, datetime

import pytest
from sweeps import each

from cscli.errors import UsageError
from cscli.markets.formats import formats_for
from cscli.paths import Paths
from cscli.replies.contract.intent import joint_variables
from cscli.replies.templates.catalog import TemplateCatalog
from cscli.replies.templates.inspect import template_faults
from cscli.replies.values.shown import Placeholder, Unset
from cscli.replies.values.writer import ValueWriter
from cscli.text import FSI, LRI, PDI

TODAY = date(2026, 11, 30)
THIRD, FIFTH = date(2026, 12, 3), date(2026, 12, 5)


@pytest.fixture
def shown(shipped):
    """A value as the templates of a language see it, for a customer of a market."""
    variables = joint_variables(list(shipped.templates.intents.values()))

    def written(tag, market, today=TODAY, **values):
        language, home = shipped.catalog.language(tag), shipped.catalog.market(market)
        writer = ValueWriter(
            formats_for(language, home), zone=home.zone, is_rtl=language.is_rtl, variables=variables,
            ranges={"delivery": ("delivery_from", "delivery_to")}, today=today,
        )  # fmt: skip
        return writer.shown(values, {})

    return written


@each(
    ("tag", "market", "said"),
    [
        ("en-GB", "GB", "between 3 and 5 December"),
        ("en-US", "US", "between December 3 and 5"),
        ("de", "DE", "zwischen dem 3. und dem 5. Dezember"),
        ("fr", "FR", "entre le 3 et le 5 décembre"),
        ("it", "IT", "tra giovedì 3 e sabato 5 dicembre"),
        ("pl", "PL", "od 3 do 5 grudnia"),
        ("ru", "RU", "с 3 по 5 декабря"),
        ("tr", "TR", "3 ile 5 Aralık tarihleri arasında"),
        ("he", "IL", "בין 3 ל-5 בדצמבר"),
        ("vi", "VN", "từ ngày 3 đến ngày 5 tháng 12"),
        ("ja", "JP", "12月3日(木)から5日(土)の間に"),
        ("zh-CN", "CN", "12月3日至5日"),
    ],
)
def test_a_range_says_what_both_days_share_once(shown, tag, market, said):
    assert shown(tag, market, delivery_from=THIRD, delivery_to=FIFTH)["delivery"].when == said


def test_a_range_over_the_turn_of_the_year_names_years_only_where_they_are_not_obvious(shown):
    near = shown("de", "DE", delivery_from=date(2026, 12, 30), delivery_to=date(2027, 1, 2))["delivery"]
    far = shown("de", "DE", delivery_from=date(2027, 12, 30), delivery_to=date(2028, 1, 2))["delivery"]
    assert near.when == "zwischen dem 30. Dezember und dem 2. Januar"
    assert far.when == "zwischen dem 30. Dezember 2027 und dem 2. Januar 2028"


def test_the_bare_range_is_an_interval_of_cldr_with_its_year(shown):
    assert shown("de", "DE", delivery_from=THIRD, delivery_to=FIFTH)["delivery"] == "3.–5. Dezember 2026"


def test_one_day_is_no_range_and_one_end_is_said_with_its_own_word(shown):
    same = shown("de", "DE", delivery_from=THIRD, delivery_to=THIRD)["delivery"]
    last = shown("de", "DE", delivery_to=FIFTH)["delivery"]
    first = shown("de", "DE", delivery_from=THIRD)["delivery"]
    assert [one.when for one in (same, last, first)] == ["am 3. Dezember", "bis zum 5. Dezember", "ab dem 3. Dezember"]
    assert [one.is_day for one in (same, last, first)] == [True, False, False]
    assert [one.has_start for one in (same, last, first)] == [True, False, True]
    assert [one.has_end for one in (same, last, first)] == [True, True, False]
    assert not any(one.is_range for one in (same, last, first))
    assert (last.end, first.start) == ("5. Dezember 2026", "3. Dezember 2026")


@each(
    ("tag", "market", "said"),
    [
        ("de", "DE", ("heute", "morgen", "bis morgen")),
        ("fr", "FR", ("aujourd’hui", "demain", "au plus tard demain")),
        ("pl", "PL", ("dzisiaj", "jutro", "do jutra")),
        ("ar", "SA", ("اليوم", "غدًا", "في موعد أقصاه الغد")),
        ("ja", "JP", ("本日", "明日", "明日までに")),
    ],
)
def test_today_and_tomorrow_are_said_so(shown, tag, market, said):
    now, next_day = (shown(tag, market, new_date=day)["new_date"] for day in (TODAY, date(2026, 12, 1)))
    assert (now.on, next_day.on, next_day.by) == said


def test_every_language_has_words_for_today_and_tomorrow_and_quotes_and_a_range(shipped):
    lacking = {
        (tag, part)
        for tag in shipped.catalog.language_tags()
        for formats in [shipped.catalog.language(tag).formats]
        for part, there in {
            "today": "today" in formats["dates"].get("days", {}),
            "tomorrow": "tomorrow" in formats["dates"].get("days", {}),
            "range": "range" in formats["dates"],
            "quotes": "quotes" in formats,
            "carriers": {"by", "at"} <= formats["carriers"].keys(),
        }.items()
        if not there
    }
    assert lacking == set()


def test_a_plain_date_stays_whole_and_a_form_leaves_out_an_obvious_year(shown):
    near, far = (shown("en-GB", "GB", new_date=day)["new_date"] for day in (THIRD, date(2027, 12, 3)))
    assert (near, near.on, far.on) == ("3 December 2026", "on 3 December", "on 3 December 2027")


def test_a_date_knows_its_side_of_today(shown):
    sides = [shown("de", "DE", refund_date=day)["refund_date"] for day in (date(2026, 11, 29), TODAY, THIRD)]
    assert [(d.is_past, d.is_today, d.is_future) for d in sides] == [
        (True, False, False), (False, True, False), (False, False, True)
    ]  # fmt: skip


def test_without_a_clock_no_date_is_called_today(shown):
    told = shown("de", "DE", today=None, new_date=TODAY)["new_date"]
    assert (told.on, told.is_today, told.is_past, told.is_future) == ("am 30. November 2026", False, False, False)


def test_a_time_has_its_date_and_its_clock_time(shown):
    scan = shown("de", "DE", last_scan_at=datetime(2026, 11, 30, 9, 30, tzinfo=UTC))["last_scan_at"]
    assert (scan, scan.time, scan.date.on) == ("30. November 2026 um 10:30 Uhr", "10:30 Uhr", "heute")


@each(
    ("tag", "market", "said"),
    [
        ("en-GB", "GB", "“Lamp ‘Spark’”"), ("de", "DE", "„Lamp ‚Spark‘“"), ("ru", "RU", "«Lamp „Spark“»"),
        ("fr", "FR", "«\u00a0Lamp “Spark”\u00a0»"), ("ja", "JP", "「Lamp 『Spark』」"), ("pl", "PL", "„Lamp «Spark»”"),
    ],
)  # fmt: skip
def test_free_words_stand_in_the_languages_quotes_with_its_inner_ones_inside(shown, tag, market, said):
    assert shown(tag, market, item='Lamp "Spark"')["item"].quoted == said


def test_quotes_around_all_of_it_are_not_doubled_and_a_single_mark_stays(shown):
    assert shown("ru", "RU", item="«Лампа»")["item"].quoted == "«Лампа»"
    assert shown("en-GB", "GB", item='27" screen')["item"].quoted == '“27" screen”'


@each(("typed", "several"), [("2x Wool blanket", True), ("Wool blanket x3", True), ("1x Lamp", False), ("Lamp", False)])
def test_a_text_can_ask_whether_several_of_an_item_are_meant(shown, typed, several):
    assert shown("en-GB", "GB", item=typed)["item"].is_several is several
    assert Unset("item").is_several is False


@each(
    ("tag", "market", "said"),
    [
        ("en-GB", "GB", "2 × Wool blanket and Lamp"), ("tr", "TR", "2 adet Wool blanket ve Lamp"),
        ("ja", "JP", "Wool blanket（2点）、Lamp"), ("ru", "RU", "Wool blanket (2\u00a0шт.) и Lamp"),
    ],
)  # fmt: skip
def test_items_have_their_counts_as_the_language_writes_them(shown, tag, market, said):
    assert shown(tag, market, items=("2x Wool blanket", "Lamp x1"))["items"] == said


def test_many_items_can_stand_line_by_line(shown):
    items = shown("en-GB", "GB", items=("A", "B", "2 x C", "D"))["items"]
    assert (items.is_many, items.lines) == (True, "– A\n– B\n– 2 × C\n– D")
    assert not shown("en-GB", "GB", items=("A", "B"))["items"].is_many


@each(
    ("tag", "market", "carrier", "said"),
    [
        ("de", "AT", "Austrian Post", ("mit der Österreichischen Post", "bei der Österreichischen Post")),
        ("de", "DE", "dhl", ("mit DHL", "bei DHL")),
        ("de", "DE", "Acme", ("mit dem Versanddienstleister Acme", "beim Versanddienstleister Acme")),
        ("fr", "FR", "colissimo", ("par Colissimo", "chez Colissimo")),
        ("pt-BR", "BR", "Correios", ("pelos Correios", "nos Correios")),
        ("uk", "UA", "Нова пошта", ("Новою поштою", "у Новій пошті")),
        ("ja", "JP", "Yamato", ("ヤマト運輸にて", "ヤマト運輸に")),
    ],
)
def test_a_known_carrier_has_the_forms_of_a_sentence_and_another_stands_behind_a_noun(
    shown, tag, market, carrier, said
):
    form = shown(tag, market, carrier=carrier)["carrier"]
    assert (form.by, form.at) == said


def test_an_address_runs_in_the_direction_of_its_own_letters(shown):
    def address(tag, market, text):
        return shown(tag, market, shipping_address=text)["shipping_address"]

    assert address("ar", "SA", "شارع العليا 12") == f"{FSI}شارع العليا 12{PDI}"
    assert address("ar", "SA", "12 High Street") == f"{LRI}12 High Street{PDI}"
    assert address("en-GB", "GB", "شارع العليا 12") == f"{FSI}شارع العليا 12{PDI}"
    assert address("en-GB", "GB", "12 High Street") == "12 High Street"


def test_a_link_and_an_order_number_run_from_left_to_right(shown):
    values = shown("ar", "SA", order_number="A-1042", tracking_link="https://track.example/طرد")
    assert {text[0] for text in values.values()} == {LRI}


def test_a_value_that_is_not_there_has_false_tests_and_no_form_that_prints():
    assert not Unset("delivery").is_range
    assert not Unset("new_date").on
    with pytest.raises(UsageError, match="prints new_date, which has no value"):
        str(Unset("new_date").on)


def test_a_draft_marks_every_form_of_a_missing_value():
    mark = Placeholder("[[new_date]]")
    assert (mark.on, mark.is_future) == ("[[new_date]]", False)


def test_a_check_of_templates_tries_a_date_on_both_sides_of_today(shipped, tmp_path):
    folder = tmp_path / "templates" / "de"
    folder.mkdir(parents=True)
    text = "{% if refund_date.is_future %}Wir senden {{ nonsense.on }}.{% else %}Gesendet.{% endif %}"
    (folder / "refund-issued.yaml").write_text(
        "schema: 1\nintent: refund-issued\nlanguage: de\ntexts:\n  formal:\n    subject: S\n"
        f"    email: ['{{{{ order_number }}}} {{{{ refund_amount }}}}', '{text}']\n"
        "    chat: ['{{ order_number }} {{ refund_amount }}']\n",
        encoding="utf-8",
    )
    paths = Paths(config=tmp_path / "c", data=tmp_path / "d", cache=tmp_path / "k", workspace=tmp_path)
    found = template_faults(TemplateCatalog(paths), shipped.catalog, "de", intent="refund-issued")
    assert any("when today is 0001-01-01" in fault.message for fault in found)
