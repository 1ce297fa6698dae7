"""The planned cost lines of a version with how low and how high each may turn out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from strategy.figures.money.allocation import MEASURES
from strategy.figures.money.lines import lines
from strategy.figures.plan.measures import IN_PLAN
from strategy.kernel.store import Cursor

# A line's own range goes before the band of its cost type; without either the amount stands.
_LINES = f"""
SELECT l.line_id, l.object_id AS measure_id, l.year, coalesce(l.budget_kind, '') AS side,
    coalesce(l.own_unit_id, m.organisation_id, '') AS unit_id,
    CAST(l.amount_cents AS BIGINT) AS likely,
    CAST(coalesce(c.low_cents,
        l.amount_cents - round(l.amount_cents * b.low_percent / 100), l.amount_cents) AS BIGINT)
        AS low,
    CAST(coalesce(c.high_cents,
        l.amount_cents + round(l.amount_cents * b.high_percent / 100), l.amount_cents) AS BIGINT)
        AS high,
    coalesce(b.driver, '') AS driver,
    CASE WHEN b.driver IS NULL THEN 0 ELSE CAST(coalesce(b.common_percent, 0) AS DOUBLE) / 100 END
        AS common
FROM lines l JOIN cost_line c ON c.rowid = l.line_row JOIN measure m ON m.id = l.object_id
LEFT JOIN (SELECT cost_type, arg_min(low_percent, id) AS low_percent,
        arg_min(high_percent, id) AS high_percent, arg_min(driver, id) AS driver,
        arg_min(common_percent, id) AS common_percent FROM cost_band GROUP BY cost_type) b
    ON b.cost_type = l.cost_type
WHERE l.amount_cents IS NOT NULL AND ({IN_PLAN.replace("status", "m.status")})
ORDER BY l.line_id
"""


@dataclass(frozen=True)
class Spreads:
    """One entry per planned line of a measure that counts; amounts in cents.

    ``common`` is the share of a line's deviation that its driver moves for all lines at once.
    """

    ids: list[str]
    measures: list[str]
    years: NDArray[np.int64]
    sides: list[str]
    units: list[str]
    low: NDArray[np.int64]
    likely: NDArray[np.int64]
    high: NDArray[np.int64]
    drivers: list[str]
    common: NDArray[np.float64]


def read_spreads(db: Cursor) -> Spreads:
    """Read the version; a range that does not hold its own amount is widened to it."""
    with_, params = lines("Plan", None, MEASURES)
    rows = db.arrow(f"WITH RECURSIVE {with_} {_LINES}", params).to_pydict()
    likely = np.array(rows["likely"], dtype=np.int64)
    return Spreads(
        rows["line_id"],
        rows["measure_id"],
        np.array(rows["year"], dtype=np.int64),
        rows["side"],
        rows["unit_id"],
        np.minimum(np.array(rows["low"], dtype=np.int64), likely),
        likely,
        np.maximum(np.array(rows["high"], dtype=np.int64), likely),
        rows["driver"],
        np.array(rows["common"], dtype=np.float64),
    )
