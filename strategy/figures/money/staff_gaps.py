"""What measures need in staff against the posts that exist and are filled, by unit, grade, year."""

from __future__ import annotations

import pandas as pd

from strategy.figures.inventory.units import UNASSIGNED, UNITS
from strategy.figures.money.allocation import MEASURES
from strategy.figures.money.lines import lines
from strategy.figures.plan.measures import IN_PLAN
from strategy.kernel.store import Cursor


def staff_gaps(db: Cursor) -> pd.DataFrame:
    """Per Amt, grade and year in which measures of the plan need staff: amt_id, amt, grade, year,
    needed_fte, unknown_lines (personnel lines without a share of a post), post_fte (posts of that
    grade that exist in the year), filled_fte (of these, as far as known), gap_fte (needed beyond
    the posts), unfilled_fte (needed beyond what is filled; None where that is unknown).

    A post counts from the year in which it is new in the Stellenplan.  Posts are those the plan
    knows: they may have other work as well, so no gap is no promise that somebody has time.
    """
    own, params = lines("Plan", None, MEASURES)
    return db.frame(
        f"""
        WITH RECURSIVE {UNITS}, {own}, need AS (
            SELECT u.amt_id, c.grade, l.year, sum(l.fte) AS needed_fte,
                count(*) FILTER (WHERE l.fte IS NULL) AS unknown_lines
            FROM lines l JOIN measure m ON m.id = l.object_id JOIN cost_line c ON c.id = l.line_id
            LEFT JOIN units u ON u.unit_id = coalesce(l.own_unit_id, m.organisation_id)
            WHERE l.kind = 'Personalkosten'
                AND l.object_id IN (SELECT id FROM measure WHERE {IN_PLAN})
            GROUP BY ALL
        ), there AS (
            SELECT n.amt_id, n.grade, n.year, sum(p.fte) AS post_fte,
                sum(p.filled_fte) AS filled_fte,
                count(*) FILTER (WHERE p.filled_fte IS NULL) AS unclear
            FROM need n JOIN post p ON p.grade IS NOT DISTINCT FROM n.grade
                AND coalesce(p.new_in_year, n.year) <= n.year
            JOIN units u ON u.unit_id = p.organisation_id
                AND u.amt_id IS NOT DISTINCT FROM n.amt_id
            GROUP BY ALL
        )
        SELECT n.amt_id, coalesce(a.title, '{UNASSIGNED}') AS amt,
            coalesce(n.grade, 'ohne Angabe') AS grade, n.year, n.needed_fte, n.unknown_lines,
            coalesce(t.post_fte, 0) AS post_fte,
            CASE WHEN t.unclear > 0 THEN NULL ELSE coalesce(t.filled_fte, 0) END AS filled_fte,
            greatest(n.needed_fte - coalesce(t.post_fte, 0), 0) AS gap_fte,
            CASE WHEN t.unclear > 0 THEN NULL
                ELSE greatest(n.needed_fte - coalesce(t.filled_fte, 0), 0) END AS unfilled_fte
        FROM need n LEFT JOIN there t ON t.amt_id IS NOT DISTINCT FROM n.amt_id
            AND t.grade IS NOT DISTINCT FROM n.grade AND t.year = n.year
        LEFT JOIN organisation_unit a ON a.id = n.amt_id
        ORDER BY n.year, gap_fte DESC NULLS LAST, amt, n.grade
        """,
        params,
    )
