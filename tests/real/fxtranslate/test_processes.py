"""The processes that translate on this machine: what they cost when they hang or end, and that they end with us."""

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from fxtranslate_jobs import TEXTS, job, process, said

from cscli.translation.engines.engine import Answer, TimedOutError, UnreachableError
from cscli.translation.engines.fxtranslate import worker
from cscli.translation.engines.fxtranslate.engine import FxtranslateEngine

pytestmark = pytest.mark.real


@pytest.mark.parametrize(
    "text", ["\ud800 hello \udfff", "hello\x00order", "\x1b[31mhello\x1b[0m", "\u202ehello", "h\n{"]
)
def test_hostile_signs_do_not_harm_the_process(engine, text):
    said(engine, "Hello")
    number = process(engine).pid
    assert isinstance(engine.translate(job(text))[0], Answer)
    assert process(engine).pid == number


def test_after_a_killed_process_the_next_text_works(engine):
    expected = said(engine, *TEXTS)
    process(engine).kill()
    process(engine).wait()
    assert said(engine, *TEXTS) == expected


@pytest.mark.skipif(sys.platform == "win32", reason="no process can be stopped there")
def test_a_process_that_ends_over_a_text_costs_that_text_only(engine):
    said(engine, "Hello")
    first = process(engine)
    first.send_signal(signal.SIGSTOP)
    killer = threading.Timer(0.3, first.kill)
    killer.start()
    lost, answer = engine.translate(job(*TEXTS[:2]))
    killer.join()
    assert isinstance(lost, UnreachableError)
    assert isinstance(answer, Answer)


@pytest.mark.skipif(sys.platform == "win32", reason="no process can be stopped there")
def test_a_text_that_takes_too_long_costs_that_text_only(around, models):
    engine = FxtranslateEngine(around(), seconds=0.5)
    said(engine, "Hello")
    stuck = process(engine)
    stuck.send_signal(signal.SIGSTOP)
    late, answer = engine.translate(job(*TEXTS[:2]))
    assert isinstance(late, TimedOutError)
    assert isinstance(answer, Answer)
    assert stuck.returncode == -signal.SIGKILL
    engine.close()


def test_an_answer_that_nobody_waited_for_is_never_given_to_the_next_text(engine, monkeypatch):
    expected = said(engine, TEXTS[1])
    kept = next(iter(engine._processes.values()))
    monkeypatch.setattr(kept, "_answer", lambda _seconds: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        engine.translate(job(TEXTS[0]))
    assert said(engine, TEXTS[1]) == expected


def test_failures_that_are_not_in_a_row_stop_nothing(engine, monkeypatch):
    said(engine, "Hello")
    translated = engine._translation

    def every_third_only(folders, text):
        if text != "Hello":
            raise UnreachableError("fxtranslate", "it failed")
        return translated(folders, text)

    monkeypatch.setattr(engine, "_translation", every_third_only)
    outcomes = engine.translate(job(*["bad", "bad", "Hello"] * 3))
    assert [isinstance(outcome, Answer) for outcome in outcomes] == [False, False, True] * 3


def test_closing_leaves_no_process(engine):
    said(engine, "Hello")
    said(engine, "Hallo", source="de", target="es")
    started = [kept._process for kept in engine._processes.values()]
    engine.close()
    assert [p.returncode for p in started] == [0, 0]
    engine.close()


def test_no_more_than_four_processes_are_kept(engine, models, lay):
    lay(models, "en", "fr")
    for target in ("es", "de", "fr"):
        said(engine, "Hello", target=target)
    said(engine, "Hola", source="es", target="en")
    said(engine, "Hola", source="es", target="fr")
    assert len(engine._processes) == 4


def test_jobs_of_two_threads_do_not_mix(engine):
    expected = said(engine, *TEXTS)
    answers = {}

    def ask(number):
        answers[number] = said(engine, TEXTS[number % 3])

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(answers[n] == (expected[n % 3],) for n in range(6))


def test_a_process_ends_with_its_owner(models):
    owner = (
        "import subprocess, sys; p = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE);"
        "p.stdout.readline(); print(p.pid, flush=True); import os; os._exit(1)"
    )
    command = [sys.executable, "-c", owner, sys.executable, worker.__file__, str(models / "en-es")]
    number = int(subprocess.run(command, capture_output=True, check=False, timeout=60).stdout)
    for _ in range(200):
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    raise AssertionError("the process still runs")


def test_the_process_makes_up_nothing_for_an_empty_text(models):
    said_by_it = io.BytesIO()
    worker.main([str(models / "es-en"), str(models / "en-de")], io.BytesIO(b'["", " ", "Hola"]\n'), said_by_it)
    ready, answer = map(json.loads, said_by_it.getvalue().splitlines())
    assert ready == {"ready": True}
    assert answer["texts"][:2] == ["", ""]
    assert answer["texts"][2]


def test_a_module_in_the_folder_of_the_agent_is_not_run(engine, tmp_path, monkeypatch):
    (tmp_path / "json.py").write_text("raise SystemExit('run')")
    (tmp_path / "fxtranslate.py").write_text("raise SystemExit('run')")
    monkeypatch.chdir(tmp_path)
    assert said(engine, "Hello")


def test_the_process_imports_nothing_that_makes_it_slow():
    code = "import sys, runpy; runpy.run_path(sys.argv[1]); print(*sys.modules)"
    command = [sys.executable, "-P", "-c", code, worker.__file__]
    loaded = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
    slow = {"typer", "rich", "babel", "yaml", "requests", "sqlite3", "dataclasses", "pathlib", "cscli"}
    assert "json" in loaded
    assert not slow & (set(loaded) - started_with())


def started_with():
    """What Python itself has loaded before anything is run: a start-up hook of an editable install may load more."""
    bare = subprocess.run(
        [sys.executable, "-c", "import sys; print(*sys.modules)"], capture_output=True, check=True, text=True
    )
    return set(bare.stdout.split())
