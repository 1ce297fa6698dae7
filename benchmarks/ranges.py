"""10,000 draws over 200 measures × 6 years, against bare NumPy for the same sums."""

from __future__ import annotations

import numpy as np

from benchmarks.result import Result, median_seconds
from strategy.ranging.draws import DRAWS, draw
from strategy.ranging.spreads import Spreads

MEASURES, YEARS = 200, 6


def large_spreads(measures: int = MEASURES, years: int = YEARS) -> Spreads:
    """A line per measure and year; each has a driver that moves half of its deviation."""
    count = measures * years
    likely = np.arange(1, count + 1, dtype=np.int64) * 1_000
    places = range(count)
    return Spreads(
        [f"KL-{number:04d}" for number in places],
        [f"M-{number % measures:04d}" for number in places],
        np.array([2027 + number // measures for number in places], dtype=np.int64),
        ["konsumtiv"] * count,
        ["OE-0001"] * count,
        likely * 9 // 10,
        likely,
        likely * 13 // 10,
        [("Tarifabschlüsse", "Preise der Anbieter")[number % 2] for number in places],
        np.full(count, 0.5),
    )


def run(measures: int = MEASURES, draws: int = DRAWS, repeats: int = 3) -> list[Result]:
    """Measure in processor seconds."""
    spreads = large_spreads(measures)
    groups = spreads.years - 2027
    ours = median_seconds(lambda: draw(spreads, groups, YEARS, draws).whole, repeats)
    bare = median_seconds(lambda: _bare(spreads, groups, draws), repeats)
    return [
        Result(
            "ranges of cost",
            f"{ours * 1000:.0f} ms",
            f"bare NumPy {bare * 1000:.0f} ms, {len(spreads.ids)} lines, {draws} draws",
            ours / bare,
            at_most=2,
        )
    ]


def _bare(spreads: Spreads, groups: np.ndarray, draws: int) -> np.ndarray:
    """The same sums by NumPy's own triangular draws: per line one of its own and one in common."""
    random = np.random.default_rng(1)
    whole = np.zeros((YEARS, draws))
    for place in range(len(spreads.ids)):
        low, likely = spreads.low[place], spreads.likely[place]
        own = random.triangular(low, likely, spreads.high[place], draws)
        common = random.triangular(low, likely, spreads.high[place], draws)
        whole[groups[place]] += 0.5 * own + 0.5 * common - likely
    return whole
