"""What one version says of its measures, as far as a comparison needs it."""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, reduce
from typing import Any

import pandas as pd

from strategy.analysis.scoring import ranking
from strategy.figures.inventory.units import UNITS
from strategy.figures.money.own_share import fte_cells, own_share_cells
from strategy.figures.plan.measures import IN_PLAN
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.store import Cursor


@dataclass(frozen=True)
class Sum:
    """What is known of a sum, None where nothing of it is, and how many lines it leaves out
    because their amount is unknown."""

    known: int | None = None
    left_out: int = 0

    def __add__(self, other: Sum) -> Sum:
        values = [value for value in (self.known, other.known) if value is not None]
        return Sum(sum(values) if values else None, self.left_out + other.left_out)

    @property
    def empty(self) -> bool:
        """Whether no line stands behind it, or nothing but zeros."""
        return not self.known and not self.left_out


def add_sums(sums: Iterable[Sum]) -> Sum:
    """All of them together; of none at all nothing is known."""
    return reduce(operator.add, sums, Sum())


@dataclass(frozen=True)
class Money:
    """Cost, and what is left of it after grants, of the same cost lines."""

    cost: Sum
    own: Sum

    @property
    def granted(self) -> int | None:
        """What grants pay; None where nobody knows the cost."""
        if self.cost.known is None or self.own.known is None:
            return None
        return self.cost.known - self.own.known


NO_SIDE = "ohne Haushaltsart"


@dataclass
class MeasureState:
    """A measure with its time, money and posts; ``row`` holds its fields."""

    row: Mapping[str, Any]
    in_plan: bool
    stages: dict[int, str] = field(default_factory=dict)
    due: dict[str, Any] = field(default_factory=dict)
    # By year, Haushaltsart and unit; and by year and unit in ten-thousandths of an FTE.
    money: dict[tuple[int, str, str], Money] = field(default_factory=dict)
    posts: dict[tuple[int, str], Sum] = field(default_factory=dict)
    goals: frozenset[str] = frozenset()
    utility: Decimal | None = None

    @property
    def start_year(self) -> int | None:
        """The year in which it begins: by its date, its stages, or its cost."""
        if self.row["starts_on"] is not None:
            return int(self.row["starts_on"].year)
        # Stages before cost: a preparation often costs nothing yet.
        years = [*self.stages] or [year for year, _, _ in self.money]
        return min(years, default=None)

    @cached_property
    def whole(self) -> Money:
        """All its planned cost and own share; grants as far as they lie in its years."""
        return Money(
            add_sums(one.cost for one in self.money.values()),
            add_sums(one.own for one in self.money.values()),
        )

    def profile(self) -> dict[tuple[int, str, str], Money]:
        """Money by years since the start, so that a mere move leaves it equal."""
        start = self.start_year or 0
        return {(y - start, k, u): m for (y, k, u), m in self.money.items() if not m.cost.empty}

    def post_profile(self) -> dict[tuple[int, str], Sum]:
        """Posts by years since the start."""
        start = self.start_year or 0
        return {(year - start, unit): e4 for (year, unit), e4 in self.posts.items() if not e4.empty}


@dataclass(frozen=True)
class State:
    """All measures of a version, with the names and Dezernate of units, goals and domains."""

    measures: dict[str, MeasureState]
    dezernate: dict[str, str]
    titles: dict[str, str]

    def planned(self) -> list[MeasureState]:
        """The measures that count: neither in the pool nor rejected."""
        return [item for item in self.measures.values() if item.in_plan]


def read_state(db: Cursor) -> State:
    """Everything at once, a handful of queries whatever the number of measures."""
    rows = db.rows(f"SELECT *, ({IN_PLAN}) AS in_plan FROM measure ORDER BY id")
    found = {row["id"]: MeasureState(row, bool(row["in_plan"])) for row in rows}
    # Backwards, so that of two stages for one year the first one stays, as everywhere.
    for row in db.rows("SELECT measure_id, year, stage FROM plan_entry ORDER BY id DESC"):
        if row["measure_id"] in found:
            found[row["measure_id"]].stages[row["year"]] = row["stage"]
    for row in db.rows("SELECT id, measure_id, due FROM milestone WHERE measure_id IS NOT NULL"):
        if row["measure_id"] in found:
            found[row["measure_id"]].due[row["id"]] = row["due"]
    _add_money(db, found)
    goals: dict[str, set[str]] = defaultdict(set)
    for row in db.rows("SELECT l.from_id, l.to_id FROM link l JOIN goal g ON g.id = l.to_id"):
        goals[row["from_id"]].add(row["to_id"])
    for name, served in goals.items():
        if name in found:
            found[name].goals = frozenset(served)
    try:
        for rank in ranking(db):
            if rank.measure_id in found:
                # Who is knocked out has no rank, whatever its points add up to.
                found[rank.measure_id].utility = None if rank.knocked_out else rank.utility
    except Refused:
        # Without weights of 100 % there is no ranking, and so none that could differ.
        pass
    units = db.rows(f"WITH RECURSIVE {UNITS} SELECT unit_id, dezernat_id FROM units")
    titles = db.rows(
        "SELECT id, title FROM organisation_unit UNION ALL SELECT id, title FROM goal "
        "UNION ALL SELECT id, title FROM life_domain"
    )
    return State(
        found,
        {row["unit_id"]: row["dezernat_id"] or "" for row in units},
        {row["id"]: row["title"] for row in titles},
    )


def _add_money(db: Cursor, found: dict[str, MeasureState]) -> None:
    cells = own_share_cells(db)
    for measure, year, side, unit, cost, own, lines in _columns(
        cells,
        *("measure_id", "year", "budget_kind", "unit_id"),
        *("cost_cents", "own_cents", "unknown_lines"),
    ):
        key = (int(year), _text(side) or NO_SIDE, _text(unit))
        money = Money(Sum(_whole(cost), int(lines)), Sum(_whole(own), int(lines)))
        found[measure].money[key] = money
    for measure, unit, year, e4, lines in _columns(
        fte_cells(db), "measure_id", "unit_id", "year", "fte_e4", "unknown_lines"
    ):
        found[measure].posts[(int(year), _text(unit))] = Sum(_whole(e4), int(lines))


def _columns(frame: pd.DataFrame, *names: str) -> Iterator[tuple[Any, ...]]:
    # As plain lists: records from pandas take longer than all that is done with them.
    return zip(*(frame[name].to_numpy(object).tolist() for name in names), strict=True)


def _whole(value: Any) -> int | None:
    return None if german.is_unknown(value) else int(value)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
