"""A desk that is set up: what is asked, what is proposed, and a trial of what was told."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NoReturn

from cscli.cli.door import output
from cscli.cli.door.first_run.new_settings import asked_setting
from cscli.cli.door.result import Note
from cscli.cli.door.run import Run
from cscli.config import stored_values
from cscli.errors import DeskError, UnavailableError
from cscli.text import count_words

QUESTIONS = {
    "shop.name": "The shop's name",
    "agent.name": "Your name, as customers read it",
    "agent.zone": "Your time zone, such as Asia/Shanghai",
    "languages": "Languages the desk serves, such as en,de,ja",
    "agent.reads": "Languages you read, such as en,zh",
    "markets": "Markets the desk serves, such as DE,JP; nothing for those of the languages",
    "engines": "Translation engines in the order in which they are tried; see: cscli engine list",
}
_EXAMPLE = "shipping-delay"
_NO = ("n", "no")


def asked_settings(run: Run, given: Mapping[str, str]) -> dict[str, str]:
    """The settings that a person answers on a terminal, besides those that were given; what is empty stays as it is.

    Raises:
        EOFError: stdin has ended.
    """
    stored, answers = stored_values(run.config_path), dict(given)
    for key, question in QUESTIONS.items():
        if key in given:
            continue
        present = _text(stored.get(key, ""))
        proposed = "" if present else _proposed(run, key)
        answer = asked_setting(run, key, question, present or proposed) or proposed
        answers |= {key: answer} if answer else {}
    return answers


def wants_seeds() -> bool:
    """Whether a person wants the memory filled with the phrases that ship.

    Raises:
        EOFError: stdin has ended.
    """
    return output.asked("Fill the memory with the phrases that ship, in your languages? [yes]:").lower() not in _NO


def replaced_told(run: Run, changes: Mapping[str, str]) -> tuple[Note, ...]:
    """What of the settings file is about to be replaced; to be asked for before it is."""
    stored = {key: _text(value) for key, value in stored_values(run.config_path).items()}
    return tuple(
        Note(text=f"{key} was {stored[key]!r} and is {text!r} now.", always=True)
        for key, text in changes.items()
        if stored.get(key, "") not in ("", text)
    )  # fmt: skip


def seeds_added(run: Run) -> Note:
    """Fill the memory with the phrases that ship, in the languages of the desk."""
    from cscli.desk.memory_seeds import Seeds
    from cscli.translation.memory import add_units

    run, cache = replace(run), run.cache(creates=True)
    seeds = Seeds(paths=run.paths, templates=run.templates(cache), cache=cache)
    pairs = seeds.pairs("", "", (*run.settings.items("languages"), *run.settings.items("agent.reads")))
    done = add_units(run.record, (unit for pair in pairs for unit in seeds.units(*pair)), run.now)
    return Note(text=f"The memory has {count_words(done.added, 'new unit')}.", always=True)


def trial_told(run: Run) -> Iterator[Note]:
    """What the desk can do with its new settings: engines that lack something, and a first real reply."""
    from cscli.translation.engine_report import engine_reports
    from cscli.translation.session import TranslationSession

    run = replace(run)  # with the settings as they are now
    try:
        for one in engine_reports(TranslationSession(run), "", ""):
            if one.position and (one.problem or one.setup):
                yield Note(text=f"{one.engine} does not work yet: {one.problem or one.setup}")
        text, market = _first_reply(run)
    except DeskError as problem:
        yield Note(text=f"A first reply cannot be written yet: {problem.problems[0].message}")
        return
    yield Note(text=f"\nA customer in {market} would read:\n\n{text}\n")


def _first_reply(run: Run) -> tuple[str, str]:
    """A reply of this desk to a customer who is made up, and the market's name."""
    from cscli.cli.door.run_clock import RunClock
    from cscli.outbox.addressee import Addressee, Reach
    from cscli.outbox.outbox import Outbox
    from cscli.replies.render import example_text

    outbox, served = Outbox(run, cache=run.cache(creates=True)), run.settings.items("languages")
    at_home = run.catalog().language(served[0]).market if served and not run.settings.items("markets") else ""
    market = run.catalog().market(at_home or RunClock(run).market_codes[0])
    intent = run.templates().intent(_EXAMPLE)
    values = {name: [example_text(intent.variables[name])] for name in intent.required}
    to = outbox.addressee(Addressee(reach=Reach(market=market.code)))
    return outbox.reply(to, (_EXAMPLE,), values, _no_session).reply.body, market.name


def _no_session() -> NoReturn:
    raise UnavailableError("Nothing is translated for a trial.")


def _proposed(run: Run, key: str) -> str:
    """What this machine says of itself: its time zone, and the language of its user."""
    if key == "agent.zone":
        from cscli.clock.zones import system_zone

        return system_zone(run.environ)
    if key == "agent.reads":
        tag = (run.environ.get("LC_ALL") or run.environ.get("LANG") or "").partition("_")[0].lower()
        return tag if tag in run.catalog().language_tags() else "en"
    return "memory" if key == "engines" else ""


def _text(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
