"""Engines by name, from the entry points ``cscli.engines`` of installed packages; loaded on demand."""

from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points

from cscli.errors import UnavailableError, UsageError, unknown
from cscli.translation.engines.context import EngineContext
from cscli.translation.engines.engine import Engine

GROUP = "cscli.engines"
# Built-in engines: the memory, then local ones, then services.
_OWN_ORDER = ("memory", "fxtranslate", "apertium", "libretranslate", "llm", "deepl", "microsoft", "google", "mymemory")


def engine_names() -> tuple[str, ...]:
    """All engines, the built-in ones first."""
    known = _registered()
    return (*(name for name in _OWN_ORDER if name in known), *sorted(set(known) - set(_OWN_ORDER)))


def engine(name: str, context: EngineContext) -> Engine:
    """The engine with a name, not started.

    Raises:
        NotFoundError: the name is unknown; suggests the nearest.
        UnavailableError: its package cannot be loaded.
    """
    wanted = name.strip().lower()
    known = _registered()
    if wanted not in known:
        raise unknown("engine", name, engine_names(), see="cscli engine list")
    try:
        made: Engine = known[wanted].load()(context)
    except UsageError:
        raise
    except Exception as problem:
        raise UnavailableError(
            f"The engine {wanted} cannot be loaded: {type(problem).__name__}: {problem}.",
            code="engine-broken",
            hint="Is its package installed, and is it made for this cscli?",
        ) from problem
    return made


@lru_cache(maxsize=1)
def _registered() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}
