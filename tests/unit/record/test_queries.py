"""The named queries of a record."""

import re
from pathlib import Path

import cscli

PACKAGE = Path(cscli.__file__).parent
HEADING = re.compile(r"^-- name: (\w+)", re.MULTILINE)


def test_every_named_query_is_asked_by_its_name_somewhere():
    said = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    names = [
        f"{file.stem}.{name}"
        for file in sorted((PACKAGE / "record" / "queries").glob("*.sql"))
        for name in dict.fromkeys(HEADING.findall(file.read_text(encoding="utf-8")))
    ]
    assert [name for name in names if f'"{name}"' not in said and f"'{name}'" not in said] == []
