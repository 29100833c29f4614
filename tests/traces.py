"""Looks for what is left of a person in files, in every form in which a program may have written it."""

import base64
import quopri
import zlib
from pathlib import Path


def forms_of(text: str) -> set[bytes]:
    """A text in the encodings of mails and databases; Base64 in each of its three alignments."""
    found = set()
    for raw in (text.encode(), text.casefold().encode()):
        found.add(raw)
        found |= {base64.b64encode(b"x" * shift + raw)[4:-4] for shift in range(3) if len(raw) > 8}
        found.add(quopri.encodestring(raw))
    return found | {text.encode("utf-16-le"), text.encode("utf-16-be")}


def traces(folder: Path, texts: list[str], blobs: list[bytes] = ()) -> dict[str, list[str]]:
    """Which of some texts, and of some blobs as the record packs them, stand in the files of a folder, by file."""
    wanted = {form: text for text in texts for form in forms_of(text) if len(form) > 3}
    wanted |= {zlib.compress(blob)[8:40]: "(packed)" for blob in blobs}
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            lower = content.lower()
            if here := sorted({text for form, text in wanted.items() if form in content or form in lower}):
                found[str(path.relative_to(folder))] = here
    return found
