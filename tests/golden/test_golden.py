"""One reply an agent would send, per language and situation: ``<language>/<intent>.txt`` is subject, blank line, body.

They are rendered by e-mail for the language's own market, in its own register, with the examples of the contract.
After a text was changed on purpose: ``python -m pytest tests/golden --write-golden``, and read the difference.
"""

from datetime import datetime
from pathlib import Path

import pytest
from sweeps import each

from cscli.cli.door.run import Run
from cscli.paths import shipped_root
from cscli.replies.compose import Composer
from cscli.replies.templates.preview import PreviewRequest, previews
from cscli.replies.voice import Sender

HERE = Path(__file__).parent
NOW = datetime.fromisoformat("2026-11-22T09:30:00Z")
SENDER = Sender(shop="Nordlicht Store", agent="Li Wei")
TEMPLATES = sorted(path for path in (shipped_root() / "templates").glob("*/*.yaml"))
CASES = [(path.parent.name, path.stem) for path in TEMPLATES]


@pytest.fixture(scope="module")
def composer(warm_cache):
    """A composer over what ships, and over nothing else."""
    nowhere = str(warm_cache / "nowhere")
    folders = {"CSCLI_CONFIG_DIR": nowhere, "CSCLI_DATA_DIR": nowhere, "CSCLI_CACHE_DIR": str(warm_cache)}
    desk = Run(environ=folders, now=NOW)
    cache = desk.cache(creates=True)
    return Composer(desk.catalog(cache), desk.templates(cache), cache)


@each(("language", "intent"), CASES)
def test_a_reply_reads_as_it_did(composer, request, language, intent):
    wanted = PreviewRequest(intent=intent, language=language, channel="email")
    (shown,) = previews(composer, wanted, SENDER, NOW)
    text = f"{shown.subject}\n\n{shown.body}\n"
    golden = HERE / language / f"{intent}.txt"
    if request.config.getoption("write_golden", default=False):
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(text.encode())
    assert golden.is_file(), "write it with --write-golden"
    assert golden.read_text(encoding="utf-8") == text


def test_there_is_no_golden_file_without_a_template():
    kept = {(path.parent.name, path.stem) for path in HERE.glob("*/*.txt")}
    assert kept - set(CASES) == set()
