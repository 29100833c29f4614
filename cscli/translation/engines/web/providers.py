"""Google, MyMemory, LibreTranslate and Microsoft.

Google and MyMemory are used through deep-translator, which sends the text (never a key) in the URL. The other two take
everything in the body, where the library would put texts and keys into the URL.
"""

from __future__ import annotations

import html
import re
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from cscli.text import base_tag
from cscli.translation.engines.engine import (
    AuthError,
    BadAnswerError,
    EngineError,
    Job,
    RateLimitedError,
    UnsupportedPairError,
)
from cscli.translation.engines.web import deep_translator
from cscli.translation.engines.web.chunks import in_address
from cscli.translation.engines.web.validation import require_no_refusal
from cscli.translation.engines.web.web_engine import WebEngine
from cscli.translation.protect import MaskStyle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cscli.translation.engines.http import HttpClient
    from cscli.translation.engines.http_answer import HttpAnswer

_MOST_OF_A_PAGE = 1_000_000
_LINE_BREAK = re.compile(r"<br\s{0,9}/?>", re.IGNORECASE)


def _one(character: str) -> int:  # noqa: ARG001 - the signature of ``size``
    return 1


class _TurnedAwayError(BadAnswerError):
    """A service without keys refuses us or redirects to a captcha; retrying makes it worse."""


_TURNS_AWAY = dict.fromkeys((301, 302, 303, 307, 308, 401, 403), _TurnedAwayError)


class GoogleEngine(WebEngine):
    """Google's page for old mobile phones, which needs no key and guarantees nothing."""

    name = "google"
    address = "https://translate.google.com/m"
    per_second = 2
    meaning = _TURNS_AWAY
    puts_text_in_address = True
    most = 14_900

    @staticmethod
    def size(character: str) -> int:
        """In bytes of a URL, of which 15,000 are safe; at least 3, because the library takes under 5,000 characters."""
        return max(3, in_address(character))

    def _asked(self, job: Job, pair: tuple[str, str], text: str) -> Any:  # noqa: ARG002 - inherited signature
        return deep_translator.translated(self.name, "GoogleTranslator", self._page, text, pair)

    def _page(self, query: Mapping[str, str]) -> HttpAnswer:
        answer = _without_key(self._require_client(), query)
        page = answer.text
        if "<" not in page or page.lstrip().startswith("<?xml") or len(page) > _MOST_OF_A_PAGE:
            raise BadAnswerError(self.name, "the answer is not the page that was expected")
        if "result-container" not in page:
            require_no_refusal(self.name, page)
        # The library joins words across a line break.
        return replace(answer, body=_LINE_BREAK.sub("\n", page).encode(), charset="utf-8")


class MyMemoryEngine(WebEngine):
    """MyMemory, free for a few texts a day, and for more with an e-mail address in ``mymemory.email``."""

    name = "mymemory"
    address = "https://api.mymemory.translated.net/get"  # the library would send texts unencrypted
    per_second = 2
    meaning = _TURNS_AWAY
    puts_text_in_address = True
    most = 450  # bytes; it refuses more than 500

    def _pair(self, source: str, target: str) -> tuple[str, str] | None:
        pair = super()._pair(source, target)
        # It refuses two variants of one language.
        return pair if pair and base_tag(pair[0]) != base_tag(pair[1]) else None

    def _asked(self, job: Job, pair: tuple[str, str], text: str) -> Any:  # noqa: ARG002 - inherited signature
        email = self._context.setting("mymemory.email")
        settings = {"email": email} if email else {}
        return deep_translator.translated(self.name, "MyMemoryTranslator", self._document, text, pair, **settings)

    def _document(self, query: Mapping[str, str]) -> HttpAnswer:
        answer = _without_key(self._require_client(), query)
        self._require_success(answer.json(), query["q"])
        return answer

    def _part(self, job: Job, pair: tuple[str, str], text: str) -> str:
        translated = super()._part(job, pair, text)
        # Its memory comes from web pages and holds HTML entities.
        return translated if "&" in text else html.unescape(translated)

    def _require_success(self, document: Any, text: str) -> None:
        """Check the status in the body, which the library ignores."""
        if not isinstance(document, dict):
            raise BadAnswerError(self.name, "the answer has another form than expected")
        status, details = str(document.get("responseStatus", HTTPStatus.OK)), str(document.get("responseDetails") or "")
        if "LANGUAGE" in details.upper() and status != str(HTTPStatus.OK.value):
            raise UnsupportedPairError(self.name, "it does not know one of the languages")
        if document.get("quotaFinished") is True or status in {"403", "429"}:
            raise RateLimitedError(self.name, "no more texts are free today")
        if details:
            require_no_refusal(self.name, details, text)
        if status != str(HTTPStatus.OK.value):
            named = status if status.isascii() and status.isdecimal() else "something else"
            raise BadAnswerError(self.name, f"the service answered {named[:20]}")


class LibreTranslateEngine(WebEngine):
    """A LibreTranslate server, which is asked for its languages once."""

    name = "libretranslate"
    address = ""
    key = "LIBRETRANSLATE_API_KEY"
    most = 10_000  # characters

    # The server's languages with their targets, None if unknown.
    _languages: dict[str, frozenset[str] | None] | None = None

    size = staticmethod(_one)

    def _base(self, address: str) -> str:
        return _without_verb(address)

    def _prepare(self) -> None:
        if self._languages is None:
            try:
                listed = self._require_client().send("GET", "/languages").json()
                self._languages = {one["code"]: _some(one.get("targets")) for one in listed}
            except (BadAnswerError, AuthError, TypeError, KeyError, AttributeError):
                self._languages = {}  # unknown: use the usual codes

    def _pair(self, source: str, target: str) -> tuple[str, str] | None:
        one, other = self._code(source), self._code(target)
        reached = (self._languages or {}).get(one)
        return (one, other) if one and other and (reached is None or other in reached) else None

    def _code(self, tag: str) -> str:
        """The server's code of a language, or empty; the usual one if its languages are unknown."""
        usual = self._codes.of(tag)
        if self._languages:
            return next((code for code in (*usual, tag) if code in self._languages), "")
        return usual[0] if usual else ""

    def _asked(self, job: Job, pair: tuple[str, str], text: str) -> Any:  # noqa: ARG002 - inherited signature
        body = {"q": text, "source": pair[0], "target": pair[1], "format": "text"}
        if self._key:
            body["api_key"] = self._key.sendable(self.name)
        try:
            answer = self._require_client().send("POST", "/translate", body=body)
        except AuthError as problem:
            raise _refused(problem, f"Set {self.key} to a key of this server.") from None
        return self._found(answer.json(), "translatedText")


class MicrosoftEngine(WebEngine):
    """Microsoft's translator, with a key and its region in ``microsoft.region``."""

    name = "microsoft"
    address = "https://api.cognitive.microsofttranslator.com"
    mask_styles = (MaskStyle.HTML_NOTRANSLATE, MaskStyle.ALNUM)
    key = "MICROSOFT_API_KEY"
    most = 10_000  # characters
    size = staticmethod(_one)

    def _base(self, address: str) -> str:
        return _without_verb(address)

    def _prepare(self) -> None:
        self._key.sendable(self.name)

    def _asked(self, job: Job, pair: tuple[str, str], text: str) -> Any:
        query = {"api-version": "3.0", "from": pair[0], "to": pair[1]}
        if job.mask_style is MaskStyle.HTML_NOTRANSLATE:
            query["textType"] = "html"
        headers = {"Ocp-Apim-Subscription-Key": self._key.sendable(self.name)}
        region = self._context.setting("microsoft.region").strip()
        if region:
            headers["Ocp-Apim-Subscription-Region"] = region
        try:
            answer = self._require_client().send(
                "POST", "/translate", params=query, body=[{"text": text}], headers=headers
            )  # fmt: skip
        except AuthError as problem:
            raise _refused(problem, f"Is {self.key} right, and is microsoft.region its region?") from None
        return self._found(answer.json(), 0, "translations", 0, "text")


def _without_key(client: HttpClient, query: Mapping[str, str]) -> HttpAnswer:
    """Ask a service without keys; a refusal means too many requests."""
    try:
        return client.send("GET", params=query)
    except _TurnedAwayError:
        raise RateLimitedError(client.engine, "the service turns us away, perhaps to a captcha") from None


def _some(targets: Any) -> frozenset[str] | None:
    return None if targets is None else frozenset(targets)


def _refused(problem: EngineError, hint: str) -> AuthError:
    return AuthError(problem.engine, "the service does not accept the key", attempts=problem.attempts, hint=hint)


def _without_verb(address: str) -> str:
    """A server's address without the path of the request, which some users include."""
    return address.rstrip("/").removesuffix("/translate")
