"""Apertium: local, rule-based, without keys; good for reading, rarely for sending.

One pipeline of processes per direction stays open. Missing pairs are not composed of two others.
"""

import contextlib
import threading
from pathlib import Path

from cscli.translation.engines.apertium.modes import Pair, find_pair
from cscli.translation.engines.apertium.pipeline import ProcessPipeline
from cscli.translation.engines.apertium.stream import Stream, from_stream, to_stream
from cscli.translation.engines.context import EngineContext
from cscli.translation.engines.engine import (
    Answer,
    BadAnswerError,
    Job,
    Outcome,
    Profile,
    Quality,
    TimedOutError,
    UnreachableError,
    UnsupportedPairError,
)
from cscli.translation.protect import MaskStyle

NAME = "apertium"
_HANGS = 2  # timeouts in a row after which a job is given up


class ApertiumEngine:
    """The engine for the pairs in the folder of the setting ``apertium.modes``; ``timeout`` is in seconds per text."""

    profile = Profile(name=NAME, mask_styles=(MaskStyle.ALNUM, MaskStyle.BRACKETS))

    def __init__(self, context: EngineContext, *, timeout: float = 20.0) -> None:
        self._context = context
        self._timeout = timeout
        self._pairs: dict[tuple[str, str], Pair] = {}
        self._pipelines: dict[str, ProcessPipeline] = {}
        self._one_at_a_time = threading.Lock()

    def quality(self, source: str, target: str) -> Quality | None:
        """Draft for close relatives, else gist; None if the pair or a program of it is not installed."""
        pair = self._pair(source, target)
        return None if pair.fault else pair.quality

    def translate(self, job: Job) -> tuple[Outcome, ...]:
        """One outcome for each text; untranslated words stay in the text and are counted."""
        pair = self._pair(job.source, job.target)
        if pair.fault:
            return tuple(UnsupportedPairError(NAME, pair.fault, hint=pair.hint) for _ in job.texts)
        outcomes: list[Outcome] = []
        for text in job.texts:
            last = outcomes[-_HANGS:]
            if len(last) == _HANGS and all(isinstance(o, TimedOutError) for o in last):
                outcomes.append(TimedOutError(NAME, f"{pair.name} was given up, it did not answer the texts before"))
            else:
                outcomes.append(self._outcome(pair, text))
        return tuple(outcomes)

    def close(self) -> None:
        """End all processes."""
        with self._one_at_a_time:
            while self._pipelines:
                self._pipelines.popitem()[1].close()

    def _pair(self, source: str, target: str) -> Pair:
        known = self._pairs.get((source, target))
        if known is None:
            folder = self._context.setting("apertium.modes")
            if not folder:
                return Pair(name="", fault="apertium.modes is not set", hint="Set it to a folder of modes.")
            known = self._pairs[source, target] = find_pair(Path(folder), source, target)
        return known

    def _outcome(self, pair: Pair, text: str) -> Outcome:
        sent = to_stream(text)
        if not sent.has_words:
            return Answer(text=text)
        try:
            with self._one_at_a_time:
                translated, unknown = self._translated(pair, sent)
        except TimeoutError:
            return TimedOutError(
                NAME,
                f"no answer within {self._timeout:g} seconds to a text of {len(text):,} characters",
                hint="Cut the text into sentences.",
            )
        except BrokenPipeError:
            return BadAnswerError(NAME, f"a process of {pair.name} ended on this text")
        except OSError as error:
            return UnreachableError(NAME, f"{pair.name} does not start: {error.strerror}")
        except ValueError:
            return BadAnswerError(NAME, f"{pair.name} lost a part of this text")
        return Answer(text=translated, unknown=unknown) if translated else BadAnswerError(NAME, "nothing came back")

    def _translated(self, pair: Pair, sent: Stream) -> tuple[str, int]:
        """The answer of an open pipeline; if it is broken, of a new one."""
        kept = self._pipelines.pop(pair.name, None)
        if kept:
            with contextlib.suppress(BrokenPipeError, ValueError):
                return self._asked(pair, kept, sent)
        return self._asked(pair, ProcessPipeline(pair.commands), sent)

    def _asked(self, pair: Pair, pipeline: ProcessPipeline, sent: Stream) -> tuple[str, int]:
        """The answer of a pipeline, which stays open after a complete answer."""
        try:
            translated = from_stream(sent, pipeline.ask(sent.text.encode(), self._timeout).decode())
        except ValueError:
            # After a killed program, the others end an incomplete answer properly.
            pipeline.close()
            raise
        self._pipelines[pair.name] = pipeline
        return translated
