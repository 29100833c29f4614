# ruff: noqa: RUF001, ISC004 - signs of many scripts are the data here; long rows are split
r"""The patterns of placeables.

Every pattern is linear in the text: runs are possessive or bounded, and a match starts only where a run starts. A
group ``it`` marks the placeable within context. Chinese, Japanese, Korean and Thai write codes next to words, so edges
consider only letters of scripts with spaces: ``compiled`` replaces word characters in edges accordingly.
"""

import re
from functools import lru_cache
from typing import Final

from cscli.reading.facts import value_facts
from cscli.text import base_tag

_UNSPACED: Final = (
    r"\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U000323af"
)
LETTER: Final = rf"[^\W{_UNSPACED}]"
STOP: Final = rf"(?!{LETTER})"


@lru_cache(maxsize=256)
def compiled(source: str) -> re.Pattern[str]:
    """A pattern of this module; in its edges, letters of scripts without spaces are not word characters."""
    for edge in ("(?<!", "(?!"):
        letter = f"{edge}{LETTER})"
        source = source.replace(rf"{edge}[\w", rf"{letter}{edge}[").replace(rf"{edge}\w)", letter)
    return re.compile(source)


MARKS: Final = "\u200e\u200f"  # of direction
GAP: Final = r"[ \u00a0\u202f\u2009]"

# Thousands and decimals of any language; a plain space only inside an amount of money.
AMOUNT: Final = r"\d++(?:[.,'’\u00a0\u202f\u2009٫٬．，]\d++)*+"
CENTS: Final = r"\d{1,3}+(?:[ ]\d{3}){1,4}+[.,]\d{2}(?!\d)"
SPACED: Final = r"\d{1,3}+(?:[ ]\d{3}){1,4}+(?!\d)(?:[.,]\d{1,2}(?!\d))?+"

_ASCII_URL = r"[!#-&(-;=?-\[\]^_a-~]"
_URL_REST = rf"(?:{_ASCII_URL}|(?<=[/=_+&-])[{_UNSPACED}]++|[\u00a1-\u1fff])++"
_MAIL = r"[a-z0-9.!#$%&'*+/=?^_`|~\u00c0-\u052f-]"
_HOST = r"[a-z0-9\u00c0-\u052f-]"

URL: Final = (
    rf"(?i:(?<![a-z0-9])(?:https?|ftp)://{_URL_REST})",
    rf"(?i:(?<![a-z0-9.@/])www\.[a-z0-9]{_URL_REST})",
)
EMAIL: Final = (rf"(?i:(?<!{_MAIL}){_MAIL}++@{_HOST}++(?:\.{_HOST}++)++)",)
PLACEHOLDER: Final = (
    r"\{{2,4}[^{}\n]{1,80}\}{2,4}",
    r"\{%[^{}\n]{1,200}%\}",
    r"\$!?[{(][A-Za-z_][^{}()\n]{0,80}[})]|[$%#@]\{[^{}\n]{1,80}\}",
    r"\{(?:[!$@#/^&>]?[^\W\d][\w.:!\[\]-]{0,60}|\d{0,3}|[A-Za-z]\w{0,30}(?: \w{1,30}){1,3})\}",
    r"(?<!\d)%(?:\(\w{1,60}\)|\d{1,2}\$)?[-+0#]?\d{0,3}(?:\.\d{1,2})?[sdifgxX@](?!\w)",
    # Of other tools: ICU messages, mail merges, template languages, localisation files.
    r"\{\s{0,9}\w{1,40}\s{0,9},\s{0,9}(?:plural|select|selectordinal|number|date|time)\b"
    r"(?:[^{}]{1,500}+|\{(?:[^{}]{1,500}+|\{[^{}]{0,500}+\}){0,40}+\}){0,40}+\}",
    r"<%[^<>\n]{1,200}%>|<\?(?:php|=)[^<>\n]{1,200}\?>|<<\s?[A-Za-z_][\w .]{0,60}>>",
    r"\*\|[^|*\n]{1,80}\|\*",
    r"\[\[[^\[\]\n]{1,80}\]\]",
    r"(?<![\w%])(?P<percent>%{1,2})[A-Za-z_-](?:[\w.-]| (?=\w)){0,60}(?P=percent)(?!\w)",
    r"(?<![\w@])(?P<at>@{1,2})[A-Za-z_]\w{0,60}(?P=at)(?![\w.])",
    r"(?<![\w@])@[A-Z]\w{1,40}(?:\.[A-Z]\w{1,40}){1,4}(?!\w)",
    r"\[\+\+?[A-Za-z_][\w.]{0,60}\+?\+\]|\[[$#%@-]{1,2}[A-Za-z_][\w.]{0,60}[%@-]?\]",
    r"\[(?:[A-Z]{2,20}(?:[ _][A-Z]{2,20}){0,3}|[A-Z]\w{1,20}(?: [A-Z]\w{1,20}){1,3}|\w{1,20}_\w{1,30}|[Nn]ame)\](?!\()",
    r"(?<!\w)(?P<mark>--|~{1,2}|\|{1,2}|::|\^{1,2})[A-Z][A-Z0-9_]{1,60}(?P=mark)(?!\w)",
    r"(?<![\w#])(?P<hash>#{1,2})[A-Za-z_]\w{0,60}(?P=hash)(?!\w)",
    r"(?<!\w)__[A-Z][A-Z0-9_]{0,60}__(?!\w)",
    r"(?<![\w!])![A-Za-z_]\w{1,40}!(?![\w!])",
    r"(?<![\w$])\$!?[A-Za-z_]\w{0,60}(?!\w)\$?",
    r"(?<![\w:/.]):(?:[a-z][a-z0-9_]{1,40}|[A-Z][A-Z0-9_]{1,40})(?!\w)",
)
TAG: Final = (r"<(?:/?[A-Za-z]|!)[^<>]{0,2000}+>",)

PHONE: Final = (
    r"(?<![\w+])(?:\+|00(?=[1-9]))(?=(?:\D{0,2}\d){8,15}(?!\d))"
    r"\d{1,4}(?:[ \u00a0./-]?(?:\(\d{1,5}\)|\d{1,12})){1,7}",
    r"(?<![\w+])\(\d{2,5}\)[ \u00a0-]?\d{3,8}(?:[ \u00a0-]\d{2,8}){0,2}(?![\w-])",
    r"(?<![\w+.-])[2-9]\d{2}[ .-]\d{3}[ .-]\d{4}(?![\w-])",
    r"(?<![\w+.-])0\d{1,4}-\d{2,4}-\d{3,4}(?![\w-])",
    r"(?<![\w+.-])0\d{2,4}[ /-]\d{5,8}(?![\w-])",
    r"(?<![\w+.-])0\d(?:[ .]\d{2}){4}(?![\w-])",
    r"(?<![0-9A-Za-z+.-])1[3-9]\d{9}(?![0-9A-Za-z-])",
)

# Letters and digits that only ever stand for a parcel; the check digit of the post is checked when it is found.
POST: Final = r"(?<![0-9A-Za-z])[A-Za-z]{2}\d{9}[A-Za-z]{2}(?![0-9A-Za-z])"
_CARRIER = (
    r"(?i:fedex|dhl|ups|usps|gls|dpd|hermes|track\w{0,12}|sendungs\w{0,12}|suivi|seguimiento|rastre\w{0,10}|tracciatura"
    r"|spedizione|przesyłk\w{0,5}|отслежив\w{0,8}|трек\w{0,8}|运单|快递|追跡|問い合わせ番号|송장|운송장)"
)
TRACKING: Final = (
    r"(?i:(?<![0-9a-z])1Z[0-9a-z]{16}(?![0-9a-z]))",
    r"(?i:(?<![0-9a-z])(?:SF\d{12,15}|JJD\d{10,22}|JVGL\d{8,22}|TBA\d{12}|YT\d{16})(?![0-9a-z]))",
    rf"{_CARRIER}[^\d\n]{{0,25}}+(?P<it>\d{{20}}|\d{{15}}|\d{{12}}|\d{{10}})(?!\d)",
)
ORDER: Final = (r"(?<=#)[A-Z]{0,4}-?\d{3,20}(?![0-9A-Za-z])",)
SKU: Final = (
    r"(?<![0-9A-Za-z_-])(?=[0-9_/-]{0,20}[A-Z])(?=[A-Z_/-]{0,20}\d)[A-Z0-9]{1,20}(?:[-_/][A-Z0-9]{1,20}){1,6}(?![0-9A-Za-z_-])",
    r"(?<![0-9A-Za-z_-])[A-Z]{2,10}\d{3,20}[A-Z0-9]{0,10}(?![0-9A-Za-z_-])",
)
COUPON: Final = (
    r"(?<![0-9A-Za-z_-])[A-Z]{3,20}\d{1,4}[A-Z]{0,6}(?![0-9A-Za-z_-])",
    r"(?i:code|coupon|voucher|promo|gutschein\w{0,8}|rabattcode|cupón|cupom|código|codice|kod|kupon|промокод|купон"
    r"|优惠码|折扣码|クーポン|コード|쿠폰)[\s:：\"'“„«「は]{1,4}(?P<it>[A-Z][A-Z0-9]{3,19})(?![0-9A-Za-z_-])",
)

_DIGIT_EDGE = r"(?<![\w./:-])"
ISO_DATE: Final = r"(?<![\w./-])\d{4}-\d{2}-\d{2}(?![\w-])"
ISO_MOMENT: Final = (
    r"(?<![\w./-])\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?(?![\w-])"
)
YEAR_FIRST: Final = (
    rf"{_DIGIT_EDGE}(?P<y>\d{{4}})(?P<s>[./])[ ]?(?P<m>\d{{1,2}})(?P=s)[ ]?(?P<d>\d{{1,2}})(?![\d/-])",
    r"(?<!\d)(?P<y>\d{4})[ ]?[年년][ ]?(?P<m>\d{1,2})[ ]?[月월][ ]?(?P<d>\d{1,2})[ ]?[日일号號]",
)
YEAR_LAST: Final = (
    rf"{_DIGIT_EDGE}(?P<a>\d{{1,2}})(?P<s>[./-])(?P<b>\d{{1,2}})(?P=s)(?P<y>\d{{4}}|\d{{2}})(?![\w/-])(?!\.\d)"
)
# What may stand between month and year.
BEFORE_YEAR: Final = r"(?:de |del |năm |ค\.ศ\.[ ]?|พ\.ศ\.[ ]?)?"
CJK_WEEKDAY: Final = (
    r"[ ]?(?:[(（][ ]?(?:星期|礼拜|禮拜|周|週)?(?P<a>[月火水木金土日월화수목금토일一二三四五六天])"
    r"(?:曜日?|요일)?[ ]?[)）]"
    r"|(?:星期|礼拜|禮拜|周|週)(?P<b>[一二三四五六日天])|(?P<c>[月火水木金土日])曜日?|(?P<d>[월화수목금토일])요일)"
)
# A word beside a year: only then are the names of the months worth asking for.
MAYBE_WORDED: Final = r"[^\s!-@]\.?[\s,]{1,3}(?:\d{1,2}[^\d\n]{1,4})?\d{4}(?!\d)"

_DAY_PART = "午前|午後|上午|下午|凌晨|清晨|早上|中午|傍晚|晚上|오전|오후"
_HALF = rf"(?P<half>(?i:[ap]\.?{GAP}?m\b\.?))"
TIME: Final = (
    rf"(?<![\w:.,])(?P<h>[01]?\d|2[0-3]):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?(?![\d:])(?:{GAP}?(?:{_HALF}|(?:Uhr|uur)\b|น\.))?",
    rf"(?<![\w:.,])(?P<h>1[0-2]|0?[1-9]){GAP}?{_HALF}",
    rf"(?<![\w:.,])(?P<h>[01]?\d|2[0-3]){GAP}?h{GAP}?(?P<m>[0-5]\d)(?!\w)",
    r"(?<![\w:.,])(?P<h>[01]?\d|2[0-3])(?:\.(?P<m>[0-5]\d))?[ \u00a0]Uhr\b",
    rf"(?P<half>{_DAY_PART})?[ ]?(?<!\d)(?P<h>[01]?\d|2[0-3])"
    r"(?:[時时点點]|시)(?!間|间)[ ]?(?:(?P<m>[0-5]?\d)[分분])?",
)
_NOON_FIRST: Final = rf"(?P<half>{_DAY_PART})[ ]?(?P<h>[01]?\d|2[0-3]):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?(?![\d:])"
# Times that only one language writes so: elsewhere 15.05 is a number.
TIME_IN: Final = {
    "ar": rf"(?<![\w:.,])(?P<h>[01]?\d|2[0-3]):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?{GAP}?(?P<half>[صم])(?!\w)",
    "hi": rf"(?P<half>रात|सुबह|दोपहर|शाम)[ ](?P<h>1[0-2]|0?[1-9]):(?P<m>[0-5]\d)(?:{GAP}बजे)?(?![\d:])",
    "id": r"(?<![\w:.,/-])(?P<h>[01]\d|2[0-3])\.(?P<m>[0-5]\d)(?![\w:,/%-])(?!\.\d)",
    "ja": _NOON_FIRST, "ko": _NOON_FIRST, "zh": _NOON_FIRST,
}  # fmt: skip
NUMBER: Final = (
    rf"(?:(?<![\w.,/:)\]-])[-−](?=\d))?(?<!{LETTER})(?<!\d[.,])(?P<n>{AMOUNT})"
    rf"(?:{STOP}|(?=(?i:kg|g|mg|cm|mm|km|m|ml|l|gb|tb|mah|w|v|x){STOP}))"
)


def money(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Amounts after and before their sign; a code may follow a shared sign, as our own formats write it."""
    facts = value_facts()
    signs, codes = facts.signs, facts.codes
    spaced = base_tag(language) in facts.spaced_thousands
    amount = f"(?P<amount>(?>{SPACED if spaced else CENTS}|{AMOUNT}))"
    clear = {*signs, *codes} - {*facts.code_follows}
    either = "|".join(re.escape(s) for s in sorted(clear, key=lambda s: (-len(s), s)))
    shared = "|".join(re.escape(s) for s in facts.code_follows)
    sign, edge, gap = f"(?P<sign>{either}|(?P<shared>{shared}))", LETTER, rf"{GAP}?[{MARKS}]?"
    start, stop = rf"(?:(?<!{edge})|(?!{edge}))", rf"(?:(?!{edge})|(?<!{edge}))"
    following = "|".join(sorted({code for s in facts.code_follows for code in signs[s]}))
    code = rf"(?(shared)(?:{GAP}?(?P<code>{following})(?!{edge}))?)"
    owed = rf"(?P<owed>{GAP}[-−]|(?<![A-Za-z])[-−]|[-−](?=\d{{1,3}}[.,'’]\d))?"
    first = "".join(sorted({re.escape(s[0]) for s in (*signs, *codes)}))  # looked at first: most letters begin no sign
    return (
        compiled(rf"(?=[-−{first}])(?P<minus>(?<!\w)[-−])?{start}{sign}(?:{owed}|{gap}){amount}(?!\d){code}"),
        compiled(
            rf"(?=[-−\d])(?P<minus>(?<![\w)-])[-−])?(?<!{edge})(?<!\d[.,]){amount}{gap}{sign}(?![0-9]){stop}{code}"
        ),
    )


def without_tail(url: str) -> str:
    """A link without the punctuation of the sentence around it; a bracket goes unless the link opened it."""
    while url:
        last = url[-1]
        if last in ".,;:!?'*_~" or (
            last in ")]}" and url.count(last) > url.count({")": "(", "]": "[", "}": "{"}[last])
        ):
            url = url[:-1]
        else:
            break
    return url


def is_of_the_post(match: re.Match[str]) -> bool | None:
    """True when the ninth digit is the check digit of the Universal Postal Union's standard S10, else None."""
    digits = [int(c) for c in match[0][2:11]]
    rest = 11 - sum(d * w for d, w in zip(digits, (8, 6, 4, 2, 3, 5, 9, 7), strict=False)) % 11
    return True if digits[8] == {10: 0, 11: 5}.get(rest, rest) else None
