"""Checks on how a text speaks to the customer: register, words to avoid, marks, promises, length."""

import pytest
from sweeps import each

from cscli.markets.market import Market
from cscli.quality.finding import Severity
from cscli.quality.kinds.address import Address
from cscli.quality.kinds.wordings import Claim
from cscli.quality.registry import shipped_checks
from cscli.quality.subject import read_subject
from cscli.quality.words import spans_of

(ADDRESS,) = [check for check in shipped_checks().all if isinstance(check, Address)]
CLAIMS = [check for check in shipped_checks().all if isinstance(check, Claim)]

MIXED = {
    "ar": ("نرسل طلبكم ونشكر لك صبرك", "لك"),
    "de": ("Wir danken Ihnen. Hast du Fragen zu Ihrer Bestellung?", "du"),
    "es": ("Le escribimos a usted porque tu pedido llegó. Gracias a usted.", "tu"),
    "fr": ("Nous vous remercions. Ton colis arrive chez vous.", "Ton"),
    "he": ("ההזמנה שלכם אצלנו, נשלח אליכם אותה ונעדכן אותך", "אותך"),
    "hi": ("आपका ऑर्डर आ गया है, तुम इसे देखो और आप बताएँ", "तुम"),
    "id": ("Pesanan Anda tiba, kamu bisa cek, Anda juga bisa tanya", "kamu"),
    "it": ("Il pacco arriva da Lei, ti scriviamo per il Suo ordine", "ti"),
    "ja": ("商品をお送りします。明日届く予定である。お待ちください。", "である"),
    "ko": ("주문이 접수되었습니다. 내일 도착한다. 감사합니다.", "다"),
    "nl": ("Uw pakket is er. Je kunt u melden.", "Je"),
    "pl": ("Dziękujemy, że wysłał Pan list. Twoja paczka czeka na Pana.", "Twoja"),
    "pt": ("Você recebeu o teu pedido? Você pode responder.", "teu"),
    "ru": ("Ваш заказ у нас, твой товар едет к вам", "твой"),
    "sv": ("Du får din vara, om ni vill", "ni"),
    "th": ("ขอบคุณครับ ส่งแล้วครับ รอรับได้เลยค่ะ", "ค่ะ"),
    "tr": ("Siz sipariş verdiniz, sana gönderdik, size yazarız", "sana"),
    "uk": ("Ваше замовлення у нас, твій товар їде до вас", "твій"),
    "vi": ("Kính gửi Quý khách, bạn vui lòng chờ. Cảm ơn Quý khách.", "bạn"),
    "zh": ("您好，你的订单已发货，感谢您", "你"),
}
ONE_WAY = [
    ("de", "Danke, wir haben deine Ware. Sie kommt morgen. Ihre Farbe ist blau."),
    ("de", "Guten Tag,\n\nIhre Bestellung ist da. Sie erhalten sie morgen; ihr Preis blieb gleich."),
    ("fr", "Nous vous remercions de votre patience."),
    ("it", "I Suoi articoli arrivano; la borsa e la sua fodera. Le scriveremo."),
    ("nl", "U kunt uw pakket om 16 u ophalen."),
    ("pl", "Dzień dobry, ci klienci, którzy wysłali list, czekają na Państwa."),
    ("ja", "まだ。お待ちください。\n・商品\n担当：Li Wei"),
    ("ko", "안녕하세요. 주문이 접수되었습니다."),
    ("th", "คะแนนสะสมของคุณลูกค้าครับ"),
    ("vi", "Quý khách và bạn bè của Quý khách"),
    ("zh", "您的迷你音箱已发货"),
    ("hi", "आपका ऑर्डर आ गया है"),
    ("ar", "السلام عليكم، وصل طلبكم"),
    ("pt", "O seu pedido chegou."),
    ("en", "Hey, how are you?"),
]


@pytest.fixture
def said(shipped, said_by):
    """What a check finds in a text for a market."""

    def found(name, text, language="de", market="", **options):
        card = shipped.catalog.market(market) if market else None
        return said_by(name, text, language=language, market=card, **options)

    return found


@each("language", MIXED)
def test_register_fails_where_two_ways_of_address_are_mixed(said, language):
    text, word = MIXED[language]
    (found,) = said("register", text, language, channel="email")
    assert (found.check, found.severity, text[found.start : found.end]) == ("register", Severity.WARNING, word)


@each(("language", "text"), ONE_WAY)
def test_register_passes_one_way_of_address(said, language, text):
    assert said("register", text, language, channel="email") == []


@each(
    ("text", "language", "options", "fits"),
    [
        ("Hast du dein Paket?", "de", {"market": "DE"}, False),
        ("Hast du dein Paket?", "de", {"market": "DE", "register": "casual"}, True),
        ("Haben Sie Ihr Paket?", "de", {"register": "casual"}, False),
        ("¿Ha recibido usted el paquete?", "es", {"market": "ES"}, True),
        ("¿Ha recibido usted el paquete?", "es", {"market": "ES", "register": "casual"}, False),
        ("¿Has recibido tu paquete?", "es", {"market": "ES"}, True),
        ("¿Has recibido tu paquete?", "es-MX", {"market": "MX"}, False),
        ("Je pakket is er", "nl", {"market": "NL", "register": "formal"}, False),
        ("주문이 접수됐어요. 감사합니다.", "ko", {"market": "KR", "channel": "chat"}, True),
        ("주문이 접수됐어요. 감사합니다.", "ko", {"market": "KR", "channel": "email"}, False),
        ("Hast du dein Paket?", "de", {}, True),
    ],
)
def test_register_is_what_was_asked_for_or_at_least_that_of_the_market(said, text, language, options, fits):
    assert (said("register", text, language, **options) == []) is fits


@each(
    ("text", "language", "market", "word"),
    [
        ("Antworten Sie bitte asap.", "de", "DE", "asap"),
        ("Die Straße ist gesperrt.", "de", "CH", "Straße"),
        ("申し訳ありませんができません。", "ja", "JP", "できません"),
        ("我们是最好的商店", "zh", "CN", "最"),
        ("당신은 고객입니다", "ko", "KR", "당신"),
        ("בברכת חג המולד שמח", "he", "IL", "חג המולד"),
        ("عروض الجمعة السوداء", "ar", "SA", "الجمعة السوداء"),
        ("Envoyez un mail", "fr", "CA", "mail"),
        ("Su celular llegó", "es", "ES", "celular"),
        ("คุณ แก อยู่ไหน", "th", "TH", "แก"),
    ],
)
def test_avoided_words_fails(said, text, language, market, word):
    (found,) = said("avoided-words", text, language, market)
    assert (found.severity, text[found.start : found.end]) == (Severity.WARNING, word)


def test_avoided_words_say_what_the_card_says_to_write_instead(said):
    (found,) = said("avoided-words", "Tu carro llegó", "es", "ES")
    assert (found.message, found.suggestion) == ("'carro' is to be avoided in Spain: say coche.", "coche")


@each(
    ("text", "language", "market"),
    [
        ("Please reply by mail", "en", "CA"), ("最晚于明天送达，最近", "zh", "CN"), ("订单金额250元", "zh", "CN"),
        ("ขอแก้ไขแกะกล่อง", "th", "TH"), ("Kulanzregelung, mail@asap.example", "de", "DE"), ("gentle, quiet", "en", "GB"),
        ("ASAP", "de", ""),
    ],
)  # fmt: skip
def test_avoided_words_passes(said, text, language, market):
    assert said("avoided-words", text, language, market) == []


@each(("text", "market", "most"), [("Danke!", "DE", 0), ("Hi! Bye!", "US", 1), ("您好！谢谢！", "CN", 1)])
def test_exclamations_fails_at_the_first_mark_too_many(said, text, market, most):
    (found,) = said("exclamations", text, "de", market)
    assert text[found.start] in "!！"
    assert sum(text[: found.start].count(mark) for mark in "!！") == most


@each(("text", "market"), [("Danke.", "DE"), ("Hi!", "US"), ("Hi!!!", "")])
def test_exclamations_passes(said, text, market):
    assert said("exclamations", text, "en", market) == []


def test_every_language_knows_the_words_of_each_promise(said):
    languages = {*ADDRESS.ways, "en"}
    assert [claim.about for claim in CLAIMS if set(claim.words) != languages] == []
    firsts = [(language, claim.words[language][0].rstrip("*")) for claim in CLAIMS for language in languages]
    found = {(language, word): said("promises", f" {word} ", language) for language, word in firsts}
    assert len(CLAIMS) == 3
    assert [key for key, said_there in found.items() if [f.severity for f in said_there] != [Severity.INFO]] == []


WARRANTY = {
    "ar": "كم مدة الضمان؟", "de": "Wie lange gilt die Garantie?", "en": "How long is the warranty?",
    "es": "¿Cuánto dura la garantía?", "fr": "Quelle est la durée de la garantie ?", "he": "מהי תקופת האחריות?",
    "hi": "वारंटी कितने समय की है?", "id": "Berapa lama garansinya?", "it": "Quanto dura la garanzia?",
    "ja": "保証期間はどのくらいですか？", "ko": "보증 기간은 얼마나 되나요?", "nl": "Hoelang geldt de garantie?",
    "pl": "Jak długo trwa gwarancja?", "pt": "Quanto tempo dura a garantia?", "ru": "Какой срок гарантии?",
    "sv": "Hur lång är garantin?", "th": "ระยะเวลารับประกันนานเท่าไหร่", "tr": "Garanti süresi ne kadar?",
    "uk": "Який термін гарантії?", "vi": "Thời gian bảo hành là bao lâu?", "zh": "保修期是多久？",
}  # fmt: skip


@each("language", WARRANTY)
def test_a_warranty_is_a_guarantee_in_every_language_or_in_none(said, language):
    for other, text in WARRANTY.items():
        assert said("promises", WARRANTY[language], language, source=text, source_language=other) == []
    assert said("promises", WARRANTY[language], language, source="Wo ist es?", source_language="de") != []


@each(
    ("language", "text"),
    [
        ("ar", "متى سأسترد أموالي؟"), ("es", "¿Cuándo me devolverán el dinero?"), ("fr", "Remboursez-moi !"),
        ("he", "מתי אקבל את הכסף בחזרה?"), ("id", "Kapan uang saya kembali?"), ("it", "Le abbiamo rimborsato 5 €."),
        ("nl", "Wanneer krijg ik mijn geld terug?"), ("pl", "Zwróciliśmy Państwu 5 €."),
        ("pt", "Quando recebo o meu dinheiro de volta?"), ("ru", "Мне ещё не вернули деньги."),
        ("sv", "Jag skulle vilja ha en återbetalning."), ("th", "ยังไม่ได้รับเงินคืน"), ("tr", "Para iademi almadım."),
        ("uk", "Мені ще не повернули кошти."), ("vi", "Khi nào tôi được nhận lại tiền?"),
    ],
)  # fmt: skip
def test_a_refund_that_the_source_speaks_of_in_its_own_way_is_no_new_promise(said, language, text):
    assert said("promises", "I was promised a refund.", "en", source=text, source_language=language) == []


def test_a_promise_that_the_source_does_not_make_is_a_warning(said):
    options = {"source": "Please send us a photo.", "source_language": "en"}
    (found,) = said("promises", "Wir erstatten den Betrag.", "de", **options)
    assert found.severity is Severity.WARNING
    assert said("promises", "Wir erstatten es.", "de", source="We refund it. A refund.", source_language="en") == []


def test_a_free_choice_promises_nothing(said):
    assert said("promises", "Feel free to ask.", "en") == []


@each(
    ("text", "channel", "fits"),
    [
        ("a" * 160, "sms", True), ("a" * 161, "sms", False), ("я" * 70, "sms", True), ("я" * 71, "sms", False),
        ("a" * 80 + "€" * 40, "sms", True), ("a" * 80 + "€" * 41, "sms", False), ("👍" * 36, "sms", False),
        ("a" * 1000, "chat", True), ("a" * 1001, "chat", False), ("a" * 4097, "whatsapp", False),
        ("a" * 9999, "email", True),
    ],
)  # fmt: skip
def test_channel_length(said, text, channel, fits):
    assert (said("channel-length", text, channel=channel) == []) is fits


def test_forms_that_a_register_expects_are_forms_of_the_language():
    for language, ways in ADDRESS.ways.items():
        named = {form for forms in (*ways.expects.values(), ways.chat) for form in forms}
        assert named <= set(ways.forms), language
        assert len({word for words in ways.forms.values() for word in words}) == sum(map(len, ways.forms.values()))


@each(
    ("words", "text", "found"),
    [
        (("abc*",), "abcdef xabc", ["abcdef"]),
        (("no cost",), "at no\ncost", ["no\ncost"]),
        (("don't",), "I don’t", ["don’t"]),
        ((), "abc", []),
    ],
)
def test_a_word_is_a_whole_word_unless_it_has_a_star(words, text, found):
    assert [text[start:end] for start, end in spans_of(words, text)] == found


def test_good_replies_in_every_language_raise_no_warning(shipped):
    from cscli.replies.templates.preview import PreviewRequest, previews
    from cscli.replies.voice import Sender

    def market(code: str) -> Market:
        return shipped.catalog.market(code)

    wanted = PreviewRequest(intent="damaged-item", language="", locale="", channel="", register="")
    now = __import__("datetime").datetime.fromisoformat("2026-11-22T09:30:00+00:00")
    shown = previews(shipped, wanted, Sender(shop="Nordlicht Store", agent="Li Wei"), now)
    assert len({p.language for p in shown}) > 20
    alarms = [
        (p.language, p.channel, f.check, f.message)
        for p in shown
        for f in shipped_checks().findings(
            read_subject(p.body, language=p.language, market=market(p.market), channel=p.channel)
        )
        if f.severity is not Severity.INFO
    ]
    assert alarms == []
