"""What each provider calls a language. Tags are BCP 47; a language that a provider does not have has no code.

A script is never exchanged silently: Serbian in Latin letters is not offered where only Cyrillic is. A region that a
provider does not tell apart is dropped.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """The languages of a provider: those it calls as BCP 47 does, and the others with their codes.

    The keys of ``others`` are ``language``, ``language-REGION`` or ``language-Script``; several codes of one language
    stand in the order in which they are to be tried.
    """

    same: frozenset[str] = frozenset()
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, tag: str) -> tuple[str, ...]:
        """The codes of a language, the best first; none when the provider does not have it."""
        for key in _keys(tag):
            if key in self.others:
                return self.others[key]
            if key in self.same:
                return (key,)
        return ()


# Old tags that are still met, and languages that providers name by their larger group.
_NEWER = {"iw": "he", "in": "id", "ji": "yi", "jw": "jv", "no": "nb", "tl": "fil", "cmn": "zh"}
_USUAL_SCRIPT = {
    "zh": "Hans", "ja": "Jpan", "ko": "Kore", "sr": "Cyrl", "mn": "Cyrl", "kk": "Cyrl", "ky": "Cyrl", "uz": "Latn",
    "az": "Latn", "bs": "Latn", "pa": "Guru", "ru": "Cyrl", "uk": "Cyrl", "ar": "Arab", "he": "Hebr", "hi": "Deva",
    "th": "Thai", "el": "Grek", "fa": "Arab", "ur": "Arab", "bg": "Cyrl", "mk": "Cyrl", "be": "Cyrl", "bn": "Beng",
}  # fmt: skip
_TRADITIONAL = frozenset({"TW", "HK", "MO"})
_SCRIPT_LETTERS = 4


def _keys(tag: str) -> tuple[str, ...]:
    """What to look a tag up by, the closest first."""
    language, *rest = tag.replace("_", "-").split("-")
    language = _NEWER.get(language.lower(), language.lower())
    script = next((p.title() for p in rest if len(p) == _SCRIPT_LETTERS and p.isalpha()), "")
    region = next((p.upper() for p in rest if len(p) == 2 or (len(p) == 3 and p.isdecimal())), "")  # noqa: PLR2004
    if script == _USUAL_SCRIPT.get(language, "Latn"):
        return (language,) if language == "zh" else (f"{language}-{region}", language)
    if script:
        return (f"{language}-{script}",)
    if language == "zh" and region in _TRADITIONAL:
        return (f"zh-{region}", "zh-Hant")
    return (f"{language}-{region}", language)


def _same(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _locales(words: str) -> dict[str, tuple[str, ...]]:
    """Each locale under its language and under itself; the first of a language stands for it."""
    found: dict[str, tuple[str, ...]] = {}
    for locale in words.split():
        found.setdefault(locale.split("-")[0], (locale,))
        found[locale] = (locale,)
    return found


GOOGLE = Codes(
    same=_same(
        "af sq am ar hy as ay az bm eu be bn bho bs bg ca ceb co hr cs da dv doi nl en eo et ee fi fr fy gl ka de el "
        "gn gu ht ha haw hi hmn hu is ig ilo id ga it ja kn kk km rw gom ko kri ku ckb ky lo la lv ln lt lg lb mk mai "
        "mg ms ml mt mi mr lus mn my ne ny or om ps fa pl pt pa qu ro ru sm sa gd nso sr st sn sd si sk sl so es su "
        "sw sv tg ta tt te th ti ts tr ak tk uk ur ug uz vi cy xh yi yo zu"
    ),
    others={
        "he": ("iw",), "nb": ("no",), "jv": ("jw",), "fil": ("tl",), "tw": ("ak",), "zh": ("zh-CN",),
        "zh-Hant": ("zh-TW",),
    },
)  # fmt: skip

MYMEMORY = Codes(
    others=_locales(
        "af-ZA sq-AL am-ET ar-SA ar-EG hy-AM as-IN az-AZ eu-ES be-BY bn-IN bs-BA br-FR bg-BG my-MM ca-ES ceb-PH hr-HR "
        "cs-CZ da-DK nl-NL nl-BE en-GB en-US en-AU en-CA en-IN en-IE en-NZ en-SG en-ZA eo-EU et-EE fo-FO fil-PH fi-FI "
        "fr-FR fr-BE fr-CA fr-CH gl-ES ka-GE de-DE de-AT el-GR gu-IN ht-HT ha-NE haw-US he-IL hi-IN hu-HU is-IS id-ID "
        "ga-IE it-IT it-CH ja-JP jv-ID kn-IN kk-KZ km-KH rw-RW ko-KR ckb-IQ ky-KG lo-LA lv-LV lt-LT lb-LU mk-MK mg-MG "
        "ms-MY ml-IN mt-MT mi-NZ mr-IN mn-MN ne-NP nb-NO nn-NO oc-FR ps-PK fa-IR pl-PL pt-BR pt-PT pa-IN qu-PE ro-RO "
        "ru-RU sm-WS gd-GB sd-PK si-LK sk-SK sl-SI so-SO es-ES es-AR es-CO es-MX es-US es-419 su-ID sw-KE sv-SE tg-TJ "
        "ta-IN ta-LK tt-RU te-IN th-TH ti-ET tr-TR tk-TM uk-UA ur-PK ug-CN uz-UZ vi-VN cy-GB xh-ZA yi-YD yo-NG zu-ZA "
        "zh-CN zh-TW zh-HK zh-MO"
    )
    | {"zh-Hant": ("zh-TW",), "sr": ("sr-Cyrl-RS",), "sr-Latn": ("sr-Latn-RS",), "bs-Cyrl": ("bs-Cyrl-BA",)}
)

# Servers of different age call some languages differently; the server is asked which of the codes it has.
LIBRETRANSLATE = Codes(
    same=_same(
        "sq ar az eu bn bg ca cs da nl en eo et fi fr gl de el he hi hu id ga it ja ko ky lv lt ms fa pl ro ru sk sl "
        "es sv th tr uk ur vi"
    ),
    others={
        "zh": ("zh-Hans", "zh"), "zh-Hant": ("zh-Hant", "zt"), "pt": ("pt", "pt-BR", "pb"), "pt-PT": ("pt",),
        "pt-BR": ("pt-BR", "pb", "pt"), "nb": ("nb", "no"), "fil": ("tl", "fil"),
    },
)  # fmt: skip

MICROSOFT = Codes(
    same=_same(
        "af sq am ar hy as az ba eu bn bho bs bg ca hr cs da prs dv doi nl en et fo fj fil fi fr gl ka de el gu ht ha "
        "he hi hu is ig id iu ga it ja kn ks kk km rw ko ku ckb ky lo lv lt ln lg mk mai mg ms ml mt mi mr my ne nb or "
        "ps fa pl pa pt ro ru sm sn sd si sk sl so es sw sv ty ta tt te th bo ti to tr tk uk ur ug uz vi cy xh yo zu "
        "yue zh-Hant sr-Latn"
    ),
    others={
        "zh": ("zh-Hans",), "pt-PT": ("pt-pt",), "fr-CA": ("fr-ca",), "sr": ("sr-Cyrl",), "mn": ("mn-Cyrl",),
    },
)  # fmt: skip
