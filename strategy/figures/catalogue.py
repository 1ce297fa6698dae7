"""Every named figure of a plan, with an id that stays the same from year to year.

The ids are valid names in Excel, so the report carries each of them as a defined name.  They are
made of a figure's parts and never read back: a group of figures says which ids it can have.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from strategy.figures.figure import COST_PARTS, MEASURE_PARTS, CostCriteria, Figure
from strategy.figures.inventory.units import UNASSIGNED
from strategy.figures.money.allocation import MEASURES
from strategy.figures.money.budget import leading_budget
from strategy.figures.money.cost import cost_by_dezernat_and_year, cost_by_year, cost_years
from strategy.figures.named import (
    COUNCIL,
    FUNDING,
    GOALS,
    INVENTORY_IDS,
    MEASURE_IDS,
    QUALITY,
    WORKSHOP,
    budget_figures,
    budget_id,
    cost_figures,
    council_figures,
    funding_figures,
    goal_figures,
    inventory_figures,
    measure_cost_figures,
    measure_figures,
    posts_id,
    quality_figures,
    unit_cost_figures,
    workshop_figures,
)
from strategy.figures.plan.measures import fte_by_year, plan_by_year
from strategy.figures.profile import horizon
from strategy.kernel.listing import find
from strategy.kernel.selection import equal
from strategy.kernel.store import Cursor
from strategy.nouns.budget_line import LineKind
from strategy.nouns.organisation_unit import OrganisationUnit


@dataclass(frozen=True)
class _Group:
    """Figures that are worked out together, and the ids they can have."""

    ids: frozenset[str]
    work: Callable[[], list[Figure]]


class _Groups:
    """The groups of one plan; what several of them need is asked once."""

    def __init__(self, db: Cursor) -> None:
        self.db = db
        self._known: dict[Any, Any] = {}

    def groups(self) -> list[_Group]:
        """All groups in the order of the five steps.

        Years are those of the municipality's horizon; in a plan without profile those with cost.
        """
        db = self.db
        years = horizon(db) or sorted({*cost_years(db, "Plan"), *cost_years(db, "Plan", MEASURES)})
        units = [unit.id for unit in find(db, OrganisationUnit, equal(level=1))]
        return [
            _fixed(GOALS, lambda: goal_figures(db)),
            _fixed(INVENTORY_IDS, lambda: inventory_figures(db)),
            _fixed(QUALITY, lambda: quality_figures(db)),
            *(
                group
                for basis in ("Plan", "Ist")
                for year in years
                for group in self._cost_groups(basis, year, [*units, UNASSIGNED])
            ),
            *(self._budget_group(year) for year in years),
            _fixed(WORKSHOP, lambda: workshop_figures(db)),
            _fixed(MEASURE_IDS, lambda: measure_figures(db)),
            *(self._measure_group(year) for year in years),
            _fixed(FUNDING, lambda: funding_figures(db)),
            _fixed(COUNCIL, lambda: council_figures(db)),
        ]

    def _once(self, work: Callable[..., pd.DataFrame], *args: Any) -> pd.DataFrame:
        # Ten years of both kinds would ask the same query twenty times.
        key = (work, *args)
        if key not in self._known:
            self._known[key] = work(self.db, *args)
        frame: pd.DataFrame = self._known[key]
        return frame

    def _cost_groups(self, basis: str, year: int, units: Sequence[str]) -> list[_Group]:
        whole = [CostCriteria(False, basis, year, part) for part in COST_PARTS]
        by_unit = [CostCriteria(False, basis, year, unit=unit) for unit in units]
        return [
            _Group(
                frozenset(one.id for one in whole),
                # A function, so that a group nobody asks for costs nothing; its ids are known
                # without it.
                lambda: cost_figures(self.db, self._once(cost_by_year, basis), whole),
            ),
            _Group(
                frozenset(one.id for one in by_unit),
                lambda: unit_cost_figures(self._once(cost_by_dezernat_and_year, basis), by_unit),
            ),
        ]

    def _budget_group(self, year: int) -> _Group:
        return _Group(
            frozenset(budget_id(year, flow) for flow in LineKind),
            lambda: budget_figures(self._once(leading_budget), year),
        )

    def _measure_group(self, year: int) -> _Group:
        parts = [CostCriteria(True, "Plan", year, part) for part in MEASURE_PARTS]
        return _Group(
            frozenset([*(one.id for one in parts), posts_id(year)]),
            lambda: measure_cost_figures(
                self._once(plan_by_year), self._once(fte_by_year), year, parts
            ),
        )


def _fixed(ids: Sequence[str], work: Callable[[], list[Figure]]) -> _Group:
    return _Group(frozenset(ids), work)


def all_figures(db: Cursor) -> list[Figure]:
    """Every figure of this version, in the order of the five steps."""
    return [figure for group in _Groups(db).groups() for figure in group.work()]


def find_figures(db: Cursor, ids: Sequence[str]) -> list[Figure]:
    """Some figures in the order asked for; ids that this plan does not have are left out."""
    # The overview asks for six figures on every visit; the other hundreds are not worked out.
    found = [
        figure
        for group in _Groups(db).groups()
        if not group.ids.isdisjoint(ids)
        for figure in group.work()
    ]
    known = {figure.id: figure for figure in found}
    return [known[name] for name in ids if name in known]
