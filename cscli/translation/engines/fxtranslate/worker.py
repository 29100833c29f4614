# ruff: noqa: PTH118, PTH123, PTH208 - pathlib would add a third to what starting costs
"""The process that holds translation models: it reads them, then answers each line until its input ends.

Alone in a process because the models stop everything else in it while they work, may take minutes for one text, belong
to the thread that read them, and can end the process. It knows nothing of cscli and imports next to nothing, so that it
starts in a blink. It judges no text: what is fit to be translated is decided before.

A line is JSON in ASCII. It says ``{"ready": true}`` when the models are read, then is asked ``["a text", ...]`` and
answers ``{"texts": ["its translation", ...]}``. ``{"error": "..."}`` says what could not be read. With two folders the
second translates what the first made. Started as ``worker.py FOLDER [FOLDER]``.
"""

import json
import os
import sys
from collections.abc import Sequence
from typing import Any, BinaryIO, NamedTuple


class ModelFiles(NamedTuple):
    """The paths of one model; both vocabularies are the same file for most languages. ``words`` may be empty."""

    model: str
    source_vocabulary: str
    target_vocabulary: str
    words: str


def model_files(folder: str | os.PathLike[str]) -> ModelFiles | None:
    """The files of the model in a folder, as its makers name them; None when one is missing."""
    found: dict[str, str] = {}
    try:
        names = sorted(os.listdir(folder), reverse=True)
    except OSError:
        return None
    for name in names:
        kind = name.partition(".")[0]
        if name.endswith(".spm" if kind.endswith("vocab") else ".bin"):
            found[kind] = os.path.join(folder, name)
    shared = found.get("vocab", "")
    paths = (found.get("model"), found.get("srcvocab", shared), found.get("trgvocab", shared))
    return ModelFiles(*paths, found.get("lex", "")) if all(paths) else None  # type: ignore[arg-type]


def main(folders: Sequence[str], asked: BinaryIO, answers: BinaryIO) -> None:
    """Read the models in ``folders`` and answer until ``asked`` ends."""
    try:
        translators = [_translator(folder) for folder in folders]
    except (OSError, ValueError) as problem:
        _say(answers, {"error": str(problem)})
        return
    _say(answers, {"ready": True})
    for line in asked:
        texts = json.loads(line)
        for translator in translators:
            # The models make up words for an empty text, so an empty one stays what it is.
            texts = [translator.translate(text) if text.strip() else "" for text in texts]
        _say(answers, {"texts": texts})


def _translator(folder: str) -> Any:
    from fxtranslate import Translator  # noqa: PLC0415 - this file is also imported where it is not installed

    files = model_files(folder)
    if files is None:
        raise ValueError("a file of the model is missing")
    model, source, target = (_content(path) for path in files[:3])
    return Translator(model, source, target, _content(files.words) if files.words else None)


def _content(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _say(answers: BinaryIO, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer).encode("ascii") + b"\n")
    answers.flush()


if __name__ == "__main__":
    # Nothing but answers may reach the pipe: whatever the library prints goes where errors go.
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    main(sys.argv[1:], sys.stdin.buffer, pipe)
