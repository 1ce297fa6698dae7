"""P50, P80 and P95 of the plan, the probability to break each cap, and the strongest drivers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np

from strategy.figures.money.own_share import own_share_cells
from strategy.figures.plan.limits import CONSUMPTIVE, INVESTIVE, OWN_SHARE, CapKey, read_limits
from strategy.figures.profile import horizon
from strategy.kernel import german
from strategy.kernel.store import Cursor
from strategy.ranging.draws import DRAWS, SEED, Drawn, Floats, draw
from strategy.ranging.spreads import read_spreads

_SIDES = {CONSUMPTIVE: "konsumtiv", INVESTIVE: "investiv"}
OWN = "eigene Streuung der Zeilen"


@dataclass(frozen=True)
class Range:
    """A sum as planned and how it may turn out; ``year`` is None for all years together.  All of
    it is None where no amount is known."""

    year: int | None
    plan: int | None
    p50: int | None
    p80: int | None
    p95: int | None


@dataclass(frozen=True)
class CapRisk:
    """How probable it is that a cap on money is broken, with the own share as planned."""

    key: CapKey
    limit: int
    plan: int
    probability: float


@dataclass(frozen=True)
class Ranges:
    """Cost and own share by year and in total, caps, and each driver's share of the variance."""

    draws: int
    cost: tuple[Range, ...]
    own_share: tuple[Range, ...]
    caps: tuple[CapRisk, ...]
    drivers: tuple[tuple[str, float], ...]


def ranges_of(db: Cursor, draws: int = DRAWS) -> Ranges:
    """The ranges of one version.

    Grants stay as they are: what costs more than planned is borne by the municipality.
    """
    spreads = read_spreads(db)
    known = horizon(db)
    years = known or sorted({int(year) for year in spreads.years})
    lines = zip(spreads.years.tolist(), spreads.sides, spreads.units, strict=True)
    cells_of_lines = list(lines)
    # One group per year, side and unit: years, totals and caps are all sums of them.
    groups = sorted(set(cells_of_lines))
    place = {cell: number for number, cell in enumerate(groups)}
    # What lies outside the horizon is in none of its sums.
    numbers = np.array(
        [place[cell] if cell[0] in years else -1 for cell in cells_of_lines], dtype=np.int64
    )
    drawn = draw(spreads, numbers, len(groups), draws)
    frame = own_share_cells(db, sorted(set(spreads.measures))).astype(object)
    cells: list[dict[Any, Any]] = frame.to_dict("records")
    cost: dict[int, int] = defaultdict(int)
    own: dict[int, int] = defaultdict(int)
    for row in cells:
        if not german.is_unknown(row["cost_cents"]):
            cost[int(row["year"])] += int(row["cost_cents"])
            own[int(row["year"])] += int(row["own_cents"])
    return Ranges(
        draws,
        tuple(_by_year(years, cost, groups, drawn)),
        tuple(_by_year(years, own, groups, drawn)),
        tuple(_caps(db, groups, drawn, cells)),
        tuple(_drivers(drawn)),
    )


Group = tuple[int, str, str]


def _by_year(
    years: list[int], plan: dict[int, int], groups: list[Group], drawn: Drawn
) -> list[Range]:
    found, total = [], np.zeros(drawn.whole.shape[1])
    for year in years:
        deviation = drawn.whole[[g[0] == year for g in groups]].sum(axis=0)
        total += deviation
        found.append(_range(year, plan.get(year), deviation))
    known = [plan[year] for year in years if year in plan]
    return [*found, _range(None, sum(known) if known else None, total)]


def _range(year: int | None, plan: int | None, deviation: Floats) -> Range:
    if plan is None:
        return Range(year, None, None, None, None)
    # The nearest rank instead of a mean of two draws: a value that was really drawn.
    ranked = np.sort(deviation)
    at = [plan + round(ranked[ceil(share * len(ranked)) - 1]) for share in (0.5, 0.8, 0.95)]
    return Range(year, plan, *at)


def _drivers(drawn: Drawn) -> list[tuple[str, float]]:
    """Each driver's share of the variance of the total; drivers are drawn independently of each
    other and of the lines, so the shares add up to 1 but for what is left to chance."""
    total = drawn.whole.sum(axis=0)
    whole = float(total.var())
    if whole == 0:
        return []
    shares = [(name, float(part.var()) / whole) for name, part in drawn.of_driver.items()]
    rest = total - sum(drawn.of_driver.values(), np.zeros_like(total))
    return sorted([*shares, (OWN, float(rest.var()) / whole)], key=lambda item: -item[1])


def _caps(
    db: Cursor, groups: list[Group], drawn: Drawn, cells: list[dict[Any, Any]]
) -> list[CapRisk]:
    parents = {
        row["id"]: row["parent_id"]
        for row in db.rows("SELECT id, parent_id FROM organisation_unit")
    }
    found = []
    for key, limit in read_limits(db).caps.items():
        if key.kind not in (OWN_SHARE, CONSUMPTIVE, INVESTIVE):
            continue
        counts = _counter(key, parents)
        deviation = drawn.whole[[counts(*group) for group in groups]].sum(axis=0)
        plan = sum(
            int(row["own_cents"])
            for row in cells
            if not german.is_unknown(row["own_cents"])
            and counts(int(row["year"]), _text(row["budget_kind"]), _text(row["unit_id"]))
        )
        broken = float((plan + np.rint(deviation) > limit).mean())
        found.append(CapRisk(key, limit, plan, broken))
    return found


def _counter(key: CapKey, parents: dict[str, str | None]) -> Callable[[int, str, str], bool]:
    def counts(year: int, side: str, unit: str) -> bool:
        if year != key.year or (key.kind in _SIDES and side != _SIDES[key.kind]):
            return False
        at, seen = unit or None, set[str]()
        while key.unit and at is not None and at != key.unit and at not in seen:
            seen.add(at)
            at = parents.get(at)
        return not key.unit or at == key.unit

    return counts


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def as_json(found: Ranges) -> dict[str, Any]:
    """The machine-readable form; money in cents, probabilities and shares from 0 to 1."""

    def told(item: Range) -> dict[str, Any]:
        values = {"plan": item.plan, "p50": item.p50, "p80": item.p80, "p95": item.p95}
        amounts = {f"{name}_cents": value for name, value in values.items()}
        return amounts if item.year is None else {"year": item.year, **amounts}

    parts = {"cost": found.cost, "own_share": found.own_share}
    return {
        "draws": found.draws,
        "seed": SEED,
        **{
            name: {"years": [told(item) for item in items[:-1]], "total": told(items[-1])}
            for name, items in parts.items()
        },
        "caps": [
            {
                "kind": item.key.kind,
                "year": item.key.year,
                "unit": item.key.unit or None,
                "limit": item.limit,
                "plan": item.plan,
                "probability": item.probability,
            }
            for item in found.caps
        ],
        "drivers": [{"driver": name, "share": share} for name, share in found.drivers],
    }
