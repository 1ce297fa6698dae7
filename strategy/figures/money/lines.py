"""The cost lines that count, each with its amount: given, worked out from a post, or depreciation.

Kosten leave depreciation out, because the investive payment already stands there.  Depreciation is
a relation of its own: the lines of that type, and for objects without any such line what follows
from useful life, straight line from the year of purchase.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from strategy.figures.money.rates import RATES

INVENTORY = ("application", "project")
MEASURES = ("measure",)
_KINDS = ("application", "project", "measure")

_SELECT = """
    SELECT l.rowid AS line_row, l.id AS line_id,
        coalesce(l.application_id, l.project_id, l.measure_id) AS object_id,
        CASE WHEN l.application_id IS NOT NULL THEN 'application'
             WHEN l.project_id IS NOT NULL THEN 'project' ELSE 'measure' END AS object_kind,
        l.organisation_id AS own_unit_id, l.title AS line_title, {year} AS year,
        CASE WHEN l.cost_type = 'Personal' THEN 'Personalkosten' ELSE 'Sachkosten' END AS kind,
        {cost_type} AS cost_type, {recurrence} AS recurrence, {budget_kind} AS budget_kind, l.basis,
        l.financing, l.fte, {amount} AS amount_cents, {computed} AS computed
    FROM cost_line l {join} WHERE {conditions}
"""

# fte and overhead have four decimals, so all of it is integer arithmetic, rounded half up once at
# the end.
_AS_GIVEN = {
    "year": "l.year",
    "cost_type": "l.cost_type",
    "recurrence": "l.recurrence",
    "budget_kind": "l.budget_kind",
    "amount": """coalesce(l.amount_cents, CAST(
            (CAST(l.fte * 10000 AS HUGEINT)
             * ((r.personnel + r.workplace) * 1000000 + r.overhead_e4 * r.personnel) + 5000000000)
            // 10000000000 AS BIGINT))""",
    "computed": "l.amount_cents IS NULL AND l.fte IS NOT NULL AND r.grade IS NOT NULL",
    "join": "LEFT JOIN rates r ON l.cost_type = 'Personal' AND r.grade = l.grade "
    "AND r.year = l.year",
}


def _moved(shift: int) -> dict[str, str]:
    """The lines as they would be in other years: a post costs by the rate of the year it lands in,
    and by its own where that year has none, because a cost that is left out would look like room.
    """
    post = {
        name: f"coalesce(r.{name}, o.{name})" for name in ("personnel", "workplace", "overhead_e4")
    }
    amount = _AS_GIVEN["amount"]
    for name, instead in post.items():
        amount = amount.replace(f"r.{name}", instead)
    return {
        **_AS_GIVEN,
        "year": f"CAST(l.year + {int(shift)} AS INTEGER)",
        "amount": amount,
        "join": "LEFT JOIN rates r ON l.cost_type = 'Personal' AND r.grade = l.grade "
        f"AND r.year = l.year + {int(shift)} "
        "LEFT JOIN rates o ON l.cost_type = 'Personal' AND o.grade = l.grade AND o.year = l.year",
    }


_AS_ENTERED = {**_AS_GIVEN, "amount": "l.amount_cents", "computed": "false", "join": ""}

# Every year bears the same amount rounded towards zero; the last one bears the cents that are left.
_SPREAD = {
    "year": "CAST(l.year + k.nth AS INTEGER)",
    "cost_type": "'Abschreibung'",
    "recurrence": "'laufend'",
    "budget_kind": "'konsumtiv'",
    "amount": """CAST(sign(l.amount_cents) * (CASE WHEN k.nth < l.useful_life_years - 1
            THEN abs(l.amount_cents) // l.useful_life_years
            ELSE abs(l.amount_cents) - (l.useful_life_years - 1)
                * (abs(l.amount_cents) // l.useful_life_years) END) AS BIGINT)""",
    "computed": "true",
    "join": "JOIN range(100) k(nth) ON k.nth < l.useful_life_years",
}

# Lines whose payment is for an asset that loses its value over the years.
_ASSETS = "l.budget_kind = 'investiv' AND l.cost_type IS DISTINCT FROM 'Abschreibung'"
# Somebody who enters depreciation knows it better than straight lines do.
_NO_OWN = """NOT EXISTS (SELECT 1 FROM cost_line o WHERE o.cost_type = 'Abschreibung'
    AND o.basis = l.basis AND coalesce(o.application_id, o.project_id, o.measure_id)
        = coalesce(l.application_id, l.project_id, l.measure_id))"""

NAMES = """
names AS (
    SELECT id, title, 'Anwendung' AS noun FROM application
    UNION ALL SELECT id, title, 'Projekt' FROM project
    UNION ALL SELECT id, title, 'Maßnahme' FROM measure
)
"""


def owned_by(objects: Sequence[str]) -> str:
    """SQL condition on cost_line ``l``: it belongs to an object of these kinds."""
    owners = [f"l.{kind}_id IS NOT NULL" for kind in _KINDS if kind in objects]
    return f"({' OR '.join(owners) or 'false'})"


def lines(
    basis: str, year: int | None, objects: Sequence[str], depreciation: bool = False, shift: int = 0
) -> tuple[str, list[Any]]:
    """Common table expressions (behind WITH RECURSIVE) that yield ``lines``, and their parameters.

    Columns: line_row (a number that stands for line_id while a cursor lives), line_id, object_id,
    object_kind, own_unit_id, line_title, year, kind, cost_type, recurrence, budget_kind, basis,
    financing, fte, amount_cents, computed (worked out from a post or from useful life).  A line
    occurs once, in depreciation once per year.  ``shift`` tells them as they would be so many years
    later.
    """
    common = f"{owned_by(objects)} AND l.basis = ?"
    depreciates = f"l.cost_type IS {'NOT ' if depreciation else ''}DISTINCT FROM 'Abschreibung'"
    if depreciation:
        parts = [
            (_AS_ENTERED, f"{common} AND {depreciates}"),
            (_SPREAD, f"{common} AND {_ASSETS} AND {_NO_OWN}"),
        ]
    else:
        given = _moved(shift) if shift else _AS_GIVEN
        parts = [(given, f"{common} AND {depreciates}")]
    selects, params = [], list[Any]()
    for columns, conditions in parts:
        # In the order of the question marks: the basis stands in every part, the year behind it.
        params.append(str(basis))
        if year is not None:
            # By the part's own year: depreciation of a purchase falls into years that its line does
            # not name.
            conditions += f" AND {columns['year']} = ?"
            params.append(year)
        selects.append(_SELECT.format(**columns, conditions=conditions))
    rates = "" if depreciation else f"{RATES},"
    return f"{rates}lines AS ({' UNION ALL '.join(selects)})", params
