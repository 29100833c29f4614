"""The tokens of a text: the pieces by which a search finds it, the same on every database.

A text is brought into its normal form first: NFKC, then casefold. Every letter is a token, and so are every two
neighbouring letters. In scripts with spaces between words every three are, too. In Han, Kana, Hangul, Thai, Lao, Khmer
and Myanmar script two are enough, since a word there is short. So each part of a word has a token of its full length,
or several that cover it; no search has to put beginnings of tokens together. A sign that is not a letter is a token.
Apart from the letters and digits of ASCII, a token holds no ASCII, so databases take it as it is.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from operator import add
from typing import Final, NamedTuple
from unicodedata import is_normalized, normalize

_DENSE = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U0001b000-\U0001b16f\U00020000-\U000323af"
)  # blocks of the scripts without spaces, and of Hangul
_SIGNS = (
    "\\x00-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\xa9\\xab-\\xb4\\xb6-\\xb9\\xbb-\\xbf"
    "\u2000-\u206f\u3000-\u3004\u3008-\u303f"
)
_PRIVATE = 0xE000  # signs of ASCII become code points for private use, which no text should hold
_PLAIN = {code: _PRIVATE + code for code in range(0x80) if not chr(code).isalnum()}
_FIELD = 0xE100  # begins the token of a field that is filtered by
_PUNCTUATION = ".,:;!?()\"'"
ANYTHING = "\uf8fe"  # the token that fits any search
_MOST_KEPT = 900_000  # bytes of tokens; the tsvector of PostgreSQL that holds them may have 2**20
_BYTES_BESIDE = 4  # of each token in a tsvector, besides its text
_SIGN_TOKENS = {chr(code): chr(token) for code, token in _PLAIN.items() if not chr(code).isspace()}
_LONGEST_FIELD = 48  # characters of a value that its token holds; stored tokens depend on it
_LONG_STRETCH, _MOST_STRETCHES = 48, 1 << 16  # a stretch as long as that rarely comes twice
_MOST_STRETCHES = 4096  # of one frame
_MOST_TOKENS = 24  # of a query: more make it no more exact

FILTERS = ("customer", "market", "language", "channel", "intent", "direction", "agent")


def normal(text: str) -> str:
    """A text in the form that is searched."""
    text = text.replace("\0", " ")
    if text.isascii():
        return text.casefold()
    return normalize("NFKC", normalize("NFKC", text).casefold())


def tokens(texts: Sequence[str], fields: Mapping[str, str], frame: str = "") -> str:
    """The tokens of a row with spaces between them; one may come more than once.

    Args:
        texts: what is searched in.
        fields: what is filtered by; only those of ``FILTERS`` count.
        frame: a text that many rows share, with NUL where they differ; its tokens are made once. Of what it has,
            ``texts`` need to say only the stretches between white space that differ.
    """
    whole = "\n".join(texts).replace("\0", " ")
    if frame:
        shared = _frame(frame)
        found = [shared.tokens, *map(shared.added.__getitem__, {*whole.split()})]
    else:
        found = _found(whole)
    found.append(_field_tokens(*map(fields.get, FILTERS)))
    return " ".join(filter(None, found))


def text_tokens(*texts: str) -> str:
    """The tokens of texts alone, for a row whose fields are not known yet."""
    return " ".join(filter(None, _found("\n".join(texts).replace("\0", " "))))


def within_limit(found: str) -> str:
    """Tokens as PostgreSQL can keep them: of a text with too many only its fields, and a token that fits any search."""
    if len(found) < _MOST_KEPT:
        return found
    unique = set(found.split())
    if sum(len(token.encode()) + _BYTES_BESIDE for token in unique) < _MOST_KEPT:
        return " ".join(unique)
    fields = range(_FIELD, _FIELD + len(FILTERS))
    return " ".join([ANYTHING, *(token for token in unique if ord(token[0]) in fields)])


@lru_cache(maxsize=4096)
def field_token(name: str, value: str) -> str:
    """The token of a field with a value."""
    value = "".join(value.casefold().split())
    return chr(_FIELD + FILTERS.index(name)) + value.translate(_PLAIN)[:_LONGEST_FIELD]


@lru_cache(maxsize=4096)
def _field_tokens(*values: str | None) -> str:
    """The tokens of the fields of ``FILTERS`` by their values, which many rows of a table share."""
    return " ".join([field_token(name, value) for name, value in zip(FILTERS, values, strict=True) if value])


def wanted(word: str) -> tuple[str, ...]:
    """The tokens that every text has that holds a word in normal form; signs only where the word has nothing else."""
    found: dict[str, None] = {}
    for dense, letters, _ in _pieces().findall(word):
        if piece := dense or letters:
            size = min(2 if dense else 3, len(piece))
            found |= dict.fromkeys(piece[i : i + size] for i in range(len(piece) - size + 1))
    return _spread(tuple(found) or tuple(dict.fromkeys(word.translate(_PLAIN))))


class _AddedTokens(dict[str, str]):
    """What stretches of a text add to the tokens of the rest, by stretch.

    What is no word, such as a number of an order, rarely comes twice and has little of them: it is not compared.
    """

    def __init__(self, known: Iterable[str], characters: Iterable[str]) -> None:
        super().__init__()
        self._known, self._characters = frozenset(known), frozenset(characters)

    def __missing__(self, stretch: str) -> str:
        if len(self) >= _MOST_STRETCHES:
            self.clear()
        bare = stretch.strip(_PUNCTUATION)
        if bare and bare != stretch:
            found = [self[bare], *map(_of_character.__getitem__, {*stretch} - {*bare} - self._characters)]
        elif stretch.isascii() and not stretch.isalpha():
            text = stretch.casefold()
            found = [_cut(text), *map(_of_character.__getitem__, {*text} - self._characters)]
        else:
            found = [*({*" ".join(_found(stretch)).split()} - self._known)]
        self[stretch] = kept = " ".join(filter(None, found)) if found[1:] else "".join(found)
        return kept


class _Frame(NamedTuple):
    """The tokens of what rows share, each once, as one string, and of stretches of text those that it does not have."""

    tokens: str
    added: _AddedTokens


@lru_cache(maxsize=64)
def _frame(frame: str) -> _Frame:
    text = " ".join([stretch for stretch in frame.split() if "\0" not in stretch])
    found = dict.fromkeys(" ".join(_found(text)).split())
    return _Frame(" ".join(found), _AddedTokens(found, normal(text)))


def _found(text: str) -> list[str]:
    """The tokens of a text; of one that is not in NFKC also those of what was typed."""
    searched = normal(text)
    if not text.isascii() and (typed := text.casefold()) != searched and not is_normalized("NFKC", text):
        return _of_text(f"{searched} {typed}")
    return _of_text(searched)


def _of_text(text: str) -> list[str]:
    """The tokens of a text in normal form: its letters and signs, and those of each stretch in one string."""
    characters = set(text)
    found = [*map(_of_character.__getitem__, characters)]
    if not text.isascii() and _dense().search("".join(characters)):
        found.append(_pairs(_between_dense().sub(" ", text)))
        text = _dense().sub(" ", text)
    bare = {stretch.strip(_PUNCTUATION) for stretch in text.split()}  # a sign only parts what stands beside it
    return [*found, *map(_of_stretch.__getitem__, bare)]


class _Characters(dict[str, str]):
    """The token of each character; none of white space."""

    def __missing__(self, character: str) -> str:
        self[character] = token = "" if character.isspace() else _SIGN_TOKENS.get(character, character)
        return token


class _Stretches(dict[str, str]):
    """The tokens of stretches of text; those of a long one, which rarely comes twice, are not remembered."""

    def __missing__(self, text: str) -> str:
        found = _cut(text)
        if len(text) < _LONG_STRETCH:
            if len(self) >= _MOST_STRETCHES:
                self.clear()
            self[text] = found
        return found


_of_character: Final = _Characters()
_of_stretch: Final = _Stretches()


def _cut(text: str) -> str:
    """The tokens of two and three letters of a stretch of text without spaces, in a script with spaces."""
    found: list[str] = []
    for letters in (text,) if text.isascii() and text.isalnum() else _letters().findall(text):
        pairs = [*map(add, letters, letters[1:])]
        found += pairs
        found += map(add, pairs, letters[2:])
    return " ".join(found)


def _pairs(text: str) -> str:
    """Every two neighbours in a text, with a space behind each pair; at a space a letter stands alone.

    They are copied as numbers, which takes a quarter of the time of putting letters together.
    """
    signs = memoryview(text.encode("utf-32-le", "surrogatepass")).cast("I")
    found = bytearray(" ".encode("utf-32-le")) * (3 * len(text))
    pairs = memoryview(found).cast("I")
    pairs[::3], pairs[1:-3:3] = signs, signs[1:]
    return found.decode("utf-32-le", "surrogatepass")


@lru_cache(maxsize=1)
def _letters() -> re.Pattern[str]:
    """A run of letters of a script with spaces."""
    return re.compile(rf"[^\s{_DENSE}{_SIGNS}]+")


@lru_cache(maxsize=1)
def _dense() -> re.Pattern[str]:
    return re.compile(f"[{_DENSE}]+")


@lru_cache(maxsize=1)
def _between_dense() -> re.Pattern[str]:
    return re.compile(f"[^{_DENSE}]+")


@lru_cache(maxsize=1)
def _pieces() -> re.Pattern[str]:
    """A run of a script without spaces, a run of other letters, or a sign; compiling it takes 4 ms."""
    return re.compile(rf"([{_DENSE}]+)|([^\s{_DENSE}{_SIGNS}]+)|(\S)")


def _spread(found: tuple[str, ...]) -> tuple[str, ...]:
    """Some of many tokens, from everywhere in the word."""
    if len(found) <= _MOST_TOKENS:
        return found
    return tuple(found[i * len(found) // _MOST_TOKENS] for i in range(_MOST_TOKENS))
