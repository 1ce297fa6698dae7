"""From a sum of cost to its parts: the same lines grouped by unit, object or cost type.

Every grouping looks at the same relation under the same conditions, so the parts of a sum add up to
it on every path.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from strategy.figures.money.allocation import INVENTORY, kind_part, kind_sum, part_sum, raw_lines
from strategy.figures.money.allocation_table import KeptAllocation
from strategy.kernel.selection import german_order_sql
from strategy.kernel.store import Cursor

# What cost can be grouped by: the key and the name of a group.
_GROUPS = {
    "dezernat": ("dezernat_id", "dezernat"),
    "amt": ("amt_id", "amt"),
    "object": ("object_id", "object_title"),
    "cost_type": ("cost_type", "cost_type"),
    "total": ("''", "'gesamt'"),
}
# Names come from the page's address: only those in here ever become SQL.
_FILTERS = {
    "dezernat": "dezernat_id",
    "amt": "amt_id",
    "object_id": "object_id",
    "cost_type": "cost_type",
    "kind": "kind",
}


def cost_groups(
    db: Cursor,
    basis: str,
    by: str,
    year: int | None = None,
    objects: Sequence[str] = INVENTORY,
    today: date | None = None,
    **wanted: str | None,
) -> pd.DataFrame:
    """Cost per "dezernat", "amt", "object", "cost_type" or in "total", the dearest first.

    ``wanted`` narrows to a dezernat, amt (ids, "" asks for what no unit bears), object_id,
    cost_type or kind; in a total a kind without lines is None.
    With ``today`` dissolved units are counted with their successors.  Columns:
    key, label, sach_cents, personal_cents, amount_cents (None where nothing is known), lines (cost
    lines), unknown_lines.  A total without lines has no row.
    """
    key, label = _GROUPS[by]
    conditions, params = _narrowed(wanted)
    if by == "total":
        sach, personal, groups = kind_sum("Sachkosten"), kind_sum("Personalkosten"), "GROUP BY ALL"
    else:
        sach, personal = kind_part("Sachkosten"), kind_part("Personalkosten")
        groups = f"GROUP BY {key}, {label}"
    return KeptAllocation(db, basis, year, objects, today=today).frame(
        f"SELECT * FROM (SELECT {key} AS key, {label} AS label, "
        f"{sach} AS sach_cents, {personal} AS personal_cents, "
        "sum(amount_cents) AS amount_cents, count(DISTINCT line_row) AS lines, "
        "count(DISTINCT line_row) FILTER (WHERE unknown) AS unknown_lines "
        f"FROM allocated WHERE {conditions} {groups}) "
        f"ORDER BY amount_cents DESC NULLS LAST, {german_order_sql('label')}, label, key",
        params,
    )


def cost_lines_behind(
    db: Cursor,
    basis: str,
    year: int | None = None,
    objects: Sequence[str] = INVENTORY,
    limit: int | None = None,
    today: date | None = None,
    **wanted: str | None,
) -> pd.DataFrame:
    """The lines behind such a group, the largest first: line_id, object_title, object_noun, unit,
    year, cost_type, line_title, recurrence, budget_kind, financing, amount_cents, computed.

    A line that several units share appears once per unit with its part.
    """
    conditions, params = _narrowed(wanted)
    end = "" if limit is None else f" LIMIT {int(limit)}"
    return KeptAllocation(db, basis, year, objects, today=today).frame(
        f"SELECT line_id, object_title, object_noun, unit, year, cost_type, line_title, "
        f"recurrence, budget_kind, financing, amount_cents, computed FROM allocated "
        f"WHERE {conditions} ORDER BY amount_cents DESC NULLS LAST, line_id, unit_id{end}",
        params,
        details=True,
    )


_SACH = "kind = 'Sachkosten'"
_PERSONAL = "kind = 'Personalkosten'"


def _narrowed(wanted: dict[str, str | None]) -> tuple[str, list[Any]]:
    conditions, params = ["true"], list[Any]()
    for name, value in wanted.items():
        if value is not None:
            # IS NOT DISTINCT FROM, because = is never true for what no unit bears.
            conditions.append(f"{_FILTERS[name]} IS NOT DISTINCT FROM nullif(?, '')")
            params.append(value)
    return " AND ".join(conditions), params


def cost_ratios(
    db: Cursor, basis: str, year: int | None, objects: Sequence[str] = INVENTORY
) -> pd.DataFrame:
    """Known cost in cents against the size of the town: label (Sachkosten, Personalkosten, Gesamt),
    amount_cents, per_inhabitant, per_workplace; None where cost or divisor is unknown or the
    divisor is 0."""
    total = cost_groups(db, basis, "total", year, objects)
    # A new plan has no row of the municipality yet.
    row = db.one("SELECT inhabitants, workplaces FROM municipality") or {}
    parts = []
    for label, name in _RATIOS:
        found = None
        if len(total) and total[name].notna().all():
            found = int(total[name].iloc[0])
        ratios = {
            # 0 inhabitants is as good as unknown: nothing may be divided by it.
            column: found / row[divisor] if found is not None and row.get(divisor) else None
            for column, divisor in (
                ("per_inhabitant", "inhabitants"),
                ("per_workplace", "workplaces"),
            )
        }
        parts.append({"label": label, "amount_cents": found, **ratios})
    kinds = {"amount_cents": "Int64", "per_inhabitant": "float", "per_workplace": "float"}
    return pd.DataFrame(parts).astype(kinds)


_RATIOS = (
    ("Sachkosten", "sach_cents"),
    ("Personalkosten", "personal_cents"),
    ("Gesamt", "amount_cents"),
)


def cost_of_object(db: Cursor, object_id: str) -> pd.DataFrame:
    """What one application, project or measure costs: basis (Plan before Ist), year, sach_cents,
    personal_cents, amount_cents, unknown_lines."""
    parts, params = [], list[Any]()
    # Two queries laid under each other: plan and actual are never in one sum.
    for index, basis in enumerate(("Plan", "Ist")):
        with_, values = raw_lines(basis, None, ("application", "project", "measure"))
        parts.append(
            f"SELECT * FROM ({with_} SELECT {index} AS step, basis, year, "
            f"{part_sum(_SACH)} AS sach_cents, {part_sum(_PERSONAL)} AS personal_cents, "
            "sum(amount_cents) AS amount_cents, "
            "count(*) FILTER (WHERE amount_cents IS NULL) AS unknown_lines "
            "FROM lines WHERE object_id = ? GROUP BY ALL)"
        )
        params += [*values, object_id]
    return db.frame(
        f"SELECT * EXCLUDE (step) FROM ({' UNION ALL '.join(parts)}) ORDER BY step, year", params
    )
