# ruff: noqa: RUF001 - signs of many scripts are what is looked for
"""Checks on how a text speaks to the customer: register, words and signs of the market, promises, length."""

import re
from collections.abc import Iterator
from typing import ClassVar

from cscli.markets.market import Market
from cscli.quality.finding import Finding, Severity
from cscli.quality.subject import Subject, TextCheck, finding
from cscli.quality.wordlists import Address, Span, spans_of

_SENTENCE = re.compile(r"([^。．.！？!?\n]+)[。．.！？!?]+")
_NOTED = re.compile(r"^(?P<word>.*?)\s*(?:\((?P<note>[^()]*)\))?$")
# A note that begins with a language holds only for texts in it.
_NOTE_LANGUAGES = {"French": "fr", "English": "en", "Arabic": "ar", "German": "de", "Italian": "it", "Spanish": "es"}
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWO = frozenset("^{}\\[~]|€")


class Register:
    """The customer is addressed in two ways, or not as the register asks."""

    id: ClassVar[str] = "register"
    severity: ClassVar[Severity] = Severity.WARNING

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """One for a mixture, at its rarer form; else one for a form that does not fit."""
        address = subject.lists.register.get(subject.base)
        if address is None:
            return
        used = _forms_used(subject.prose, address)
        is_fine = subject.channel == "chat" and set(used) <= set(address.chat)
        if len(used) > 1 and not is_fine:
            rare = min(used, key=lambda form: (len(used[form]), -list(address.forms).index(form)))
            common = next(form for form in sorted(used, key=lambda form: -len(used[form])) if form != rare)
            start, end = used[rare][0]
            yield finding(
                self, f"{subject.text[start:end]!r} is {rare}, the rest of the text is {common}.", start, end,
                suggestion="Keep to one of them.",
            )  # fmt: skip
            return
        fitting = _fitting(subject, address)
        for form, spans in used.items():
            if fitting and form not in fitting:
                start, end = spans[0]
                yield finding(
                    self, f"{subject.text[start:end]!r} is {form}; {' or '.join(fitting)} is expected here.", start, end
                )  # fmt: skip


class AvoidedWords:
    """A word that the market's card says to avoid."""

    id: ClassVar[str] = "avoided-words"
    severity: ClassVar[Severity] = Severity.WARNING

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """One for each place, with what the card says about the word."""
        if subject.market is None:
            return
        for entry in subject.market.card.get("avoid", {}).get("words", ()):
            noted = _NOTED.match(str(entry))
            word, note = (noted["word"], noted["note"] or "") if noted else (str(entry), "")
            language = _NOTE_LANGUAGES.get(re.split(r"\W", note, maxsplit=1)[0])
            if word.isdigit() or (language and subject.base and language != subject.base):
                continue
            but = subject.lists.avoid_but.get(word, ())
            for start, end in spans_of((word,), subject.prose, but=but, capitals=False):
                if subject.text[start - 1 : start] == "-":
                    continue
                said = f"{subject.text[start:end]!r} is to be avoided in {subject.market.name}"
                yield finding(self, f"{said}: {note}." if note else f"{said}.", start, end, suggestion=_instead(note))


class Exclamations:
    """More exclamation marks than the market takes well."""

    id: ClassVar[str] = "exclamations"
    severity: ClassVar[Severity] = Severity.WARNING

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """One, at the first mark too many."""
        most = _most_exclamations(subject.market)
        places = [match.start() for match in re.finditer("[!！]", subject.prose)]
        if most is not None and len(places) > most and subject.market:
            allowed = "none" if most == 0 else f"at most {most}"
            message = f"{len(places)} exclamation mark{'s'[: len(places) > 1]}; in {subject.market.name} {allowed}."
            yield finding(self, message, places[most], places[most] + 1)


class Promises:
    """Words that promise money, a gift or a result."""

    id: ClassVar[str] = "promises"
    severity: ClassVar[Severity] = Severity.WARNING

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """One for each topic: a warning when the source does not speak of it, else a question."""
        for topic, words in subject.lists.promises.items():
            spans = spans_of(words.get(subject.base, ()), subject.prose)
            if not spans:
                continue
            start, end = spans[0]
            said = subject.text[start:end]
            if not subject.source:
                message = f"{said!r} speaks of a {topic}." if topic != "free" else f"{said!r} says it costs nothing."
                yield finding(
                    self, message, start, end, suggestion="Is that promised on purpose?", severity=Severity.INFO
                )
            elif subject.source_base in words and not spans_of(words[subject.source_base], subject.source_prose):
                yield finding(self, f"{said!r} is promised here, and not in the source.", start, end)


class ChannelLength:
    """Longer than one message of the channel."""

    id: ClassVar[str] = "channel-length"
    severity: ClassVar[Severity] = Severity.WARNING

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """One when it does not fit; an SMS holds fewer characters outside its basic alphabet."""
        limits = subject.lists.channels.get(subject.channel)
        if limits is None:
            return
        is_sms = subject.channel == "sms"
        length, most = len(subject.text), limits[0]
        if is_sms and set(subject.text) - _GSM - _GSM_TWO:
            length, most = len(subject.text.encode("utf-16-le", "surrogatepass")) // 2, limits[1]
        elif is_sms:
            length += sum(c in _GSM_TWO for c in subject.text)
        if length > most:
            # The place is where a basic text is cut; elsewhere it is as good as exact.
            yield finding(self, f"{length} characters; {subject.channel} holds {most} here.", most, len(subject.text))


MANNERS: tuple[TextCheck, ...] = (Register(), AvoidedWords(), Exclamations(), Promises(), ChannelLength())


def _forms_used(text: str, address: Address) -> dict[str, tuple[Span, ...]]:
    if address.endings:
        return _endings_used(text, address)
    found = {form: spans_of(words, text, but=address.neither) for form, words in address.forms.items()}
    return {form: spans for form, spans in found.items() if spans}


def _endings_used(text: str, address: Address) -> dict[str, tuple[Span, ...]]:
    """Which sentences end in which way; the longest ending that fits is the one that counts."""
    known = sorted(
        [(word, form) for form, words in address.forms.items() for word in words]
        + [(word, "") for word in address.neither],
        key=lambda pair: -len(pair[0]),
    )
    used: dict[str, list[Span]] = {}
    for match in _SENTENCE.finditer(text):
        sentence = match[1].rstrip(" 」』）)”’\"'")
        ending = next(((word, form) for word, form in known if sentence.endswith(word)), ("", ""))
        if ending[1]:
            end = match.start() + len(sentence)
            used.setdefault(ending[1], []).append((end - len(ending[0]), end))
    return {form: tuple(used[form]) for form in address.forms if form in used}


def _fitting(subject: Subject, address: Address) -> tuple[str, ...]:
    """The forms that fit. Where nobody asked for a register, the market's is the least: more formal fits, too."""
    if subject.register:
        return address.expects.get(subject.register, ())
    if subject.market is None:
        return ()
    least = address.expects.get(subject.market.register.value, ())
    order = list(address.forms)
    lowest = max((order.index(form) for form in least if form in order), default=-1)
    return tuple(order[: lowest + 1])


def _instead(note: str) -> str:
    """What a note says to write instead: the part after ``say`` or ``write``."""
    match = re.search(r"\b(?:say|write) (.+)$", note)
    return match[1] if match else ""


def _most_exclamations(market: Market | None) -> int | None:
    found = market.card.get("tone", {}).get("exclamation_max") if market else None
    return found if isinstance(found, int) else None
