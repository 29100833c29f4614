"""What a customer's message is about: the likeliest situations of ``intents.list``, or that a person must read it.

A linear model over words and pieces of words, one for each language. It is trained on the messages in
``tools/situations/`` by ``tools/train_situations.py``. It prefers no answer to a wrong one, and never answers itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, sqrt

from cscli.assist.attention import Attention, Reason
from cscli.assist.features import Feature, features
from cscli.assist.weights import Weights, weights_of

MOST = 3
LOWEST = 0.04  # a score below it is no reading
_REASONS = frozenset(Reason)
_SHARPER = 1.5  # makes the scores those probabilities that messages kept apart had
_LEAST = 0.15  # the share of the likeliest situation below which the message is unclear
_WORRY = 0.3  # the share of a reason from which a person must read the message, whatever else it is about
_WORDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One thing that the message may be about.

    ``intent`` is a name such as ``where-is-my-order``; ``score`` is a probability from 0 to 1; ``because`` holds up to
    three parts of the message, in its order, that speak for it.
    """

    intent: str
    score: float
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Up to three situations, likeliest first, and whether a person must read the message; both may be there."""

    situations: tuple[Situation, ...]
    attention: Attention | None


def situations(text: str, language: str) -> Reading:
    """What ``text`` is about.

    Args:
        text: the message, without quoted mail and signature; its first 4,000 characters are read.
        language: BCP 47 tag of the message; ``und`` and languages without weights are read with shared weights.

    Raises:
        DataFileError: the shipped weights cannot be read.
    """
    found = tuple(features(text))
    weights = weights_of(language)
    shares = _shares(found, weights)
    reason = max(_REASONS, key=lambda each: shares.get(each, 0.0))
    likely = sorted((label for label in shares if label not in _REASONS), key=lambda label: -shares[label])[:MOST]
    best = shares[likely[0]] if found else 0.0
    worry = shares.get(reason, 0.0)
    if worry >= best or best < _LEAST:
        certain = worry >= _LEAST and worry >= best
        return Reading(situations=(), attention=_attention(reason if certain else Reason.UNCLEAR, text, found, weights))
    return Reading(
        situations=tuple(
            Situation(intent=label, score=round(shares[label], 3), because=_because(label, text, found, weights))
            for label in likely
            if shares[label] >= LOWEST
        ),
        attention=_attention(reason, text, found, weights) if worry >= _WORRY else None,
    )


def _attention(reason: Reason, text: str, found: Sequence[Feature], weights: Weights) -> Attention:
    spoken = () if reason is Reason.UNCLEAR else _because(reason, text, found, weights)
    return Attention(reason=reason, because=spoken)


def _shares(found: Iterable[Feature], weights: Weights) -> Mapping[str, float]:
    """The probability of each label: a softmax of the biases and the weights of the buckets, at unit length."""
    buckets = {each.bucket for each in found}
    rows = [weights.row(bucket) for bucket in buckets]
    length = sqrt(len(buckets)) or 1.0
    sums = [sum(column) for column in zip(*rows, strict=True)] or [0] * len(weights.labels)
    logits = [
        _SHARPER * (bias + weights.scale * total / length) for bias, total in zip(weights.biases, sums, strict=True)
    ]
    highest = max(logits)
    parts = [exp(logit - highest) for logit in logits]
    return {label: part / sum(parts) for label, part in zip(weights.labels, parts, strict=True)}


def _because(label: str, text: str, found: Iterable[Feature], weights: Weights) -> tuple[str, ...]:
    """The parts of the text that raise a label most above the mean of all labels, in the order of the text."""
    at, count = weights.labels.index(label), len(weights.labels)
    gains: defaultdict[tuple[int, int], float] = defaultdict(float)
    for bucket, start, end in found:
        row = weights.row(bucket)
        gains[start, end] += row[at] - sum(row) / count
    chosen: list[tuple[int, int]] = []
    for start, end in sorted(gains, key=lambda place: (-gains[place], place)):
        if len(chosen) == _WORDS or gains[start, end] <= 0:
            break
        if all(end <= begin or start >= stop for begin, stop in chosen):
            chosen.append((start, end))
    return tuple(text[start:end] for start, end in sorted(chosen))
