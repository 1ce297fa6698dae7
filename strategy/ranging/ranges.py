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
from strategy.kernel.store import Cursor
from strategy.ranging.draws import DRAWS, SEED, Drawn, Floats, draw
from strategy.ranging.spreads import Spreads, read_spreads

_SIDES = {CONSUMPTIVE: "konsumtiv", INVESTIVE: "investiv"}
OWN = "eigene Streuung der Zeilen"


@dataclass(frozen=True)
class Range:
    """A sum as planned and how it may turn out; ``year`` is None for all years together."""

    year: int | None
    plan: int
    p50: int
    p80: int
    p95: int


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
    groups = np.searchsorted(np.array(years), spreads.years)
    inside = np.isin(spreads.years, years)
    # What lies outside the horizon goes into a group of its own, which nobody reads.
    drawn = draw(spreads, np.where(inside, groups, len(years)), len(years) + 1, draws)
    frame = own_share_cells(db, sorted(set(spreads.measures))).astype(object)
    cells: list[dict[Any, Any]] = frame.to_dict("records")
    cost: dict[int, int] = defaultdict(int)
    own: dict[int, int] = defaultdict(int)
    for row in cells:
        cost[int(row["year"])] += int(row["cost_cents"])
        own[int(row["year"])] += int(row["own_cents"])
    return Ranges(
        draws,
        tuple(_by_year(years, cost, drawn)),
        tuple(_by_year(years, own, drawn)),
        tuple(_caps(db, spreads, cells, draws)),
        tuple(_drivers(drawn, len(years))),
    )


def _by_year(years: list[int], plan: dict[int, int], drawn: Drawn) -> list[Range]:
    found = [_range(year, plan[year], drawn.whole[place]) for place, year in enumerate(years)]
    total = drawn.whole[: len(years)].sum(axis=0)
    return [*found, _range(None, sum(plan[year] for year in years), total)]


def _range(year: int | None, plan: int, deviation: Floats) -> Range:
    # The nearest rank instead of a mean of two draws: a value that was really drawn.
    ranked = np.sort(deviation)
    at = [plan + round(ranked[ceil(share * len(ranked)) - 1]) for share in (0.5, 0.8, 0.95)]
    return Range(year, plan, *at)


def _drivers(drawn: Drawn, years: int) -> list[tuple[str, float]]:
    """Each driver's share of the variance of the total; drivers are drawn independently of each
    other and of the lines, so the shares add up to 1 but for what is left to chance."""
    total = drawn.whole[:years].sum(axis=0)
    whole = float(total.var())
    if whole == 0:
        return []
    parts = {name: moved[:years].sum(axis=0) for name, moved in drawn.of_driver.items()}
    shares = [(name, float(part.var()) / whole) for name, part in parts.items()]
    rest = total - sum(parts.values(), np.zeros_like(total))
    return sorted([*shares, (OWN, float(rest.var()) / whole)], key=lambda item: -item[1])


def _caps(db: Cursor, spreads: Spreads, cells: list[dict[Any, Any]], draws: int) -> list[CapRisk]:
    parents = {
        row["id"]: row["parent_id"]
        for row in db.rows("SELECT id, parent_id FROM organisation_unit")
    }
    keys = [key for key in read_limits(db).caps if key.kind in (OWN_SHARE, CONSUMPTIVE, INVESTIVE)]
    limits = read_limits(db).caps
    found = []
    for key in keys:
        counts = _counter(key, parents)
        lines = zip(spreads.years, spreads.sides, spreads.units, strict=True)
        mask = np.array([counts(int(y), side, unit) for y, side, unit in lines], dtype=bool)
        # Group 1 is what no other than this cap counts; the draws of a line are the same anyway.
        deviation = draw(_only(spreads, mask), np.zeros(int(mask.sum()), np.int64), 1, draws)
        plan = sum(
            int(row["own_cents"])
            for row in cells
            if counts(int(row["year"]), _text(row["budget_kind"]), _text(row["unit_id"]))
        )
        broken = float((plan + np.rint(deviation.whole[0]) > limits[key]).mean())
        found.append(CapRisk(key, limits[key], plan, broken))
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


def _only(spreads: Spreads, mask: np.ndarray[Any, np.dtype[np.bool_]]) -> Spreads:
    places = np.flatnonzero(mask)
    return Spreads(
        [spreads.ids[i] for i in places],
        [spreads.measures[i] for i in places],
        spreads.years[mask],
        [spreads.sides[i] for i in places],
        [spreads.units[i] for i in places],
        spreads.low[mask],
        spreads.likely[mask],
        spreads.high[mask],
        [spreads.drivers[i] for i in places],
        spreads.common[mask],
    )


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
