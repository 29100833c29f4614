"""Which case a merged case goes on in, and which cases go on in another."""

from collections.abc import Callable, Mapping


def survivor(number: int, merged_into: Callable[[int], int | None]) -> int:
    """The case that a case goes on in: itself, unless it is merged into another, which may be merged as well.

    Args:
        number: the case.
        merged_into: the case that one is merged into, None for one that is not.
    """
    seen: set[int] = set()  # events of another program may form a circle
    while number not in seen and (into := merged_into(number)) is not None:
        seen.add(number)
        number = into
    return number


def families(parents: Mapping[int, int]) -> dict[int, list[int]]:
    """The cases that go on in each case, directly or through another.

    Args:
        parents: the case that each merged case is merged into.
    """
    found: dict[int, list[int]] = {}
    for number in parents:
        into, seen = parents.get(number), {number}
        while into is not None and into not in seen:
            found.setdefault(into, []).append(number)
            seen.add(into)
            into = parents.get(into)
    return found
