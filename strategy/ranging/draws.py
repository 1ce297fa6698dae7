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
    """Deviations in cents: ``whole`` is groups × draws, ``of_driver`` what one driver moves in all
    groups together."""

    whole: Floats
    of_driver: dict[str, Floats]


def draw(spreads: Spreads, groups: NDArray[np.int64], count: int, draws: int = DRAWS) -> Drawn:
    """Sum the deviations of lines by group; ``groups`` gives each line a number below ``count``,
    or -1 for a line that is left out.

    A line without any range has no deviation, so without ranges everything is exactly 0.
    """
    whole = np.zeros((count, draws))
    of_driver: dict[str, Floats] = {}
    shared: dict[str, _Numbers] = {}
    for place in np.flatnonzero((spreads.high > spreads.low) & (groups >= 0)):
        low = float(spreads.low[place] - spreads.likely[place])
        high = float(spreads.high[place] - spreads.likely[place])
        part = float(spreads.common[place])
        if part < 1:
            own = _Numbers(uniform(f"line:{spreads.ids[place]}", draws))
            whole[groups[place]] += own.triangular((1 - part) * low, (1 - part) * high)
        if part > 0:
            name = spreads.drivers[place]
            if name not in shared:
                shared[name] = _Numbers(uniform(f"driver:{name}", draws))
                of_driver[name] = np.zeros(draws)
            moved = shared[name].triangular(part * low, part * high)
            whole[groups[place]] += moved
            of_driver[name] += moved
    return Drawn(whole, of_driver)


class _Numbers:
    """Uniform numbers with their roots, which all lines of a driver share."""

    def __init__(self, numbers: Floats) -> None:
        self._numbers = numbers
        self._below, self._above = np.sqrt(numbers), np.sqrt(1 - numbers)

    def triangular(self, low: float, high: float) -> Floats:
        """As triangular numbers between ``low`` ≤ 0 ≤ ``high`` with their peak at 0."""
        width = high - low
        if width == 0:
            return np.zeros_like(self._numbers)
        below = self._below * (width * -low) ** 0.5 + low
        above = high - self._above * (width * high) ** 0.5
        chosen: Floats = np.where(self._numbers * width < -low, below, above)
        return chosen


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
    return _Numbers(numbers).triangular(low, high)
