"""What a full-time post costs by grade, and which grades have no rate."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd

from strategy.figures.money.rates import RATES
from strategy.kernel.store import Cursor


def personnel_rates(db: Cursor, year: int | None = None) -> pd.DataFrame:
    """Yearly cost of one full-time post: id (of the rate it rests on), grade, year, base_year (of
    that rate; earlier than year where tariff steps carry it on), personnel_cents, workplace_cents,
    overhead_cents (the surcharge on personnel cost), total_cents, source.

    Parts that are not given count as none, as in the cost of a post; rounded half up.
    """
    return db.frame(
        f"""
        WITH RECURSIVE {RATES},
        parts AS (
            SELECT r.*, (r.personnel * r.overhead_e4 + 500000) // 1000000 AS overhead,
                o.id, o.source, o.workplace_cents
            FROM rates r JOIN (
                SELECT grade, year, min(id) AS id, min_by(source, id) AS source,
                    min_by(CASE WHEN includes IN ('mit Arbeitsplatz',
                        'mit Arbeitsplatz und Gemeinkosten') THEN 0 ELSE workplace_cents END, id)
                        AS workplace_cents
                FROM personnel_rate GROUP BY grade, year
            ) o ON o.grade = r.grade AND o.year = r.base_year
            WHERE CAST(? AS INTEGER) IS NULL OR r.year = ?
        )
        SELECT id, grade, year, base_year, CAST(personnel AS BIGINT) AS personnel_cents,
            workplace_cents, CAST(overhead AS BIGINT) AS overhead_cents,
            CAST(personnel + workplace + overhead AS BIGINT) AS total_cents, source
        FROM parts ORDER BY year, total_cents NULLS LAST, grade, id
        """,
        [year, year],
    )


def rate_years(db: Cursor) -> list[int]:
    """The years for which there is a rate, its own or carried on."""
    rows = db.rows(f"WITH RECURSIVE {RATES} SELECT DISTINCT year FROM rates ORDER BY year")
    return [int(row["year"]) for row in rows]


def missing_rates(db: Cursor) -> pd.DataFrame:
    """Grades for which cost lines have posts but no amount and no rate: grade ("ohne Angabe"),
    year, lines."""
    return db.frame(
        f"WITH RECURSIVE {RATES} "
        "SELECT coalesce(l.grade, 'ohne Angabe') AS grade, l.year, count(*) AS lines "
        "FROM cost_line l WHERE l.cost_type = 'Personal' AND l.amount_cents IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM rates r WHERE r.grade = l.grade AND r.year = l.year "
        "AND l.fte IS NOT NULL) GROUP BY ALL ORDER BY l.year, grade"
    )


def missing_steps(db: Cursor) -> list[int]:
    """Years in which a post has a grade with an earlier rate, but a tariff step on the way to it is
    missing: what has to be assumed, so that those posts get a cost."""
    rows = db.rows(
        f"WITH RECURSIVE {RATES}, gaps AS (SELECT l.year AS wanted, "
        "(SELECT max(r.year) FROM rates r WHERE r.grade = l.grade AND r.year < l.year) AS known "
        "FROM cost_line l WHERE l.cost_type = 'Personal' AND l.amount_cents IS NULL "
        "AND l.fte IS NOT NULL AND NOT EXISTS (SELECT 1 FROM rates r WHERE r.grade = l.grade "
        "AND r.year = l.year)) "
        "SELECT DISTINCT unnest(range(known + 1, wanted + 1)) AS year FROM gaps "
        "WHERE known IS NOT NULL ORDER BY year"
    )
    # A step without a number counts as entered: what it lacks is the number, not the year.
    taken = {row["year"] for row in db.rows("SELECT year FROM tariff_step")}
    return [int(row["year"]) for row in rows if row["year"] not in taken]


def post_costs(
    db: Cursor, posts: Sequence[tuple[str | None, int | None, Decimal | None]]
) -> list[int | None]:
    """What shares of posts cost: (grade, year, FTE) to cents, None where the rate is unknown.

    The same sum as in ``lines``, for posts that are not saved yet.
    """
    if not posts:
        return []
    rates = {
        (row["grade"], row["year"]): row
        for row in db.rows(
            f"WITH RECURSIVE {RATES} SELECT grade, year, personnel, workplace, overhead_e4 "
            "FROM rates WHERE grade IN (SELECT unnest(?))",
            [sorted({grade for grade, _, _ in posts if grade})],
        )
    }
    costs: list[int | None] = []
    for grade, year, share in posts:
        rate = rates.get((grade, year))
        if rate is None or share is None:
            costs.append(None)
            continue
        personnel = int(rate["personnel"])
        per_post = (personnel + int(rate["workplace"])) * 1_000_000
        per_post += int(rate["overhead_e4"]) * personnel
        costs.append((int(share * 10_000) * per_post + 5_000_000_000) // 10_000_000_000)
    return costs
