"""The culture card: what an agent reads before writing, in the order in which it is needed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from cscli.markets.language import Language
from cscli.markets.market import Market, QuietRule
from cscli.text import count_words

Entries = list[tuple[str, str]]

# Topics of a comparison: the label, and the place of the fact in a market's file.
_TOPICS = (
    ("language", ("languages",)), ("currency", ("currency",)), ("register", ("register", "default")),
    ("form of address", ("register", "address")), ("name", ("names", "uses")), ("honorific", ("names", "honorific")),
    ("gender unknown", ("names", "unknown_gender")), ("greeting", ("greeting", "formal")),
    ("everyday greeting", ("greeting", "neutral")), ("closing", ("closing", "formal")),
    ("directness 1-5", ("tone", "directness")), ("bad news", ("tone", "bad_news")), ("humour", ("tone", "humour")),
    ("emoji in mail", ("tone", "emoji_email")), ("emoji in chat", ("tone", "emoji_chat")),
    ("exclamation marks", ("tone", "exclamation_max")), ("words to avoid", ("avoid", "words")),
    ("topics to avoid", ("avoid", "topics")), ("channels", ("channels", "ranked")),
    ("expected answer", ("channels", "response")), ("zones", ("zones",)), ("weekend", ("week", "weekend")),
    ("hours", ("hours",)), ("lunch", ("lunch",)), ("quiet hours", ("quiet",)),
    ("right of withdrawal", ("rights", "withdrawal")), ("seasons", ("seasons",)),
)  # fmt: skip


def market_card(market: Market, language: Language, now: datetime) -> list[tuple[str, Entries]]:
    """Sections of label and text for a market; empty facts are left out.

    Args:
        market: the market.
        language: its first language, for the forms of address.
        now: an instant; facts about law carry the date they were read.
    """
    card = market.card
    sections = [
        ("Who", _who(market, language)),
        ("Address", _fields(card.get("names", {}), "uses", "honorific", "unknown_gender", "never", "note")),
        ("Letter", [*_letter(card), *_fields(card.get("punctuation", {}), "after_greeting", "note")]),
        ("Tone", _fields(card["tone"], "directness", "bad_news", "apology_first", "first_name", "humour", "emoji_email",
                         "emoji_chat", "exclamation_max", "note")),
        ("Avoid", _fields(card.get("avoid", {}), "words", "topics", "signs")),
        ("Channels and hours", [*_fields(card.get("channels", {}), "ranked", "response", "legal"), *_hours(market)]),
        ("Rights (not legal advice)", [*_rights(card), *_age(card, now)]),
        ("Doubts", [("", doubt) for doubt in card.get("doubts", ())]),
    ]  # fmt: skip
    return [(title, entries) for title, entries in sections if entries]


def market_differences(one: Market, two: Market) -> list[tuple[str, str, str]]:
    """Topic and both markets' facts, for each topic in which they differ."""
    rows = []
    for label, place in _TOPICS:
        first, second = _fact(one, place), _fact(two, place)
        if first != second:
            rows.append((label, first, second))
    return rows


def _who(market: Market, language: Language) -> Entries:
    register = market.card["register"]
    grade = f" [{register['confidence']}, {register['basis']}]"
    address = register.get("address") or language.address.get(market.register, "")
    return [
        ("languages", _words([_tagged(entry) for entry in market.card["languages"]])),
        ("currency", market.currency),
        ("zones", _words(market.zones)),
        ("register", f"{market.register}: {address}. {register.get('note', '')}".rstrip(". ") + grade),
    ]


def _tagged(entry: Mapping[str, str]) -> str:
    return f"{entry['tag']} ({entry['note']})" if entry.get("note") else entry["tag"]


def _letter(card: Mapping[str, Any]) -> Entries:
    return [
        (f"{part}, {register.replace('_', ' ')}", text)
        for part in ("greeting", "closing")
        for register, text in card.get(part, {}).items()
        if text
    ]


def _hours(market: Market) -> Iterator[tuple[str, str]]:
    yield "hours", _words([f"{days} {', '.join(windows)}" for days, windows in market.hours.items()])
    if market.card.get("lunch"):
        yield "lunch", market.card["lunch"]
    yield "weekend", _words(market.weekend)
    for rule in market.quiet:
        note = f": {rule.note}" if rule.note else ""
        yield "quiet", f"{_rule_words(rule)} ({', '.join(rule.channels)}; {rule.basis}, {rule.confidence}){note}"


def _rule_words(rule: QuietRule) -> str:
    """A contact rule in short: quiet hours, the days that differ with what they allow, consent, zones, purpose."""
    days = [f"{day} {'+'.join(windows) or 'none'}" for day, windows in rule.days.items()]
    parts = [rule.window, f"[{', '.join(days)}]" if days else "", "consent" if rule.consent else "", *rule.zones]
    return " ".join([*filter(None, parts), rule.purpose])


def _rights(card: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for right in card.get("rights", ()):
        statute = f" ({right['statute']})" if right.get("statute") else ""
        yield right["topic"], f"{right['says']}{statute} [{right['confidence']}, {right['basis']}]"


def _age(card: Mapping[str, Any], now: datetime) -> Iterator[tuple[str, str]]:
    if card.get("as_of"):
        days = (now.date() - datetime.fromisoformat(card["as_of"]).date()).days
        age = f", {count_words(days, 'day')} ago" if days > 0 else ""
        yield "as of", f"{card['as_of']}{age}"


def _fields(facts: Mapping[str, Any], *names: str) -> Entries:
    return [(name.replace("_", " "), _words(facts[name])) for name in names if facts.get(name) not in (None, "", [])]


def _fact(market: Market, place: Sequence[str]) -> str:
    card = market.card
    if place == ("rights", "withdrawal"):
        return next((r["says"] for r in card.get("rights", ()) if r["topic"] == "withdrawal"), "")
    value: Any = card
    for key in place:
        value = value.get(key, "") if isinstance(value, Mapping) else ""
    if place == ("quiet",):
        return "; ".join(_rule_words(rule) for rule in market.quiet)
    if place == ("languages",):
        return ", ".join(entry["tag"] for entry in value)
    return _words(value)


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(f"{key} {_words(inner)}" for key, inner in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)
