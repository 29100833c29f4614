"""The JSON of translations, frozen: keys are added here, never taken away."""

import json

import pytest

PARCEL, PAKET = "Where is my parcel today?", "Wo ist heute mein Paket?"
TRANSLATION = {
    "text", "source", "target", "segments", "findings", "back", "seen_by", "machine", "engines", "market", "register",
    "allowed", "interaction_id",
}  # fmt: skip
SEGMENT = {
    "source", "target", "origin", "engine", "score", "reviewed", "quality", "unknown", "kept", "tried",
}  # fmt: skip
FINDING = {"check", "severity", "message", "start", "end", "suggestion"}


@pytest.fixture
def translate(ask, service):
    """The data of ``cscli translate`` with a server on loopback that knows one sentence."""

    def says(asked):
        if asked.path == "/languages":
            return service.says(json.dumps([{"code": "en"}, {"code": "de"}, {"code": "fr"}]))
        said = {("de", PARCEL): PAKET, ("en", PAKET): PARCEL}.get((asked.json["target"], asked.json["q"]), "")
        return service.says(json.dumps({"translatedText": said}))

    words = ("-e", "libretranslate", "--option", f"libretranslate.url={service(says).url}")
    return lambda *more, **ends: ask("translate", *more, *words, **ends)


def test_a_translation(translate):
    for data in (translate(PARCEL, "--to", "de"), translate(PARCEL, "--to", "de", "--back", "--log", "out")):
        assert set(data) == TRANSLATION
        assert [set(segment) for segment in data["segments"]] == [SEGMENT]
        assert [set(found) for found in data["findings"]] == [FINDING]
        assert (data["text"], data["source"], data["target"]) == (PAKET, "en", "de")
    assert data["back"] == PARCEL
    assert isinstance(data["interaction_id"], int)


def test_the_origin_of_a_sentence(translate):
    first, second = translate(f"{PARCEL}\nA-1042", "--to", "de"), translate(PARCEL, "--to", "de")
    assert {s["origin"] for s in (*first["segments"], *second["segments"])} == {"engine", "kept", "memory"}
    assert (second["segments"][0]["engine"], second["segments"][0]["score"]) == ("libretranslate", 60)


def test_a_text_that_needs_no_translation(translate):
    for words in ((PARCEL, "--to", "en"), ("", "--to", "de"), ("12345", "--from", "en", "--to", "de")):
        data = translate(*words)
        assert set(data) == TRANSLATION
        assert (data["text"], data["engines"], data["machine"]) == (words[0], [], False)


def test_translations_into_several_languages(translate):
    assert [set(data) for data in translate(PARCEL, "--to", "de,en")] == [TRANSLATION, TRANSLATION]
    there, failed = translate(PARCEL, "--to", "de,fr", code=5, status="error")
    assert set(there) == TRANSLATION
    assert failed == {"text": None, "target": "fr"}


def test_a_translation_that_must_not_be_sent(translate):
    words = (f"{PARCEL} 4111 1111 1111 1111", "--to", "de", "--outgoing")
    data = translate(*words, code=4, status="error")
    assert set(data) == TRANSLATION | {"rejected"}
    assert data["text"] is None
    assert "4111" in data["rejected"]
    assert {f["severity"] for f in data["findings"]} <= {"info", "warning", "error"}


def test_alternatives(translate):
    data = translate(PARCEL, "--to", "de", "--alternatives")
    assert set(data) == {"source", "target", "alternatives"}
    assert [set(one) for one in data["alternatives"]] == [{"engine", "text", "score", "error", "findings"}] * 2


def test_a_failure_to_translate(translate):
    assert translate("Hello you there", "--to", "de", code=5, status="error") is None
    assert translate(PARCEL, "--to", "xx", code=3, status="error") is None
    assert translate("ok", "--to", "de", code=2, status="error") is None
