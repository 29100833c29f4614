"""Where recorded command lines are run: a home with files for each scene, and what each line leaves there."""

import hashlib
import io
import os
import re
import shlex
import signal
import sys
import time
import traceback
import zipfile
from contextlib import suppress
from html import escape
from pathlib import Path

NOW = "2026-11-22T09:30:00Z"
LONGEST_TEXT = 20_000
SECONDS = 120  # no command line may take longer
VOLATILE = (  # what differs between two runs of the same program
    (re.compile(r'("(?:seconds|rows_per_second|milliseconds)": )-?[0-9.e+-]+'), r"\1#"),
    (re.compile(r"\b[0-9][0-9.,]*( ?(?:s|ms|seconds|milliseconds|rows/s|rows a second|a second))\b(?! of)"), r"#\1"),
    (re.compile(r"\b[0-9]+ files, [0-9]+ KiB"), "# files, # KiB"),
    (re.compile(r"127\.0\.0\.1:[0-9]+"), "127.0.0.1:#"),
    (re.compile(r"\b[0-9]{10}\.M[0-9]+P[0-9]+Q?[0-9]*\.[\w.-]+"), "MAIL"),  # names of files in a Maildir
    (re.compile(r"(cscli/)[0-9.]+"), r"\1#"),
)


def spreadsheet(text: str) -> bytes:
    """The smallest workbook that holds these comma-separated cells."""
    rows = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in line.split(",")) + "</row>"
        for line in text.splitlines()
    )
    office, workbook = "http://schemas.openxmlformats.org", "application/vnd.openxmlformats-package.relationships+xml"
    kinds, sheets = f"{office}/package/2006/content-types", f"{office}/spreadsheetml/2006/main"
    links, meant = f"{office}/package/2006/relationships", f"{office}/officeDocument/2006/relationships"
    link = f'<Relationships xmlns="{links}"><Relationship Id="rId1" Type="{meant}/%s" Target="%s"/></Relationships>'
    files = {
        "[Content_Types].xml": f'<Types xmlns="{kinds}"><Default Extension="rels" ContentType="{workbook}"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": link % ("officeDocument", "xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": link % ("worksheet", "worksheets/sheet1.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{sheets}" xmlns:r="{meant}"><sheets>'
        '<sheet name="Orders" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{sheets}"><sheetData>{rows}</sheetData></worksheet>',
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name), f'<?xml version="1.0"?>{content}')  # always of the same date
    return made.getvalue()


def lay(folder: Path, files: dict[str, str]) -> None:
    """Write a scene's files; ``orders.csv@utf-16`` is one in that encoding."""
    for named, text in files.items():
        name, _, encoding = named.partition("@")
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(
            spreadsheet(text) if name.endswith(".xlsx") else text.encode(encoding or "utf-8", "surrogateescape")
        )


class Scene:
    """One home, and what is run in it."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder = folder
        self.work = folder / "work"
        for name in ("work", "home"):
            (folder / name).mkdir(parents=True)
        self.environ = {
            "HOME": str(folder / "home"), "PATH": "/usr/bin:/bin", "TZ": "UTC", "LANG": "C.UTF-8", "COLUMNS": "80",
            "NO_COLOR": "1", "PYTHONHASHSEED": "0", "CSCLI_CACHE_DIR": str(cache),
            "CSCLI_CONFIG_DIR": str(folder / "config"), "CSCLI_DATA_DIR": str(folder / "data"),
        }  # fmt: skip
        self.seen: dict[str, str] = {}

    def run(self, line: str, stdin: str, environ: dict[str, str]) -> dict[str, object]:
        """Run one command line in a process of its own; what it printed, how it ended, which files it made."""
        self.changed()
        words = shlex.split(line)
        said = [self.folder / name for name in ("stdin", "stdout", "stderr")]
        said[0].write_bytes(stdin.encode("utf-8", "surrogateescape"))
        child = os.fork()
        if not child:
            self._become(words, said, environ)
        _, status = os.waitpid(child, 0)
        out, err = (self.plain(path.read_bytes().decode("utf-8", "backslashreplace")) for path in said[1:])
        answer: dict[str, object] = {"exit": os.waitstatus_to_exitcode(status), "stdout": out, "stderr": err}
        return answer | ({"files": files} if (files := self.changed()) else {})

    def _become(self, words: list[str], said: list[Path], environ: dict[str, str]) -> None:
        """In the forked process: run the program, never return."""
        code = 99
        try:
            signal.alarm(SECONDS)
            os.environ.clear()
            os.environ.update(self.environ, **environ)
            time.tzset()
            os.chdir(self.work)
            for number, (path, mode) in enumerate(
                zip(said, (os.O_RDONLY, *[os.O_WRONLY | os.O_CREAT | os.O_TRUNC] * 2), strict=True)
            ):
                os.dup2(os.open(path, mode), number)
            sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - the process ends with it
            sys.stdout, sys.stderr = (open(n, "w", encoding="utf-8", closefd=False) for n in (1, 2))  # noqa: SIM115
            sys.argv = ["cscli", *([] if "--now" in words else ["--now", NOW]), *words]
            from cscli.__main__ import main

            main()
            code = 0
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        except BaseException:  # noqa: BLE001 - whatever it is, it is recorded
            traceback.print_exc()
        finally:
            with suppress(Exception):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(code)

    def changed(self) -> dict[str, str]:
        """The files that are new, changed or gone since the last look, by name."""
        now = {}
        for path in sorted(
            p for top in ("work", "config", "data") for p in (self.folder / top).rglob("*") if p.is_file()
        ):
            content = path.read_bytes()
            if not content.startswith(b"SQLite format 3") and path.suffix not in (
                ".db-wal",
                ".db-shm",
                ".db-journal",
                ".lock",
            ):
                name = self.plain(str(path.relative_to(self.folder)))
                while name in now:
                    name += "+"
                now[name] = self.described(path, content)
        different = {name: text for name, text in now.items() if self.seen.get(name) != text}
        different |= {name: "(gone)" for name in self.seen if name not in now}
        self.seen = now
        return different

    def described(self, path: Path, content: bytes) -> str:
        """A short text as it is; else what can be told of a file."""
        if path.suffix == ".png":
            return f"a picture of {int.from_bytes(content[16:20])} x {int.from_bytes(content[20:24])}"
        try:
            text = self.plain(content.decode())
        except UnicodeDecodeError:
            return f"{len(content)} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}"
        digest = hashlib.sha256(text.encode()).hexdigest()
        return text if len(text) <= LONGEST_TEXT else f"{text[:2000]}...\n{len(text)} characters, SHA-256 {digest}"

    def plain(self, text: str) -> str:
        """A text without what differs between two runs."""
        text = text.replace(str(self.folder), "$SCENE").replace(self.environ["CSCLI_CACHE_DIR"], "$CACHE")
        import cscli

        text = text.replace(str(Path(cscli.__file__).parent.parent), "$PROGRAM").replace(sys.prefix, "$VENV")
        for pattern, instead in VOLATILE:
            text = pattern.sub(instead, text)
        return text
