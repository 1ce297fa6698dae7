"""A difference in its machine-readable form: money in cents, posts as text, days as text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from strategy.differences.comparing import Cell, Difference, MeasureChange
from strategy.differences.state import MeasureState


def as_json(found: Difference) -> dict[str, Any]:
    """All of it; ``money`` adds up to the difference of ``totals`` to the cent."""
    return {
        "from": {"name": found.first.name, "title": found.first.title},
        "to": {"name": found.second.name, "title": found.second.title},
        "measures": [_measure(item) for item in found.measures],
        "money": [_money(found, cell) for cell in found.money],
        "own_share": [_money(found, cell) for cell in found.own_money],
        "totals": {
            "before_cents": found.cost.before,
            "after_cents": found.cost.after,
            "own_before_cents": found.own_share.before,
            "own_after_cents": found.own_share.after,
        },
        "fte": [
            {
                "unit": cell.key[0] or None,
                "year": cell.key[1],
                "before": fte_text(cell.before),
                "after": fte_text(cell.after),
            }
            for cell in found.posts
        ],
        "goals": _groups(found, found.goals),
        "domains": _groups(found, found.domains),
        "rows": [
            {
                "table": change.noun.TABLE,
                "added": change.added.num_rows,
                "dropped": change.dropped.num_rows,
                "changed": change.changed.num_rows,
            }
            for change in found.rows
        ],
    }


def fte_text(e4: int) -> str:
    """ "1.5" for 15000."""
    # :f, as normalize() alone would write 10 as 1E+1.
    return f"{(Decimal(e4) / 10_000).normalize():f}"


def _measure(item: MeasureChange) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": item.id,
        "title": item.title,
        "change": list(item.change),
        "before": _state(item.before),
        "after": _state(item.after),
    }
    if item.texts:
        told["fields"] = [
            {"field": name, "before": _plain(old), "after": _plain(new)}
            for name, old, new in item.texts
        ]
    return told


def _state(item: MeasureState | None) -> dict[str, Any] | None:
    if item is None:
        return None
    years: dict[int, list[int]] = {}
    for (year, _, _), (cost, grant) in item.money.items():
        sums = years.setdefault(year, [0, 0])
        sums[0] += cost
        sums[1] += grant
    posts: dict[int, int] = {}
    for (year, _), e4 in item.posts.items():
        posts[year] = posts.get(year, 0) + e4
    return {
        "title": item.row["title"],
        "status": item.row["status"],
        "starts_on": _plain(item.row["starts_on"]),
        "ends_on": _plain(item.row["ends_on"]),
        "start_year": item.start_year,
        "stages": {str(year): item.stages[year] for year in sorted(item.stages)},
        "cost_cents": item.cost_cents,
        "grant_cents": item.grant_cents,
        "own_cents": item.cost_cents - item.grant_cents,
        "years": {
            str(year): {"cost_cents": cost, "grant_cents": grant, "own_cents": cost - grant}
            for year, (cost, grant) in sorted(years.items())
        },
        "fte": {str(year): fte_text(e4) for year, e4 in sorted(posts.items()) if e4},
        "utility": None if item.utility is None else float(item.utility),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def _money(found: Difference, cell: Cell) -> dict[str, Any]:
    dezernat, year, kind = cell.key
    return {
        "dezernat": dezernat or None,
        "title": found.titles.get(dezernat),
        "year": year,
        "kind": kind,
        "before_cents": cell.before,
        "after_cents": cell.after,
    }


def _groups(found: Difference, cells: Iterable[Cell]) -> list[dict[str, Any]]:
    told: dict[str, dict[str, Any]] = {}
    for cell in cells:
        name, what = cell.key
        entry = told.setdefault(name, {"id": name or None, "title": found.titles.get(name)})
        entry[f"{what}_before"], entry[f"{what}_after"] = cell.before, cell.after
    return list(told.values())
