"""Answers of cases: of two agents at once one answers, mails stand in their thread, drafts come back as they were."""

import os
import threading
from datetime import UTC, datetime

import pytest

from cscli.desk.cases.arrivals import NewCase, heard, opened
from cscli.desk.cases.case import case_history
from cscli.desk.cases.journal import journal
from cscli.desk.cases.moves import Move
from cscli.desk.log import Interaction, mentions
from cscli.errors import NotFoundError, RefusedError
from cscli.outbox.delivery import Mailroom, MailRoute
from cscli.outbox.drafts import Drafts, KeptDraft
from cscli.outbox.mails import mails_waiting
from cscli.outbox.outgoing import Outgoing
from cscli.outbox.record import record_answer
from cscli.outbox.thread import references_of
from cscli.reading.mail_address import address_of
from cscli.record.record import Record
from cscli.state.machine import MachineState

RACES = int(os.environ.get("CASE_RACES", "10"))
NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
TEXT = Outgoing(
    market="DE", language="de", channel="email", subject="Ihre Bestellung", body="Guten Tag\n\n„A-1042“ 📦",
    values={"order_number": "A-1042"}, variant=("de",), allowed=("contact",),
)  # fmt: skip
TO = MailRoute(sender=address_of("desk@shop.example"), to=address_of("anna@example.de"))


def said(direction, message_id, body="Wo ist A-1042?"):
    return Interaction(direction=direction, channel="email", body=body, at=NOW, message_id=message_id)


@pytest.fixture
def drafts(tmp_path):
    return Drafts(machine=MachineState(tmp_path / "state.db"), folder=tmp_path)


def asked(record):
    """A case with a customer's message, and the id of the message."""
    own = Move(number=0, by="Li", at=int(NOW.timestamp()))
    with journal(record) as book:
        number = opened(book, own, NewCase(customer="C-7", market="DE"))
        message = heard(book, own._replace(number=number), said("in", "")).interaction
    return number, message


def test_of_two_agents_at_once_one_sends_and_the_other_keeps_a_draft(record, drafts):
    for _ in range(RACES):
        number, seen = asked(record)
        kept = [drafts.kept(KeptDraft(outgoing=TEXT, case=number, seen=seen), agent, NOW) for agent in ("Mei", "Ana")]
        start, outcomes = threading.Barrier(2), []

        def send(draft, start=start, outcomes=outcomes):
            own = Record(record.location)
            room = Mailroom(record=own, clock=lambda: NOW, agent=draft.agent, shop="Nordlicht")
            start.wait(30)
            try:
                room.put_out(draft.outgoing, TO, case=draft.case, seen=draft.seen)
                outcomes.append("put out")
            except RefusedError as problem:
                outcomes.append(problem.problems[0].code)
            finally:
                own.close()

        several = [threading.Thread(target=send, args=(draft,)) for draft in kept]
        for thread in several:
            thread.start()
        for thread in several:
            thread.join(60)
        assert sorted(outcomes) == ["case-changed", "put out"]
        assert {one.number for one in drafts.listed(limit=1000)} >= {one.number for one in kept}
    assert len(mails_waiting(record, NOW)) == RACES


def test_an_answer_after_another_one_is_refused_unless_that_was_seen(record):
    number, seen = asked(record)
    first = record_answer(record, TEXT, number, state="printed", seen=seen, now=NOW, agent="Mei")
    with pytest.raises(RefusedError, match="Mei answered"):
        record_answer(record, TEXT, number, state="printed", seen=seen, now=NOW, agent="Ana")
    assert record_answer(record, TEXT, number, state="printed", seen=first, now=NOW, agent="Ana") > first
    assert [one.direction for one in case_history(record, number, NOW).said] == ["in", "out", "out"]


def test_references_end_with_the_customers_newest_mail():
    mails = [said("in", "q1@b"), said("out", "i1@shop"), said("in", "<q2@b>"), said("in", ""), said("out", "i2@shop")]
    assert references_of(mails) == ("<q1@b>", "<i1@shop>", "<q2@b>")
    assert references_of([said("out", "i1@shop"), said("in", "")]) == ()


def test_a_draft_comes_back_as_it_was_and_keeps_its_number(drafts):
    first = drafts.kept(KeptDraft(outgoing=TEXT, case=7, seen=3, to="a@b.example", typed=("Berg",)), "Mei", NOW)
    assert drafts.one(first.number) == first
    second = drafts.kept(KeptDraft(outgoing=TEXT, own_words="hello"), "Mei", NOW)
    drafts.settle(first.number)
    assert [one.number for one in drafts.listed()] == [second.number]
    assert [one.number for one in drafts.listed(with_all=True)] == [second.number, first.number]
    changed = drafts.kept(first._replace(outgoing=TEXT._replace(body="anders")), "Ana", NOW)
    assert (changed.number, drafts.one(first.number).text) == (first.number, "anders")
    with pytest.raises(NotFoundError):
        drafts.one(99)


def test_what_a_killed_editor_left_is_taken_over(drafts):
    draft = drafts.kept(KeptDraft(outgoing=TEXT), "Mei", NOW)
    drafts.file(draft.number).parent.mkdir()
    drafts.file(draft.number).write_text("Im Editor geschrieben\n", "utf-8")
    assert drafts.one(draft.number).text == "Im Editor geschrieben"


def test_mentions_are_names_after_an_at_sign_and_no_addresses():
    assert mentions("@mei, @Li.Wei and @mei: write to a@b.example or @李雷.") == ("mei", "Li.Wei", "李雷")
