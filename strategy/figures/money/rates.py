"""What a full-time post of a grade costs in a year: its own rate, or an earlier one carried on.

A grade without a rate of its own for a year takes its latest earlier rate and the tariff steps of
the years between, each rounded half up to the cent; workplace and overhead stay as they were.  A
missing step ends the path, and the cost of later years is unknown.
"""

from __future__ import annotations

# Common table expressions (behind WITH RECURSIVE) that yield ``rates``: grade, year, personnel and
# workplace (cents), overhead_e4 (per cent with four decimals as an integer), base_year (of the rate
# that was carried on).  Gross pay counts with the employer's share where no total is given.  Of
# accidental duplicates the first one counts.  What a rate already contains is not put on top of it.
RATES = """
own_rates AS (
    SELECT grade, year, min_by(CAST(coalesce(personnel_cents,
            (gross_cents * (1000000 + CAST(employer_share * 10000 AS HUGEINT)) + 500000) // 1000000
        ) AS HUGEINT), id) AS personnel,
        min_by(CAST(CASE WHEN includes IN ('mit Arbeitsplatz', 'mit Arbeitsplatz und Gemeinkosten')
            THEN 0 ELSE coalesce(workplace_cents, 0) END AS HUGEINT), id) AS workplace,
        min_by(CAST(CASE WHEN includes IN ('mit Gemeinkosten', 'mit Arbeitsplatz und Gemeinkosten')
            THEN 0 ELSE coalesce(overhead, 0) END * 10000 AS HUGEINT), id) AS overhead_e4
    FROM personnel_rate
    WHERE personnel_cents IS NOT NULL OR (gross_cents IS NOT NULL AND employer_share IS NOT NULL)
    GROUP BY grade, year
),
steps AS (
    SELECT year, min_by(CAST(increase * 10000 AS HUGEINT), id) AS increase_e4
    FROM tariff_step WHERE increase IS NOT NULL GROUP BY year
),
rates AS (
    SELECT grade, year, personnel, workplace, overhead_e4, year AS base_year FROM own_rates
    UNION ALL
    SELECT r.grade, s.year, (r.personnel * (1000000 + s.increase_e4) + 500000) // 1000000,
        r.workplace, r.overhead_e4, r.base_year
    FROM rates r JOIN steps s ON s.year = r.year + 1
    WHERE NOT EXISTS (SELECT 1 FROM own_rates o WHERE o.grade = r.grade AND o.year = s.year)
)
"""
