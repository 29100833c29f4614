"""README is run: the first steps exist as one line each, and every console block prints what it shows.

In a ``console`` block a line that starts with ``$ `` is a command, continued on the next line by a backslash; what
follows is its stdout. Where a command fails, what follows is its stdout and stderr as a terminal would show them.
"""

import re
import shlex
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"
FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```\s*$", re.MULTILINE | re.DOTALL)


def blocks(text, kind):
    """The contents of the fenced blocks of a kind."""
    return [body for name, body in FENCE.findall(text) if name == kind]


def section(text, title):
    """The text under a heading of the second level."""
    return text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def steps(block):
    """Pairs of a command and the text that is shown under it."""
    command = ""
    shown = []
    for line in block.replace("\\\n", " ").splitlines():
        if line.startswith("$ "):
            if command:
                yield command, "\n".join(shown).rstrip("\n")
            command, shown = line[2:], []
        else:
            shown.append(line)
    if command:
        yield command, "\n".join(shown).rstrip("\n")


def test_the_parser_of_blocks_finds_commands_and_what_they_show():
    text = "# x\n\n```console\n$ cscli a \\\n    --b 'c d'\none\n\ntwo\n$ cscli e\n```\n\n```sh\nmake\n```\n"
    [block] = blocks(text, "console")
    assert list(steps(block)) == [("cscli a      --b 'c d'", "one\n\ntwo"), ("cscli e", "")]
    assert blocks(text, "sh") == ["make\n"]
    assert section("# a\n\n## Quick start\n\nb\n\n## c\n", "Quick start") == "\nb\n"


def test_the_quick_start_begins_with_two_blocks_of_one_command_line_each():
    first = blocks(section(README.read_text(encoding="utf-8"), "Quick start"), "sh")[:2]
    assert len(first) == 2
    for block in first:
        assert len(block.strip().splitlines()) == 1
        assert shlex.split(block, comments=True)


def test_every_console_block_prints_what_it_shows(shell):
    for block in blocks(README.read_text(encoding="utf-8"), "console"):
        for command, expected in steps(block):
            name, *words = shlex.split(command)
            assert name == "cscli", f"only cscli can be run here: {command}"
            answer = shell(*words)
            said = answer.out if answer.code == 0 else answer.out + answer.err
            assert said.rstrip("\n") == expected, command
