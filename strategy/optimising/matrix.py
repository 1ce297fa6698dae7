"""The problem as rows and columns of a mixed-integer program, scaled so that floats stay exact.

Cents of a city budget have twelve digits, more than a solver's tolerances leave room for.  Every
row is divided by the greatest common divisor of its numbers (which loses nothing, the right side
being rounded down to what whole numbers can reach) and then by a power of two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from math import gcd

import numpy as np
from numpy.typing import NDArray

from strategy.optimising.problem import Candidate, Problem

INFINITE = float("inf")
_LARGEST = 1024


@dataclass(frozen=True)
class Constraint:
    """``low ≤ Σ coefficient × column ≤ high`` in whole numbers; None is no bound.

    ``element`` is the cap or rule the row stands for, see ``contradiction``.
    """

    terms: Mapping[int, int]
    low: int | None
    high: int | None
    element: str = ""


class Matrix:
    """Columns (measure, start year) and rows of one problem."""

    def __init__(self, problem: Problem, windows: bool = True) -> None:
        """``windows=False`` lets measures start outside their rules, to find what contradicts."""
        self.problem = problem
        self.columns: list[tuple[str, int]] = []
        self.of: dict[str, dict[int, int]] = {}
        for item in problem.candidates:
            years = sorted(item.allowed() if windows else item.starts)
            self.of[item.id] = {}
            for year in years:
                self.of[item.id][year] = len(self.columns)
                self.columns.append((item.id, year))
        self.rows = [*self._choose(), *self._depend(), *self._domains(), *self._caps()]

    def _choose(self) -> Iterable[Constraint]:
        for item in self.problem.candidates:
            terms = dict.fromkeys(self.of[item.id].values(), 1)
            # Apart, because a must may be lifted to see what contradicts; two starts never.
            if len(terms) > 1:
                yield Constraint(terms, None, 1)
            if item.must or item.fixed:
                yield Constraint(terms, 1, None, "" if item.fixed else f"must:{item.id}")

    def _depend(self) -> Iterable[Constraint]:
        for a, b in self.problem.requires:
            terms = {**dict.fromkeys(self.of[a].values(), 1)}
            terms |= dict.fromkeys(self.of[b].values(), -1)
            yield Constraint(terms, None, 0, f"requires:{a}:{b}")
        for a, b in self.problem.follows:
            for year in self.of[a]:
                # All starts up to a year at once: tighter than one row per start.
                terms = {column: 1 for at, column in self.of[a].items() if at <= year}
                terms |= {column: -1 for at, column in self.of[b].items() if at < year}
                yield Constraint(terms, None, 0, f"follows:{a}:{b}")
        for a, b in self.problem.excludes:
            both = [*self.of[a].values(), *self.of[b].values()]
            yield Constraint(dict.fromkeys(both, 1), None, 1, f"excludes:{a}:{b}")

    def _domains(self) -> Iterable[Constraint]:
        for domain, least in self.problem.domains.items():
            members = [item for item in self.problem.candidates if item.domain == domain]
            if least.count:
                columns = [c for item in members for c in self.of[item.id].values()]
                yield Constraint(dict.fromkeys(columns, 1), least.count, None, f"count:{domain}")
            if least.own_share:
                terms = {
                    column: item.own_share.get(year, 0)
                    for item in members
                    for year, column in self.of[item.id].items()
                }
                yield Constraint(terms, least.own_share, None, f"share:{domain}")

    def _caps(self) -> Iterable[Constraint]:
        terms: dict[object, dict[int, int]] = {key: {} for key in self.problem.caps}
        for item in self.problem.candidates:
            for year, column in self.of[item.id].items():
                for key, amount in item.starts[year].items():
                    if amount and key in terms:
                        terms[key][column] = amount
        for key, limit in self.problem.caps.items():
            name = f"cap:{key.kind}:{key.year}:{key.unit}"
            # A cap that everything together keeps says nothing.
            most = sum(max(amount, 0) for amount in terms[key].values())
            if most > limit:
                yield Constraint(terms[key], None, limit, name)

    def start_of(self, candidate: Candidate, values: NDArray[np.float64]) -> int | None:
        """The start year that a solution gives a candidate, or None."""
        for year, column in self.of[candidate.id].items():
            if values[column] > 0.5:
                return year
        return None


def scaled(row: Constraint) -> tuple[list[int], list[float], float, float]:
    """Columns, coefficients and bounds of a row as floats that stand for the whole numbers."""
    terms = {column: value for column, value in row.terms.items() if value}
    if not terms:
        low = -INFINITE if row.low is None else float(row.low > 0)
        high = INFINITE if row.high is None else -float(row.high < 0)
        return [], [], low, high
    divisor = reduce(gcd, terms.values())
    largest = max(abs(value) for value in terms.values()) // divisor
    power = 1
    while largest > _LARGEST * power:
        power *= 2
    low = -INFINITE if row.low is None else -(-row.low // divisor) / power
    high = INFINITE if row.high is None else (row.high // divisor) / power
    return list(terms), [value // divisor / power for value in terms.values()], low, high
