"""What the tests of ``cscli engine`` share: the engines there are, what is said of each, and models to lay down."""

from datetime import UTC, datetime
from pathlib import Path

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ALL = ["memory", "fxtranslate", "apertium", "libretranslate", "llm", "deepl", "microsoft", "google", "mymemory"]


def by_name(answer) -> dict:
    return {one["engine"]: one for one in answer.data}


def model(folder: Path, pair: str) -> Path:
    """Lay the files of a model, which nobody reads here, into a folder."""
    place = folder / pair
    place.mkdir(parents=True)
    short = pair.replace("-", "")
    (place / f"model.{short}.intgemm.alphas.bin").write_bytes(b"model " + pair.encode())
    (place / f"vocab.{short}.spm").write_bytes(b"words " + pair.encode())
    return place
