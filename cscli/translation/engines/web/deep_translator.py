"""The one file that knows the inside of deep-translator; the version that it knows is pinned.

On its own the library waits without end, follows redirects and opens a connection for each text. Its classes reach the
network through one name, ``requests``. Here a copy of their method gets another object under that name, which sends
through our client; the library's own modules stay as they are.
"""

from __future__ import annotations

from types import FunctionType, SimpleNamespace
from typing import TYPE_CHECKING, Any

from cscli.translation.engines.engine import BadAnswerError, EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cscli.translation.engines.http import HttpAnswer

VERSION = "1.11.4"
_AUTO = "auto"  # the one language that every class takes without a look into its own list


def translated(
    engine: str,
    kind: str,
    send: Callable[[Mapping[str, str]], HttpAnswer],
    text: str,
    pair: tuple[str, str],
    **settings: str,
) -> Any:
    """What a class of the library makes of a text.

    Every call has an object of its own: the library mixes up the texts of threads that share one.

    Args:
        engine: for error messages.
        kind: a class of the library, such as ``GoogleTranslator``.
        send: sends the query of the request that the library wants to make; the address is the client's.
        text: the text.
        pair: the service's codes of the source and the target language; unlike the constructor, any code is taken.
        settings: further arguments of the class.

    Raises:
        EngineError: what ``send`` raises, or that the library found no translation in the answer.
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
    except (Exception, SystemExit):  # noqa: BLE001 - it fails in any way, even exits; its words hold texts and keys
        raise BadAnswerError(engine, "no translation stands in the answer") from None
