"""A real terminal of 80 columns."""

import os
import signal

import pytest

NOW = ("--now", "2026-11-22T09:30:00Z")


@pytest.fixture
def spawn(program):
    """Start the program on a terminal of 80 columns."""
    import pexpect

    def start(*words, **environ):
        env = {**os.environ, "TERM": "xterm-256color", **environ}
        env.pop("COLUMNS")
        return pexpect.spawn(
            program[0], [*program[1:], *words], env=env, encoding="utf-8", timeout=30, dimensions=(24, 80),
            preexec_fn=_hears_ctrl_c, use_poll=True,
        )  # fmt: skip

    return start


@pytest.fixture
def terminal(spawn):
    """Run the program on a terminal to its end; gives the status and all that was shown."""

    def run(*words, **environ):
        child = spawn(*NOW, *words, **environ)
        shown = child.read().replace("\r\n", "\n")
        child.close()
        return child.exitstatus, shown

    return run


def _hears_ctrl_c():
    """A shell that starts the tests in the background lets them ignore Ctrl-C, and they would hand that on."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def reply(cscli):
    """A reply about one order, with values written as ``name="value"``; several situations are joined by ``+``."""

    def to(market, intents, *options, **values):
        pairs = [word for name, value in values.items() for word in ("--set", f"{name}={value}")]
        about = ("reply", *intents.split("+"), "--market", market, "--no-log", "--set", "order_number=A-1042")
        return cscli(*about, *pairs, *options)

    return to
