"""What the facilitators decided about the cards and clusters of a workshop, out of the history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from strategy.history.query import changes_of
from strategy.history.sentences import describe
from strategy.kernel.records import noun_of
from strategy.kernel.store import Cursor
from strategy.kernel.store.history import RecordedChange
from strategy.relations.audience import withheld_words
from strategy.relations.names import names_of

COLUMNS = ["at", "actor", "what", "object_id", "sentence", "before", "after", "reason"]
# A card that somebody writes is no decision; a part of one that was divided is.
_DECIDED = """
    c.table_name = 'cluster' OR (c.table_name = 'card' AND (
        c."before" IS NOT NULL OR c."after" ->> 'split_from_id' IS NOT NULL))
"""


def decisions(db: Cursor, workshop_id: str) -> pd.DataFrame:
    """Every change of a card or a cluster in the order in which it happened.

    Columns: at (UTC), actor, what (the action), object_id, sentence (German), before and after
    (state of the card; None for a cluster), reason.  What a scenario or an edition took over from
    the draft is told as well.  Outside the administration nothing is told of the history.
    """
    if withheld_words(db) is not None:
        # The history holds what entries said before, and of those that are hidden all of it.
        return pd.DataFrame(columns=COLUMNS)
    # A scenario or an edition starts as a copy; what led to its cards lies in the history of the
    # draft.
    rows = db.rows(
        f"""
        SELECT a.id, a.actor, a.happened_at, coalesce(a.what, '') AS what, a.schema_name, a.kind,
            a.target, a.undone, c.table_name, c.row_id, c."before" AS b, c."after" AS n
        FROM history.change c JOIN history.action a ON a.id = c.action_id
        WHERE (c.schema_name = ? OR (c.schema_name = 'main' AND a.id <= (
                -- Not by time: a clock may be set back.
                SELECT base_action FROM plan.version WHERE name = ?)))
            AND coalesce(c."after", c."before") ->> 'workshop_id' = ? AND ({_DECIDED})
        ORDER BY c.seq
        """,
        [db.version, db.version, workshop_id],
    )
    changes = changes_of(rows)
    # All names in one query; describe() is called for hundreds of changes.
    names = names_of(db, _mentioned(changes))
    return pd.DataFrame(
        [
            [
                change.action.at,
                change.action.actor,
                change.action.what,
                change.row_id,
                describe(change, names),
                _state(change.before),
                _state(change.after),
                (change.after or {}).get("reason"),
            ]
            for change in changes
        ],
        columns=COLUMNS,
    )


def _state(row: Mapping[str, Any] | None) -> str | None:
    return None if row is None else row.get("state")


def _mentioned(changes: Sequence[RecordedChange]) -> list[str]:
    found: dict[str, None] = {}
    for change in changes:
        for spec in noun_of(change.table).specs():
            for row in (change.before, change.after):
                if spec.ref and row and row.get(spec.name):
                    found[str(row[spec.name])] = None
    return list(found)
