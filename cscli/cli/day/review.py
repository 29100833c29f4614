"""The review: one line of keys between composing a text and its leaving.

Enter is the draft, so that nothing leaves by accident, and whatever interrupts the review leaves a draft.
"""

import os
import sys
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from cscli.cli.day.answer_out import NO_MAIL, AnswerOut, Settled
from cscli.cli.door import output
from cscli.cli.door.run import Run
from cscli.errors import DeskError, UsageError

_NOTHING = ("", "\r", "\n", "\x04", "d")
_KEYS = """s  send it now
h  hold it until that time
H  hold it until another time: 9:00, mon, 5 dec 15:00
e  change it in your editor
g  show it in a language that you read
c  copy it
d  keep it as a draft; Enter does, too
?  these keys"""


class HoldUntil(NamedTuple):
    """When it is a good time for the customer: the instant, and its local time as the line of keys has it."""

    at: datetime
    told: str


def can_ask(run: Run) -> bool:
    """Whether a person looks and can press keys."""
    return not run.is_json and output.is_terminal(sys.stdin) and output.is_terminal(sys.stdout)


def reviewed(
    out: AnswerOut, hold: Callable[[], HoldUntil], typed: Callable[[str], datetime], gloss: Callable[[], str]
) -> Settled:
    """What a person decides about a text that they see.

    Args:
        out: the text.
        hold: gives when it is a good time for the customer.
        typed: gives the instant of a time that was typed.
        gloss: gives the text in a language that they read.

    Raises:
        DeskError: it cannot leave; the text is kept as a draft.
        KeyboardInterrupt: Ctrl-C was typed; the text is kept as a draft.
    """
    later = hold() if out.can_send else None
    done = None
    while done is None:
        try:
            key = _key(_line(out, later))
            if key == "H" and later and not out.refused:
                done = _held(out, typed)
            else:
                done = _pressed(key.lower(), out, later, gloss)
        except KeyboardInterrupt:
            for note in out.as_draft().notes:
                output.say(note.text)
            raise KeyboardInterrupt("draft") from None
    return done


def _pressed(key: str, out: AnswerOut, later: HoldUntil | None, gloss: Callable[[], str]) -> Settled | None:
    """What became of the text by a key; None where the review goes on."""
    if key in _NOTHING:
        return out.as_draft()
    if key == "e":
        _edit(out)
    elif key == "?":
        output.say(_KEYS)
    elif key == "g":
        output.say(_said(gloss))
    elif out.refused:
        for problem in out.refused:
            output.say_problem(problem)
    elif key == "c":
        return out.copied()
    elif later and key in ("s", "h"):
        return out.sent(later.at if key == "h" else None)
    elif key in ("s", "h"):
        output.say(NO_MAIL)
    return None


def _held(out: AnswerOut, typed: Callable[[str], datetime]) -> Settled | None:
    """Hold it until a time that is typed now; None where it is not a time, or none is typed."""
    try:
        word = output.asked("Hold it until (your clock)?")
        until = typed(word) if word else None
    except EOFError:
        return None
    except UsageError as problem:
        output.say_problem(problem.problems[0])
        return None
    return out.sent(until) if until else None


def _edit(out: AnswerOut) -> None:
    fault = out.edit()
    output.answer(out.whole_text)
    for problem in (*(fault.problems if fault else ()), *out.refused):
        output.say_problem(problem)


def _line(out: AnswerOut, later: HoldUntil | None) -> str:
    sending = ("[s]end", f"[h]old until {later.told} theirs") if later and not out.refused else ()
    copying = () if out.refused else ("[c]opy",)
    return "  ".join((*sending, "[e]dit", "[g]loss", *copying, "[d]raft", "[?]"))


def _said(gloss: Callable[[], str]) -> str:
    try:
        return gloss()
    except DeskError as problem:
        return f"It cannot be shown in another language: {problem.problems[0].message}"


def _key(line: str) -> str:
    """One key; empty where the terminal is gone. What was typed before the line was there is dropped."""
    try:
        import termios
        import tty
    except ImportError:  # no terminal that hands over single keys
        _show(line)
        return sys.stdin.readline().strip()[:1]
    descriptor = sys.stdin.fileno()
    before, pressed = termios.tcgetattr(descriptor), ""
    try:
        tty.setcbreak(descriptor)
        _show(line)  # only now, as a key that comes before is dropped
        pressed = os.read(descriptor, 64).decode("utf-8", "replace")
    except OSError:
        pass
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
        sys.stderr.write(f"{pressed[:1]}\n" if pressed[:1].isalpha() else "\n")
        sys.stderr.flush()
    return "\x04" if pressed[:1] == "\x1b" else pressed[:1]


def _show(line: str) -> None:
    sys.stdout.flush()
    sys.stderr.write(f"\n{line} ")
    sys.stderr.flush()
