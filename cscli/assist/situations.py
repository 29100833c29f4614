"""What a customer's message is about: the likeliest situations of ``intents.list``, or that a person must read it.

A linear model over words and pieces of words, one for each language. It is trained on the messages in
``tools/situations/`` by ``tools/train_situations.py``. It prefers no answer to a wrong one, and never answers itself.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import accumulate
from math import exp, sqrt
from typing import NamedTuple

from cscli.assist.attention import Attention, AttentionReason
from cscli.assist.features import LONGEST, Feature, features
from cscli.assist.weights import SHARED, Weights, weights_of

MOST = 3
LOWEST = 0.03  # a score below it is not a reading
_SHARPNESS = 0.75  # makes the scores those probabilities that messages kept apart had
_LEAST = 0.13  # the share of the likeliest situation below which the message is unclear
_CAUTION = 0.8  # how much the reasons for a person weigh together beside the likeliest situation
_WORRY = 0.3  # the share of a reason from which a person must read the message, whatever else it is about
_WORDS = 3
_OF_ALL = 0.3  # how much the weights that all languages share count beside those of the language
_FLOOR = 0.02  # what a label keeps that no clause speaks for
_MARKS = frozenset(".!?;:,\n\u2026\u061f\u060c\u0964\u3001\u3002\uff01\uff0c\uff1f")  # between clauses

_Model = tuple[Weights, Weights]


class RankedSituation(NamedTuple):
    """One thing that the message may be about.

    ``intent`` is a name such as ``where-is-my-order``; ``score`` is a probability from 0 to 1; ``because`` holds up to
    three parts of the message, in its order, that speak for it.
    """

    intent: str
    score: float
    because: tuple[str, ...]


class MessageReading(NamedTuple):
    """Up to three situations, likeliest first, and whether a person must read the message; both may be there."""

    situations: tuple[RankedSituation, ...]
    attention: Attention | None


def situations(text: str, language: str) -> MessageReading:
    """What ``text`` is about.

    Args:
        text: the message, without quoted mail and signature; its first 4,000 characters are read.
        language: BCP 47 tag of the message; ``und`` and languages without weights are read with shared weights.

    Raises:
        DataFileError: the shipped weights cannot be read.
    """
    found = tuple(features(text))
    weights = weights_of(language)
    shares = _shares(text, found, (weights, weights_of(SHARED)))
    reason = max(AttentionReason, key=shares.__getitem__)
    likely = sorted(shares.keys() - set(AttentionReason), key=lambda label: -shares[label])[:MOST]
    best, worry = shares[likely[0]], shares[reason]
    if _CAUTION * sum(shares[each] for each in AttentionReason) >= best or best < _LEAST:
        certain = worry >= _LEAST and worry >= best
        return MessageReading(
            situations=(), attention=_attention(reason if certain else AttentionReason.UNCLEAR, text, found, weights)
        )
    return MessageReading(
        situations=tuple(
            RankedSituation(intent=label, score=round(shares[label], 3), because=_because(label, text, found, weights))
            for label in likely
            if shares[label] >= LOWEST
        ),
        attention=_attention(reason, text, found, weights) if worry >= _WORRY else None,
    )


def _attention(reason: AttentionReason, text: str, found: Sequence[Feature], weights: Weights) -> Attention:
    spoken = () if reason is AttentionReason.UNCLEAR else _because(reason, text, found, weights)
    return Attention(reason=reason, because=spoken)


def _shares(text: str, found: Sequence[Feature], model: _Model) -> Mapping[str, float]:
    """The probability of each label.

    A long message says in one clause what it is about and tells stories in the others, so the whole is weighed with
    the mean of its clauses, each as heavy as it is long.
    """
    whole = _softmax(found, model)
    clauses = tuple(_clauses(text, found))
    if len(clauses) > 1:
        read = [(each[-1].end - each[0].start, _softmax(each, model)) for each in clauses]
        long = sum(length for length, _ in read)
        whole = {
            label: share * (_FLOOR + sum(length * part[label] for length, part in read) / long)
            for label, share in whole.items()
        }
    sharpened = {label: share**_SHARPNESS for label, share in whole.items()}
    total = sum(sharpened.values())
    return {label: share / total for label, share in sharpened.items()}


def _clauses(text: str, found: Iterable[Feature]) -> Collection[list[Feature]]:
    """The features that lie within each clause that has any."""
    number_at = list(accumulate(letter in _MARKS for letter in text[:LONGEST]))
    clauses: defaultdict[int, list[Feature]] = defaultdict(list)
    for each in found:
        if number_at[each.start] == number_at[each.end - 1]:
            clauses[number_at[each.start]].append(each)
    return clauses.values()


def _softmax(found: Iterable[Feature], model: _Model) -> Mapping[str, float]:
    """The probability of each label by the weights of the buckets, at unit length: those of the language and of all."""
    buckets = {each.bucket for each in found}
    labels = model[0].labels
    logits = dict.fromkeys(labels, 0.0)
    for weights, part in zip(model, (1.0, _OF_ALL), strict=True):
        scale = weights.scale / (sqrt(len(buckets)) or 1.0)
        rows = [weights.row(bucket) for bucket in buckets]
        sums = [sum(column) for column in zip(*rows, strict=True)] or [0] * len(labels)
        for label, bias, total in zip(weights.labels, weights.biases, sums, strict=True):
            logits[label] += part * (bias + scale * total)
    highest = max(logits.values())
    parts = {label: exp(logit - highest) for label, logit in logits.items()}
    total = sum(parts.values())
    return {label: each / total for label, each in parts.items()}


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
        is_word = end - start > 1 and text[start:end].isprintable()
        if is_word and all(end <= begin or start >= stop for begin, stop in chosen):
            chosen.append((start, end))
    return tuple(text[start:end] for start, end in sorted(chosen))
