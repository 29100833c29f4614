"""The outbox: one way out, and what it says where a language has no template."""

import ast
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

import cscli
from cscli.outbox.addressee import Addressee, Reach
from cscli.outbox.outbox import Outbox

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
VALUES = {"order_number": ["A-1042"], "new_date": ["2026-12-03"]}


@pytest.fixture
def desk():
    from cscli.cli.door.run import Run

    return Run(environ=dict(os.environ), now=NOW)


def session_of(desk, *engines):
    def session():
        from cscli.translation.session import TranslationOptions, TranslationSession

        return TranslationSession(desk, TranslationOptions(engines=engines))

    return session


def test_a_language_without_a_template_falls_back_to_the_markets_own_and_says_so(desk):
    outbox = Outbox(desk)
    to = outbox.addressee(Addressee(reach=Reach("ES", "ca")))
    ready = outbox.reply(to, ("shipping-delay",), VALUES, session_of(desk, "memory"))
    (found,) = [f for f in ready.reply.findings if f.check == "language-fallback"]
    assert (ready.reply.language, found.severity) == ("es", "warning")
    assert "Tried: ca-ES" in found.message


def test_a_language_that_nobody_asked_for_is_left_with_the_reason(desk):
    outbox = Outbox(desk)
    shared = outbox.prepared(("shipping-delay",), Reach("DE", "fi", channel="email"))
    text, values = shared.reply.written(Addressee().person, VALUES)
    reply = shared.reply.reply(text, values)
    done, why_not = outbox._interpreted(reply, shared.reply, Addressee(reach=Reach("DE")), session_of(desk, "google"))
    assert done is None
    assert "nobody agreed to that" in why_not.message


def test_only_the_outbox_makes_outgoing_interactions():
    """A text reaches a customer through the outbox alone: nobody else names the direction, or adds an interaction."""
    root = Path(cscli.__file__).parent
    offenders = []
    for path in root.rglob("*.py"):
        room, source = path.relative_to(root).parts[0], path.read_text(encoding="utf-8")
        if "add_interaction" not in source and "direction" not in source:
            continue
        for node in ast.walk(ast.parse(source)):
            adds = isinstance(node, ast.Name) and node.id.startswith("add_interaction")
            sends = (
                isinstance(node, ast.keyword) and node.arg == "direction" and getattr(node.value, "value", "") == "out"
            )
            if (adds and room not in ("outbox", "desk")) or (sends and path != root / "outbox" / "record.py"):
                offenders.append(f"{path.relative_to(root)}:{getattr(node, 'lineno', 0)}")
    assert offenders == []
