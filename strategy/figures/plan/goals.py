"""The goal tree and how far its indicators are on course."""

from __future__ import annotations

import pandas as pd

from strategy.kernel.selection import german_order_sql
from strategy.kernel.store import Cursor


def goal_tree(db: Cursor) -> pd.DataFrame:
    """Every goal: id, parent_id, title, level, status, target_year, responsible, position,
    measures (that serve or support it), measures_below (with those of the goals under it, each
    counted once), indicators."""
    return db.frame(
        """
        WITH RECURSIVE served AS (
            SELECT l.to_id AS goal_id, l.from_id AS measure_id
            FROM link l JOIN measure m ON m.id = l.from_id
            WHERE l.kind IN ('dient', 'unterstützt')
        ), below AS (
            SELECT id AS top_id, id AS goal_id, 0 AS depth FROM goal
            UNION ALL
            SELECT b.top_id, g.id, b.depth + 1 FROM below b JOIN goal g ON g.parent_id = b.goal_id
            WHERE b.depth < 12
        ), own AS (
            SELECT goal_id, count(DISTINCT measure_id) AS measures FROM served GROUP BY goal_id
        ), all_below AS (
            SELECT b.top_id, count(DISTINCT s.measure_id) AS measures
            FROM below b JOIN served s ON s.goal_id = b.goal_id GROUP BY b.top_id
        ), measured AS (
            SELECT goal_id, count(*) AS indicators FROM indicator
            WHERE goal_id IS NOT NULL GROUP BY goal_id
        )
        SELECT g.id, g.parent_id, g.title, g.level, g.status, g.target_year,
            u.title AS responsible, g.position, coalesce(o.measures, 0) AS measures,
            coalesce(a.measures, 0) AS measures_below, coalesce(i.indicators, 0) AS indicators
        FROM goal g LEFT JOIN organisation_unit u ON u.id = g.responsible_id
        LEFT JOIN own o ON o.goal_id = g.id LEFT JOIN all_below a ON a.top_id = g.id
        LEFT JOIN measured i ON i.goal_id = g.id
        ORDER BY g.parent_id NULLS FIRST, g.position NULLS LAST, g.id
        """
    )


# The linear path runs from the baseline on its day to the target at the end of the target year.
# reached is the part of the way gone, due the part that should be gone on the day of the value.
_PATHS = """
latest AS (
    SELECT indicator_id, max_by(amount, measured_on) AS amount, max(measured_on) AS measured_on
    FROM indicator_value WHERE amount IS NOT NULL GROUP BY indicator_id
),
paths AS (
    SELECT i.*, v.amount AS latest, v.measured_on,
        CAST(v.amount - i.baseline AS DOUBLE) / nullif(CAST(i.target - i.baseline AS DOUBLE), 0)
            AS reached,
        CASE WHEN make_date(i.target_year, 12, 31) > i.baseline_day THEN
            least(1.0, greatest(0.0, CAST(date_diff('day', i.baseline_day, v.measured_on) AS DOUBLE)
                / date_diff('day', i.baseline_day, make_date(i.target_year, 12, 31))))
        END AS due,
        CASE WHEN i.direction = 'niedriger ist besser' THEN v.amount <= i.target
             ELSE v.amount >= i.target END AS at_target
    FROM indicator i LEFT JOIN latest v ON v.indicator_id = i.id
)
"""
# Four stages as for goals: at or above the path, at least 80 % or 50 % of what is due, less.
_LIGHT = """
CASE WHEN latest IS NULL OR target IS NULL THEN 'unbekannt'
     WHEN at_target THEN 'voll auf Kurs'
     WHEN reached IS NULL OR due IS NULL THEN 'unbekannt'
     WHEN reached >= due THEN 'voll auf Kurs'
     WHEN reached >= 0.8 * due THEN 'weitgehend auf Kurs'
     WHEN reached >= 0.5 * due THEN 'teilweise auf Kurs'
     ELSE 'nicht auf Kurs' END
"""


def indicator_table(db: Cursor, goal_id: str | None = None) -> pd.DataFrame:
    """Every indicator with its latest value: indicator_id, title, unit, goal_id, goal, measure_id,
    direction, baseline, baseline_day, target, target_year, latest, latest_on, expected (value of
    the linear path on that day), reached (per cent of the way), course (Ampel as a German word;
    "unbekannt" where value, target or path are missing)."""
    where, params = ("WHERE p.goal_id = ?", [goal_id]) if goal_id else ("", [])
    return db.frame(
        f"WITH {_PATHS} SELECT p.id AS indicator_id, p.title, p.unit, p.goal_id, g.title AS goal, "
        "p.measure_id, p.direction, p.baseline, p.baseline_day, p.target, p.target_year, "
        "p.latest, p.measured_on AS latest_on, "
        "CAST(p.baseline AS DOUBLE) + p.due * CAST(p.target - p.baseline AS DOUBLE) AS expected, "
        f"100 * p.reached AS reached, {_LIGHT} AS course "
        f"FROM paths p LEFT JOIN goal g ON g.id = p.goal_id {where} ORDER BY p.id",
        params,
    )


def indicator_series(db: Cursor, indicator_id: str) -> pd.DataFrame:
    """The values of one indicator in order: measured_on, amount, note."""
    return db.frame(
        "SELECT measured_on, amount, note FROM indicator_value WHERE indicator_id = ? "
        "ORDER BY measured_on, id",
        [indicator_id],
    )


def goal_measures(db: Cursor, goal_id: str) -> pd.DataFrame:
    """The measures that serve or support a goal or one below it, each once: id, title, status,
    domain, goal (the goal it is linked to; several are joined)."""
    return db.frame(
        f"""
        WITH RECURSIVE below AS (
            SELECT id, title, 0 AS depth FROM goal WHERE id = ?
            UNION ALL
            SELECT g.id, g.title, b.depth + 1 FROM below b JOIN goal g ON g.parent_id = b.id
            WHERE b.depth < 12
        ), served AS (
            -- Distinct here: an aggregate of distinct texts can be ordered by nothing but them.
            SELECT DISTINCT l.from_id AS measure_id, b.title FROM below b
            JOIN link l ON l.to_id = b.id AND l.kind IN ('dient', 'unterstützt')
        )
        SELECT m.id, m.title, m.status, d.title AS domain,
            string_agg(s.title, ', ' ORDER BY {german_order_sql("s.title")}, s.title) AS goal
        FROM served s
        JOIN measure m ON m.id = s.measure_id LEFT JOIN life_domain d ON d.id = m.domain_id
        GROUP BY m.id, m.title, m.status, d.title ORDER BY m.id
        """,
        [goal_id],
    )
