"""The adapter for deep-translator, whose version is pinned because this uses its internals.

The library has no timeouts, follows redirects and opens a connection per text. Its classes use the global ``requests``;
a copy of their method gets another object under that name, which sends through our client.
"""

from __future__ import annotations

from types import FunctionType, SimpleNamespace
from typing import TYPE_CHECKING, Any

from cscli.translation.engines.engine import BadAnswerError, EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cscli.translation.engines.http_answer import HttpAnswer

VERSION = "1.11.4"
_AUTO = "auto"  # accepted by every class without a check


def translated(
    engine: str,
    kind: str,
    send: Callable[[Mapping[str, str]], HttpAnswer],
    text: str,
    pair: tuple[str, str],
    **settings: str,
) -> Any:
    """The translation by a class of the library, by a new object each time because objects are not thread-safe.

    Args:
        engine: the engine, for messages.
        kind: a class of the library, such as ``GoogleTranslator``.
        send: sends the query of a request; the address is the client's.
        text: the text.
        pair: the service's codes of the two languages; unlike in the constructor, any code is accepted.
        settings: further arguments of the class.

    Raises:
        EngineError: from ``send``, or the answer has no translation.
    """
    import deep_translator  # noqa: PLC0415 - slow to import: with the first text only

    def get(_url: str, *, params: Mapping[str, str], **_: Any) -> Any:
        answer = send(params)
        return SimpleNamespace(status_code=answer.status, text=answer.text, json=answer.json, close=lambda: None)

    made = getattr(deep_translator, kind)(_AUTO, _AUTO, **settings)
    made.source, made.target = pair
    theirs = type(made).translate
    ours = FunctionType(
        theirs.__code__, theirs.__globals__ | {"requests": SimpleNamespace(get=get)}, theirs.__name__,
        theirs.__defaults__, theirs.__closure__,
    )  # fmt: skip
    try:
        return ours(made, text)
    except EngineError:
        raise
    except (Exception, SystemExit):  # noqa: BLE001 - it raises anything, even exits, with texts and keys in messages
        raise BadAnswerError(engine, "no translation stands in the answer") from None
