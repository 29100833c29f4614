"""What the programs that an engine starts are told of this one's surroundings: everything but secrets."""

import re
from collections.abc import Mapping

_SECRET = re.compile(r"KEY|TOKEN|SECRET|PASS|CREDENTIAL|AUTH", re.IGNORECASE)
_LOGIN = re.compile(r"://[^/@\s]*:[^/@\s]*@")  # an address with a password, as of a record or a proxy


def without_secrets(environ: Mapping[str, str]) -> dict[str, str]:
    """An environment without variables that hold keys or passwords, by their names or by what they look like."""
    return {name: value for name, value in environ.items() if not _SECRET.search(name) and not _LOGIN.search(value)}
