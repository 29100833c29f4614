"""Installs a model completely or not at all.

Files are verified (size and SHA-256) in a hidden folder, which is then renamed. Failed connections are retried; a wrong
checksum is not, because another download would be the same.
"""

from __future__ import annotations

import tempfile
from hashlib import sha256
from http import HTTPStatus
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cscli.errors import unknown
from cscli.translation.engines.engine import BadAnswerError, TimedOutError, UnreachableError
from cscli.translation.engines.fxtranslate import catalog
from cscli.translation.engines.fxtranslate.models import NAME, Model, model_in, require_language, spellings
from cscli.translation.engines.fxtranslate.worker import model_files
from cscli.translation.engines.http import forgetful_session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cscli.translation.engines.fxtranslate.catalog import Offer

ATTEMPTS: Final = 4
_CONNECT, _READ = 10.0, 30.0  # seconds
_BLOCK = 1 << 18


def install(
    folder: Path,
    source: str,
    target: str,
    *,
    mirror: str = "",
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Model:
    """Install the model for a pair of languages (BCP 47), replacing an installed one.

    Args:
        folder: the folder of models; it is created if necessary.
        source: the source language.
        target: the target language.
        mirror: an ``https://`` or ``file://`` address or a folder with ``models.json``; empty for Mozilla's catalogue.
        progress: called with the bytes received and the total; after a retry they may decrease.

    Raises:
        NotFoundError: the catalogue has no such model.
        UsageError: a language or the mirror is invalid.
        EngineError: the catalogue or a file cannot be fetched, verified or written.
    """
    for tag in (source, target):
        require_language(tag)
    offers = _offers(source, target, mirror)
    place = folder / f"{offers[0].source}-{offers[0].target}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".installing-", dir=folder) as hidden:
            fresh = Path(hidden) / "new"
            fresh.mkdir()
            _fetch(offers, fresh, progress)
            if model_files(fresh) is None:
                raise BadAnswerError(NAME, f"the catalogue lacks files of the model {place.name}")
            if place.exists():
                place.rename(Path(hidden) / "old")
            fresh.rename(place)
    except OSError as problem:
        raise UnreachableError(NAME, f"the model cannot be written to {folder} ({problem.strerror})") from None
    return model_in(place)


def _offers(source: str, target: str, mirror: str) -> list[Offer]:
    """The files of the model of a pair."""
    offers = catalog.mirrored(mirror) if mirror else catalog.offered_by_the_makers()
    pairs = {(offer.source, offer.target) for offer in offers}
    for pair in product(spellings(source), spellings(target)):
        if pair in pairs:
            return [offer for offer in offers if (offer.source, offer.target) == pair]
    known = sorted(f"{a}-{b}" for a, b in pairs)
    raise unknown("model", f"{source}-{target}", known, see="cscli engine list")


def _fetch(offers: Sequence[Offer], folder: Path, progress: Callable[[int, int], None]) -> None:
    """Fetch files into a folder."""
    total = sum(offer.bytes for offer in offers)
    before = 0
    progress(0, total)
    for offer in offers:
        to = folder / offer.name
        _fetch_again(offer, to, lambda done, before=before: progress(before + done, total))  # type: ignore[misc]
        if offer.unpacked:
            _unpack(offer, to)
        before += offer.bytes


def _fetch_again(offer: Offer, to: Path, tell: Callable[[int], None]) -> None:
    """Fetch a file, retrying failed connections."""
    import tenacity  # noqa: PLC0415 - only who installs needs it

    done = tenacity.Retrying(
        stop=tenacity.stop_after_attempt(ATTEMPTS),
        wait=_wait,
        retry=tenacity.retry_if_exception_type((UnreachableError, TimedOutError)),
        reraise=True,
    )
    for attempt in done:
        with attempt:
            _fetch_once(offer, to, tell, attempt.retry_state.attempt_number)


def _wait(state: Any) -> float:
    """0.5 seconds, doubled with each attempt."""
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
        with forgetful_session(address, 1) as session, session.get(
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
