"""Local translation with the models of Firefox Translations: no key, no network.

Each pair has a process of its own (``worker``) that stays open and is killed when a text takes too long. Pairs without
a model of their own go through English. Neural models always answer something, so every answer is a draft.

Models silently drop what is too long for them, so texts are split into sentences, and long sentences at spaces.
"""

import threading
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from cscli.translation.engines.context import EngineContext
from cscli.translation.engines.engine import (
    Answer,
    BadAnswerError,
    EngineError,
    Job,
    Outcome,
    Profile,
    Quality,
    TimedOutError,
    UnreachableError,
    UnsupportedPairError,
)
from cscli.translation.engines.fxtranslate.models import NAME, missing_languages, models_folder, route
from cscli.translation.engines.fxtranslate.process import ModelProcess
from cscli.translation.protect import MaskStyle
from cscli.translation.segments import Segment, segments

MOST_CHARACTERS = 10_000  # of one text
SECONDS_A_TEXT = 20.0
# A model accepts about 127 tokens. In UTF-8, tokens of Latin and of Chinese text have about the same length.
_PIECE_BYTES, _PIECE_WORDS = 480, 80
_CLAUSE_ENDS = "，、；"  # noqa: RUF001 - places to split a text without spaces
_MOST_PROCESSES = 4  # with one or two models of at least 35 MB each
_FAILURES_IN_A_ROW = 3
_INSTALL = "Install it with: pip install 'cscli[local]'"


class FxtranslateEngine:
    """The engine with the models in ``fxtranslate.models``, else in the user's data; ``seconds`` per text."""

    profile = Profile(name=NAME, mask_styles=(MaskStyle.ALNUM, MaskStyle.BRACKETS))

    def __init__(self, context: EngineContext, *, seconds: float = SECONDS_A_TEXT) -> None:
        self.models = models_folder(context.setting("fxtranslate.models"), context.data)
        self._seconds = seconds
        self._processes: dict[tuple[Path, ...], ModelProcess] = {}
        self._lock = threading.Lock()  # a process answers one at a time

    def quality(self, source: str, target: str) -> Quality | None:
        """Draft if there is a model, or one into and one out of English; else None."""
        if find_spec("fxtranslate") is None or not route(self.models, source, target):
            return None
        return Quality.DRAFT

    def translate(self, job: Job) -> tuple[Outcome, ...]:
        """One outcome for each text, in order. After three failures in a row the others are skipped."""
        problem = self._obstacle(job)
        if problem:
            return (problem,) * len(job.texts)
        folders = route(self.models, job.source, job.target)
        outcomes: list[Outcome] = []
        failures = 0
        with self._lock:
            for text in job.texts:
                if failures >= _FAILURES_IN_A_ROW:
                    outcomes.append(UnreachableError(NAME, "it failed several times in a row, so it is left alone"))
                    continue
                try:
                    outcomes.append(Answer(text=self._translation(folders, text)))
                    failures = 0
                except (TimedOutError, UnreachableError) as failure:
                    failures += 1
                    outcomes.append(failure)
                except EngineError as refused:
                    outcomes.append(refused)
        return tuple(outcomes)

    def close(self) -> None:
        """End the processes; the next job starts them again."""
        with self._lock:
            while self._processes:
                self._processes.popitem()[1].close()

    def _obstacle(self, job: Job) -> EngineError | None:
        """Why a job cannot be translated at all."""
        if find_spec("fxtranslate") is None:
            return UnreachableError(NAME, "it is not installed", hint=_INSTALL)
        if route(self.models, job.source, job.target):
            return None
        missing = " ".join(missing_languages(self.models, job.source, job.target))
        hint = f"Install it with: cscli engine install {missing}" if missing else ""
        return UnsupportedPairError(NAME, f"there is no model from {job.source} to {job.target} here", hint=hint)

    def _translation(self, folders: tuple[Path, ...], text: str) -> str:
        if len(text) > MOST_CHARACTERS:
            raise BadAnswerError(NAME, f"the text is longer than {MOST_CHARACTERS:,} characters", hint="Split it.")
        pieces = list(_pieces(text))
        words = [piece.text for piece in pieces if piece.text]
        if not words:
            raise BadAnswerError(NAME, "there are no words to translate")
        process = self._process(folders)
        try:
            translated = process.translated(words, self._seconds)
        except BaseException:  # also Ctrl-C: a late answer must not be read as that of the next text
            self._processes.pop(folders).close(kills=True)
            raise
        if not all(made.strip() for made in translated):
            raise BadAnswerError(NAME, "the model gave an empty answer", hint="Perhaps its files are damaged.")
        made = iter(translated)
        return "".join(p.before + (next(made).strip() if p.text else "") + p.after for p in pieces)

    def _process(self, folders: tuple[Path, ...]) -> ModelProcess:
        """The process for some models, which may end the oldest other one."""
        kept = self._processes.get(folders)
        if kept is not None and kept.is_alive:
            return kept
        if kept is not None:
            self._processes.pop(folders).close(kills=True)
        while len(self._processes) >= _MOST_PROCESSES:
            self._processes.pop(next(iter(self._processes))).close()
        process = ModelProcess(folders)
        self._processes[folders] = process
        return process


def _pieces(text: str) -> Iterator[Segment]:
    """The sentences of a text, long ones split; joined they are the text."""
    for sentence in segments(text):
        rest, before = sentence.text, sentence.before
        while len(rest) > (end := _fitting(rest)):
            words = rest[:end].rstrip()
            yield Segment(before=before, text=words, after=rest[len(words) : end])
            rest, before = rest[end:], ""
        yield Segment(before=before, text=rest, after=sentence.after)


def _fitting(text: str) -> int:
    """How many characters of a text a model accepts, up to a space if there is one."""
    size = spaces = cut = 0
    for at, sign in enumerate(text):
        size += len(sign.encode("utf-8", "replace"))
        spaces += sign.isspace()
        if size > _PIECE_BYTES or spaces >= _PIECE_WORDS:
            return cut or at
        if sign.isspace() or sign in _CLAUSE_ENDS:
            cut = at + 1
    return len(text)
