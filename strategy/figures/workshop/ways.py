"""From criticism to wish to step: the cards of a workshop by cluster and kind of phase."""

from __future__ import annotations

import pandas as pd

from strategy.figures.workshop.points import NO_CLUSTER, NO_GROUP, points_sql
from strategy.kernel.selection import german_order_sql
from strategy.kernel.store import Cursor


def ways(db: Cursor, workshop_id: str) -> pd.DataFrame:
    """Every card of a workshop: cluster by cluster, phase by phase, the most points first.

    Columns: cluster_id and cluster ("ohne Thema" at the end), kind (of the phase), phase, card_id,
    body, participants, state, merged_into_id, reason, domain_id, points (with those of the cards
    merged into it; 0 for a merged one, whose points stand with the other), measures (ids of the
    measures it led to, "M-0003, M-0005", None where there is none).
    """
    sql, params = points_sql(workshop_id)
    return db.frame(
        f"""
        WITH RECURSIVE {sql}, given AS (
            SELECT card_id, CAST(sum(points) AS BIGINT) AS points FROM points
            WHERE card_id IS NOT NULL GROUP BY 1
        ), led AS (
            SELECT to_id, string_agg(DISTINCT from_id, ', ' ORDER BY from_id) AS measures FROM link
            WHERE from_id LIKE 'M-%' GROUP BY 1
        )
        SELECT c.cluster_id, coalesce(k.title, '{NO_CLUSTER}') AS cluster, p.kind, p.title AS phase,
            c.id AS card_id, c.body, coalesce(g.title, '{NO_GROUP}') AS participants, c.state,
            c.merged_into_id, c.reason, c.domain_id, coalesce(given.points, 0) AS points,
            led.measures
        FROM card c JOIN workshop_phase p ON p.id = c.phase_id
        LEFT JOIN cluster k ON k.id = c.cluster_id
        LEFT JOIN participant_group g ON g.id = c.group_id
        LEFT JOIN given ON given.card_id = c.id
        LEFT JOIN led ON led.to_id = c.id
        WHERE c.workshop_id = ?
        ORDER BY k.id IS NULL, {german_order_sql("k.title")}, k.id, p.position NULLS LAST, p.id,
            coalesce(given.points, 0) DESC, c.id
        """,
        [*params, workshop_id],
    )
