"""A composed reply of ``cscli reply`` on its way to the screen, the review and the customer."""

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from cscli.cli.day.leaving import Wishes, left
from cscli.cli.door import output
from cscli.cli.door.result import Note, Result
from cscli.cli.door.run import Run
from cscli.cli.runs.day.answers import seen_so_far, taken_softly
from cscli.cli.runs.day.reply import ReplyAddressee
from cscli.cli.views.reply import LeftAs, ReplyPayload, facts, filled_told, findings_told, refused_reply, shown_reply
from cscli.desk.answering import Answering
from cscli.desk.orders.values import FilledValue
from cscli.errors import DeskError
from cscli.outbox.outbox import Ready
from cscli.quality.finding import of_no_place

if TYPE_CHECKING:
    from cscli.cli.day.answer_out import AnswerOut, Settled
    from cscli.outbox.drafts import KeptDraft
    from cscli.outbox.outgoing import Outgoing


class ReplyJob(NamedTuple):
    """What is known of a reply besides its text; ``gloss`` gives it in a language, by its tag."""

    run: Run
    known: Answering | None
    found: ReplyAddressee
    filled: tuple[FilledValue, ...]
    with_subject: bool
    gloss: Callable[[str], str]

    def left(self, ready: Ready, wishes: Wishes, *, is_edited: bool) -> Result[Any]:
        """The reply kept as a draft first, and then sent, held, copied, reviewed or printed.

        Raises:
            UsageError, RefusedError: it cannot leave that way; the draft is kept.
        """
        from cscli.cli.day.answer_out import AnswerOut

        notes = taken_softly(self.run, self.known) + self.facts(ready)
        out = AnswerOut(
            self.run,
            reply_draft(self.run, self.known, self.found, ready),
            self.found.outbox.rechecked,
            anyway=wishes.anyway,
        )
        if is_edited and not ready.refused:
            if fault := out.edit():
                raise out.kept(fault)
            ready = _with(ready, out.draft.outgoing, out)
            notes += findings_told(out.draft.outgoing.findings, always=True)
        if out.refused and not wishes.draft:
            return refused_reply(ready, self.filled, out.draft.number)

        def shown(done: "Settled") -> Result[object]:
            number = out.draft.number if done.state == "draft" else None
            state = done.state if self.known or wishes.leaves else ""
            as_left = LeftAs(done.interaction, done.problems, out.draft.case, state, number)
            return self._shown(ready, [*notes, *done.notes], as_left)

        return left(self.run, self.known, out, wishes, shown=shown, gloss=lambda: self._read(out.draft.outgoing))

    def facts(self, ready: Ready) -> list[Note]:
        """What is said beside the reply."""
        zone_is_known = bool(self.found.to.reach.zone)
        told = facts(ready, self.found.market, shop=self.run.sender.shop, zone_is_known=zone_is_known)
        return filled_told(self.filled) + told

    def shown(
        self, ready: Ready, notes: Sequence[Note], recorded: tuple[int | None, DeskError | None]
    ) -> Result[ReplyPayload]:
        """A reply that belongs to no case."""
        number, failure = recorded
        return self._shown(ready, notes, LeftAs(number, failure.problems if failure else ()))

    def _shown(self, ready: Ready, notes: Sequence[Note], as_left: LeftAs) -> Result[Any]:
        with_subject = self.with_subject or output.is_terminal(sys.stdout)
        return shown_reply(ready, notes, as_left, filled=self.filled, with_subject=with_subject)

    def _read(self, said: "Outgoing") -> str:
        """The text in the first language that the agent reads, from that language's template."""
        if said.agent_text:
            return said.agent_text
        return self.gloss((self.run.settings.items("agent.reads") or ("en",))[0])


def reply_draft(run: Run, known: Answering | None, found: ReplyAddressee, ready: Ready) -> "KeptDraft":
    """A reply as a draft that is not kept yet."""
    from cscli.outbox.drafts import KeptDraft

    return KeptDraft(
        outgoing=ready.outgoing, case=known.case.number if known and known.case else None,
        seen=seen_so_far(run, known), to=found.to.email, zone=found.to.reach.zone, typed=ready.typed,
    )  # fmt: skip


def _with(ready: Ready, said: "Outgoing", out: "AnswerOut") -> Ready:
    """The reply with its text as the agent has changed it."""
    reply = ready.reply._replace(body=said.body, findings=(*of_no_place(ready.reply.findings), *said.findings))
    return ready._replace(reply=reply, refused=out.refused, wording=said.wording)
