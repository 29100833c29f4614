"""A draft on its way out: own words that are translated first, or a text that is brought back."""

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cscli.cli.day.answer_out import AnswerOut, Settled, keeping
from cscli.cli.day.leaving import Wishes, left
from cscli.cli.door.result import Note, Result
from cscli.cli.door.run import Run
from cscli.cli.runs.cases import own_name, seen_of
from cscli.cli.runs.drafts import drafts_of
from cscli.cli.views.answer import draft_left
from cscli.desk.answering import Answering
from cscli.desk.orders.values import FilledValue
from cscli.outbox.drafts import KeptDraft
from cscli.outbox.outbox import Outbox

if TYPE_CHECKING:
    from cscli.cli.views.answer import DraftLeft
    from cscli.translation.session import TranslationSession


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftOut:
    """How drafts are translated, and what is known beside them; ``known`` is None for one that is brought back."""

    run: Run
    allow: tuple[str, ...] = ()
    engines: tuple[str, ...] = ()
    online: bool = False
    private: bool = False
    source: str = ""
    known: Answering | None = None
    filled: tuple[FilledValue, ...] = ()
    notes: tuple[Note, ...] = ()

    def left(self, draft: KeptDraft, wishes: Wishes, *, with_subject: bool) -> "Result[DraftLeft]":
        """What became of a draft. It is kept before anything is done with it.

        Raises:
            DeskError: it cannot be translated, or cannot leave that way; it is kept.
        """
        from cscli.cli.day.review import can_ask

        run, is_new = self.run, not draft.number
        draft = drafts_of(run).kept(draft, own_name(run), run.now)
        outbox = Outbox(run, allow=self.allow, cache=run.cache(creates=True))
        with keeping(draft):
            draft = self._ready(draft, outbox)
        out = AnswerOut(run, draft, outbox.rechecked, anyway=wishes.anyway)
        asks = can_ask(run) and (self.known is not None or wishes.review or not is_new)
        is_decided = wishes != Wishes(anyway=wishes.anyway, review=wishes.review)
        if not is_new and not is_decided:
            wishes = wishes._replace(review=asks, draft=not asks)

        def shown(done: Settled) -> Result[object]:
            number = out.draft.number if done.state == "draft" else None
            notes = (*self.notes, *done.notes)
            return draft_left(out.draft, done, number, filled=self.filled, notes=notes, with_subject=with_subject)

        if out.refused and (is_decided or not asks) and not wishes.draft:
            settled = out.as_draft()
            return shown(settled._replace(problems=out.refused))._replace(shown="")  # type: ignore[return-value]
        return left(run, self.known, out, wishes, shown=shown, gloss=lambda: self._read(out.draft))  # type: ignore[return-value]

    def _ready(self, draft: KeptDraft, outbox: Outbox) -> KeptDraft:
        """The draft as it may leave: own words in the customer's language, all of it checked."""
        shown = seen_of(self.run, draft.case) if draft.case is not None else None
        if draft.seen is not None and shown:
            draft = draft._replace(seen=max(draft.seen, shown))
        if draft.outgoing.body:
            return draft._replace(outgoing=outbox.rechecked(draft.outgoing, draft.typed))
        return self._translated(draft)

    def _translated(self, draft: KeptDraft) -> KeptDraft:
        from cscli.outbox.translate import said_text
        from cscli.translation.texts import translated

        said = draft.outgoing
        with closing(self._session(draft, is_outgoing=True)) as session:
            source = self.run.language_tag(self.source) or session.language_of(draft.own_words)
            done = translated(session, draft.own_words, source, said.language)
            spoken = said_text(
                draft.own_words, done, session.options, customer=said.customer, market=said.market, is_heard=False
            )
        if not done.segments:
            spoken = spoken._replace(agent_text="", agent_language="")
        return draft._replace(outgoing=spoken._replace(subject=said.subject, language=said.language))

    def _read(self, draft: KeptDraft) -> str:
        """The text in the first language that the agent reads: their own words, else by machine."""
        from cscli.translation.texts import translated

        if draft.outgoing.agent_text or not draft.outgoing.body:
            return draft.outgoing.agent_text or draft.own_words
        with closing(self._session(draft, is_outgoing=False)) as session:
            reads = (self.run.settings.items("agent.reads") or ("en",))[0]
            return translated(session, draft.outgoing.body, draft.outgoing.language, reads).text

    def _session(self, draft: KeptDraft, *, is_outgoing: bool) -> "TranslationSession":
        from cscli.cli.door.consent import asker
        from cscli.translation.session import TranslationOptions, TranslationSession

        said = draft.outgoing
        options = TranslationOptions(
            engines=self.engines, online=self.online, private=self.private, outgoing=is_outgoing, allow=self.allow,
            market=said.market if is_outgoing else "", register=said.register if is_outgoing else "",
            channel=said.channel, names=draft.typed,
        )  # fmt: skip
        return TranslationSession(self.run, options, ask=asker(self.run))
