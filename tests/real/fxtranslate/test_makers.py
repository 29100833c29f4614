"""Models from their makers' catalogue: its files are packed, and it holds several versions."""

import json

import pytest
from fxtranslate_jobs import left_in

from cscli.translation.engines.engine import BadAnswerError
from cscli.translation.engines.fxtranslate import catalog
from cscli.translation.engines.fxtranslate.install import install
from cscli.translation.engines.fxtranslate.models import manifest

pytestmark = pytest.mark.real
HELLO = "KLUv/SAFKQAAaGVsbG8="  # "hello" packed with zstd, in Base64


@pytest.fixture
def makers(file_server, monkeypatch, digest):
    """The makers' catalogue on this machine: ``makers(version, part, content, **other)`` adds a file."""
    import base64

    records = []
    monkeypatch.setenv("FXTRANSLATE_RECORDS_URL", f"{file_server.address}/records")
    monkeypatch.setattr(catalog, "ATTACHMENTS", f"{file_server.address}/files/")

    def add(version: str, part: str, content: bytes, **changes):
        packed = zstd(content)
        kind = part.partition(".")[0]
        location = f"main-workspace/{version}-{part}.zst"
        file_server.files[f"/files/{location}"] = packed
        records.append({
            "name": part, "fileType": kind, "sourceLanguage": "en", "targetLanguage": "es", "version": version,
            "architecture": "base", "decompressedHash": digest(content),
            "attachment": {"location": location, "hash": digest(packed), "size": len(packed), "filename": "x.zst"},
            **changes,
        })  # fmt: skip
        file_server.files["/records"] = json.dumps({"data": records}).encode()

    assert zstd(b"hello") == base64.b64decode(HELLO)
    return add


def zstd(content: bytes) -> bytes:
    """Content in a frame of zstd that packs nothing: blocks as they are."""
    size = len(content)
    head = b"\x28\xb5\x2f\xfd" + (b"\x20" + bytes([size]) if size < 256 else b"\xa0" + size.to_bytes(4, "little"))
    blocks = [content[at : at + 100_000] for at in range(0, size, 100_000)]
    return head + b"".join(
        (len(block) << 3 | (at == len(blocks) - 1)).to_bytes(3, "little") + block for at, block in enumerate(blocks)
    )


def test_the_makers_newest_model_is_installed_and_unpacked(makers, empty, tiny_model, vocabulary):
    for version, seed in (("3.0", 5), ("3.1", 6), ("2.9", 7), ("4.0", 8)):
        makers(version, "model.enes.intgemm.alphas.bin", tiny_model(seed))
        makers(version, "vocab.enes.spm", vocabulary)
    model = install(empty, "en", "es")
    assert (empty / "en-es" / model.files[0]).read_bytes() == tiny_model(6)
    assert (empty / "en-es" / model.files[1]).read_bytes() == vocabulary


def test_the_newest_version_counts_only_when_it_is_whole(makers, empty, tiny_model, vocabulary):
    makers("3.0", "model.enes.intgemm.alphas.bin", tiny_model(5))
    makers("3.0", "vocab.enes.spm", vocabulary)
    makers("3.1", "model.enes.intgemm.alphas.bin", tiny_model(6))
    install(empty, "en", "es")
    assert (empty / "en-es" / "model.enes.intgemm.alphas.bin").read_bytes() == tiny_model(5)


@pytest.mark.parametrize("version", ["1.0", "2.0", "3.0", "3.1", "3.0a1", "4.0", "", "x"])
def test_the_library_reads_the_same_versions(makers, file_server, version):
    from fxtranslate import discovery

    makers(version, "model.enes.intgemm.alphas.bin", b"weights")
    makers(version, "vocab.enes.spm", b"parts of words")
    offered = catalog.offered_by_the_makers()
    assert bool(offered) == bool(discovery.model_pairs(file_server.files["/records"].decode()))


def test_records_of_other_things_are_passed_over(makers, file_server, empty, tiny_model, vocabulary):
    makers("3.0", "qualityModel.enes.bin", b"else")
    makers("3.0", "model.enes.intgemm.alphas.bin", tiny_model(5))
    makers("3.0", "vocab.enes.spm", vocabulary)
    makers("3.0", "../../evil.bin", b"evil")
    known = json.loads(file_server.files["/records"])["data"]
    file_server.files["/records"] = json.dumps({"data": [1, None, {}, {"version": "3.0"}, *known]}).encode()
    assert install(empty, "en", "es").files == ("model.enes.intgemm.alphas.bin", "vocab.enes.spm")


def test_a_packed_file_that_holds_another_is_refused(makers, empty, tiny_model, vocabulary):
    makers("3.0", "model.enes.intgemm.alphas.bin", tiny_model(5), decompressedHash="0" * 64)
    makers("3.0", "vocab.enes.spm", vocabulary)
    with pytest.raises(BadAnswerError, match="cannot be unpacked"):
        install(empty, "en", "es")
    assert left_in(empty) == []


@pytest.mark.parametrize("content", [b"{}", b"[]", b"no", b'{"data": 3}'])
def test_a_makers_catalogue_that_is_none_is_an_error(makers, file_server, empty, content):
    file_server.files["/records"] = content
    with pytest.raises(BadAnswerError):
        install(empty, "en", "es")


def test_a_mirror_of_what_was_installed_serves_the_next_desk(makers, empty, tiny_model, vocabulary, tmp_path):
    makers("3.0", "model.enes.intgemm.alphas.bin", tiny_model(5))
    makers("3.0", "vocab.enes.spm", vocabulary)
    first = install(empty, "en", "es")
    (empty / "models.json").write_text(manifest(empty))
    assert install(tmp_path / "next desk", "en", "es", mirror=str(empty)) == first
