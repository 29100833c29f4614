"""Which scripts a text is written in, and which East Asian language its characters give away.

Counting is quick, as every message passes here. Characters that Chinese and Japanese share decide nothing: only those
that one side alone writes do.
"""

import re
import unicodedata
from collections.abc import Mapping

UNWRITTEN = "Zyyy"  # ISO 15924: no script, as in digits and emoji
EAST_ASIAN = "Hani"
LATIN = "Latn"
_OTHER = "Zzzz"

# First and last code point of blocks; Han, Hiragana and Katakana are told apart later.
_BLOCKS = (
    (0x0041, 0x024F, "Latn"), (0x0250, 0x02AF, "Latn"), (0x0370, 0x03FF, "Grek"), (0x0400, 0x052F, "Cyrl"),
    (0x0590, 0x05FF, "Hebr"), (0x0600, 0x077F, "Arab"), (0x08A0, 0x08FF, "Arab"), (0x0900, 0x097F, "Deva"),
    (0x0E00, 0x0E7F, "Thai"), (0x1100, 0x11FF, "Hang"), (0x1E00, 0x1EFF, "Latn"), (0x1F00, 0x1FFF, "Grek"),
    (0x3005, 0x3007, EAST_ASIAN), (0x3041, 0x30FF, EAST_ASIAN), (0x3130, 0x318F, "Hang"),
    (0x31F0, 0x31FF, EAST_ASIAN), (0x3400, 0x9FFF, EAST_ASIAN), (0xAC00, 0xD7AF, "Hang"),
    (0xF900, 0xFAFF, EAST_ASIAN), (0xFB1D, 0xFB4F, "Hebr"), (0xFB50, 0xFDFF, "Arab"), (0xFE70, 0xFEFE, "Arab"),
    (0xFF21, 0xFF5A, "Latn"), (0xFF66, 0xFF9F, EAST_ASIAN), (0x20000, 0x323AF, EAST_ASIAN),
)  # fmt: skip
# One sign of these says about as much as two letters.
_DENSE = frozenset({EAST_ASIAN, "Hang"})
_MARKS = {"Latn": "L", "Grek": "G", "Cyrl": "C", "Hebr": "H", "Arab": "A", "Deva": "D", "Thai": "T", "Hang": "K",
          EAST_ASIAN: "E", _OTHER: "O"}  # fmt: skip
_NAMES = {mark: name for name, mark in _MARKS.items()}

# Forms that only simplified Chinese, only traditional Chinese and only Japanese write, in words of daily trade.
_HANS = frozenset(
    "们这说时为么发货单订还没请谢问题换运费邮查联系电话码颜错误损坏东买卖价钱开关门图书师让认识给红蓝绿长几岁吗应该对过进"
    "远边头见现实际经济总结线组织级约纸维统续网罗职脑节药补装规视觉览记讨许论设访证评词试诚详语读课谁调谈负财责败质购贵资"
    "赏赔车轻转载输达迟适选递遗邻释钟铁银锁键闭间闻阳阶随难页顶项顺须顾预领频额风饭馆验龙个从务动协压历双变听员响围场块处备复"
    "够夹务参员执扩报拥择据数斤无显术机权条极标样检欢残气汉测热爱状独环产盖着码确种积称竞笔签简类纪绝继绩缩罚耗肤胶脏营虑蓄计账帐户汇"
) - frozenset("没斤着蓄耗双数残独参条")
_HANT = frozenset(
    "們這說時為麼發單還換運費郵聯絡顏錯誤損壞東買賣價錢開關門圖師讓認識給紅藍綠長幾歲嗎應該對過進遠邊頭見現實際經濟總結線"
    "組織級約紙維統續網羅職腦節藥補裝規視覺覽記討許論設訪證評詞試誠詳語讀課誰調談負財責敗質購貴資賞賠車輕轉載輸達遲適選遞遺"
    "鄰釋鐘鐵銀鎖鍵閉間聞陽階隨難頁頂項順須顧預領頻題額風飯館驗龍請謝問電話訂貨國學會點來萬號體當臺聲個從務動協壓歷變聽員響"
    "裡沒妳喔啦樣圍場塊處備復夠執擴報擁擇據無顯術機權極標樣檢歡氣漢測熱愛狀環產蓋碼確種積稱競筆簽簡類紀絕繼績縮罰計戶匯禮錄帳於"
)
_JAPANESE = frozenset(
    "様込届払売価銭関図譲緑対検広発気単県働枠匂畑駅変帰拝験権桜沢浜渋経絵続読転軽辺遅鉄録顔駆鶏齢黒処仮剤労厳囲団塩実専帯弾従"
    "応戦戻抜択拡捜掲揺楽歓歩毎満焼覚観訳証豊賛辞逓郷酔釈闘険隠霊頼髪営圧壱々〆"
)
# Simplified forms that Japanese writes too, and so say nothing where Japanese is possible.
_HANS_SHARED = frozenset("国学会点来万号体当台声医区宝担断属状机据称装随尽写礼")
# Signs that Chinese writes in both forms and Japanese hardly ever, its own comma among them.
_CHINESE = frozenset("你您呢吧很她它哪怎什啊嘛找妳沒喔啦我收吃跟，")  # noqa: RUF001 - it is that comma
# Words of Chinese shops that Japanese has others for; and a sentence that ends in Han signs is no Japanese one.
_CHINESE_WRITING = re.compile(
    "退款|付款|支付|包裹|快[递遞]|尺寸|[换換][货貨]|什[么麼]|可以|不能|已[经經]|目前|[\u3400-\u9fff]。"
)
# Traditional forms that Japanese writes as well.
_BOTH_OLD = frozenset(
    "時費郵絡錯誤損東買開門師認識給紅長過進遠見現際結線組織級約紙維統網羅職節補規視記討許論設訪評詞試誠詳語課誰調談負財責"
    "敗質購貴資賞賠車載輸達適選遺鐘銀鍵閉間聞陽階難頁頂項順須預領題額風飯館請謝問電話訂貨個務動協響場塊復執報漢測熱愛状環"
    "確種積競筆簡類紀縮罰無術機極標員備換運過歳産為還藍幾該頭詞賠鎖顧頻響蓋績龍輸計帳於"
)

_HANS_ALONE, _HANT_ALONE, _HANS_ALL = _HANS - _HANS_SHARED, _HANT - _BOTH_OLD, _HANS | _HANS_SHARED


class _Marks(dict[int, str]):
    """One mark for each character by its script, worked out when it is first met; a space for what is no letter."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        mark = " "
        if char.isalpha() or (unicodedata.category(char) in ("Mn", "Mc") and code > 0x36F):  # noqa: PLR2004 - vowel signs
            name = next((name for first, last, name in _BLOCKS if first <= code <= last), _OTHER)
            mark = _MARKS[name]
        elif char in "々〆":
            mark = _MARKS[EAST_ASIAN]
        self[code] = mark
        return mark


_marks = _Marks()


def script_shares(text: str) -> Mapping[str, float]:
    """How much of a text each script makes up, 0 to 1, the largest first; empty when it has no letters.

    Han, Hiragana and Katakana count as one, ``EAST_ASIAN``. Their signs, and Korean ones, weigh two letters.
    """
    marks = text.translate(_marks)
    present = set(marks) - {" "}
    if len(present) <= 1:
        return {_NAMES[mark]: 1.0 for mark in present}
    weights = {_NAMES[mark]: marks.count(mark) * (2 if _NAMES[mark] in _DENSE else 1) for mark in present}
    total = sum(weights.values())
    return {name: weights[name] / total for name in sorted(weights, key=lambda name: (-weights[name], name))}


def letters_of(text: str, script: str) -> str:
    """``text`` with the letters of other scripts as spaces."""
    keep = {_MARKS[script], " "}
    return "".join(c if m in keep else " " for c, m in zip(text, text.translate(_marks), strict=True))


def letter_count(text: str) -> int:
    """How many letters ``text`` holds."""
    marks = text.translate(_marks)
    return len(marks) - marks.count(" ")


def east_asian(text: str) -> tuple[str, tuple[str, ...]]:
    """The script of East Asian signs, and the languages they may be, the likeliest first.

    Kana is Japanese, unless Chinese wrote a sign of it for decoration. Of signs that both share, both may be meant.
    """
    kana = sum("\u3041" <= c <= "\u30ff" or "\uff66" <= c <= "\uff9f" for c in text)
    signs = set(text)
    japanese = len(signs & _JAPANESE)
    new, old = len(signs & _HANS_ALONE), len(signs & _HANT_ALONE)
    spoken = len(signs & _CHINESE) + len(_CHINESE_WRITING.findall(text))
    if kana > new + old + spoken:
        return "Jpan", ("ja",)
    new_forms, old_forms = len(signs & _HANS_ALL), len(signs & _HANT)
    if new + old + spoken > japanese:
        if new_forms == old_forms:
            return "Hani", ("zh", "zh-TW")
        return ("Hans", ("zh",)) if new_forms > old_forms else ("Hant", ("zh-TW",))
    if japanese:
        return "Jpan", ("ja",)
    return "Hani", ("zh-TW", "ja", "zh") if old_forms > new_forms else ("zh", "ja", "zh-TW")
