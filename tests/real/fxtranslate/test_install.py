"""Getting models and removing them: whole or not at all, and never what was not announced."""

import json

import pytest
from fxtranslate_jobs import left_in

from cscli.errors import NotFoundError, UsageError
from cscli.translation.engines.engine import BadAnswerError, EngineError, UnreachableError
from cscli.translation.engines.fxtranslate.engine import FxtranslateEngine
from cscli.translation.engines.fxtranslate.install import install
from cscli.translation.engines.fxtranslate.models import installed, manifest, remove

pytestmark = pytest.mark.real

MODEL = "/en-es/model.enes.intgemm.alphas.bin"


def test_models_are_listed_with_their_files_and_sizes(models):
    first = installed(models)[0]
    assert [model.pair for model in installed(models)] == ["de-en", "en-de", "en-es", "es-en"]
    assert (first.source, first.target) == ("de", "en")
    assert first.files == ("model.deen.intgemm.alphas.bin", "vocab.deen.spm")
    assert first.bytes == sum(path.stat().st_size for path in (models / "de-en").iterdir())
    assert 30_000 < first.bytes < 60_000


def test_what_is_no_complete_model_is_not_listed(models):
    (models / "en-fr").mkdir()
    (models / "notes").mkdir()
    (models / ".installing-x").mkdir()
    next((models / "en-es").glob("vocab*")).unlink()
    (models / "en-it").write_text("a file")
    assert [model.pair for model in installed(models)] == ["de-en", "en-de", "es-en"]


def test_a_script_belongs_to_its_language(tmp_path, lay):
    lay(tmp_path, "en", "zh-Hant")
    lay(tmp_path, "zh-Hans", "en")
    assert [(m.source, m.target) for m in installed(tmp_path)] == [("en", "zh-Hant"), ("zh-Hans", "en")]


def test_a_folder_that_is_not_there_has_no_models(tmp_path):
    assert installed(tmp_path / "nowhere") == ()


def test_a_model_from_a_mirror_translates_as_it_did_there(mirror, models, empty, around):
    from cscli.translation.engines.engine import Job
    from cscli.translation.protect import MaskStyle

    job = Job(texts=("Hello, thank you.",), source="en", target="es", mask_style=MaskStyle.ALNUM)
    model = install(empty, "en", "es", mirror=mirror.address)
    here, there = (FxtranslateEngine(around({"fxtranslate.models": str(folder)})) for folder in (empty, models))
    assert model.pair == "en-es"
    assert here.translate(job) == there.translate(job)
    here.close()
    there.close()


def test_one_direction_is_fetched_and_nothing_else(mirror, empty):
    install(empty, "en", "es", mirror=mirror.address)
    assert left_in(empty) == ["en-es", "model.enes.intgemm.alphas.bin", "vocab.enes.spm"]
    assert sorted(mirror.asked) == [MODEL, "/en-es/vocab.enes.spm", "/models.json"]


def test_progress_goes_from_nothing_to_all_bytes(mirror, empty):
    steps = []
    model = install(empty, "en", "es", mirror=mirror.address, progress=lambda *step: steps.append(step))
    assert steps[0] == (0, model.bytes)
    assert steps[-1] == (model.bytes, model.bytes)
    assert steps == sorted(steps)


@pytest.mark.parametrize("form", [str, lambda folder: folder.as_uri()], ids=["path", "file address"])
def test_a_folder_is_a_mirror_too(models, empty, form):
    (models / "models.json").write_text(manifest(models))
    assert install(empty, "de", "en", mirror=form(models)).pair == "de-en"


def test_a_market_finds_the_model_of_its_language(mirror, empty):
    assert install(empty, "en-GB", "es-MX", mirror=mirror.address + "/").pair == "en-es"


def test_a_new_model_takes_the_place_of_the_old_one(mirror, models, empty, lay):
    place = lay(empty, "en", "es", seed=77)
    (place / "lex.50.50.enes.s2t.bin").write_bytes(b"old")
    install(empty, "en", "es", mirror=mirror.address)
    assert left_in(empty) == ["en-es", "model.enes.intgemm.alphas.bin", "vocab.enes.spm"]
    assert (place / "model.enes.intgemm.alphas.bin").read_bytes() == mirror.files[MODEL]


@pytest.mark.parametrize("changes", [{"sha256": "0" * 64}, {"bytes": 5}, {"bytes": 10_000_000}])
def test_a_file_that_is_not_what_was_announced_is_refused_at_once(mirror, empty, rewrite, changes):
    rewrite(**changes)
    with pytest.raises(BadAnswerError, match="not the file that was announced"):
        install(empty, "en", "es", mirror=mirror.address)
    assert left_in(empty) == []
    assert mirror.asked.count(MODEL) == 1


def test_a_file_changed_on_the_way_is_refused(mirror, empty):
    mirror.files[MODEL] = mirror.files[MODEL][:-1] + b"!"
    with pytest.raises(BadAnswerError, match="checksum"):
        install(empty, "en", "es", mirror=mirror.address)
    assert left_in(empty) == []


def test_a_failed_install_leaves_the_old_model(mirror, empty, lay, rewrite):
    place = lay(empty, "en", "es", seed=77)
    before = {path.name: path.read_bytes() for path in place.iterdir()}
    rewrite(sha256="0" * 64)
    with pytest.raises(EngineError):
        install(empty, "en", "es", mirror=mirror.address)
    assert {path.name: path.read_bytes() for path in place.iterdir()} == before
    assert len(left_in(empty)) == 3


def test_a_download_that_is_cut_off_is_tried_again_then_leaves_nothing(mirror, empty):
    mirror.cut.add(MODEL)
    with pytest.raises(UnreachableError, match="after 4 attempts"):
        install(empty, "en", "es", mirror=mirror.address)
    assert left_in(empty) == []
    mirror.cut.clear()
    assert install(empty, "en", "es", mirror=mirror.address).pair == "en-es"


@pytest.mark.parametrize("path", [MODEL, "/models.json"])
def test_a_server_in_trouble_is_asked_again(mirror, empty, path):
    mirror.failures[path] = [500]
    assert install(empty, "en", "es", mirror=mirror.address).pair == "en-es"
    assert mirror.asked.count(path) == 2


def test_a_server_that_stays_in_trouble_is_given_up(mirror, empty):
    mirror.failures[MODEL] = [503] * 9
    with pytest.raises(UnreachableError, match="503 after 4 attempts"):
        install(empty, "en", "es", mirror=mirror.address)
    assert left_in(empty) == []


@pytest.mark.parametrize("status", [301, 403, 404])
def test_a_file_that_is_elsewhere_or_gone_is_asked_for_once(mirror, empty, status):
    mirror.failures[MODEL] = [status] * 9
    mirror.files["/elsewhere"] = mirror.files[MODEL]
    with pytest.raises(BadAnswerError, match=str(status)):
        install(empty, "en", "es", mirror=mirror.address)
    assert mirror.asked == ["/models.json", MODEL]


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "../../evil.bin"}, {"name": "/etc/passwd"}, {"name": "model/../../x.bin"}, {"name": "evil.sh"},
        {"name": "model.\n.bin"}, {"name": ""}, {"name": 3}, {"file": "../secret"}, {"file": "/etc/passwd"},
        {"file": "https://elsewhere.example/model.bin"}, {"file": "a\\..\\b"}, {"file": "x?y"}, {"sha256": "abc"},
        {"sha256": None}, {"bytes": -1}, {"bytes": "9"}, {"bytes": 10**15},
    ],
)  # fmt: skip
def test_a_catalogue_that_is_hostile_is_refused_before_anything_is_fetched(mirror, empty, rewrite, changes):
    rewrite(**changes)
    with pytest.raises(BadAnswerError, match=r"models\.json"):
        install(empty, "en", "es", mirror=mirror.address)
    assert mirror.asked == ["/models.json"]
    assert left_in(empty) == []


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b"{}", b"\xff\xfe", b'"text"', b"[1]", b'[{"name": "model.bin"}]', b"[" * 100_000]
)
def test_a_catalogue_that_is_none_is_an_error(mirror, empty, content):
    mirror.files["/models.json"] = content
    with pytest.raises(BadAnswerError):
        install(empty, "en", "es", mirror=mirror.address)


def test_a_model_that_the_catalogue_lacks_names_those_that_are_near(mirror, empty):
    with pytest.raises(NotFoundError, match="en-es"):
        install(empty, "en", "et", mirror=mirror.address)


def test_a_catalogue_with_half_a_model_installs_nothing(mirror, empty):
    entries = [entry for entry in json.loads(mirror.files["/models.json"]) if "vocab" not in entry["name"]]
    mirror.files["/models.json"] = json.dumps(entries).encode()
    with pytest.raises(BadAnswerError, match="lacks files"):
        install(empty, "en", "es", mirror=mirror.address)
    assert left_in(empty) == []


@pytest.mark.parametrize(
    "mirror_address", ["http://mirror.example/models", "ftp://mirror.example", "https://u:p@m.example"]
)
def test_a_mirror_that_is_not_safe_is_refused(empty, mirror_address):
    with pytest.raises(UsageError):
        install(empty, "en", "es", mirror=mirror_address)


def test_a_folder_without_a_catalogue_is_no_mirror(tmp_path, empty):
    with pytest.raises(UnreachableError, match=r"models\.json"):
        install(empty, "en", "es", mirror=str(tmp_path))


def test_a_file_that_a_folder_lacks_is_named(models, empty):
    (models / "models.json").write_text(manifest(models))
    (models / MODEL[1:]).unlink()
    with pytest.raises(BadAnswerError, match=r"model\.enes"):
        install(empty, "en", "es", mirror=str(models))
    assert left_in(empty) == []


@pytest.mark.parametrize("tag", ["", "..", "EN", "en/..", "english", "e" * 300, "\x1b[31m"])
def test_what_is_no_language_is_refused(empty, tag):
    for pair in ((tag, "en"), ("en", tag)):
        with pytest.raises(UsageError):
            install(empty, *pair, mirror="nowhere")
        with pytest.raises(UsageError):
            remove(empty, *pair)


def test_a_folder_that_cannot_be_made_is_named(mirror, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UnreachableError, match="cannot be written"):
        install(tmp_path / "file" / "models", "en", "es", mirror=mirror.address)


def test_a_removed_model_is_gone_and_the_others_stay(models):
    assert remove(models, "en", "es").pair == "en-es"
    assert [model.pair for model in installed(models)] == ["de-en", "en-de", "es-en"]
    with pytest.raises(NotFoundError, match="no model from en to es"):
        remove(models, "en", "es")


def test_a_manifest_holds_what_a_mirror_needs(models, digest):
    entries = json.loads(manifest(models))
    assert len(entries) == 8
    assert entries[0] == {
        "source": "de", "target": "en", "name": "model.deen.intgemm.alphas.bin",
        "file": "de-en/model.deen.intgemm.alphas.bin",
        "sha256": digest((models / "de-en/model.deen.intgemm.alphas.bin").read_bytes()),
        "bytes": (models / "de-en/model.deen.intgemm.alphas.bin").stat().st_size,
    }  # fmt: skip
