"""Ways through things that refer to each other, so that a circle can be refused by its name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def find_way(steps: Mapping[str, Iterable[str]], start: str, goal: str) -> list[str] | None:
    """The shortest way from ``start`` to ``goal``, both ends included; None where there is none.

    ``steps`` says where one gets from each thing.  What is saved now closes a circle where a way
    leads from what it refers to back to itself.
    """
    ways, seen = [[start]], {start}
    while ways:
        way = ways.pop(0)
        if way[-1] == goal:
            return way
        for following in steps.get(way[-1], ()):
            # Plans of earlier programs may hold circles already; a way never goes round in one.
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return None


def circle_words(start: str, way: Iterable[str]) -> str:
    """The circle as one reads it: "VO-0001 → VO-0003 → VO-0001"."""
    return " → ".join([start, *way])
