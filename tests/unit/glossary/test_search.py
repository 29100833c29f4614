"""How a word is found in a text, whichever form its language bends it into."""

from sweeps import each

from cscli.glossary.search import Form, FormIndex, ReadText, Span, apart, same_key


def spans(word, text, language):
    found = FormIndex([(word, None)], language).found(ReadText(text, language))
    return sorted({span for span, _ in found})


def found(word, text, language):
    """What stands in the text of a word, in the text's own letters."""
    return [text[start:end] for start, end in spans(word, text, language)]


@each(
    ("language", "word", "text", "stands"),
    [
        ("en", "refund", "Refunds were sent", ["Refunds"]), ("en", "delivery", "two deliveries", ["deliveries"]),
        ("en", "customer", "the customer's parcel", ["customer"]), ("en", "cart", "a carton", []),
        ("en", "tracking number", "your Tracking-Numbers", ["Tracking-Numbers"]),
        ("en", "tracking number", "of tracking. Number", []),
        ("en", "tracking number", "tracking\nnumber", ["tracking\nnumber"]),
        ("en", "paid return", "I paid\n\nreturns", []),
        ("en", "e-mail", "an e-mail", ["e-mail"]), ("en", "tax", "syntax", []),
        ("de", "Rückgabe", "die RUECKGABE, Rückgaben", ["Rückgaben"]), ("de", "Paket", "des Pakets", ["Pakets"]),
        ("nl", "zending", "de zendingen", ["zendingen"]), ("nl", "pakket", "alle pakketten", ["pakketten"]),
        ("sv", "vara", "varor varorna", ["varor", "varorna"]),
        ("fr", "envoi", "l'envoi, les envois", ["envoi", "envois"]),
        ("es", "devolución", "sus devoluciones", ["devoluciones"]), ("it", "pacco", "i pacchi", ["pacchi"]),
        ("pt", "devolução", "as devoluções", ["devoluções"]),
        ("pl", "przesyłka", "przesyłki przesyłkę", ["przesyłki", "przesyłkę"]),
        ("ru", "посылка", "посылку, посылками", ["посылку", "посылками"]),
        ("uk", "повернення", "поверненням", ["поверненням"]),
        ("tr", "iade", "İADELERİNİZİ", ["İADELERİNİZİ"]),
        ("tr", "takip numarası", "takip numaranız", ["takip numaranız"]),
        ("id", "pengembalian", "pengembaliannya", ["pengembaliannya"]), ("he", "משלוח", "והמשלוחים", ["והמשלוחים"]),
        ("ar", "طلب", "بالطلبات", ["بالطلبات"]),
        ("ar", "الشحنة", "شحنتك", ["شحنتك"]), ("hi", "वापसी", "वापसी", ["वापसी"]),
        ("ko", "환불", "환불을 요청", ["환불을"]),
        ("vi", "hoàn tiền", "Hoàn tiền", ["Hoàn tiền"]), ("vi", "bán", "bạn", []),
        ("ja", "返品", "ご返品送料", ["返品"]), ("zh", "运单号", "您的运单号是", ["运单号"]),
        ("th", "พัสดุ", "รับพัสดุแล้ว", ["พัสดุ"]),
        ("th", "คืน", "ยืนยัน คืน", ["คืน"]), ("th", "คืน", "คืนนี้", []), ("zh", "PayPal", "使用PAYPAL付款", ["PAYPAL"]),
        ("", "Nordlicht", "NORDLICHT", ["NORDLICHT"]),
    ],
)  # fmt: skip
def test_a_word_is_found_in_the_forms_of_its_language(language, word, text, stands):
    assert found(word, text, language) == stands


@each(
    ("language", "word", "text", "stands"),
    [
        ("de", "Erstattung", "Ihre Rückerstattung", True), ("de", "Retoure", "Retourenetikett", True),
        ("de", "Erstattung", "Ihr Geld", False), ("pl", "paczka", "tej paczce", True),
        ("ru", "посылка", "нет посылок", True), ("es", "número de seguimiento", "el número de su seguimiento", True),
        ("es", "número de seguimiento", "el número. Hoy no hay ningún seguimiento", False),
        ("ko", "운송장 번호", "운송장번호는", True),
        ("ja", "追跡 番号", "追跡番号", True), ("en", "tax", "syntax", False),
        ("zh", "退款", "退货", False), ("tr", "iade", "iadelerinizdekiler", True),
    ],
)  # fmt: skip
def test_a_form_is_accepted_more_leniently_than_it_is_found(language, word, text, stands):
    assert Form(word, language).stands(ReadText(text, language)) is stands


@each("word", ["", "  ", "++", "\u0300"])
def test_what_holds_no_word_is_found_nowhere(word):
    assert spans(word, "a ++ b", "en") == []
    assert Form(word, "en").stands(ReadText("a ++ b", "en")) is False


@each("text", ["", "\ud800\udfff", "\u202eabc", "x" * 100_000, "\u0301" * 1000, "ẞß ŉ İ"])
def test_no_text_is_too_strange(text):
    index = FormIndex([("refund", 1), ("退款", 2)], "en")
    assert list(index.found(ReadText(text, "en"))) == []


def test_many_words_are_found_in_one_pass_and_the_longest_wins():
    index = FormIndex([("number", "n"), ("tracking number", "t"), ("退", "r"), ("退款", "f"), ("refund", "e")], "en")
    read = ReadText("Tracking numbers, 退款", "en")
    assert [(read.text[s.start : s.end], what) for s, what in apart(index.found(read))] == [
        ("Tracking numbers", "t"), ("退款", "f"),
    ]  # fmt: skip


def test_places_are_those_of_the_text_where_folding_would_change_its_length():
    assert spans("退款", "İß退款", "zh") == [Span(2, 4)]


@each(("one", "other"), [("Refund", "refund"), ("e-mail", "E Mail"), ("Rückgabe", "ruckgabe"), ("退 款", "退款")])
def test_spellings_of_one_term_have_one_key(one, other):
    assert same_key(one) == same_key(other)


def test_in_vietnamese_accents_make_another_word():
    assert same_key("bán", "vi") != same_key("bạn", "vi")
