"""The pool of ideas: cards that are kept for later, with the reason."""

from __future__ import annotations

import pandas as pd

from strategy.kernel.store import Cursor
from strategy.nouns.card import CardState


def ideas(db: Cursor) -> pd.DataFrame:
    """Every card in the pool, the latest first.

    Columns: card_id, body, reason, workshop_id, workshop, phase, kind, participants ("ohne Gruppe"
    where not recorded), cluster, domain_id, domain (of the card, else of its cluster), code,
    since (UTC; when it was put there, None where the history does not say).
    """
    # The day comes from the history, because a card has no field for when it was put aside.
    return db.frame(
        f"""
        WITH put AS (
            -- A scenario and an edition begin with the rows of the draft and know no earlier
            -- history of their own; a row's version says up to which action it had come.
            SELECT c.row_id, max(a.happened_at) AS since
            FROM history.change c JOIN history.action a ON a.id = c.action_id
            JOIN card k ON k.id = c.row_id AND a.id <= k.version
            WHERE c.table_name = 'card' AND c.schema_name IN (?, 'main')
                AND c."after" ->> 'state' = '{CardState.POOL}'
                AND c."before" ->> 'state' IS DISTINCT FROM '{CardState.POOL}'
            GROUP BY 1
        )
        SELECT c.id AS card_id, c.body, c.reason, c.workshop_id, w.title AS workshop,
            p.title AS phase, p.kind, coalesce(g.title, 'ohne Gruppe') AS participants,
            k.title AS cluster, coalesce(c.domain_id, k.domain_id) AS domain_id, d.title AS domain,
            c.code, put.since
        FROM card c JOIN workshop w ON w.id = c.workshop_id
        JOIN workshop_phase p ON p.id = c.phase_id
        LEFT JOIN participant_group g ON g.id = c.group_id
        LEFT JOIN cluster k ON k.id = c.cluster_id
        LEFT JOIN life_domain d ON d.id = coalesce(c.domain_id, k.domain_id)
        LEFT JOIN put ON put.row_id = c.id
        WHERE c.state = '{CardState.POOL}'
        ORDER BY put.since DESC NULLS LAST, c.id
        """,
        [db.version],
    )
