# ruff: noqa: PTH118, PTH123, PTH208 - pathlib would add a third to the start time
"""The process that runs translation models.

Separate, because the models block all other threads, may take minutes for a text, are bound to the thread that loaded
them, and can crash. Imports almost nothing, to start fast.

Protocol: one JSON value per line, in ASCII. It writes ``{"ready": true}`` or ``{"error": "..."}``, then answers each
``["a text", ...]`` with ``{"texts": ["its translation", ...]}``. With two folders, the second model translates the
output of the first. Started as ``worker.py FOLDER [FOLDER]``.
"""

import json
import os
import sys
from collections.abc import Sequence
from typing import Any, BinaryIO, NamedTuple


class ModelFiles(NamedTuple):
    """The paths of a model; most have one vocabulary for both languages. ``words`` may be empty."""

    model: str
    source_vocabulary: str
    target_vocabulary: str
    words: str


def model_files(folder: str | os.PathLike[str]) -> ModelFiles | None:
    """The files of the model in a folder; None if one is missing."""
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
    """Load the models and answer until ``asked`` ends."""
    try:
        translators = [_translator(folder) for folder in folders]
    except (OSError, ValueError) as problem:
        _say(answers, {"error": str(problem)})
        return
    _say(answers, {"ready": True})
    for line in asked:
        texts = json.loads(line)
        for translator in translators:
            # Models invent words for an empty text.
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
    # Only answers may reach the pipe: redirect what the library prints to standard error.
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    main(sys.argv[1:], sys.stdin.buffer, pipe)
