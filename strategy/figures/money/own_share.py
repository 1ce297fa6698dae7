"""What the municipality bears itself: the planned cost of measures less their grants, to the cent.

Grants are the rows of ``funding`` and nothing else: a rate with a cap or a fixed amount, several
per measure.  Each is spread over the cost it is paid for, in proportion to it, with the largest
remainder; so own share and grants add up to the cost in every cell, and every view of it (measure,
year, Haushaltsart, Dezernat) is a sum of the same cells.  What a cost line says about its financing
is a remark and no second total.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from strategy.figures.inventory.units import UNASSIGNED, UNITS
from strategy.figures.money.allocation import MEASURES
from strategy.figures.money.lines import lines
from strategy.figures.plan.measures import GRANTS, IN_PLAN
from strategy.kernel.store import Cursor

# A grant's weight in a cell is the cell's known cost.  Cells of cost that is negative or unknown
# bear none of it.  Years are those of the grant's own period where it names one.  A cell without
# any known amount has no cost and no own share (NULL), and what a grant pays there is unknown.
OWN_CELLS = f"""
cells AS (
    SELECT l.object_id AS measure_id, l.year, l.budget_kind,
        coalesce(l.own_unit_id, m.organisation_id) AS unit_id,
        CAST(sum(l.amount_cents) AS HUGEINT) AS cost_cents,
        count(*) FILTER (WHERE l.amount_cents IS NULL) AS unknown_lines
    FROM lines l JOIN measure m ON m.id = l.object_id
    GROUP BY ALL
),
{GRANTS},
weights AS (
    SELECT g.id AS grant_id, CAST(g.grant_cents AS HUGEINT) AS grant_cents, c.measure_id, c.year,
        c.budget_kind, c.unit_id, c.cost_cents AS weight,
        sum(c.cost_cents) OVER (PARTITION BY g.id) AS whole
    FROM grants g JOIN cells c ON c.measure_id = g.measure_id
    WHERE c.cost_cents > 0 AND g.grant_cents IS NOT NULL
        AND c.year >= coalesce(g.first_year, c.year) AND c.year <= coalesce(g.last_year, c.year)
),
quotas AS (
    SELECT *, (grant_cents * weight) // whole AS low, (grant_cents * weight) % whole AS lost
    FROM weights
),
ordered AS (
    SELECT *, sum(low) OVER (PARTITION BY grant_id) AS low_sum,
        row_number() OVER (PARTITION BY grant_id ORDER BY lost DESC, year,
            budget_kind NULLS LAST, unit_id NULLS LAST) AS nth
    FROM quotas
),
granted AS (
    SELECT measure_id, year, budget_kind, unit_id,
        sum(low + CASE WHEN nth <= grant_cents - low_sum THEN 1 ELSE 0 END) AS grant_cents
    FROM ordered GROUP BY ALL
),
own AS (
    SELECT c.measure_id, c.year, c.budget_kind, c.unit_id, c.cost_cents,
        CASE WHEN c.cost_cents IS NOT NULL
            OR c.measure_id NOT IN (SELECT measure_id FROM grants WHERE measure_id IS NOT NULL)
            THEN coalesce(g.grant_cents, 0) END AS grant_cents,
        c.cost_cents - coalesce(g.grant_cents, 0) AS own_cents, c.unknown_lines
    FROM cells c LEFT JOIN granted g ON g.measure_id = c.measure_id AND g.year = c.year
        AND g.budget_kind IS NOT DISTINCT FROM c.budget_kind
        AND g.unit_id IS NOT DISTINCT FROM c.unit_id
)
"""

_COUNTED = f"measure_id IN (SELECT id FROM measure WHERE {IN_PLAN})"


def own_share_cells(
    db: Cursor, measures: Sequence[str] | None = None, shift: int = 0
) -> pd.DataFrame:
    """The cells themselves: measure_id, year, budget_kind, unit_id (who bears it), cost_cents,
    grant_cents, own_cents (NULL where no amount is known), unknown_lines (in no amount).  All
    measures, also those of the pool, unless some are named; with ``shift`` as if all began so many
    years later."""
    # The lines before allocation: a grant is paid to a measure and not to the units that share it.
    own, params = lines("Plan", None, MEASURES, shift=shift)
    where = "" if measures is None else "WHERE measure_id IN (SELECT unnest(?))"
    # The years of a grant move with its measure.
    cells = OWN_CELLS.replace("(g.first_year,", f"(g.first_year + {int(shift)},").replace(
        "(g.last_year,", f"(g.last_year + {int(shift)},"
    )
    return db.frame(
        f"WITH RECURSIVE {own},{cells} SELECT * FROM own {where} "
        "ORDER BY measure_id, year, budget_kind NULLS LAST, unit_id NULLS LAST",
        [*params, *([] if measures is None else [list(measures)])],
    )


def measures_with_posts(db: Cursor) -> list[str]:
    """Measures with planned posts whose cost follows from a rate, and so from the year."""
    rows = db.rows(
        "SELECT DISTINCT measure_id FROM cost_line WHERE measure_id IS NOT NULL "
        "AND basis = 'Plan' AND cost_type = 'Personal' AND amount_cents IS NULL "
        "AND fte IS NOT NULL AND grade IS NOT NULL ORDER BY 1"
    )
    return [str(row["measure_id"]) for row in rows]


def own_share_by_measure(db: Cursor) -> pd.DataFrame:
    """Per measure of the plan, year and Haushaltsart: measure_id, title, year, budget_kind,
    cost_cents, grant_cents, own_cents, unknown_lines."""
    own, params = lines("Plan", None, MEASURES)
    return db.frame(
        f"WITH RECURSIVE {own},{OWN_CELLS} SELECT o.measure_id, m.title, o.year, o.budget_kind, "
        f"{_SUMS} FROM own o JOIN measure m ON m.id = o.measure_id WHERE o.{_COUNTED} "
        "GROUP BY ALL ORDER BY o.measure_id, o.year, o.budget_kind NULLS LAST",
        params,
    )


_SUMS = (
    "sum(cost_cents) AS cost_cents, sum(grant_cents) AS grant_cents, sum(own_cents) AS own_cents, "
    "CAST(sum(unknown_lines) AS BIGINT) AS unknown_lines"
)


def own_share_by_dezernat(db: Cursor, measure_id: str | None = None) -> pd.DataFrame:
    """Per Dezernat, year and Haushaltsart of the plan: dezernat_id, dezernat, year, budget_kind,
    cost_cents, grant_cents, own_cents, unknown_lines.  Of one measure where it is named, also of
    one that is in the pool and in no sum of the plan."""
    chosen = _COUNTED if measure_id is None else "measure_id = ?"
    own, params = lines("Plan", None, MEASURES)
    return db.frame(
        f"WITH RECURSIVE {UNITS},{own},{OWN_CELLS} "
        f"SELECT u.dezernat_id, coalesce(u.dezernat, '{UNASSIGNED}') AS dezernat, o.year, "
        f"o.budget_kind, {_SUMS} FROM own o LEFT JOIN units u ON u.unit_id = o.unit_id "
        f"WHERE o.{chosen} GROUP BY ALL "
        "ORDER BY u.dezernat_id NULLS LAST, o.year, o.budget_kind NULLS LAST",
        [*params, *([] if measure_id is None else [measure_id])],
    )


def own_share_by_year(db: Cursor, basis: str = "Plan") -> pd.DataFrame:
    """Per year and Haushaltsart of the plan: year, budget_kind, cost_cents, grant_cents,
    own_cents, unknown_lines."""
    own, params = lines(basis, None, MEASURES)
    return db.frame(
        f"WITH RECURSIVE {own},{OWN_CELLS} SELECT year, budget_kind, {_SUMS} FROM own "
        f"WHERE {_COUNTED} GROUP BY ALL ORDER BY year, budget_kind NULLS LAST",
        params,
    )


def unplaced_grants(db: Cursor) -> pd.DataFrame:
    """Grants of measures that lower no year's own share, because their amount is unknown or no
    known cost lies in their years: id, title, measure_id, grant_cents."""
    own, params = lines("Plan", None, MEASURES)
    return db.frame(
        f"WITH RECURSIVE {own},{OWN_CELLS} SELECT id, title, measure_id, grant_cents FROM grants "
        "WHERE measure_id IS NOT NULL AND coalesce(grant_cents, 1) > 0 "
        "AND id NOT IN (SELECT grant_id FROM weights) ORDER BY id",
        params,
    )


def fte_cells(db: Cursor, measures: Sequence[str] | None = None) -> pd.DataFrame:
    """Posts that measures need: measure_id, unit_id, year, fte_e4 (ten-thousandths: exact sums;
    NULL where no line names any), unknown_lines (personnel lines that name no FTE)."""
    own, params = lines("Plan", None, MEASURES)
    named = "" if measures is None else "AND l.object_id IN (SELECT unnest(?)) "
    return db.frame(
        f"WITH RECURSIVE {own} SELECT l.object_id AS measure_id, "
        "coalesce(l.own_unit_id, m.organisation_id) AS unit_id, l.year, "
        "CAST(sum(l.fte) * 10000 AS BIGINT) AS fte_e4, "
        "count(*) FILTER (WHERE l.fte IS NULL) AS unknown_lines "
        "FROM lines l JOIN measure m ON m.id = l.object_id WHERE l.kind = 'Personalkosten' "
        f"{named}GROUP BY ALL ORDER BY measure_id, unit_id NULLS LAST, l.year",
        [*params, *([] if measures is None else [list(measures)])],
    )
