"""Measures: what they cost year by year, what is funded, where and how far they stand.

Rejected measures and the pool of ideas are no part of the plan's cost unless asked for.
"""

from __future__ import annotations

import pandas as pd

from strategy.figures.money.allocation import MEASURES, kind_part, part_sum, raw_lines
from strategy.kernel.store import Cursor

# States of measures that count in no sum of the plan.
OUT_OF_PLAN = ("Ideenpool", "verworfen")


def in_plan(alias: str = "") -> str:
    """The SQL condition by which a row of ``measure`` counts in every sum of the plan.

    A measure whose status nobody has entered counts: its money must not vanish from the sums.
    """
    status = f"{alias}.status" if alias else "status"
    return f"({status} IS NULL OR {status} NOT IN {OUT_OF_PLAN})"


IN_PLAN = in_plan()

# The same rule as Funding.grant_cents: a fixed amount, or the rate of the eligible cost, half a
# cent up, at most the cap.
GRANTS = """
grants AS (
    SELECT id, title, measure_id, project_id, rate, cap_cents, eligible_cents, first_year,
        last_year, CASE WHEN fixed_cents IS NOT NULL THEN fixed_cents
        WHEN eligible_cents IS NOT NULL AND rate IS NOT NULL THEN least(
            CAST(sign(eligible_cents) * ((CAST(abs(eligible_cents) AS HUGEINT)
                * CAST(rate * 10000 AS HUGEINT) + 500000) // 1000000) AS BIGINT),
            cap_cents) END AS grant_cents
    FROM funding
)
"""


def measure_cost(db: Cursor, basis: str = "Plan", year: int | None = None) -> pd.DataFrame:
    """Per measure, year, recurrence and kind: measure_id, measure, year, recurrence, kind,
    amount_cents, unknown_lines, fte."""
    with_, params = raw_lines(basis, year, MEASURES)
    return db.frame(
        f"{with_} SELECT object_id AS measure_id, n.title AS measure, year, recurrence, kind, "
        "sum(amount_cents) AS amount_cents, count(*) FILTER (WHERE amount_cents IS NULL) "
        "AS unknown_lines, sum(fte) AS fte "
        "FROM lines LEFT JOIN names n ON n.id = object_id "
        "GROUP BY ALL ORDER BY object_id, year, recurrence, kind DESC",
        params,
    )


def measure_table(db: Cursor, basis: str = "Plan") -> pd.DataFrame:
    """One row per measure with its sums over all years: measure_id, title, domain_id, domain,
    amt, status, in_plan, priority, start, end, progress, effort, benefit, one_off_cents,
    running_cents, sach_cents, personal_cents, cost_cents, grant_cents, own_cents, unknown_lines,
    fte, goals (number of goals it serves).

    ``own_cents`` is cost less grants and unknown where one of the two is; ``fte`` is that of the
    year with the most posts.  Feeds the timeline and the effort-benefit chart as it is.
    """
    with_, params = raw_lines(basis, None, MEASURES)
    return db.frame(
        f"""
        {with_}, {GRANTS},
        sums AS (
            SELECT object_id, sum(amount_cents) AS amount_cents,
                {part_sum("recurrence = 'einmalig'")} AS one_off_cents,
                {part_sum("recurrence = 'laufend'")} AS running_cents,
                {kind_part("Sachkosten")} AS sach_cents,
                {kind_part("Personalkosten")} AS personal_cents,
                count(*) FILTER (WHERE amount_cents IS NULL) AS unknown_lines
            FROM lines GROUP BY object_id
        ), posts AS (
            SELECT object_id, max(fte) AS fte FROM (
                SELECT object_id, year, sum(fte) AS fte FROM lines GROUP BY object_id, year
            ) GROUP BY object_id
        ), funded AS (
            SELECT measure_id, sum(grant_cents) AS grant_cents,
                count(*) FILTER (WHERE grant_cents IS NULL) AS unknown
            FROM grants WHERE measure_id IS NOT NULL GROUP BY measure_id
        ), served AS (
            SELECT l.from_id, count(DISTINCT l.to_id) AS goals
            FROM link l JOIN goal g ON g.id = l.to_id GROUP BY l.from_id
        )
        SELECT m.id AS measure_id, m.title, m.domain_id, d.title AS domain, u.title AS amt,
            m.status, {in_plan("m")} AS in_plan,
            m.priority, m.starts_on AS start, m.ends_on AS "end", m.progress, m.effort,
            m.benefit, s.one_off_cents, s.running_cents, s.sach_cents, s.personal_cents,
            s.amount_cents AS cost_cents,
            CASE WHEN f.unknown > 0 THEN NULL ELSE coalesce(f.grant_cents, 0) END
                AS grant_cents,
            CASE WHEN f.unknown > 0 OR s.unknown_lines > 0 THEN NULL
                ELSE s.amount_cents - coalesce(f.grant_cents, 0) END AS own_cents,
            coalesce(s.unknown_lines, 0) AS unknown_lines, p.fte, coalesce(v.goals, 0) AS goals
        FROM measure m
        LEFT JOIN life_domain d ON d.id = m.domain_id
        LEFT JOIN organisation_unit u ON u.id = m.organisation_id
        LEFT JOIN sums s ON s.object_id = m.id LEFT JOIN posts p ON p.object_id = m.id
        LEFT JOIN funded f ON f.measure_id = m.id LEFT JOIN served v ON v.from_id = m.id
        ORDER BY m.id
        """,
        params,
    )


def measure_list_facts(db: Cursor) -> pd.DataFrame:
    """What a list of measures tells beside their fields, by id: cost_cents, own_cents, and stage
    ("Konzept 2027, Umsetzung 2028–2030")."""
    frame = measure_table(db).set_index("measure_id")[["cost_cents", "own_cents"]]
    stages: dict[str, list[str]] = {}
    for row in db.rows(
        'SELECT measure_id, stage, min(year) AS "from", max(year) AS "to" FROM plan_entry '
        'GROUP BY measure_id, stage ORDER BY measure_id, "from", "to"'
    ):
        years = str(row["from"]) if row["from"] == row["to"] else f"{row['from']}–{row['to']}"
        stages.setdefault(row["measure_id"], []).append(f"{row['stage']} {years}")
    frame["stage"] = [", ".join(stages[one]) if one in stages else None for one in frame.index]
    return frame


def funding_table(db: Cursor) -> pd.DataFrame:
    """Every grant: id, title, object_id, object_title, rate, cap_cents, eligible_cents,
    grant_cents, own_cents (Eigenanteil of the eligible cost), in_plan (it pays for a measure of
    the plan, and so counts in the cost of the strategy)."""
    return db.frame(
        f"WITH {GRANTS} SELECT g.id, g.title, coalesce(g.measure_id, g.project_id) AS object_id, "
        "coalesce(m.title, p.title) AS object_title, g.rate, g.cap_cents, g.eligible_cents, "
        "g.grant_cents, g.eligible_cents - g.grant_cents AS own_cents, "
        f"m.id IS NOT NULL AND {in_plan('m')} AS in_plan FROM grants g "
        "LEFT JOIN measure m ON m.id = g.measure_id LEFT JOIN project p ON p.id = g.project_id "
        "ORDER BY g.id"
    )


def measure_years(db: Cursor, basis: str = "Plan") -> pd.DataFrame:
    """Per measure and year, from cost lines and plan entries: measure_id, measure, domain, year,
    stage, amount_cents, unknown_lines."""
    with_, params = raw_lines(basis, None, MEASURES)
    return db.frame(
        f"""
        {with_}, spent AS (
            SELECT object_id, year, sum(amount_cents) AS amount_cents,
                count(*) FILTER (WHERE amount_cents IS NULL) AS unknown_lines
            FROM lines GROUP BY ALL
        ), staged AS (
            SELECT measure_id, year, min_by(stage, id) AS stage FROM plan_entry GROUP BY ALL
        ), cells AS (
            SELECT object_id AS measure_id, year FROM spent
            UNION SELECT measure_id, year FROM staged
        )
        SELECT c.measure_id, m.title AS measure, d.title AS domain, c.year, e.stage,
            s.amount_cents, coalesce(s.unknown_lines, 0) AS unknown_lines
        FROM cells c JOIN measure m ON m.id = c.measure_id
        LEFT JOIN life_domain d ON d.id = m.domain_id
        LEFT JOIN spent s ON s.object_id = c.measure_id AND s.year = c.year
        LEFT JOIN staged e ON e.measure_id = c.measure_id AND e.year = c.year
        ORDER BY c.measure_id, c.year
        """,
        params,
    )


def plan_by_year(db: Cursor, basis: str = "Plan") -> pd.DataFrame:
    """The plan per year: year, kind, recurrence, budget_kind, amount_cents, unknown_lines; ideas
    of the pool and rejected measures are left out."""
    with_, params = raw_lines(basis, None, MEASURES)
    return db.frame(
        f"{with_} SELECT year, kind, recurrence, budget_kind, sum(amount_cents) AS amount_cents, "
        "count(*) FILTER (WHERE amount_cents IS NULL) AS unknown_lines "
        f"FROM lines WHERE object_id IN (SELECT id FROM measure WHERE {IN_PLAN}) "
        "GROUP BY ALL ORDER BY year, kind DESC, recurrence, budget_kind",
        params,
    )


def fte_by_year(db: Cursor, basis: str = "Plan") -> pd.DataFrame:
    """Posts the plan needs per year: year, fte (VZÄ of personnel lines), unknown_lines."""
    with_, params = raw_lines(basis, None, MEASURES)
    return db.frame(
        f"{with_} SELECT year, sum(fte) AS fte, "
        "count(*) FILTER (WHERE fte IS NULL) AS unknown_lines "
        "FROM lines WHERE kind = 'Personalkosten' "
        f"AND object_id IN (SELECT id FROM measure WHERE {IN_PLAN}) GROUP BY year ORDER BY year",
        params,
    )


def measures_by(db: Cursor, column: str) -> pd.DataFrame:
    """Number of measures per status, priority, origin or driver: value, measures."""
    # The name becomes SQL, so only these are let in.
    if column not in ("status", "priority", "origin", "driver"):
        raise ValueError(column)
    return db.frame(
        f"SELECT coalesce({column}, 'unbekannt') AS value, count(*) AS measures FROM measure "
        "GROUP BY ALL ORDER BY measures DESC, value"
    )


# What a dependency says, seen from the measure at its other end.
_SEEN_BACK = {
    "setzt voraus": "wird vorausgesetzt von",
    "folgt auf": "geht voran",
    "schließt aus": "wird ausgeschlossen von",
    "unterstützt": "wird unterstützt von",
}


def needed_by(db: Cursor, measure_id: str) -> pd.DataFrame:
    """The dependencies that others have on a measure: dependency_id, kind (as seen from here),
    measure_id, title and status of the other."""
    frame = db.frame(
        "SELECT d.id AS dependency_id, d.kind, m.id AS measure_id, m.title, m.status "
        "FROM dependency d JOIN measure m ON m.id = d.measure_id WHERE d.other_id = ? "
        "ORDER BY d.kind, m.id",
        [measure_id],
    )
    frame["kind"] = [_SEEN_BACK.get(kind, kind) for kind in frame["kind"]]
    return frame


def goals_of_measure(db: Cursor, measure_id: str) -> pd.DataFrame:
    """The goals a measure serves, the weightiest first: link_id, goal_id, title, weight (per cent
    of what the measure does; None where nobody has weighed it)."""
    return db.frame(
        "SELECT l.id AS link_id, g.id AS goal_id, g.title, l.weight FROM link l "
        "JOIN goal g ON g.id = l.to_id WHERE l.from_id = ? AND l.kind = 'dient' "
        "ORDER BY l.weight DESC NULLS LAST, g.id",
        [measure_id],
    )
