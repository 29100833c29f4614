"""No program that an engine starts is told a key or a password."""

import os
import subprocess

import pytest

from cscli.translation.engines.apertium.pipeline import ProcessPipeline
from cscli.translation.engines.children import without_secrets
from cscli.translation.engines.fxtranslate.process import ModelProcess

SECRETS = {
    "DEEPL_API_KEY": "key-of-deepl", "OPENAI_API_KEY": "key-of-openai", "CSCLI_GOOGLE_KEY": "key-of-google",
    "AWS_SECRET_ACCESS_KEY": "key-of-aws", "GITHUB_TOKEN": "token", "PGPASSWORD": "password", "SMTP_PASS": "password",
    "CSCLI_DATABASE": "postgresql://desk:hidden@db.example/desk", "HTTPS_PROXY": "http://me:hidden@proxy.example:3128",
}  # fmt: skip


def test_what_is_secret_is_left_out_and_all_else_stays():
    plain = {"PATH": "/bin", "HOME": "/home/ann", "LANG": "C.UTF-8", "HTTP_PROXY": "http://proxy.example:3128"}
    assert without_secrets({**SECRETS, **plain}) == plain


@pytest.mark.parametrize("start", [lambda: ProcessPipeline([["lt-proc", "x.bin"]]), lambda: ModelProcess([])])
def test_a_program_that_an_engine_starts_gets_no_secret(monkeypatch, start):
    started = []

    def popen(command, **how):
        started.append((command, how["env"]))
        raise RuntimeError

    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(subprocess, "Popen", popen)
    with pytest.raises(RuntimeError):
        start()
    [(command, environ)] = started
    assert not SECRETS.keys() & environ.keys()
    assert environ["PATH"] == os.environ["PATH"]
    assert not [value for value in SECRETS.values() if value in " ".join(map(str, command))]
