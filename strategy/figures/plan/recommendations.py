"""Recommendations and what they rest on."""

from __future__ import annotations

import pandas as pd

from strategy.kernel.store import Cursor


def recommendation_table(db: Cursor) -> pd.DataFrame:
    """Every recommendation in the order of its kind: id, title, kind, facts (links "stützt sich
    auf" or "entstanden aus" that it has), numbers (figures it rests on), goals and measures that
    came from it or that it serves."""
    # Links are entered in either direction; as both ends they are found whichever way was chosen.
    return db.frame(
        """
        WITH ends AS (
            SELECT id, from_id AS here, to_id AS there,
                kind IN ('stützt sich auf', 'entstanden aus') AS fact FROM link
            UNION ALL SELECT id, to_id, from_id, false FROM link
        )
        SELECT r.id, r.title, r.kind, count(e.id) FILTER (WHERE e.fact) AS facts,
            (SELECT count(*) FROM evidence v WHERE v.recommendation_id = r.id) AS numbers,
            count(DISTINCT e.there) FILTER (WHERE e.there LIKE 'Z-%') AS goals,
            count(DISTINCT e.there) FILTER (WHERE e.there LIKE 'M-%') AS measures
        FROM recommendation r LEFT JOIN ends e ON e.here = r.id
        GROUP BY r.id, r.title, r.kind
        ORDER BY CASE r.kind WHEN 'strukturell' THEN 1 WHEN 'finanziell' THEN 2 ELSE 3 END, r.id
        """
    )
