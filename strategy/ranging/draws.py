"""Draw the cost of every line many times; the same line has the same draws in every scenario.

A line's deviation from its planned amount is triangular between low and high.  ``common`` of it
comes from the draw of its driver, which all lines of that driver share, the rest from a draw of its
own.  Draws are keyed by driver and by line id, not by their order, so that two scenarios differ by
what was decided and not by chance.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from strategy.ranging.spreads import Spreads

SEED = 2027
DRAWS = 10_000

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Drawn:
    """Deviations in cents, draws × groups; ``of_driver`` is the part that one driver moves."""

    whole: Floats
    of_driver: dict[str, Floats]


def draw(spreads: Spreads, groups: NDArray[np.int64], count: int, draws: int = DRAWS) -> Drawn:
    """Sum the deviations of lines by group; ``groups`` gives each line a number below ``count``.

    A line without any range has no deviation, so without ranges everything is exactly 0.
    """
    whole = np.zeros((count, draws))
    of_driver: dict[str, Floats] = {}
    moving = np.flatnonzero(spreads.high > spreads.low)
    shared = {name: uniform(f"driver:{name}", draws) for name in sorted(set(spreads.drivers))}
    for place in moving:
        low = float(spreads.low[place] - spreads.likely[place])
        high = float(spreads.high[place] - spreads.likely[place])
        part = float(spreads.common[place])
        if part < 1:
            own = triangular(uniform(f"line:{spreads.ids[place]}", draws), low, high)
            whole[groups[place]] += own if part == 0 else (1 - part) * own
        if part > 0:
            name = spreads.drivers[place]
            moved = of_driver.setdefault(name, np.zeros((count, draws)))
            moved[groups[place]] += part * triangular(shared[name], low, high)
    for moved in of_driver.values():
        whole += moved
    return Drawn(whole, of_driver)


def uniform(key: str, draws: int) -> Floats:
    """Numbers between 0 and 1 that hang on the key alone."""
    digest = hashlib.blake2b(f"{SEED}:{key}".encode(), digest_size=16).digest()
    # SFC64 starts quickly, and a plan has thousands of lines with a generator each.
    words = np.frombuffer(digest, dtype=np.uint32)
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(words.tolist()))).random(
        draws
    )


def triangular(numbers: Floats, low: float, high: float) -> Floats:
    """Uniform numbers as triangular ones between ``low`` ≤ 0 ≤ ``high`` with their peak at 0."""
    width = high - low
    turn = -low / width
    below = low + np.sqrt(numbers * (width * -low))
    above = high - np.sqrt((1 - numbers) * (width * high))
    return np.where(numbers < turn, below, above)
