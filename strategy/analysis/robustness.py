"""Whether a measure stays above the cut line when the weights of the criteria are others.

Two answers per measure.  Exact: for each criterion the interval of its weight, around today's, in
which the measure stays on its side of the line while the other weights give or take in proportion.
Drawn: the share of all possible weightings in which it lies above the line.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from strategy.analysis.scoring import check_weights
from strategy.nouns.criterion import Criterion

SEED = 2027
DRAWS = 10_000
# A measure is called stable where so many of all weightings put it on the side it is on today.
STABLE_FROM = 0.9

Points = Mapping[str, Mapping[str, Decimal]]


@dataclass(frozen=True)
class Robustness:
    """``above`` says the side today; ``intervals`` maps a criterion's id to the lowest and the
    highest weight (per cent) that leaves the measure there; ``share`` is that of all weightings in
    which it is above; ``word`` is "stabil" or "strittig"."""

    measure_id: str
    above: bool
    intervals: Mapping[str, tuple[Fraction, Fraction]]
    share: float

    @property
    def word(self) -> str:
        """ "stabil" or "strittig"."""
        same = self.share if self.above else 1 - self.share
        return "stabil" if same >= STABLE_FROM else "strittig"


def robustness(
    criteria: Sequence[Criterion],
    points: Points,
    cut: int,
    draws: int = DRAWS,
    only: Collection[str] | None = None,
) -> list[Robustness]:
    """For every measure that has points in all criteria, in the order of ids.

    The ``cut`` best lie above the line; of equal ones the smaller id comes first.  Intervals are
    worked out exactly, which takes its time: for the measures of ``only``, where it is given, the
    others have none.  Raises Refused for weights that are not 100 %.
    """
    check_weights(criteria)
    names = sorted(name for name, given in points.items() if all(c.id in given for c in criteria))
    worth = [[Fraction(points[name][c.id]) for c in criteria] for name in names]
    weights = [Fraction(c.weight or 0) / 100 for c in criteria]
    now = [_utility(row, weights) for row in worth]
    above = [_place(now, place) < cut for place in range(len(names))]
    shares = _shares(worth, cut, draws)
    return [
        Robustness(
            name,
            above[place],
            {
                str(c.id): _interval(worth, weights, place, at, cut)
                for at, c in enumerate(criteria)
                if weights[at] < 1 and (only is None or name in only)
            },
            shares[place],
        )
        for place, name in enumerate(names)
    ]


def _utility(row: Sequence[Fraction], weights: Sequence[Fraction]) -> Fraction:
    return sum((w * p for w, p in zip(weights, row, strict=True)), Fraction(0))


def _place(utilities: Sequence[Fraction], mine: int) -> int:
    """How many come before ``mine``; names are in order, so an equal one before it does."""
    value = utilities[mine]
    return sum(
        other > value or (other == value and place < mine) for place, other in enumerate(utilities)
    )


def _interval(
    worth: Sequence[Sequence[Fraction]], weights: Sequence[Fraction], mine: int, at: int, cut: int
) -> tuple[Fraction, Fraction]:
    """From which to which weight of criterion ``at`` the measure keeps its side, in per cent."""
    today = weights[at]
    # Every utility is a straight line over this weight: ``rest`` at 0 and the points at 1.
    rest = [(_utility(row, weights) - today * row[at]) / (1 - today) for row in worth]
    slope = [row[at] - base for row, base in zip(worth, rest, strict=True)]

    def is_above(weight: Fraction) -> bool:
        return _place([r + weight * s for r, s in zip(rest, slope, strict=True)], mine) < cut

    crossings = {Fraction(0), Fraction(1)}
    for other in range(len(worth)):
        if slope[other] != slope[mine]:
            crossing = (rest[other] - rest[mine]) / (slope[mine] - slope[other])
            if 0 < crossing < 1:
                crossings.add(crossing)
    side = is_above(today)
    ordered = sorted(crossings)
    low = _reach(today, [c for c in reversed(ordered) if c < today], is_above, side)
    high = _reach(today, [c for c in ordered if c > today], is_above, side)
    return low * 100, high * 100


def _reach(
    today: Fraction, crossings: Sequence[Fraction], is_above: Callable[[Fraction], bool], side: bool
) -> Fraction:
    """The last crossing up to which the side stays; between two crossings nothing changes."""
    reached = today
    for crossing in crossings:
        if is_above((reached + crossing) / 2) != side:
            return reached
        reached = crossing
    return reached


def _shares(worth: Sequence[Sequence[Fraction]], cut: int, draws: int) -> list[float]:
    """Uniform over the simplex of all weightings, with a fixed seed."""
    if not worth:
        return []
    matrix = np.array([[float(value) for value in row] for row in worth])
    random = np.random.Generator(np.random.PCG64(SEED))
    weightings = random.dirichlet(np.ones(matrix.shape[1]), size=draws)
    # Rounded, so that measures with the same points tie as they do in whole numbers; a stable
    # sort then leaves the smaller id first.
    utilities = np.round(weightings @ matrix.T, 9)
    order = np.argsort(-utilities, axis=1, kind="stable")[:, :cut]
    counts = np.bincount(order.ravel(), minlength=len(worth))
    return [float(count) / draws for count in counts]
