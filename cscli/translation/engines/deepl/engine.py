"""DeepL's API: the key in a header, texts as JSON, tokens as XML tags.

Terms need a glossary stored at DeepL. It is created on demand, holds only the shop's words, and is found by its name, a
digest of its content. Pairs without glossary support are translated without terms.
"""

import json
import threading
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from cscli.digests import blake2b
from cscli.text import printable
from cscli.translation.engines.context import EngineContext, Key, host_of
from cscli.translation.engines.deepl.languages import base_of, has_formality, has_glossary, target_code
from cscli.translation.engines.engine import (
    Answer,
    BadAnswerError,
    EngineError,
    Job,
    Outcome,
    Profile,
    Quality,
    RateLimitedError,
    UnsupportedPairError,
    batches,
)
from cscli.translation.engines.http import HttpClient
from cscli.translation.engines.http_answer import Patience
from cscli.translation.protect import MaskStyle

NAME = "deepl"
KEY = "DEEPL_API_KEY"
PRO, FREE = "https://api.deepl.com", "https://api-free.deepl.com"

MOST_TEXTS = 50
MOST_BYTES = 120_000  # DeepL accepts 128 KiB
_MOST_CONTEXT = 4_000  # characters
_MOST_TERM_BYTES = 1024
_QUOTA_EXCEEDED = 456
_FORMALITY = {"formal": "prefer_more", "casual": "prefer_less"}
_XML: Mapping[str, Any] = {"tag_handling": "xml", "ignore_tags": ["x"], "non_splitting_tags": ["x"]}
_NOT_IN_XML = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")


class _QuotaError(BadAnswerError):
    """The quota is used up; retrying soon does not help."""


class DeeplEngine:
    """The free or pro API, depending on the key; ``deepl.url`` overrides the host."""

    def __init__(self, context: EngineContext, patience: Patience | None = None) -> None:
        self._context = context
        self._patience = patience or Patience()
        self._lock = threading.Lock()
        self._glossaries: dict[str, str] = {}

    @cached_property
    def profile(self) -> Profile:
        """The profile.

        Raises:
            UsageError: ``deepl.url`` is not an allowed address.
        """
        return Profile(
            name=NAME, host=host_of(self._base, NAME), mask_styles=(MaskStyle.XML, MaskStyle.ALNUM), key=KEY
        )  # fmt: skip

    def quality(self, source: str, target: str) -> Quality | None:
        """Draft between any two supported languages; variants of one language are not a pair."""
        known = base_of(source), base_of(target)
        return Quality.DRAFT if all(known) and known[0] != known[1] else None

    def translate(self, job: Job) -> tuple[Outcome, ...]:
        """One outcome for each text, in order, from requests of at most 50 texts."""
        try:
            shared = self._shared(job)
        except EngineError as problem:
            return (problem,) * len(job.texts)
        texts = [_sendable(text, job.mask_style) for text in job.texts]
        calls = batches(texts, MOST_TEXTS, MOST_BYTES - _size(shared), _size)
        made = self._http.each(calls, lambda call: self._translations(call, shared))
        return tuple(_by_text(calls, made))

    def close(self) -> None:
        """End the connections."""
        if "_http" in self.__dict__:
            self._http.close()

    @cached_property
    def _key(self) -> Key:
        return Key(name=KEY, value=self._context.secret(KEY))

    @cached_property
    def _base(self) -> str:
        set_by_user = self._context.setting("deepl.url").rstrip("/").removesuffix("/v2")
        return set_by_user or (FREE if self._key.value.endswith(":fx") else PRO)

    @cached_property
    def _http(self) -> HttpClient:
        return HttpClient(
            engine=NAME, base=self._base, workers=8, patience=self._patience, meaning={_QUOTA_EXCEEDED: _QuotaError}
        )  # fmt: skip

    def _send(self, method: str, path: str, body: Any = None) -> Any:
        return self._http.send(method, path, body=body, headers=self._key.header(NAME, "DeepL-Auth-Key")).json()

    def _shared(self, job: Job) -> dict[str, Any]:
        """The fields of all requests of a job besides the texts.

        Raises:
            EngineError: the job cannot be sent.
        """
        if not self.quality(job.source, job.target):
            raise UnsupportedPairError(NAME, f"it does not translate {job.source[:35]} into {job.target[:35]}")
        self._key.header(NAME, "")
        shared: dict[str, Any] = {
            "source_lang": base_of(job.source).upper(), "target_lang": target_code(job.target),
            "split_sentences": "nonewlines", "preserve_formatting": True,
        }  # fmt: skip
        if job.mask_style is MaskStyle.XML:
            shared |= _XML
        if job.register in _FORMALITY and has_formality(job.target):
            shared["formality"] = _FORMALITY[job.register]
        if job.context:
            shared["context"] = printable(job.context)[:_MOST_CONTEXT]
        glossary = self._glossary(job)
        return shared | ({"glossary_id": glossary} if glossary else {})

    def _translations(self, texts: Sequence[str], shared: Mapping[str, Any]) -> tuple[Outcome, ...]:
        """The outcomes of one request.

        Raises:
            EngineError: none of its texts was translated.
        """
        if _size(texts) + _size(shared) > MOST_BYTES:
            raise EngineError(NAME, "the text is too long for it", hint="Cut it into several.")
        try:
            content = self._send("POST", "/v2/translate", {"text": list(texts), **shared})
        except _QuotaError:
            raise RateLimitedError(NAME, "the quota is used up") from None
        found = content.get("translations") if isinstance(content, dict) else None
        if not isinstance(found, list) or len(found) != len(texts):
            raise BadAnswerError(NAME, "the answer does not hold a translation for each text")
        return tuple(_outcome(one) for one in found)

    def _glossary(self, job: Job) -> str:
        """The id of a glossary with the terms of a job; empty without terms or support.

        Raises:
            EngineError: DeepL is unreachable or refuses the key.
        """
        entries = _entries(job.terms)
        if not entries or not has_glossary(job.source, job.target):
            return ""
        source, target = base_of(job.source), base_of(job.target)
        name = f"cscli {source}-{target} {blake2b(entries.encode(), digest_size=8).hexdigest()}"
        with self._lock:
            if name not in self._glossaries:
                dictionary = {
                    "source_lang": source, "target_lang": target, "entries": entries, "entries_format": "tsv",
                }  # fmt: skip
                self._glossaries[name] = self._found_or_made(name, dictionary)
            return self._glossaries[name]

    def _found_or_made(self, name: str, dictionary: Mapping[str, str]) -> str:
        try:
            listed = self._send("GET", "/v3/glossaries")
            known = listed.get("glossaries") if isinstance(listed, dict) else None
            for one in known if isinstance(known, list) else []:
                if isinstance(one, dict) and one.get("name") == name:
                    return str(one.get("glossary_id") or "")
            made = self._send("POST", "/v3/glossaries", {"name": name, "dictionaries": [dictionary]})
        except BadAnswerError:
            return ""  # quota of glossaries, or terms refused: translate without
        return str(made.get("glossary_id") or "") if isinstance(made, dict) else ""


def _outcome(found: Any) -> Outcome:
    text = found.get("text") if isinstance(found, dict) else None
    if not isinstance(text, str) or not text.strip():
        return BadAnswerError(NAME, "the translation is empty")
    return Answer(text=text.strip())


def _by_text(calls: Iterable[Sequence[str]], made: Iterable[tuple[Outcome, ...] | EngineError]) -> Iterable[Outcome]:
    """The outcome of each text; the texts of a failed request share its error."""
    for call, outcomes in zip(calls, made, strict=True):
        yield from (outcomes,) * len(call) if isinstance(outcomes, EngineError) else outcomes


def _size(part: Any) -> int:
    """The size of a part of a request in bytes, with separators."""
    return len(json.dumps(part)) + 4


def _sendable(text: str, mask_style: MaskStyle) -> str:
    """``text`` without characters that JSON or XML cannot hold."""
    safe = printable(text)
    return safe.translate(_NOT_IN_XML) if mask_style is MaskStyle.XML else safe


def _entries(terms: Iterable[tuple[str, str]]) -> str:
    """Terms as tab-separated lines; the first of several for a word counts."""
    lines: dict[str, str] = {}
    for source, target in terms:
        left, right = (" ".join(printable(word).split()) for word in (source, target))
        if left and right and max(len(left.encode()), len(right.encode())) <= _MOST_TERM_BYTES:
            lines.setdefault(left, right)
    return "\n".join(f"{left}\t{right}" for left, right in sorted(lines.items()))
