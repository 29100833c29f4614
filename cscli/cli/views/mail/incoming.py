"""What ``cscli in`` shows: one card for a message, or one JSON document a line for many."""

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from cscli.cli.door.agent_clock import AgentClock, ago_words, span_words
from cscli.cli.door.arguments.messages import BadMessage
from cscli.cli.door.output import plain
from cscli.cli.door.result import Note, Result, Sheet, Told, Tone
from cscli.cli.door.terminal.drawing import terminal_width, wrapped
from cscli.cli.views.case.case import state_told
from cscli.errors import Problem
from cscli.inbox.card import IncomingCard
from cscli.text import count_words, one_line, printable, rfc3339

_WIDEST = 100
_A_LINE = 'Write each line as a JSON document of its own, such as {"text": "Where is my parcel?"}'
_MOST_LINES, _LAST_LINES = 15, 4
_NO_ANSWER = ("robot", "thanks", "offer", "rating")


def incoming_shown(
    card: IncomingCard, clock: AgentClock, intents: Collection[str], *, is_dry: bool
) -> Result[IncomingCard]:
    """The card: who and what, the text as it was written, then what is known and what can be done.

    It is one screen: of a long text the first and the last lines are shown, and lines are wrapped. ``intents`` are the
    situations for which there are templates.
    """
    text = _opening(card.in_context or card.text, card.interaction_id)
    blocks = (tuple(_head(card, clock)), text, tuple(_facts(card)), tuple(_next(card, intents)))
    return Result(data=card, shown=Sheet(blocks=blocks), notes=(Note(text=_said(card, is_dry=is_dry)),))


def incomings_shown(cards: Iterable[IncomingCard | BadMessage]) -> Result[tuple[IncomingCard | BadMessage, ...]]:
    """One JSON document for each line."""
    found = tuple(cards)
    bad = [one for one in found if isinstance(one, BadMessage)]
    return Result(
        data=found,
        shown="\n".join(json.dumps(plain(one), ensure_ascii=False) for one in found),
        problems=tuple(Problem(code="bad-row", message=f"line {one.line} {one.error}", hint=_A_LINE) for one in bad),
        done=len(found) - len(bad),
    )


def _opening(text: str, number: int | None) -> str:
    """The first and the last lines of a text, and how to see the others."""
    lines = [piece for line in text.split("\n") for piece in _pieces(line)]
    if len(lines) <= _MOST_LINES:
        return text
    see = f": cscli show m{number}" if number else ""
    left = f"… ({count_words(len(lines) - _MOST_LINES + 1, 'more line')}{see})"
    return "\n".join([*lines[: _MOST_LINES - 1 - _LAST_LINES], left, *lines[-_LAST_LINES:]])


def _pieces(line: str) -> list[str]:
    """A line of a text, parted where it would fill the screen."""
    room = _MOST_LINES * min(terminal_width(), _WIDEST)
    return wrapped(printable(line), min(terminal_width(), _WIDEST)) if len(line) > room // 2 else [line]


def _said(card: IncomingCard, *, is_dry: bool) -> str:
    if is_dry:
        return "Nothing was recorded (--dry-run)."
    if card.is_known:
        return f"Recorded before, as {card.interaction_id}; nothing was changed."
    return f"Recorded as {card.interaction_id}."


def _head(card: IncomingCard, clock: AgentClock) -> Iterator[tuple[str, str]]:
    case = card.case
    if case:
        is_new = " · new" if case.is_new else ""
        yield "Case", Told(f"{case.number} · {case.state}{is_new}", state_told(case.state).tone)
        if target := card.target:
            side = "left" if target.left_seconds >= 0 else "late"
            tone = Tone.LATE if target.left_seconds < 0 else Tone.AT_RISK if target.is_at_risk else None
            left = f"{span_words(abs(target.left_seconds))} {side}"
            yield "Target", Told(f"{target.name} due {clock.said(target.due)} · {left}", tone)
    customer = card.customer
    new = " · new" if customer.is_new else " · by the order" if customer.source == "order" else ""
    who = " ".join(part for part in (customer.name, customer.address and f"<{customer.address}>") if part)
    key = "" if customer.key in ("", customer.address.casefold()) else f" · {customer.key}"
    yield "From", f"{who or 'nobody knows'}{key}{new}"
    yield "Addressed", card.addressed
    yield "Subject", card.subject
    parts = (card.channel, clock.said(card.at) if card.at else "", f"{card.language} ({card.confidence:.2f})")
    ago = ago_words(card.at, clock.now) if card.at else ""
    yield "Message", Told(" · ".join(part for part in parts if part), beside=ago)
    yield "Files", ", ".join(f"{one.name or one.type} ({_size(one.size)})" for one in card.attachments)


def _facts(card: IncomingCard) -> Iterator[tuple[str, str]]:
    if card.meaning:
        yield "Meaning", f"{card.meaning.text} ({card.meaning.language}, {card.meaning.engine})"
    for order in card.orders:
        dates = (order.promised and f"promised {order.promised}", order.delivered and f"delivered {order.delivered}")
        known = order.status if order.known else "not known"
        named = "" if order.is_named else "their newest"
        yield "Order", " · ".join(part for part in (order.number, known, *dates, named) if part)
    local_time = card.customer.local_time
    if local_time:
        yield "There", f"{card.customer.market} · {_clock(local_time)} · {card.customer.zone}"
    if card.may_write:
        until = card.may_write.until
        end = f" until {_there(until, local_time)}" if until else ""
        told = f"yes{end}" if card.may_write.allowed else f"no{end} · {card.may_write.reason}"
        yield "Write now", Told(told, None if card.may_write.allowed else Tone.QUIET)
    for number, one in enumerate(card.situations, start=1):
        yield f"  {number}", f"{one.intent} ({one.score:.2f}) · {', '.join(one.because)}"
    yield "Rating", _rating(card)
    if card.attention:
        yield "Attention", Told(f"{card.attention.reason} · {', '.join(card.attention.because)}", Tone.AT_RISK)
    for row in card.delivery:
        yield "Delivery", " · ".join(part for part in (row.recipient, row.action, row.status, row.diagnostic) if part)
    if card.missing:
        yield "Missing", Told(f"{', '.join(card.missing)} (for {card.situations[0].intent})", Tone.AT_RISK)
    yield "Quoted", _lines(card.quoted)
    yield "Signature", one_line(card.signature or "")
    for finding in card.findings:
        yield "Note", str(finding["message"])


def _rating(card: IncomingCard) -> str:
    one = card.rating
    return f"{one.score} of {one.highest} ({one.kind}, case {one.case})" if one else ""


def _next(card: IncomingCard, intents: Collection[str]) -> Iterator[tuple[str, str]]:
    """The commands that go on from here, ready to type."""
    if card.attention and card.attention.reason in _NO_ANSWER:
        return
    case = card.case
    item = ["-i", str(case.number)] if case else ["-c", card.customer.key] if card.customer.key else []
    if card.situations and item and card.situations[0].intent not in intents:
        yield "Answer", " ".join(["cscli say", *item, '"..."'])
    elif card.situations and item:
        values = [word for name in card.missing for word in ("-s", f"{name}=")]
        yield "Answer", " ".join(["cscli reply", card.situations[0].intent, *item, *values])
    if case:
        yield "See", f"cscli show {case.number}"


def _there(at: datetime, local_time: datetime | None) -> str:
    """An instant on the customer's clock, where that is known."""
    return f"{at.astimezone(local_time.tzinfo):%H:%M, %Y-%m-%d} theirs" if local_time else rfc3339(at)


def _lines(text: str | None) -> str:
    """The first lines of what was cut off, and how many there are."""
    lines = [line for line in (text or "").split("\n") if line.strip("> ")]
    more = f" … ({len(lines)} lines)" if len(lines) > 1 else ""
    return f"{lines[0].strip()[:60]}{more}" if lines else ""


def _clock(at: datetime) -> str:
    return at.strftime("%H:%M, %Y-%m-%d")


def _size(number: int) -> str:
    return f"{number / 1e6:.1f} MB" if number >= 100_000 else f"{number / 1000:.0f} kB"  # noqa: PLR2004 - 0.1 MB
