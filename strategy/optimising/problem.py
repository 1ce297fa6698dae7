"""The question that is put to the solver, in whole numbers, and what a choice uses of the caps.

Nothing here knows the plan or the solver: amounts are cents, posts ten-thousandths of an FTE and
benefits ten-thousand-millionths of a point, so every sum and every comparison is exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from strategy.figures.plan.limits import CapKey, DomainMinimum

# Weights and points have four decimals each, and weights are per cent.
BENEFIT_SCALE = 10**10

# Measure id to start year.
Choice = Mapping[str, int]


@dataclass(frozen=True)
class Candidate:
    """A measure that may be in the plan.

    ``starts`` maps each possible start year to what it then uses of the caps; ``own_share`` to its
    own share over the years planned.  A ``fixed`` measure has begun: it stays where it is.
    """

    id: str
    title: str
    benefit: int
    planned: int
    starts: Mapping[int, Mapping[CapKey, int]]
    own_share: Mapping[int, int] = field(default_factory=dict)
    domain: str = ""
    must: bool = False
    fixed: bool = False
    not_before: int | None = None
    not_after: int | None = None

    def allowed(self) -> list[int]:
        """The start years its rules leave, the planned one first, then the nearest."""
        years = [
            year
            for year in self.starts
            if self.fixed
            or (
                (self.not_before is None or year >= self.not_before)
                and (self.not_after is None or year <= self.not_after)
            )
        ]
        return sorted(years, key=lambda year: (abs(year - self.planned), year))


@dataclass(frozen=True)
class Problem:
    """Candidates in the order of their ids, caps, and how measures depend on each other."""

    candidates: tuple[Candidate, ...]
    caps: Mapping[CapKey, int]
    requires: tuple[tuple[str, str], ...] = ()
    follows: tuple[tuple[str, str], ...] = ()
    excludes: tuple[tuple[str, str], ...] = ()
    domains: Mapping[str, DomainMinimum] = field(default_factory=dict)
    # Measures that cannot be in the plan whatever money there is, with the reason.
    impossible: Mapping[str, str] = field(default_factory=dict)

    def candidate(self, measure_id: str) -> Candidate:
        """The candidate of an id."""
        return self.by_id[measure_id]

    @property
    def by_id(self) -> dict[str, Candidate]:
        """Candidates by id."""
        return {item.id: item for item in self.candidates}


def used(problem: Problem, choice: Choice) -> dict[CapKey, int]:
    """How much of every cap a choice uses."""
    total = dict.fromkeys(problem.caps, 0)
    for item in problem.candidates:
        if item.id in choice:
            for key, amount in item.starts[choice[item.id]].items():
                if key in total:
                    total[key] += amount
    return total


def benefit(problem: Problem, choice: Choice) -> int:
    """The benefit of a choice."""
    return sum(item.benefit for item in problem.candidates if item.id in choice)
