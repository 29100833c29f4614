"""What DeepL translates, and how it names it: a table, because asking DeepL would cost a request for each start.

Source: DeepL's own answer to ``GET /v3/languages?resource=translate_text`` and ``resource=glossary``, as its public
documentation kept it in 2026. Forms that were in beta then (Swiss German, Canadian French) are not used.
"""

from cscli.text import base_tag

_LANGUAGES = frozenset(
    "ace af an ar as ay az ba be bg bho bn br bs ca ceb ckb cs cy da de el en eo es et eu fa fi fr ga gl gn gom gu ha "  # noqa: SIM905 - a table
    "he hi hr ht hu hy id ig is it ja jv ka kk kmr ko ky la lb lmo ln lt lv mai mg mi mk ml mn mr ms mt my nb ne nl oc "
    "om pa pag pam pl prs ps pt qu ro ru sa scn sk sl sq sr st su sv sw ta te tg th tk tl tn tr ts tt uk ur uz vi wo "
    "xh yi yue zh zu".split()
)
_WITH_GLOSSARY = frozenset(
    "ar bg cs da de el en es et fi fr he hu id it ja ko lt lv nb nl pl pt ro ru sk sl sv tr uk vi zh".split()  # noqa: SIM905 - a table
)
_WITH_FORMALITY = frozenset({"de", "es", "fr", "it", "ja", "nl", "pl", "pt", "ru"})
_OTHER_NAMES = {"no": "nb", "iw": "he", "in": "id", "fil": "tl", "cmn": "zh"}

_AMERICAN_ENGLISH = frozenset({"", "US", "PR", "PH"})
_EUROPEAN_SPANISH = frozenset({"", "ES", "IC", "EA"})
_TRADITIONAL = frozenset({"HANT", "TW", "HK", "MO"})
_REGION = 2  # letters


def base_of(tag: str) -> str:
    """DeepL's name for the language of a BCP 47 tag, in small letters; empty when it does not translate it."""
    base = base_tag(tag.lower().replace("_", "-"))
    base = _OTHER_NAMES.get(base, base)
    return base if base in _LANGUAGES else ""


def target_code(tag: str) -> str:
    """The code to translate into, with its region where DeepL tells regions apart; empty when it does not know it."""
    base = base_of(tag)
    parts = tag.upper().replace("_", "-").split("-")[1:]
    region = next((p for p in parts if len(p) == _REGION or p.isdecimal()), "")
    if base == "en":
        return "EN-US" if region in _AMERICAN_ENGLISH else "EN-GB"
    if base == "pt":
        return "PT-BR" if region == "BR" else "PT-PT"
    if base == "es":
        return "ES" if region in _EUROPEAN_SPANISH else "ES-419"
    if base == "zh":
        is_traditional = "HANT" in parts or ("HANS" not in parts and region in _TRADITIONAL)
        return "ZH-HANT" if is_traditional else "ZH-HANS"
    return base.upper()


def has_formality(tag: str) -> bool:
    """Whether DeepL tells formal from informal in a target language."""
    return base_of(tag) in _WITH_FORMALITY


def has_glossary(source: str, target: str) -> bool:
    """Whether DeepL takes glossaries from one language into the other."""
    return {base_of(source), base_of(target)} <= _WITH_GLOSSARY
