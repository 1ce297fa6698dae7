"""The organisation tree rolled up: to which Amt and Dezernat every unit belongs."""

from __future__ import annotations

from collections.abc import Sequence

from strategy.kernel.store import Cursor

UNASSIGNED = "ohne Zuordnung"

# Common table expressions (behind WITH RECURSIVE) that yield ``units``: unit_id, unit, amt_id, amt,
# dezernat_id, dezernat.  A unit of level 1 has no Amt above it and stands for itself; a unit of a
# deeper level without an Amt above it does so too.  The depth limit ends a circle of parents.
UNITS = f"""
climb AS (
    SELECT id AS unit_id, id AS above_id, 0 AS depth FROM organisation_unit
    UNION ALL
    SELECT c.unit_id, u.parent_id, c.depth + 1
    FROM climb c JOIN organisation_unit u ON u.id = c.above_id
    WHERE u.parent_id IS NOT NULL AND c.depth < 12
),
ancestry AS (
    SELECT c.unit_id,
        min_by(c.above_id, c.depth) FILTER (WHERE a.level = 1) AS dezernat_id,
        min_by(c.above_id, c.depth) FILTER (WHERE a.level = 2) AS amt_id
    FROM climb c JOIN organisation_unit a ON a.id = c.above_id GROUP BY c.unit_id
),
units AS (
    SELECT y.unit_id, u.title AS unit, coalesce(y.amt_id, y.unit_id) AS amt_id,
        CASE WHEN a.id IS NOT NULL THEN a.title
             WHEN u.level = 1 THEN u.title || ' (unmittelbar)' ELSE u.title END AS amt,
        y.dezernat_id, coalesce(d.title, '{UNASSIGNED}') AS dezernat
    FROM ancestry y JOIN organisation_unit u ON u.id = y.unit_id
    LEFT JOIN organisation_unit a ON a.id = y.amt_id
    LEFT JOIN organisation_unit d ON d.id = y.dezernat_id
)
"""

# Common table expressions (behind WITH RECURSIVE, ``{today}`` is to be filled in) that yield
# ``heirs``: unit_id, heir_id.  A dissolved unit is followed from successor to successor until one
# exists today or has none; the depth limit ends a circle.
HEIRS = """
dissolved AS (
    SELECT id, successor_id FROM organisation_unit
    WHERE successor_id IS NOT NULL AND valid_to < DATE '{today}'
),
succession AS (
    SELECT id AS unit_id, successor_id AS heir_id, 1 AS depth FROM dissolved
    UNION ALL
    SELECT s.unit_id, d.successor_id, s.depth + 1
    FROM succession s JOIN dissolved d ON d.id = s.heir_id WHERE s.depth < 12
),
heirs AS (SELECT unit_id, max_by(heir_id, depth) AS heir_id FROM succession GROUP BY unit_id)
"""


def top_units(db: Cursor, ids: Sequence[str]) -> dict[str, str]:
    """The title of the Dezernat above each of these units, by their id."""
    rows = db.rows(
        f"WITH RECURSIVE {UNITS} SELECT unit_id, dezernat FROM units "
        "WHERE unit_id IN (SELECT unnest(?)) AND dezernat_id IS NOT NULL",
        [list(ids)],
    )
    return {row["unit_id"]: row["dezernat"] for row in rows}
