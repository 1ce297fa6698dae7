"""The base relation of all cost figures: one row per cost line and unit that bears it.

A line with a unit of its own is borne by that unit.  Otherwise the cost of an application is split
by the shares of its uses, what is missing to 100 % stays with the responsible unit; the cost of a
project or a measure is borne by the unit in charge.  Where no unit is known the cost is kept as
"ohne Zuordnung", so no total loses anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from strategy.figures.units import UNASSIGNED, UNITS

INVENTORY = ("application", "project")
MEASURES = ("measure",)
_KINDS = ("application", "project", "measure")

# The rate of a grade in a year; of accidental duplicates the first one counts.  fte and overhead
# have four decimals, so all of it is integer arithmetic, rounded half up once at the end.
_LINES = """
rates AS (
    SELECT grade, year, min_by(CAST(personnel_cents AS HUGEINT), id) AS personnel,
        min_by(CAST(coalesce(workplace_cents, 0) AS HUGEINT), id) AS workplace,
        min_by(CAST(coalesce(overhead, 0) * 10000 AS HUGEINT), id) AS overhead_e4
    FROM personnel_rate WHERE personnel_cents IS NOT NULL GROUP BY grade, year
),
lines AS (
    SELECT l.id AS line_id, coalesce(l.application_id, l.project_id, l.measure_id) AS object_id,
        CASE WHEN l.application_id IS NOT NULL THEN 'application'
             WHEN l.project_id IS NOT NULL THEN 'project' ELSE 'measure' END AS object_kind,
        l.organisation_id AS own_unit_id, l.title AS line_title, l.year,
        CASE WHEN l.cost_type = 'Personal' THEN 'Personalkosten' ELSE 'Sachkosten' END AS kind,
        l.cost_type, l.recurrence, l.budget_kind, l.basis, l.financing, l.fte,
        coalesce(l.amount_cents, CAST(
            (CAST(l.fte * 10000 AS HUGEINT)
             * ((r.personnel + r.workplace) * 1000000 + r.overhead_e4 * r.personnel) + 5000000000)
            // 10000000000 AS BIGINT)) AS amount_cents,
        l.amount_cents IS NULL AND l.fte IS NOT NULL AND r.grade IS NOT NULL AS computed
    FROM cost_line l
    LEFT JOIN rates r ON l.cost_type = 'Personal' AND r.grade = l.grade AND r.year = l.year
    WHERE {conditions}
)
"""

# Weights are per cent with four decimals as integers, so 100 % is 1000000.
_BEARERS = """
shares AS (
    SELECT application_id, organisation_id AS unit_id, sum(CAST(share * 10000 AS BIGINT)) AS weight
    FROM application_use WHERE share > 0 GROUP BY 1, 2
),
given AS (SELECT application_id, sum(weight) AS weight FROM shares GROUP BY 1),
bearers AS (
    SELECT object_id, unit_id, sum(weight) AS weight FROM (
        SELECT application_id AS object_id, unit_id, weight FROM shares
        UNION ALL
        SELECT a.id, a.organisation_id, 1000000 - coalesce(g.weight, 0)
        FROM application a LEFT JOIN given g ON g.application_id = a.id
        WHERE coalesce(g.weight, 0) < 1000000
        UNION ALL SELECT id, organisation_id, 1000000 FROM project
        UNION ALL SELECT id, organisation_id, 1000000 FROM measure
    ) GROUP BY 1, 2
),
wholes AS (
    SELECT object_id, sum(weight) AS whole, count(*) AS parts FROM bearers GROUP BY 1
),
alone AS (
    SELECT b.object_id, b.unit_id FROM bearers b JOIN wholes w ON w.object_id = b.object_id
    WHERE w.parts = 1
),
shared AS (
    SELECT b.object_id, b.unit_id, b.weight, w.whole
    FROM bearers b JOIN wholes w ON w.object_id = b.object_id WHERE w.parts > 1
)
"""

# Largest remainder on cents: every part is rounded towards zero, and the cents that are left go one
# by one to the parts that lost most.  The parts of a line sum exactly to its amount.
_PARTS = """
direct AS (
    SELECT l.*, coalesce(l.own_unit_id, a.unit_id) AS bearing_id
    FROM lines l LEFT JOIN alone a ON a.object_id = l.object_id
    WHERE l.own_unit_id IS NOT NULL OR l.object_id NOT IN (SELECT object_id FROM shared)
),
quotas AS (
    SELECT l.line_id, b.unit_id,
        (CAST(abs(l.amount_cents) AS HUGEINT) * b.weight) // b.whole AS low,
        (CAST(abs(l.amount_cents) AS HUGEINT) * b.weight) % b.whole AS lost
    FROM lines l JOIN shared b ON b.object_id = l.object_id WHERE l.own_unit_id IS NULL
),
placed AS (
    SELECT line_id, unit_id, low, sum(low) OVER (PARTITION BY line_id) AS low_sum,
        row_number() OVER (PARTITION BY line_id ORDER BY lost DESC, unit_id NULLS LAST) AS place
    FROM quotas
),
borne AS (
    SELECT * EXCLUDE (own_unit_id) FROM direct
    UNION ALL
    SELECT l.* EXCLUDE (own_unit_id, amount_cents, computed),
        CAST(sign(l.amount_cents) * (p.low
            + CASE WHEN p.place <= abs(l.amount_cents) - p.low_sum THEN 1 ELSE 0 END) AS BIGINT),
        l.computed, p.unit_id
    FROM placed p JOIN lines l ON l.line_id = p.line_id
)
"""

_NAMES = """
names AS (
    SELECT id, title, 'Anwendung' AS noun FROM application
    UNION ALL SELECT id, title, 'Projekt' FROM project
    UNION ALL SELECT id, title, 'Maßnahme' FROM measure
)
"""

_ALLOCATED = f"""
allocated AS (
    SELECT b.line_id, b.object_id, b.object_kind, n.noun AS object_noun,
        coalesce(n.title, b.object_id) AS object_title,
        u.unit_id, coalesce(u.unit, '{UNASSIGNED}') AS unit,
        u.amt_id, coalesce(u.amt, '{UNASSIGNED}') AS amt,
        u.dezernat_id, coalesce(u.dezernat, '{UNASSIGNED}') AS dezernat,
        b.year, b.kind, b.cost_type, b.recurrence, b.budget_kind, b.basis, b.financing,
        b.line_title, b.fte, b.amount_cents, b.computed, b.amount_cents IS NULL AS unknown
    FROM borne b LEFT JOIN units u ON u.unit_id = b.bearing_id
    LEFT JOIN names n ON n.id = b.object_id
)
"""


def part_sum(condition: str) -> str:
    """The sum of one part of a group: 0 where the part has no line, NULL where all are unknown."""
    return (
        f"CASE WHEN count(*) FILTER (WHERE {condition}) = 0 THEN 0 "
        f"ELSE sum(amount_cents) FILTER (WHERE {condition}) END"
    )


def allocated(
    basis: str,
    year: int | None = None,
    objects: Sequence[str] = INVENTORY,
    depreciation: bool = False,
) -> tuple[str, list[Any]]:
    """``WITH …`` that defines the relation ``allocated``, and its parameters.

    ``objects`` says whose lines count: "application", "project", "measure".  Depreciation is left
    out, because the investive payment already stands there; ``depreciation=True`` yields it alone.
    """
    conditions, params = line_conditions(basis, year, objects, depreciation)
    parts = (UNITS, _LINES.format(conditions=conditions), _BEARERS, _PARTS, _NAMES, _ALLOCATED)
    return "WITH RECURSIVE " + ",".join(parts), params


def raw_lines(
    basis: str, year: int | None = None, objects: Sequence[str] = INVENTORY
) -> tuple[str, list[Any]]:
    """``WITH …`` that defines ``lines``, the lines before they are split, and ``names``."""
    conditions, params = line_conditions(basis, year, objects)
    return f"WITH {_LINES.format(conditions=conditions)},{_NAMES}", params


def line_conditions(
    basis: str, year: int | None, objects: Sequence[str], depreciation: bool = False
) -> tuple[str, list[Any]]:
    """Which rows of cost_line (alias ``l``) count; the conditions and their parameters."""
    owners = [f"l.{kind}_id IS NOT NULL" for kind in _KINDS if kind in objects]
    conditions = [
        f"({' OR '.join(owners) or 'false'})",
        "l.basis = ?",
        f"l.cost_type IS {'NOT ' if depreciation else ''}DISTINCT FROM 'Abschreibung'",
    ]
    params: list[Any] = [str(basis)]
    if year is not None:
        conditions.append("l.year = ?")
        params.append(year)
    return " AND ".join(conditions), params
