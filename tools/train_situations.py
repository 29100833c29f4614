"""Trains what ``cscli/assist`` reads messages with: ``tools/situations/*.txt`` to ``locales/situations/*.weights``.

    python tools/train_situations.py [--language de]... [--folder FOLDER]

A file of messages has a heading ``= label`` for each situation and each reason for attention, and under it one message
or part of a message a line; ``= fill`` heads sentences that say nothing, ``= arrived`` those that say no more than that
the parcel came. Longer messages are composed of them: one to
three of a label, some that say nothing, some of it mistyped. The same files and seed give the same bytes.
"""

import argparse
import random
import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from cscli.assist.features import BUCKETS, features  # noqa: E402 - from this checkout
from cscli.assist.weights import SHARED, SUFFIX, packed  # noqa: E402 - as above

if TYPE_CHECKING:
    from numpy.typing import NDArray

MESSAGES = ROOT / "tools" / "situations"
FOLDER = ROOT / "locales" / "situations"
SEED = 20
COMPOSED = 160  # messages of a label
COMPOSED_SHARED = 8  # ... of a language in the weights that all share
FILL, ARRIVED = "fill", "arrived"
HAVE_ARRIVED = frozenset({"damaged-item", "wrong-item", "return-instructions", "exchange"})
SHORT = frozenset({"unclear"})  # labels whose lines stand alone
STRENGTH = 100.0  # inverse of the regularisation
MISTYPED = 0.25
LEARNED_FROM = {  # languages that are written with words of another: each with the weight of its messages
    "hi": {"en": 0.5},
}
_DEVANAGARI = {
    "consonants": "क:k ख:kh ग:g घ:gh ङ:n च:ch छ:chh ज:j झ:jh ञ:n ट:t ठ:th ड:d ढ:dh ण:n त:t थ:th द:d ध:dh न:n प:p "
    "फ:f ब:b भ:bh म:m य:y र:r ल:l व:v श:sh ष:sh स:s ह:h",
    "vowels": "अ:a आ:aa इ:i ई:i उ:u ऊ:u ऋ:ri ए:e ऐ:ai ओ:o औ:au ऑ:o ा:a ि:i ी:i ु:u ू:u ृ:ri े:e ै:ai ो:o ौ:au ॉ:o",
    "signs": "ं:n ँ:n ः:h",  # noqa: RUF001 - letters are the data here
}

Messages = Mapping[str, Sequence[str]]


def main() -> None:
    """Write the weights and print their sizes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--language", action="append", help="only this one; may be repeated")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where to write")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    for language in asked.language or [*languages(), SHARED]:
        content = trained(language)
        (asked.folder / f"{language}{SUFFIX}").write_bytes(content)
        print(f"{language}\t{len(content)}", flush=True)  # noqa: T201 - a tool's answer


def languages() -> list[str]:
    """The languages that messages were written in."""
    return sorted(path.stem for path in MESSAGES.glob("*.txt"))


def messages(language: str) -> dict[str, list[str]]:
    """The lines of each label of a language."""
    found: dict[str, list[str]] = {}
    label = ""
    for line in (MESSAGES / f"{language}.txt").read_text("utf-8").splitlines():
        if line.startswith("= "):
            label = line.removeprefix("= ")
        elif line:
            found.setdefault(label, []).append(line)
    return found


def trained(language: str, *, composed: int = COMPOSED) -> bytes:
    """The content of the file of weights of a language, or of the weights that all share."""
    chance = random.Random(SEED)  # noqa: S311 - the same numbers each time
    examples: list[tuple[str, str, float]] = []
    if language == SHARED:
        for each in languages():
            examples += _examples(each, COMPOSED_SHARED, 1.0, chance)
    else:
        examples += _examples(language, composed, 1.0, chance)
        for other, weight in LEARNED_FROM.get(language, {}).items():
            examples += _examples(other, composed // 2, weight, chance)
    return _fitted(examples)


def _examples(language: str, composed: int, weight: float, chance: random.Random) -> Iterator[tuple[str, str, float]]:
    """Texts with their label and weight: each line, and messages that are composed of lines."""
    written = messages(language)
    fill, arrived = written.pop(FILL), written.pop(ARRIVED)
    for label, lines in written.items():
        for line in lines:
            yield line, label, weight
        for _ in range(composed):
            said_so = arrived if label in HAVE_ARRIVED else []
            text = _composed(lines, [*fill, *said_so], chance, alone=label in SHORT)
            yield text, label, weight
            if language == "hi":
                yield _latin(text), label, weight


def _composed(lines: Sequence[str], fill: Sequence[str], chance: random.Random, *, alone: bool) -> str:
    said = chance.sample(lines, 1 if alone else chance.choice((1, 1, 2, 2, 3)))
    said += chance.sample(fill, chance.choice((0, 0, 0, 1) if alone else (0, 1, 1, 2, 3, 4, 5)))
    chance.shuffle(said)
    text = chance.choice((" ", ". ", "\n", ", ")).join(said)
    return _mistyped(text, chance) if chance.random() < MISTYPED else text


def _mistyped(text: str, chance: random.Random) -> str:
    """The text with a letter of about 25 left out or doubled."""
    letters = list(text)
    for _ in range(max(1, len(letters) // 25)):
        at = chance.randrange(len(letters))
        if letters[at].isalpha():
            letters[at] = chance.choice(("", letters[at] * 2))
    return "".join(letters)


def _latin(text: str) -> str:
    """Hindi as it is typed in Latin letters: without marks of length, and silent where the last vowel is."""
    tables = {kind: dict(pair.split(":") for pair in pairs.split()) for kind, pairs in _DEVANAGARI.items()}
    consonants, vowels, signs = tables["consonants"], tables["vowels"], tables["signs"]
    plain = unicodedata.normalize("NFD", text).replace("\u093c", "")
    written = []
    for at, letter in enumerate(plain):
        following = plain[at + 1 : at + 2]
        if letter in consonants:
            is_bare = following in consonants or following in signs
            written.append(consonants[letter] + ("a" if is_bare else ""))
        else:
            written.append(vowels.get(letter) or signs.get(letter) or letter.replace("\u094d", ""))
    return "".join(written)


def _fitted(examples: Sequence[tuple[str, str, float]]) -> bytes:
    import numpy as np  # noqa: PLC0415 - after the arguments were understood
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - as above

    labels = sorted({label for _, label, _ in examples})
    model = LogisticRegression(C=STRENGTH, max_iter=200, tol=1e-4)
    texts, wanted, worth = zip(*examples, strict=True)
    matrix = _matrix(texts)
    seen = np.unique(matrix.indices)
    model.fit(matrix[:, seen], wanted, sample_weight=worth)
    table: NDArray[Any] = np.zeros((BUCKETS, len(labels)))
    table[seen] = model.coef_.T - model.coef_.T.mean(axis=1, keepdims=True)
    scale = float(np.quantile(np.abs(table[np.abs(table) > 0]), 0.999)) / 127
    whole = np.clip(np.rint(table / scale), -127, 127).astype(np.int8)
    return packed(labels, model.intercept_.tolist(), scale, whole.tobytes())


def _matrix(texts: Sequence[str]) -> Any:
    """A row for each text: its buckets, at unit length."""
    import numpy as np  # noqa: PLC0415 - as above
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - as above

    rows = [sorted({each.bucket for each in features(text)}) for text in texts]
    lengths = [len(row) for row in rows]
    values = np.repeat([1 / max(length, 1) ** 0.5 for length in lengths], lengths)
    columns = [bucket for row in rows for bucket in row]
    return csr_matrix((values, columns, np.cumsum([0, *lengths])), shape=(len(texts), BUCKETS))


if __name__ == "__main__":
    main()
