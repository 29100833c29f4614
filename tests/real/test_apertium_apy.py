"""deep-translator's classes, our client and a real engine: Apertium behind its own server and behind a small facade."""

import json
import os
import re
import shutil
import signal
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

from cscli.translation.engines.engine import Answer, BadAnswerError, Job, UnsupportedPairError
from cscli.translation.engines.web.providers import LibreTranslateEngine, MyMemoryEngine
from cscli.translation.protect import MaskStyle

pytestmark = pytest.mark.real

MODES = Path("/usr/share/apertium/modes")
# Apertium's server listens everywhere; this starts it on loopback only, on a free port that it writes down.
ON_LOOPBACK = """
import sys
from tornado.tcpserver import TCPServer
bind = TCPServer.bind
def bind_here(self, port, *_, **__):
    bind(self, port, "127.0.0.1")
    print(self._pending_sockets[0].getsockname()[1], flush=True)
TCPServer.bind = bind_here
from apertium_apy.apy import main
sys.argv = ["apertium-apy", "-p", "0", "-j", "1", sys.argv[1]]
main()
"""


def needs(found, what: str):
    """What is needed, or a skip on a machine without it; where everything must run, its absence is a failure."""
    if found:
        return found
    if os.environ.get("CI"):
        pytest.fail(f"{what} is not there")
    pytest.skip(f"{what} is not there")


class ApyEngine(MyMemoryEngine):
    """Apertium's server answers like MyMemory, but calls languages by three letters."""

    def _pair(self, source, target):
        three = {"en": "eng", "es": "spa", "pt": "por", "de": "deu"}
        return three[source], three[target]


@pytest.fixture(scope="module")
def apy():
    """Apertium's own server; gives its address."""
    script = Path(needs(shutil.which("apertium-apy"), "apertium-apy"))
    for pair in ("eng-spa", "spa-eng", "es-pt"):
        needs((MODES / f"{pair}.mode").is_file(), f"the pair {pair} of Apertium")
    python = script.read_text().splitlines()[0].removeprefix("#!").split()
    server = subprocess.Popen(
        [*python, "-c", ON_LOOPBACK, str(MODES)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},  # it refuses to start with any other
    )  # fmt: skip
    port = server.stdout.readline().strip()
    yield f"http://127.0.0.1:{port}/translate"
    os.killpg(server.pid, signal.SIGKILL)  # the server and the pipes that it started
    server.wait()
    server.stdout.close()


@pytest.fixture
def mymemory(apy):
    one = ApyEngine(surroundings(mymemory__url=apy))
    yield one
    one.close()


@pytest.fixture
def libre(service):
    """The engine for LibreTranslate servers, before one that asks Apertium."""
    needs(shutil.which("apertium"), "apertium")
    for pair in ("es-pt", "es-fr"):
        needs((MODES / f"{pair}.mode").is_file(), f"the pair {pair} of Apertium")
    server = service(lambda asked: facade(asked, service.says))
    one = LibreTranslateEngine(surroundings(libretranslate__url=server.url))
    yield one
    one.close()


def facade(asked, says):
    """What a LibreTranslate server with these two pairs answers."""
    if asked.path == "/languages":
        return says(json.dumps([{"code": "es", "name": "Spanish", "targets": ["pt", "fr"]},
                                {"code": "pt", "name": "Portuguese", "targets": []},
                                {"code": "fr", "name": "French", "targets": []}]))  # fmt: skip
    if asked.query or asked.headers["Content-Type"] != "application/json" or asked.json["api_key"] != "k":
        return says('{"error": "Invalid request"}', 400)
    command = ["apertium", "-u", "-f", "txt", f"{asked.json['source']}-{asked.json['target']}"]
    done = subprocess.run(command, input=asked.json["q"], capture_output=True, text=True, check=True, timeout=60)
    return says(json.dumps({"translatedText": done.stdout}))


def surroundings(**settings):
    set_to = {key.replace("__", "."): value for key, value in settings.items()}
    return SimpleNamespace(setting=lambda key: set_to.get(key, ""), secret=lambda _: "k")


def job(*texts, source, target):
    return Job(texts=texts, source=source, target=target, mask_style=MaskStyle.ALNUM)


def texts(outcomes):
    return [o.text if isinstance(o, Answer) else o for o in outcomes]


@pytest.mark.parametrize(
    ("source", "target", "text", "translation"),
    [
        ("en", "es", "The house is red.", "La casa es roja."),
        ("es", "en", "La casa es roja.", "The house is red."),
        ("es", "pt", "La casa es roja y grande.", "A casa é vermelha e grande."),
    ],
)
def test_a_real_engine_answers_through_mymemorys_class(mymemory, source, target, text, translation):
    assert texts(mymemory.translate(job(text, source=source, target=target))) == [translation]


def test_lines_and_long_texts_come_back_whole(mymemory):
    line = "La casa es roja. " * 60
    [answer] = mymemory.translate(job(f"{line.strip()}\n\n- La casa.", source="es", target="en"))
    assert answer.text.count("The house is red.") == 60
    assert answer.text.endswith("red.\n\n- The house.")


def test_signs_that_mean_something_on_the_way_survive_it(mymemory):
    asked = "La casa & el perro? 100% [1] {2} #3 + 4/5 😀 = «sí» XQ7QX."
    [answer] = mymemory.translate(job(asked, source="es", target="en"))
    assert all(sign in answer.text for sign in ("&", "?", "100%", "[1]", "{2}", "#3", "+ 4/5", "😀", "=", "«", "XQ7QX"))


def test_a_pair_that_the_server_lacks_is_an_error_of_its_text(mymemory):
    [problem] = mymemory.translate(job("The house is red.", source="en", target="de"))
    assert type(problem) is BadAnswerError


def test_eight_threads_get_their_own_texts(mymemory):
    def ask(thread):
        asked = [f"La casa XQ{number}QX es roja." for number in range(thread * 10, thread * 10 + 6)]
        return asked, texts(mymemory.translate(job(*asked, source="es", target="en")))

    with ThreadPoolExecutor(8) as pool:
        for asked, answers in pool.map(ask, range(8)):
            assert tokens(asked) == tokens(answers)
            assert all("house" in a and "red" in a for a in answers)


def tokens(found):
    return [re.findall(r"XQ\d+QX", one) for one in found]


def test_a_real_engine_answers_through_libretranslates_class(libre):
    asked = ["La casa es roja.", "Hola, mi pedido XQ0QX y XQ1QX no llegó.\n\nGracias."]
    one, other = texts(libre.translate(job(*asked, source="es", target="pt")))
    assert one == "A casa é vermelha."
    assert tokens([other]) == [["XQ0QX", "XQ1QX"]]
    assert other.startswith("Olá")
    assert other.count("\n\n") == 1


def test_four_threads_get_their_own_texts_from_the_facade(libre):
    with ThreadPoolExecutor(4) as pool:
        found = pool.map(lambda n: texts(libre.translate(job(f"La casa XQ{n}QX.", source="es", target="fr"))), range(4))
    assert [tokens(one) for one in found] == [[[f"XQ{n}QX"]] for n in range(4)]


def test_a_pair_that_the_facade_does_not_list_is_not_asked_for(libre):
    [problem] = libre.translate(job("A casa é vermelha.", source="pt", target="es"))
    assert type(problem) is UnsupportedPairError
