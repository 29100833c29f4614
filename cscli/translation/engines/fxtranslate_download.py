"""Fetches the files of a model: in time, again while the connection fails, and only what was announced.

A file that came whole and is another is refused at once: to fetch it again would bring the same.
"""

from __future__ import annotations

from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from cscli.translation.engines.engine import BadAnswerError, TimedOutError, UnreachableError
from cscli.translation.engines.fxtranslate_models import NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from cscli.translation.engines.fxtranslate_sources import Offer

ATTEMPTS: Final = 4
_CONNECT, _READ = 10.0, 30.0  # seconds
_BLOCK = 1 << 18


def fetch(offers: Sequence[Offer], folder: Path, progress: Callable[[int, int], None]) -> None:
    """Fetch files into a folder.

    Raises:
        EngineError: one cannot be fetched, or is not what was announced.
        OSError: one cannot be written.
    """
    total = sum(offer.bytes for offer in offers)
    before = 0
    progress(0, total)
    for offer in offers:
        to = folder / offer.name
        _fetch_again(offer, to, _counted(progress, before, total))
        if offer.unpacked:
            _unpack(offer, to)
        before += offer.bytes


def _counted(progress: Callable[[int, int], None], before: int, total: int) -> Callable[[int], None]:
    return lambda done: progress(before + done, total)


def _fetch_again(offer: Offer, to: Path, tell: Callable[[int], None]) -> None:
    """Fetch a file, again while the connection fails; never again one that came whole and is another."""
    import tenacity  # noqa: PLC0415 - only who installs needs it

    done = tenacity.Retrying(
        stop=tenacity.stop_after_attempt(ATTEMPTS),
        wait=_wait,
        retry=tenacity.retry_if_exception(lambda problem: isinstance(problem, (UnreachableError, TimedOutError))),
        reraise=True,
    )
    for attempt in done:
        with attempt:
            _fetch_once(offer, to, tell, attempt.retry_state.attempt_number)


def _wait(state: Any) -> float:
    """Half a second, then twice as long each time."""
    return float(0.5 * 2 ** (state.attempt_number - 1))


def _fetch_once(offer: Offer, to: Path, tell: Callable[[int], None], attempt: int) -> None:
    digest, size = sha256(), 0
    blocks = _from_web(offer, attempt) if isinstance(offer.place, str) else _from_folder(offer, offer.place)
    with to.open("wb") as file:
        for block in blocks:
            size += len(block)
            if size > offer.bytes:
                break
            file.write(block)
            digest.update(block)
            tell(size)
    if size != offer.bytes or digest.hexdigest() != offer.sha256:
        raise BadAnswerError(
            NAME, f"{offer.name} is not the file that was announced: its size or its checksum differs",
            hint="Nothing was installed. Try again later; if it stays so, tell whoever keeps the mirror.",
        )  # fmt: skip


def _from_folder(offer: Offer, path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                yield block
    except FileNotFoundError:
        raise BadAnswerError(NAME, f"{offer.name} is announced in models.json but not there") from None


def _from_web(offer: Offer, attempt: int) -> Iterator[bytes]:
    import requests  # noqa: PLC0415 - only who installs needs it

    address = str(offer.place)
    try:
        with requests.Session() as session:
            session.proxies = dict(requests.utils.get_environ_proxies(address))
            session.trust_env = False  # or a .netrc would add a password to the request
            with session.get(
                address, stream=True, timeout=(_CONNECT, _READ), allow_redirects=False,
                headers={"Accept-Encoding": "identity"},
            ) as response:  # fmt: skip
                if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                    raise UnreachableError(NAME, f"the server answered {response.status_code}", attempts=attempt)
                if response.status_code != HTTPStatus.OK:
                    raise BadAnswerError(NAME, f"the server answered {response.status_code} for {offer.name}")
                yield from response.iter_content(_BLOCK)
    except requests.Timeout:
        raise TimedOutError(NAME, f"{offer.name} did not come in time", attempts=attempt) from None
    except requests.RequestException:
        raise UnreachableError(
            NAME, f"the connection broke while {offer.name} was fetched", attempts=attempt,
            hint="Nothing was installed. Try again later, or set fxtranslate.mirror.",
        ) from None  # fmt: skip


def _unpack(offer: Offer, path: Path) -> None:
    from fxtranslate import discovery  # noqa: PLC0415 - an optional extra

    try:
        content = discovery.verify_and_decompress(path.read_bytes(), offer.unpacked)
    except ValueError:
        raise BadAnswerError(NAME, f"{offer.name} cannot be unpacked, or is another file than announced") from None
    path.write_bytes(content)
