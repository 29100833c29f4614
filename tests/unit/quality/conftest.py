"""How tests of checks ask for what one check says."""

import pytest

from cscli.quality.registry import shipped_checks
from cscli.quality.subject import read_subject


@pytest.fixture
def said_by():
    """What the checks and rules of one name find in a text: ``said_by("iban", "DE89 ...", language="de")``."""

    def found(name, text, **known):
        subject = read_subject(text, **known)
        return [one for check in shipped_checks().all if check.id == name for one in check.findings(subject)]

    return found
