"""A settings file, written by hand."""

import pytest


@pytest.fixture
def file(sealed):
    """The user's settings file, written by hand."""
    path = sealed / "config" / "cscli.yaml"
    path.parent.mkdir()
    path.write_text('schema: 1\nshop: {name: "Nordlicht"}\nlanguages: [en, de]\n', encoding="utf-8")
    return path
