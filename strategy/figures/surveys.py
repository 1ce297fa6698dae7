"""Survey rounds: who was asked, who has answered."""

from __future__ import annotations

from datetime import date

import pandas as pd

from strategy.store import Cursor


def survey_rounds(db: Cursor, today: date) -> pd.DataFrame:
    """Every round, the newest first: id, title, sent_on, due, asked (units with a reply row),
    returned, open, percent (None where nobody was asked), overdue (open replies after the due
    date)."""
    return db.frame(
        """
        SELECT r.id, r.title, r.sent_on, r.due, count(y.id) AS asked,
            count(y.id) FILTER (WHERE y.status IN ('zurück', 'eingelesen')) AS returned,
            count(y.id) FILTER (WHERE y.status IS NULL
                OR y.status NOT IN ('zurück', 'eingelesen')) AS open,
            100.0 * count(y.id) FILTER (WHERE y.status IN ('zurück', 'eingelesen'))
                / nullif(count(y.id), 0) AS percent,
            CASE WHEN r.due < ? THEN count(y.id) FILTER (WHERE y.status IS NULL
                OR y.status NOT IN ('zurück', 'eingelesen')) ELSE 0 END AS overdue
        FROM survey_round r LEFT JOIN survey_reply y ON y.round_id = r.id
        GROUP BY r.id, r.title, r.sent_on, r.due ORDER BY r.sent_on DESC NULLS LAST, r.id
        """,
        [today],
    )


def units_not_asked(db: Cursor, round_id: str, today: date) -> pd.DataFrame:
    """Ämter (level 2) that exist on ``today`` and have no reply row in a round: id, title."""
    return db.frame(
        "SELECT id, title FROM organisation_unit WHERE level = 2 "
        "AND (valid_from IS NULL OR valid_from <= ?) AND (valid_to IS NULL OR valid_to >= ?) "
        "AND id NOT IN (SELECT organisation_id FROM survey_reply WHERE round_id = ? "
        "AND organisation_id IS NOT NULL) ORDER BY title, id",
        [today, today, round_id],
    )
