"""Every rendered text reads as its own language, in one register, with that language's own punctuation."""

import re

import pytest
from sweeps import each

from cscli.datafile import read
from cscli.markets.terms import Register
from cscli.paths import shipped_root
from cscli.quality.kinds.address import Address
from cscli.quality.registry import shipped_checks
from cscli.quality.words import spans_of
from cscli.reading.language import Detector
from cscli.text import FSI, LRI, PDI, scripts

ROOT = shipped_root()
TAGS = sorted(path.name for path in (ROOT / "templates").iterdir() if path.is_dir())
LANGUAGES = ("ar", "de", "en", "es", "fr", "he", "hi", "id", "it", "ja", "ko", "nl", "pl", "pt", "ru", "sv", "th", "tr",
             "uk", "vi", "zh")  # fmt: skip
DETECTOR = Detector(LANGUAGES)
REGISTERS = [register.value for register in Register]
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
VALUES = re.compile(r"https?://\S+|Nordlicht Store|Li Wei|Aurora 2|Polaris 9|DHL|LEJ|\S*[0-9]\S*")
# Words that stand in Latin letters in every script: codes of customs, clocks, and words taken over whole.
LATIN_EVERYWHERE = {
    "PCCC",
    "EZ",
    "WAY",
    "Way",
    "CPF",
    "KYC",
    "UTC",
    "SMS",
    "am",
    "pm",
    "PayPal",
    "IBAN",
    "NIF",
    "SF",
    "PDF",
}
LATIN_OWN = {"th": {"Invoice"}, "ja": {"Web", "PIN"}, "ko": {"PIN"}, "hi": {"AM", "PM"}}

# How templates address the customer, by the names of the rule in `locales/checks/register.yaml`: formal, neutral,
# casual. Words of every other way in that rule are wrong.
WAYS = {
    "de": ("Sie", "Sie", "du"), "es": ("usted", "tú", "tú"), "es-MX": ("usted", "usted", "tú"),
    "it": ("Lei", "Lei", "tu"), "nl": ("u", "je", "je"), "pl": ("Pan/Pani", "Pan/Pani", "ty"),
    "id": ("Anda", "Anda", ""),
    "vi": ("Quý khách", "bạn", "bạn"), "fr": ("vous",) * 3, "fr-CA": ("vous",) * 3, "pt": ("",) * 3,
    "pt-BR": ("você",) * 3, "sv": ("du",) * 3, "tr": ("siz",) * 3, "ru": ("вы",) * 3, "uk": ("Ви",) * 3,
    "hi": ("आप",) * 3, "zh": ("您",) * 3, "zh-TW": ("您",) * 3, "he": ("אתם",) * 3, "ar": ("أنتم",) * 3,
}  # fmt: skip
# What else templates do not say: it is clear in them, and not in every text, so that the rule cannot have it.
_TU_VERBS = ("puedes", "tienes", "quieres", "prefieres")
_SU = ("su pedido", "su paquete", "su cuenta", "su compra", "su correo", "su dirección", "su mensaje", "su paciencia",
       "le informamos", "le pedimos")  # fmt: skip
_PAN = ("pan", "pani", "pana", "panu", "panią", "państw*")
_VOI, _WY, _VOS = ("voi", "vostr*"), ("możesz", "chcesz", "wam", "wasz*"), ("vós", "voss*")
MORE = {
    "de": (("euch", "euer", "eure*"), ("euch", "euer", "eure*"), ()), "es": (_TU_VERBS, _SU, _SU),
    "es-MX": (("vosotr*", *_TU_VERBS), _TU_VERBS, _SU), "it": (_VOI, _VOI, ("Le", "La", "vostr*")),
    "pl": (_WY, _WY, _PAN), "fr": (("t'*",),) * 3, "fr-CA": (("t'*",),) * 3, "pt": (_VOS,) * 3,
    "id": (("kak", "kakak", "kau", "aja", "nggak", "gak"),) * 2 + (("bapak", "ibu", "kau"),),
    "vi": (("anh", "chị", "em", "mình"), ("quý khách",), ()), "pt-BR": ((*_VOS, "o senhor", "a senhora"),) * 3,
    "sv": (("er", "ert", "era", "eder"),) * 3, "tr": (("sende", "sizler"),) * 3, "th": (("เธอ", "มึง", "เอ็ง"),) * 3,
    "zh-TW": (("您們",),) * 3, "ja": (("あなた", "君の", "お前", "だよ。", "だね。"),) * 3,
    "ko": (("당신", "너의", "네가", "너"),) * 3, "he": (("אתה", "את/ה", "תוכל", "לך"),) * 3,
    "ar": (("أنتَ", "أنتِ"),) * 3,
}  # fmt: skip
_CLINGING = re.compile(r"\b[a-z]+(?:ar|er|ir)(?:La|Le)\b")  # contattarLa
FORMS = next(rule for rule in shipped_checks().all if isinstance(rule, Address)).ways
ADDRESSED = [(tag, register) for tag in sorted({*WAYS, *MORE}) for register in REGISTERS]


def said_wrongly(tag: str, register: str, text: str) -> list[str]:
    """Words of another register, each with what stands around it."""
    place = ("formal", "neutral", "casual").index(register)
    used, more = WAYS[tag][place] if tag in WAYS else None, MORE.get(tag, ((),) * 3)[place]
    forms = FORMS.get(tag.partition("-")[0])
    others = [] if forms is None or used is None else [w for form, w in forms.forms.items() if form != used]
    found = [span for words in (*others, more) for span in spans_of(words, text, but=forms.neither if forms else ())]
    if (tag, register) == ("it", "casual"):
        found += [match.span() for match in _CLINGING.finditer(text)]
    # Where a value was taken out, nobody can say whether a sentence starts.
    return [text[max(0, start - 30) : end + 30] for start, end in found if text[max(0, start - 2) : start] != "  "]


def whole(reply) -> str:
    """Subject and body without direction isolates."""
    text = f"{reply.subject}\n{reply.body}"
    return text.replace(LRI, "").replace(FSI, "").replace(PDI, "")


def prose(reply) -> str:
    """Subject and body without the values that were put into them."""
    return VALUES.sub(" ", whole(reply))


@pytest.fixture
def faults(examples):
    """Gather what a test says about each rendered text of a language in every register."""

    def gathered(tag, test, registers=("formal", "neutral", "casual")):
        made = [(register, reply) for register in registers for reply in examples(tag, register)]
        return {(r, reply.intent, reply.channel.value): test(reply) for r, reply in made if test(reply)}

    return gathered


def pieces(tag: str):
    """Every text of a language's templates without its tags: situation, register, text."""
    for path in sorted((ROOT / "templates" / tag).iterdir()):
        content = read(path, "template").content
        for register, text in content["texts"].items():
            choices = {**content.get("choices", {}), **text.get("choices", {})}
            sentences = [sentence for by_key in choices.values() for sentence in by_key.values()]
            channels = ["\n".join(map(words_of, text[channel])) for channel in ("email", "chat")]
            for piece in (text["subject"], *channels, *map(words_of, sentences)):
                yield path.stem, register, TAG.sub(" ", piece)


def words_of(piece) -> str:
    """The texts of a part or of a choice, without its marks."""
    if isinstance(piece, str):
        return piece
    return " ".join(words for key, words in piece.items() if key not in ("role", "starts", "makes"))


@each(
    ("tag", "register", "wrong"),
    [
        ("de", "formal", "Wir schicken dir dein Paket."),
        ("de", "casual", "wir melden uns bei Ihnen, sobald Sie antworten."),
        ("es", "formal", "Te enviamos tu pedido."),
        ("es", "neutral", "Su pedido está en camino."),
        ("es-MX", "casual", "Gracias por su paciencia."),
        ("it", "formal", "Il tuo ordine è partito."),
        ("it", "casual", "vogliamo contattarLa per telefono."),
        ("nl", "formal", "Je bestelling is onderweg."),
        ("nl", "neutral", "Uw bestelling is onderweg."),
        ("pl", "formal", "Twoje zamówienie jest w drodze."),
        ("pl", "casual", "Pani zamówienie jest w drodze."),
        ("fr", "formal", "Merci de ta patience."),
        ("pt", "formal", "A sua encomenda chega até você."),
        ("id", "casual", "Pesanan Anda dikirim."),
        ("vi", "formal", "Đơn hàng của bạn đã gửi."),
        ("zh", "formal", "你的订单已发出。"),
        ("ru", "formal", "Твой заказ отправлен."),
    ],
)
def test_a_word_of_another_register_would_be_found(tag, register, wrong):
    assert said_wrongly(tag, register, wrong)


@each("tag", sorted({*WAYS, *MORE}))
def test_no_text_of_a_template_mixes_registers(tag):
    said = [(intent, register, said_wrongly(tag, register, piece)) for intent, register, piece in pieces(tag)]
    assert [found for found in said if found[2]] == []


def told(text: str) -> str:
    """The base language of a text; empty where it cannot be told."""
    return DETECTOR.detect(text).language.replace("und", "").partition("-")[0]


@each("tag", TAGS)
def test_every_sentence_of_a_template_reads_as_its_own_language(tag):
    sentences = [(intent, s) for intent, _, piece in pieces(tag) for s in re.split(r"(?<=[.!?。！？])\s*|\n", piece)]
    long = [(intent, s.strip()) for intent, s in sentences if sum(map(str.isalpha, s)) >= 20]
    read_as = [(intent, told(sentence), sentence) for intent, sentence in long]
    assert len(long) > 20
    assert [found for found in read_as if found[1] not in ("", tag.partition("-")[0])] == []


@each(("tag", "register"), ADDRESSED)
def test_no_reply_mixes_registers_between_its_letter_and_its_text(faults, tag, register):
    assert faults(tag, lambda reply: said_wrongly(tag, register, prose(reply)), (register,)) == {}


@each("tag", TAGS)
def test_every_reply_reads_as_its_own_language(faults, tag):
    own = tag.partition("-")[0]

    def read_as(reply) -> str:
        found = told(prose(reply)) or "nothing"
        return "" if found == own else found

    assert faults(tag, read_as) == {}


@each("tag", TAGS)
def test_every_reply_is_written_in_the_scripts_of_its_language(desk, faults, tag):
    own = set(desk.catalog.language(tag).scripts)
    allowed = LATIN_EVERYWHERE | LATIN_OWN.get(tag, set())

    def foreign(reply) -> list[str]:
        words = re.findall(r"[^\W\d_]+", prose(reply))
        return [word for word in words if not set(scripts(word)) <= own and word not in allowed]

    assert faults(tag, foreign) == {}


@each("tag", [t for t in TAGS if t.startswith("fr")])
def test_french_has_no_plain_space_before_a_high_mark(faults, tag):
    assert faults(tag, lambda reply: re.findall(r".{0,12} [;!?:»%]|« .{0,9}", whole(reply))) == {}


def test_french_of_france_has_a_no_break_space_before_a_high_mark(faults):
    missing = r"[^\s\d][;!?](?!\S)|[^\s\d]:(?=\s)"
    assert faults("fr", lambda reply: re.findall(r".{0,12}" + missing, VALUES.sub("0", whole(reply)))) == {}


@each("tag", ["ja", "zh", "zh-TW"])
def test_chinese_and_japanese_use_full_width_marks(faults, tag):
    han = "[\u3040-\u30ff\u3400-\u9fff]"
    narrow = rf".{{0,6}}(?:{han}[,;:!?.]|[,;:!?]{han}).{{0,6}}"
    assert faults(tag, lambda reply: re.findall(narrow, whole(reply))) == {}


def test_arabic_uses_its_own_comma_and_question_mark(faults):
    assert faults("ar", lambda reply: re.findall(r".{0,9}[\u0600-\u06ff][,;?].{0,9}", prose(reply))) == {}


@each("tag", ["es", "es-MX"])
def test_spanish_opens_its_questions_and_exclamations(faults, tag):
    def unopened(reply) -> list[str]:
        text = re.sub(r"https?://\S+", "", whole(reply))
        return [f"{mark} {text.count(mark)}" for o, mark in ("¿?", "¡!") if text.count(o) != text.count(mark)]

    assert faults(tag, unopened) == {}


def test_hindi_ends_its_sentences_with_a_danda(faults):
    assert faults("hi", lambda reply: re.findall(r".{0,9}[\u0900-\u0963\u0970-\u097f]\.(?:\s|$)", prose(reply))) == {}


@each("tag", TAGS)
def test_exclamation_marks_stay_within_what_the_market_bears(desk, faults, tag):
    def loud(reply) -> str:
        most = desk.catalog.market(reply.market).card["tone"]["exclamation_max"]
        marks = sum(whole(reply).count(mark) for mark in "!！")
        return f"{marks} of {most}" if marks > most else ""

    assert faults(tag, loud) == {}


@each("tag", TAGS)
def test_nothing_of_the_making_is_left_in_a_text(faults, tag):
    left = re.compile(
        r".{0,15}(?:  | [,.;](?:\s|$)|\.\.(?!\.)|。。|、。|,,|\u00a0 | \u00a0|[{}]|None|Unset|\(\)|（）|[ \t]+\n).{0,9}"
    )
    odd = {"fr": r" [.,]"}

    def leftover(reply) -> list[str]:
        text = whole(reply)
        return left.findall(text) + re.findall(odd.get(tag, r"$^"), text)

    assert faults(tag, leftover) == {}


@each("tag", TAGS)
def test_every_reply_names_the_order_and_has_no_empty_paragraph(faults, tag):
    assert faults(tag, lambda reply: "A-1042" not in reply.body or "\n\n\n" in reply.body) == {}


@each("tag", TAGS)
def test_a_subject_is_one_line_that_fits_a_list_of_mails(faults, tag):
    def bad(reply) -> str:
        fits = reply.subject == reply.subject.strip() and "\n" not in reply.subject and len(reply.subject) <= 110
        return "" if fits and bool(reply.subject) is (reply.channel == "email") else reply.subject or "none"

    assert faults(tag, bad) == {}


@each("tag", TAGS)
def test_a_chat_message_is_shorter_than_the_letter(examples, tag):
    lengths = {(reply.intent, reply.channel.value): len(reply.body) for reply in examples(tag, "formal")}
    intents = {intent for intent, _ in lengths}
    assert [i for i in intents if lengths[i, "chat"] >= lengths[i, "email"]] == []
