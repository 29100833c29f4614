"""README and the pages in docs/ are run: every console block prints what it shows, every link leads somewhere.

In a ``console`` block a line that starts with ``$ `` is a command, continued on the next line by a backslash; what
follows is its stdout. Where a command fails, what follows is its stdout and stderr as a terminal would show them.
"""

import importlib.util
import re
import shlex
from pathlib import Path

import pytest

from cscli.cli.commands import COMMANDS
from cscli.cli.door.app import commands_of

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
PAGES = (README, *sorted((ROOT / "docs").glob("*.md")))
FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```\s*$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_console_block_prints_what_it_shows(shell, page):
    for block in blocks(page.read_text(encoding="utf-8"), "console"):
        for command, expected in steps(block):
            name, *words = shlex.split(command)
            assert name == "cscli", f"only cscli can be run here: {command}"
            answer = shell(*words)
            said = answer.out if answer.code == 0 else answer.out + answer.err
            assert said.rstrip("\n") == expected, command


def test_every_link_between_pages_leads_to_a_file():
    dead = [
        f"{page.name}: {link}"
        for page in PAGES
        for link in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8")))
        if not (page.parent / link).exists()
    ]
    assert dead == []


def test_every_page_is_linked_from_the_readme():
    linked = set(LINK.findall(README.read_text(encoding="utf-8")))
    assert {f"docs/{page.name}" for page in PAGES[1:]} <= linked


def said(svg):
    """The words of a picture, whatever release drew it."""
    return " ".join("".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg)).replace("&#160;", " ").split())


def test_the_pictures_show_what_the_program_prints_today(monkeypatch):
    pytest.importorskip("pexpect", reason="pictures are drawn in a terminal, which needs pexpect")
    spec = importlib.util.spec_from_file_location("pictures", ROOT / "docs" / "pictures" / "make.py")
    pictures = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(pictures)
    old = [
        name
        for name, picture in pictures.PICTURES.items()
        if said(pictures.drawn(picture)) != said((pictures.HERE / f"{name}.svg").read_text(encoding="utf-8"))
    ]
    assert old == [], "draw them again with: make pictures"


def test_the_table_of_commands_names_every_command_and_every_verb_of_a_group():
    table = section(README.read_text(encoding="utf-8"), "Commands")
    verbs = {
        name: [one.name or one.callback.__name__ for one in commands_of(name).registered_commands] for name in COMMANDS
    }
    groups = {name for name, several in verbs.items() if len(several) > 1}
    rows = {name: [row for row in table.splitlines() if f"`cscli {name} " in row] for name in groups}
    of_groups = {row for several in rows.values() for row in several if row.count("`cscli ") == 1}
    others = "\n".join(row for row in table.splitlines() if row not in of_groups)
    lacking = [name for name in COMMANDS if name not in groups and not re.search(rf"`(?:cscli )?{name}[ `]", others)]
    lacking += [
        f"{name} {verb}"
        for name in groups
        for verb in verbs[name]
        if not re.search(rf"[` ]{verb}[ `]", "".join(rows[name]))
    ]
    assert lacking == []
