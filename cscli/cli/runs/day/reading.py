"""What a run reads out of a message: what it is about, what it says in the agent's language, what an answer lacks.

A message is read on this machine alone: by the memory and by engines that send nothing away.
"""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from cscli.cli.door.run import Run
from cscli.desk.cases.event import ASKS_NOTHING
from cscli.desk.feedback.survey import SCALES
from cscli.errors import DeskError, RefusedError
from cscli.inbox.card import CardAttention, LikelySituation, Meaning
from cscli.inbox.incoming import Incoming
from cscli.inbox.survey_answers import SurveyAnswer, attention_for
from cscli.quality.finding import Finding, Severity
from cscli.reading.language import UNKNOWN
from cscli.text import base_tag

if TYPE_CHECKING:
    from cscli.inbox.intake import NamedOrder

_LONGEST = 4_000
_ORDER_NUMBER = "order_number"


def situations_of(message: Incoming, language: str) -> tuple[tuple[LikelySituation, ...], CardAttention | None]:
    """The likely situations of a message, likeliest first, and why a person must read it; a robot's has none."""
    if message.robot:
        return (), None
    from cscli.assist.situations import situations

    found = situations(message.text or message.subject, language or UNKNOWN)
    why = found.attention
    return (
        tuple(LikelySituation(intent=one.intent, score=one.score, because=one.because) for one in found.situations),
        CardAttention(reason=str(why.reason), because=why.because) if why else None,
    )


def attention_to(
    answer: SurveyAnswer, situations: Sequence[LikelySituation], read: CardAttention | None
) -> CardAttention | None:
    """Why a person must read an answer to a survey; ``read`` is why they must read its comment."""
    reason = attention_for(answer, read.reason if read else "", is_about_something=bool(situations))
    score = f"{answer.score} of {SCALES[answer.survey.kind].highest}"
    if reason:
        return CardAttention(reason=reason, because=(score, *(read.because if read else ())))
    return None if read is None or read.reason in ASKS_NOTHING else read


def meaning_of(
    run: Run, message: Incoming, language: str, market: str, *, is_dry: bool
) -> tuple[Meaning | None, Finding | None]:
    """What a message says in the first language that the agent reads, or why nobody can say.

    Neither, where the agent reads its language, reads none by the settings, or a robot wrote it.

    Args:
        run: the run.
        message: what came in.
        language: its BCP 47 tag, or empty.
        market: the customer's market, or empty.
        is_dry: nothing is remembered.
    """
    reads = run.settings.items("agent.reads")
    known = {base_tag(one) for one in reads}
    if not reads or message.robot or not message.text or language in ("", UNKNOWN) or base_tag(language) in known:
        return None, None
    from cscli.translation.session import TranslationOptions, TranslationSession

    failures = list[str]()
    with closing(TranslationSession(run, TranslationOptions(private=True, market=market))) as session:
        for target in reads:
            try:
                translator, brief = session.translator(base_tag(language), target)
                brief = replace(brief, remember=brief.remember and not is_dry)
                done = translator.translation(message.text[:_LONGEST], brief)
            except RefusedError:  # an engine elsewhere, which is never asked here
                continue
            except DeskError as problem:
                failures.append(f" {problem.message}")
                continue
            said = dict.fromkeys(one.engine or str(one.origin) for one in done.segments if one.origin != "kept")
            return Meaning(language=target, text=done.text, engine=", ".join(said)), None
    why = f"Nothing on this machine says what it means in {' or '.join(reads)}.{''.join(failures[:1])}"
    return None, Finding(check="meaning", severity=Severity.INFO, message=why)


def missing_of(
    run: Run, situations: Sequence[LikelySituation], orders: Sequence["NamedOrder"], zone: str | None
) -> tuple[str, ...]:
    """The variables that an answer to the likeliest situation needs and that the record does not know."""
    if not situations:
        return ()
    intent = run.templates().intents.get(situations[0].intent)
    if intent is None or not intent.required:
        return ()
    known = {_ORDER_NUMBER} if orders else set()
    order = next((one.order for one in orders if one.order), None)
    if order and not known.issuperset(intent.required):
        from cscli.desk.orders.values import filled_values

        wanted = {name: intent.variables[name] for name in intent.required}
        filled = filled_values(order, wanted, (), now=run.now, zone=zone or "UTC")
        known |= {one.variable for one in filled}
    return tuple(name for name in intent.required if name not in known)
