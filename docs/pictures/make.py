"""Draw the pictures of the documentation from the real program.

Each picture is a command line, run in a terminal of a fixed size, in an empty home, at a fixed instant. What the
terminal shows becomes an SVG beside this file. ``make pictures`` draws them again; a test compares what they say with
what the program says today.
"""

import io
import os
import shlex
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pexpect
from rich.console import Console
from rich.text import Text

HERE = Path(__file__).parent
NOW = "2026-11-30T09:30:00Z"
SETTINGS = ("shop.name=Nordlicht Store", "agent.name=Li Wei", "agent.zone=Asia/Shanghai")


class Picture(NamedTuple):
    """One picture: the words of the command as a reader types them, and the columns of its terminal."""

    words: Sequence[str]
    columns: int = 96


PICTURES: Mapping[str, Picture] = {
    "reply": Picture(
        ("reply", "shipping-delay", "--market", "JP", "--name", "山田 太郎",
         "--set", "order_number=A-1042", "--set", "new_date=2026-12-03"),
    ),
    "time": Picture(("time", "now", "JP", "DE", "BR", "US")),
}  # fmt: skip

_SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "Noto Sans Mono CJK JP", monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
{styles}
</style>
<defs>{lines}</defs>
<rect fill="#1b1f24" width="100%" height="100%" rx="8"/>
<g transform="translate(16, 14)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g></g>
</svg>
"""


def shown(picture: Picture) -> str:
    """What a terminal shows for a picture: the prompt, the command line and the answer, with escape sequences."""
    options = [word for setting in SETTINGS for word in ("--option", setting)]
    with tempfile.TemporaryDirectory() as home:
        environ = {"PATH": os.defpath, "HOME": home, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        answer, code = pexpect.run(
            shlex.join([sys.executable, "-m", "cscli", "--now", NOW, *options, *picture.words]),
            env=environ, encoding="utf-8", timeout=120, withexitstatus=True, dimensions=(200, picture.columns),
        )  # fmt: skip
    if code:
        raise SystemExit(f"cscli {' '.join(picture.words)} ended with {code}:\n{answer}")
    return f"$ {shlex.join(('cscli', *picture.words))}\n{answer.replace(chr(13), '')}"


def drawn(picture: Picture) -> str:
    """The SVG of a picture."""
    console = Console(
        record=True, width=picture.columns, file=io.StringIO(), force_terminal=True, color_system="truecolor"
    )
    console.print(Text.from_ansi(shown(picture).rstrip("\n")))
    return console.export_svg(code_format=_SVG, unique_id="cscli")


if __name__ == "__main__":
    for name, picture in PICTURES.items():
        (HERE / f"{name}.svg").write_text(drawn(picture), encoding="utf-8")
