"""What a language model is asked in tests, and what it says."""

import json
import re

from cscli.translation.engines.engine import Job
from cscli.translation.protect import MaskStyle

KEY = "hidden-sk-1"
DATA = re.compile(r"BEGIN (CONTEXT|TEXTS) ([0-9a-f]{16})\n(.*)\nEND \1 \2")


def chat(words, finish="stop"):
    return json.dumps({"choices": [{"index": 0, "message": {"role": "assistant", "content": words},
                                    "finish_reason": finish}]})  # fmt: skip


def texts_of(asked):
    return json.loads(next(m[3] for m in DATA.finditer(asked.json["messages"][1]["content"]) if m[1] == "TEXTS"))


def rules_of(asked):
    return asked.json["messages"][0]["content"]


def bracketed(texts):
    return [f"({t})" for t in texts]


def job(*texts, mask_style=MaskStyle.ALNUM, source="en", target="es-MX", **more):
    return Job(texts=texts or ("Hello",), source=source, target=target, mask_style=mask_style, **more)
