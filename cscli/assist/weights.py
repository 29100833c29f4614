"""The weights of one language, as ``tools/train_situations.py`` writes them to ``locales/situations/``.

A file is compressed by zlib and holds one line of JSON (labels, biases, scale) and then one signed byte for each label
and bucket, bucket by bucket. A language without a file is read with the weights that all languages share.
"""

import json
import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from cscli.assist.features import BUCKETS
from cscli.errors import DataFileError
from cscli.paths import shipped_root
from cscli.text import base_tag

SHARED = "shared"
SUFFIX = ".weights"


class Weights(NamedTuple):
    """What a feature adds to the score of each label.

    ``scale`` turns a byte into a logit; ``table`` has a row for each bucket, with a byte for each of ``labels``.
    """

    labels: tuple[str, ...]
    biases: tuple[float, ...]
    scale: float
    table: memoryview

    def row(self, bucket: int) -> Sequence[int]:
        """The weights of a bucket in the order of ``labels``, from -127 to 127."""
        wide = len(self.labels)
        return self.table[bucket * wide : (bucket + 1) * wide]


def packed(labels: Sequence[str], biases: Sequence[float], scale: float, table: bytes) -> bytes:
    """The content of a file of weights."""
    head = {"labels": list(labels), "biases": [round(bias, 4) for bias in biases], "scale": round(scale, 8)}
    return zlib.compress(json.dumps(head).encode() + b"\n" + table, 9)


def unpacked(content: bytes) -> Weights:
    """The weights of a file's content.

    Raises:
        ValueError: the content was not written by ``packed``.
    """
    try:
        head, _, table = zlib.decompress(content).partition(b"\n")
        facts = json.loads(head)
        labels = tuple(map(str, facts["labels"]))
        biases = tuple(map(float, facts["biases"]))
        scale = float(facts["scale"])
    except (zlib.error, LookupError, TypeError, ValueError) as problem:
        raise ValueError("holds no weights of situations") from problem
    if len(table) != BUCKETS * len(labels) or len(biases) != len(labels):
        raise ValueError("holds weights of another size")
    return Weights(labels=labels, biases=biases, scale=scale, table=memoryview(table).cast("b"))


@lru_cache(maxsize=24)  # mail that is fetched comes in all languages
def weights_of(language: str) -> Weights:
    """The weights for a BCP 47 tag, or those that all languages share.

    Raises:
        DataFileError: the shipped file cannot be read.
    """
    folder = shipped_root() / "locales" / "situations"
    base = base_tag(language).lower()
    path = folder / f"{base}{SUFFIX}"
    if not base.isalpha() or not path.is_file():
        path = folder / f"{SHARED}{SUFFIX}"
    try:
        return unpacked(path.read_bytes())
    except (OSError, ValueError) as problem:
        raise DataFileError(
            f"{path}: {problem}", hint="Install the program again: the file ships with it."
        ) from problem
