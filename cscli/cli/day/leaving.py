"""Which way an answer leaves: what the options say, else a person in the review, else it is printed."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cscli.cli.door.result import Result
from cscli.cli.door.run import Run
from cscli.cli.runs.day.answers import make_answered_current
from cscli.desk.answering import Answering
from cscli.errors import UsageError

if TYPE_CHECKING:
    from cscli.cli.day.answer_out import AnswerOut, Settled


class Wishes(NamedTuple):
    """What the options of a command want to become of a text. ``until`` is a time, ``eml`` a file."""

    send: bool = False
    hold: bool = False
    until: str = ""
    eml: str = ""
    copy: bool = False
    draft: bool = False
    review: bool = False
    anyway: bool = False

    @property
    def leaves(self) -> bool:
        """Whether one of the ways out was chosen that need a draft."""
        return self.send or self.hold or bool(self.until or self.eml) or self.review

    def require_possible(self, *, is_recorded: bool) -> None:
        """Refuse two ways at once, and one that needs the record where nothing is to be recorded.

        Raises:
            UsageError: there are two ways, or one that is impossible.
        """
        if self.leaves:
            self.require_one()
        ways = {"--send": self.send, "--hold": self.hold, "--until": bool(self.until), "--eml": bool(self.eml)}
        chosen = [name for name, is_chosen in ways.items() if is_chosen]
        if chosen and not is_recorded:
            raise UsageError(
                f"{chosen[0]} and --no-log exclude each other: what leaves the desk is recorded.",
                code="bad-combination", hint="Leave one of them out.",
            )  # fmt: skip

    def require_one(self) -> None:
        """Refuse two ways at once.

        Raises:
            UsageError: there are two.
        """
        ways = {"--send": self.send, "--hold": self.hold or bool(self.until), "--eml": bool(self.eml)}
        ways |= {"--copy": self.copy, "--draft": self.draft}
        chosen = [name for name, is_chosen in ways.items() if is_chosen]
        if len(chosen) > 1:
            raise UsageError(
                f"{' and '.join(chosen[:2])} exclude each other.", code="bad-combination", hint="Leave one of them out."
            )


def left(
    run: Run,
    known: Answering | None,
    out: "AnswerOut",
    wishes: Wishes,
    *,
    shown: "Callable[[Settled], Result[object]]",
    gloss: Callable[[], str],
) -> Result[object]:
    """The answer with what became of it; ``shown`` makes the result, ``gloss`` gives the text in a language to read.

    Raises:
        UsageError, RefusedError: it cannot leave that way; the draft is kept.
    """
    from cscli.cli.day.answer_out import Settled
    from cscli.cli.day.review import can_ask, reviewed

    def settled(done: "Settled") -> "Settled":
        make_answered_current(run, known, done.interaction)
        return done

    if not _is_decided(wishes) and (known or wishes.review) and can_ask(run):
        from cscli.cli.day.hold import good_hour
        from cscli.cli.runs.waits import end_named

        def review() -> Result[object]:
            done = settled(reviewed(out, lambda: good_hour(run, out.draft), lambda typed: end_named(run, typed), gloss))
            return Result(data=None, shown="", notes=done.notes, problems=done.problems)

        make_answered_current(run, known)
        return shown(Settled("draft"))._replace(review=review)
    return shown(settled(_decided(run, out, wishes)))


def _is_decided(wishes: Wishes) -> bool:
    return any((wishes.send, wishes.hold, wishes.until, wishes.eml, wishes.copy, wishes.draft))


def _decided(run: Run, out: "AnswerOut", wishes: Wishes) -> "Settled":
    if wishes.draft:
        return out.as_draft()
    if wishes.hold or wishes.until:
        from cscli.cli.day.hold import held_until

        return out.sent(held_until(run, out.draft, wishes.until))
    if wishes.send:
        return out.sent()
    if wishes.eml:
        return out.as_file(Path(wishes.eml).expanduser())
    return out.copied() if wishes.copy else out.recorded("printed" if out.draft.case or wishes.leaves else "")
