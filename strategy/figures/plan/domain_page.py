"""All that belongs to one life domain: situation, aims, measures, money by year, indicators.

A domain speaks for those below it as well.  A measure that "gehört auch zu" the domain is listed,
its money stays with its leading domain, so that the domains add up to the plan.
"""

from __future__ import annotations

import pandas as pd

from strategy.figures.money.own_share import own_share_cells
from strategy.figures.plan.measures import in_plan
from strategy.figures.workshop.cards import cluster_ranking
from strategy.kernel.store import Cursor

_BELOW = """
below AS (
    SELECT id FROM life_domain WHERE id = ?
    UNION SELECT d.id FROM life_domain d JOIN below b ON d.parent_id = b.id
),
own AS (SELECT id FROM measure WHERE domain_id IN (SELECT id FROM below)),
also AS (
    SELECT DISTINCT l.from_id AS id FROM link l JOIN measure m ON m.id = l.from_id
    WHERE l.kind = 'gehört auch zu' AND l.to_id IN (SELECT id FROM below)
        AND l.from_id NOT IN (SELECT id FROM own)
)
"""


def domains_below(db: Cursor, domain_id: str) -> list[str]:
    """The domain and all below it."""
    rows = db.rows(f"WITH RECURSIVE {_BELOW} SELECT id FROM below ORDER BY id", [domain_id])
    return [str(row["id"]) for row in rows]


def domain_measures(db: Cursor, domain_id: str) -> pd.DataFrame:
    """Measures of the domain: measure_id, title, status, priority, how ("führend", "gehört auch
    zu"), in_plan."""
    return db.frame(
        f"WITH RECURSIVE {_BELOW}, found AS (SELECT id, 'führend' AS how FROM own "
        "UNION ALL SELECT id, 'gehört auch zu' FROM also) "
        f"SELECT m.id AS measure_id, m.title, m.status, m.priority, f.how, {in_plan('m')} "
        "AS in_plan FROM found f JOIN measure m ON m.id = f.id ORDER BY f.how, m.id",
        [domain_id],
    )


def domain_goals(db: Cursor, domain_id: str) -> pd.DataFrame:
    """Goals that measures of the domain serve: goal_id, title, status, measures."""
    return db.frame(
        f"WITH RECURSIVE {_BELOW} SELECT g.id AS goal_id, g.title, g.status, "
        "count(DISTINCT l.from_id) AS measures FROM link l JOIN goal g ON g.id = l.to_id "
        "WHERE l.kind = 'dient' AND l.from_id IN (SELECT id FROM own UNION SELECT id FROM also) "
        "GROUP BY ALL ORDER BY measures DESC, g.id",
        [domain_id],
    )


def domain_findings(db: Cursor, domain_id: str) -> pd.DataFrame:
    """Findings and facts linked with the domain or with its measures: object_id, title, kind."""
    return db.frame(
        f"""WITH RECURSIVE {_BELOW}, touched AS (
            SELECT id FROM below UNION SELECT id FROM own
        ), ends AS (
            SELECT to_id AS id FROM link WHERE from_id IN (SELECT id FROM touched)
            UNION SELECT from_id FROM link WHERE to_id IN (SELECT id FROM touched)
        )
        SELECT f.id AS object_id, f.title, f.kind FROM finding f JOIN ends e ON e.id = f.id
        UNION ALL SELECT r.id, r.title, 'Empfehlung' FROM recommendation r
            JOIN ends e ON e.id = r.id
        ORDER BY 1""",
        [domain_id],
    )


def domain_points(db: Cursor, domain_id: str) -> pd.DataFrame:
    """Themes of the workshops that lie in the domain, by points: cluster_id, cluster, cards,
    points."""
    themes = cluster_ranking(db)
    names = ["cluster_id", "cluster", "cards", "points"]
    return themes[themes["domain_id"].isin(domains_below(db, domain_id))][names].reset_index(
        drop=True
    )


def domain_indicators(db: Cursor, domain_id: str) -> pd.DataFrame:
    """Indicators of the domain's measures and of the goals these serve: indicator_id, title, unit,
    baseline, target, target_year, latest (the last measured value)."""
    return db.frame(
        f"""WITH RECURSIVE {_BELOW}, aims AS (
            SELECT DISTINCT to_id AS id FROM link
            WHERE kind = 'dient' AND from_id IN (SELECT id FROM own)
        )
        SELECT i.id AS indicator_id, i.title, i.unit, i.baseline, i.target, i.target_year,
            (SELECT max_by(v.amount, v.measured_on) FROM indicator_value v
             WHERE v.indicator_id = i.id) AS latest
        FROM indicator i WHERE i.measure_id IN (SELECT id FROM own)
            OR i.goal_id IN (SELECT id FROM aims) ORDER BY i.id""",
        [domain_id],
    )


def domain_money(db: Cursor, domain_id: str) -> pd.DataFrame:
    """Money of the domain's own measures in the plan by year: year, cost_cents, grant_cents,
    own_cents, unknown_lines."""
    measures = domain_measures(db, domain_id)
    own = measures[(measures["how"] == "führend") & measures["in_plan"]]
    cells = own_share_cells(db, list(own["measure_id"]))
    names = ["cost_cents", "grant_cents", "own_cents", "unknown_lines"]
    # A year of nothing but unknown amounts is unknown; pandas alone would make it 0.
    return cells.groupby("year", as_index=False)[names].sum(min_count=1)
