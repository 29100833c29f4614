"""Templates made of canned answers.

An answer that was exported from here goes back to its situation: its variants become the conditions of one text. Any
other becomes a situation of the desk's own, whose values are the placeholders in it. The letter writes its own greeting
and closing, so those of an answer are taken off, and told.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from unicodedata import normalize

from cscli.markets.catalog import Catalog, canonical_tag
from cscli.markets.terms import Channel, Kind, Register
from cscli.replies.contract.intent import ValueType
from cscli.replies.exchange.answers import LetterWithMarks
from cscli.replies.exchange.canned import ForeignAnswer, marks_of, replaced
from cscli.replies.exchange.conditions import Conditions, is_known_variant
from cscli.replies.exchange.placeholders import ProductPlaceholders
from cscli.replies.templates.catalog import TemplateCatalog
from cscli.replies.voice import Sender
from cscli.tables.imported import LeftOut

_LONGEST_NAME: Final = 50
_GREETING, _CLOSING = 80, 160  # characters of the longest first and last paragraph that may be taken off
_CUSTOMER = frozenset({"customer_name", "customer_first_name", "customer_last_name"})
_FORKS = (ValueType.CHOICE, ValueType.BOOLEAN)
_REGISTER: Final = Register.NEUTRAL


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeTemplate:
    """A template: where it stands, its content, and how many answers it was made of."""

    intent: str
    language: str
    content: Mapping[str, Any]
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeTemplates:
    """Templates that were made of canned answers.

    Attributes:
        templates: the templates.
        contract: new situations by name, as ``own-intents.yaml`` has them.
        bad: answers that were left out.
        unmatched: placeholders without a value here, which stand as [[...]] in the texts, and how often.
        taken_off: greetings and closings that the letter writes itself.
    """

    templates: tuple[MadeTemplate, ...]
    contract: Mapping[str, Any]
    bad: tuple[LeftOut, ...]
    unmatched: Mapping[str, int]
    taken_off: tuple[str, ...]


@dataclass(slots=True)
class _Text:
    """A text of one register and channel: subject and body by variant."""

    variants: dict[str, tuple[str, str]] = field(default_factory=dict)


_Group = dict[tuple[str, str], _Text]  # by register and channel


class TemplateMaker:
    """Makes templates of canned answers.

    Args:
        templates: the templates and contracts that there are.
        catalog: the languages.
        placeholders: those of the product; counts what has no match.
        sender: who writes, as in an export.
        language_of: the language of a text without one; empty where it is not clear.
    """

    def __init__(
        self,
        templates: TemplateCatalog,
        catalog: Catalog,
        placeholders: ProductPlaceholders,
        *,
        sender: Sender,
        language_of: Callable[[str], str],
    ) -> None:
        self._templates, self._catalog, self._placeholders = templates, catalog, placeholders
        self._sender, self._language_of = sender, language_of
        self._groups: dict[tuple[str, str], _Group] = {}
        self._titles: dict[str, str] = {}  # by name of a situation
        self._bad: list[LeftOut] = []
        self._taken_off: dict[str, None] = {}
        self._letters: dict[tuple[str, Register, Channel, Kind], tuple[str, str]] = {}

    def made(self, found: Sequence[ForeignAnswer], unread: Sequence[LeftOut] = ()) -> MadeTemplates:
        """Templates of all answers that can be used; ``unread`` are entries that were left out before."""
        self._bad = list(unread)
        for one in found:
            self._take(one)
        new = self._new_intents()
        contracts = {name: self._templates.intents.get(name) for name, _ in self._groups}
        made = []
        for (name, language), group in self._groups.items():
            intent = contracts[name]
            required = intent.required if intent else new[name].required
            known = {v.name for v in intent.variables.values() if v.type not in _FORKS} if intent else new[name].all
            made.append(self._template(name, language, group, frozenset(required), frozenset(known)))
        return MadeTemplates(
            templates=tuple(made),
            contract={name: self._contract(name, one) for name, one in new.items()},
            bad=tuple(self._bad), unmatched=dict(self._placeholders.unknown), taken_off=tuple(self._taken_off),
        )  # fmt: skip

    def _take(self, one: ForeignAnswer) -> None:
        """Put an answer to its situation and language."""
        subject, text = self._placeholders.read(one.subject), self._placeholders.read(one.text)
        tag = canonical_tag(one.language or self._language_of(replaced(text, lambda _: " ")) or "und")
        if tag not in self._catalog.language_tags():
            self._leave_out(one, "is in a language that is not known; say it with --language" if tag == "und"
                            else f"is in {tag[:20]}, which has no file of its own")  # fmt: skip
            return
        name, register, channels = self._place(one)
        if one.has_letter:
            intent = self._templates.intents.get(name)
            text = self._without_letter(text, tag, register, channels, [intent.kind] if intent else list(Kind))
        group = self._groups.setdefault((name, tag), {})
        if not is_known_variant(self._templates.intents.get(name), one.variant):
            self._leave_out(one, f"is for {one.variant[:40]}, which {name} does not know")
            return
        for channel in channels:
            variants = group.setdefault((register, channel), _Text()).variants
            if one.variant in variants:
                self._leave_out(one, f"stands there already as {one.title[:60]} in {tag}")
                return
            variants[one.variant] = (subject, text.strip() or text)

    def _place(self, one: ForeignAnswer) -> tuple[str, Register, tuple[Channel, ...]]:
        """The situation, register and channels of an answer."""
        register = Register(one.register) if one.register in list(Register) else _REGISTER
        channels = (Channel(one.channel),) if one.channel in list(Channel) else tuple(Channel)
        if one.intent in self._templates.intents:
            return one.intent, register, channels
        name = _slug(one.intent or one.title)
        shipped = self._templates.intents.keys() - self._templates.own_intents.keys()
        name = f"own-{name}" if name in shipped else name
        self._titles.setdefault(name, one.title)
        return name, register, channels

    def _without_letter(
        self, text: str, tag: str, register: Register, channels: Iterable[Channel], kinds: Iterable[Kind]
    ) -> str:
        """A text without greeting and closing: those that a letter has here, else what looks like them."""
        known = [self._around(tag, register, channel, kind) for channel in channels for kind in kinds]
        fitting = [
            (before, after)
            for before, after in known
            if text.startswith(before) and text.endswith(after) and len(text) > len(before) + len(after)
        ]
        before, after = max(fitting, key=lambda one: len(one[0]) + len(one[1]), default=("", ""))
        text = text[len(before) : len(text) - len(after)]
        first, _, rest = text.partition("\n\n")
        if not before and rest and len(first) <= _GREETING and "\n" not in first and _CUSTOMER & {*marks_of(first)}:
            before, text = first, rest
        rest, _, last = text.rpartition("\n\n")
        if not after and rest and len(last) <= _CLOSING and "agent_name" in marks_of(last):
            after, text = last, rest
        self._tell_taken_off(before, after)
        return text

    def _around(self, tag: str, register: Register, channel: Channel, kind: Kind) -> tuple[str, str]:
        """What stands before and after the text of a letter, made once for each kind of letter."""
        key = (tag, register, channel, kind)
        if key not in self._letters:
            letter = LetterWithMarks(
                self._catalog, tag, kind=kind, register=register, channel=channel, sender=self._sender
            )  # fmt: skip
            self._letters[key] = letter.around()
        return self._letters[key]

    def _new_intents(self) -> dict[str, "_NewIntent"]:
        """Situations of the desk's own: what each of their texts has is required."""
        found: dict[str, _NewIntent] = {}
        for (name, _), group in self._groups.items():
            if name not in self._templates.intents:
                for text in group.values():
                    for subject, body in text.variants.values():
                        found.setdefault(name, _NewIntent()).add({*marks_of(subject), *marks_of(body)})
        return found

    def _contract(self, name: str, new: "_NewIntent") -> dict[str, Any]:
        return {
            "kind": str(Kind.NEUTRAL),
            "about": " ".join(self._titles[name].split())[:200],
            "variables": {one: self._variable(one, is_required=one in new.required) for one in sorted(new.all)},
        }

    def _variable(self, name: str, *, is_required: bool) -> dict[str, Any]:
        """A variable as another situation has it, else a text."""
        known = next((i.variables[name] for i in self._templates.intents.values() if name in i.variables), None)
        made: dict[str, Any] = {"type": "text", "example": name.replace("_", " "), "about": "From a canned answer"}
        if known and known.type not in _FORKS:
            made = {"type": str(known.type), "example": known.example, "about": known.about}
            made |= {"when": str(known.when)} if known.when else {}
        return made | ({"required": True} if is_required else {})

    def _template(
        self, name: str, language: str, group: _Group, required: frozenset[str], known: frozenset[str]
    ) -> MadeTemplate:
        texts: dict[str, Any] = {}
        title = self._titles.get(name, name)
        write = Conditions(self._templates.intents.get(name), required, known, self._placeholders.unknown).written
        for register in dict.fromkeys(register for register, _ in group):
            by_channel = {channel: group[register, channel] for channel in Channel if (register, channel) in group}
            some = next(iter(by_channel.values()))
            mail = by_channel.get(Channel.EMAIL, some).variants
            subjects = {variant: (subject or title, body) for variant, (subject, body) in mail.items()}
            texts[str(register)] = {"subject": write(subjects, 0)} | {
                str(channel): [write(by_channel.get(channel, some).variants, 1)] for channel in Channel
            }
        content = {"schema": 1, "intent": name, "language": language, "texts": texts}
        answers = sum(len(text.variants) for text in group.values())
        return MadeTemplate(intent=name, language=language, content=content, answers=answers)

    def _leave_out(self, one: ForeignAnswer, reason: str) -> None:
        line = int(one.place.rpartition(" ")[2])
        self._bad.append(LeftOut(line=line, key=one.title[:60], reason=reason))

    def _tell_taken_off(self, *texts: str) -> None:
        told = (" ".join(replaced(text, "[[{}]]".format).split()) for text in texts)
        self._taken_off |= dict.fromkeys(filter(None, told))


@dataclass(slots=True)
class _NewIntent:
    """The values of a situation that is made: those of every text, and those of any."""

    required: set[str] = field(default_factory=set)
    all: set[str] = field(default_factory=set)
    is_begun: bool = False

    def add(self, names: set[str]) -> None:
        self.required = self.required & names if self.is_begun else set(names)
        self.all |= names
        self.is_begun = True


def _slug(title: str) -> str:
    """A name of a situation: small letters, digits and hyphens."""
    plain = normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_NAME].strip("-")
    if name and name[0].isalpha() and len(name) >= len(title) // 2:
        return name
    from cscli.digests import blake2b  # noqa: PLC0415 - only a title in another script needs it

    return f"answer-{blake2b(title.encode(errors='replace'), digest_size=4).hexdigest()}"
