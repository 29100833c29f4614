"""Why a text was not translated: consent first, then damaged translations, then failures."""

from collections.abc import Sequence

from cscli.errors import DeskError, RefusedError, UnavailableError
from cscli.text import base_tag
from cscli.translation.brief import Brief
from cscli.translation.engines.engine import NoMatchError, RejectedError


def failure(reasons: Sequence[DeskError], brief: Brief) -> DeskError:
    """The error for a text that no engine translated."""
    pair = f"from {brief.source} to {brief.target}"
    said = "; ".join(_reasons(reasons))
    refused = next((r for r in reasons if isinstance(r, RefusedError)), None)
    if refused:
        return RefusedError(refused.message, code="privacy", hint=refused.problems[0].hint)
    if any(isinstance(r, RejectedError) for r in reasons):
        return RefusedError(
            f"No translation came back that can be used {pair}: {said}.", code="rejected",
            hint="Name another engine with --engine, or translate the text in parts.",
        )  # fmt: skip
    if said:
        hint = next((r.problems[0].hint for r in reasons if r.problems[0].hint), "See: cscli engine list")
        return UnavailableError(f"The text was not translated {pair}: {said}.", code="engines-failed", hint=hint)
    other = brief.target if base_tag(brief.source) == "en" else brief.source
    return UnavailableError(
        f"No engine that is set translates {pair}.", code="no-engine",
        hint=f"See what does: cscli engine list --from {brief.source} --to {brief.target}. On this machine: "
        f"cscli engine install {other}, then add --engine fxtranslate.",
    )  # fmt: skip


def _reasons(reasons: Sequence[DeskError]) -> tuple[str, ...]:
    """Each distinct reason, without misses of the memory."""
    return tuple(dict.fromkeys(r.message.rstrip(".") for r in reasons if not isinstance(r, NoMatchError)))
