"""What DeepL is asked in tests, and what it says."""

import json

from cscli.translation.engines.engine import Job
from cscli.translation.protect import MaskStyle

KEY = "hidden-0a1b:fx"


def job(*texts, mask_style=MaskStyle.XML, source="en", target="de-DE", **more):
    return Job(texts=texts or ("Hello",), source=source, target=target, mask_style=mask_style, **more)


def translations(*texts):
    return json.dumps({"translations": [{"text": t} for t in texts]})
