"""Digests without OpenSSL are those of hashlib."""

import hashlib
import subprocess
import sys

from cscli import digests


def test_they_are_the_same():
    assert digests.sha256(b"text").hexdigest() == hashlib.sha256(b"text").hexdigest()
    told = {"key": b"key", "digest_size": 8}
    assert digests.blake2b(b"text", **told).digest() == hashlib.blake2b(b"text", **told).digest()


def test_they_do_not_load_openssl():
    code = "import sys, cscli.digests; sys.exit('_hashlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0
