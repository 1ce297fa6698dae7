"""Points of single cards, which the pages show only together with their Thema."""

from __future__ import annotations

import pandas as pd

from strategy.figures.workshop.points import points_sql
from strategy.kernel.store import Cursor


def card_points(db: Cursor, workshop_id: str) -> pd.DataFrame:
    """Points of the cards that stand, with those of the cards merged into them: card_id, points."""
    sql, params = points_sql(workshop_id)
    return db.frame(
        f"WITH RECURSIVE {sql} SELECT card_id, CAST(sum(points) AS BIGINT) AS points FROM points "
        "WHERE card_id IS NOT NULL GROUP BY 1 ORDER BY points DESC, card_id",
        params,
    )
