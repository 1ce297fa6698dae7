"""What a full-time post costs by grade, and which grades have no rate."""

from __future__ import annotations

import pandas as pd

from strategy.store import Cursor


def personnel_rates(db: Cursor, year: int | None = None) -> pd.DataFrame:
    """Yearly cost of one full-time post: id, grade, year, personnel_cents, workplace_cents,
    overhead_cents (the surcharge on personnel cost), total_cents, source.

    Parts that are not given count as none, as in the cost of a post; rounded half up.
    """
    return db.frame(
        """
        WITH parts AS (
            SELECT *, CAST((CAST(personnel_cents AS HUGEINT)
                * CAST(coalesce(overhead, 0) * 10000 AS HUGEINT) + 500000) // 1000000
                AS BIGINT) AS overhead_cents
            FROM personnel_rate WHERE CAST(? AS INTEGER) IS NULL OR year = ?
        )
        SELECT id, grade, year, personnel_cents, workplace_cents, overhead_cents,
            personnel_cents + coalesce(workplace_cents, 0) + overhead_cents AS total_cents, source
        FROM parts ORDER BY year, total_cents NULLS LAST, grade, id
        """,
        [year, year],
    )


def missing_rates(db: Cursor) -> pd.DataFrame:
    """Grades for which cost lines have posts but no amount and no rate: grade ("ohne Angabe"),
    year, lines."""
    return db.frame(
        "SELECT coalesce(l.grade, 'ohne Angabe') AS grade, l.year, count(*) AS lines "
        "FROM cost_line l WHERE l.cost_type = 'Personal' AND l.amount_cents IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM personnel_rate r WHERE r.grade = l.grade "
        "AND r.year = l.year AND r.personnel_cents IS NOT NULL AND l.fte IS NOT NULL) "
        "GROUP BY ALL ORDER BY l.year, grade"
    )
