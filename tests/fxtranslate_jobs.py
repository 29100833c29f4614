"""What the tests of fxtranslate ask of the engine, and what an installation left behind."""

from pathlib import Path

from cscli.translation.engines.engine import Job
from cscli.translation.protect import MaskStyle

TEXTS = ("Hello, thank you for your order.", "The parcel is late.", "Please send a photo of the box.")


def job(*texts, source="en", target="es"):
    return Job(texts=texts, source=source, target=target, mask_style=MaskStyle.ALNUM)


def said(engine, *texts, **pair):
    return tuple(outcome.text for outcome in engine.translate(job(*texts, **pair)))


def process(engine):
    (kept,) = engine._processes.values()
    return kept._process


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*")) if folder.exists() else []
