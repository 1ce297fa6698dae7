"""Changes out of the history: of one object with what belongs to it, of many actions at once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from strategy.kernel.record import OnDelete
from strategy.kernel.records import all_nouns, noun_of_id
from strategy.kernel.store import Cursor
from strategy.kernel.store.history import Action, RecordedChange, list_changes

_SELECT = (
    "SELECT a.id, a.actor, a.happened_at, coalesce(a.what, '') AS what, a.schema_name, a.kind, "
    'a.target, a.undone, c.table_name, c.row_id, c."before" AS b, c."after" AS n '
    "FROM history.change c JOIN history.action a ON a.id = c.action_id WHERE c.schema_name = ?"
)


def changes_of_action(db: Cursor, action_id: int, limit: int = 500) -> list[RecordedChange]:
    """The changes of one action, newest first."""
    return list_changes(db, action_id=action_id, limit=limit)


def changes_of_object(db: Cursor, object_id: str, limit: int = 100) -> list[RecordedChange]:
    """Changes of an object and of the rows that belong to it (costs, milestones, links …), also of
    rows that are deleted by now; newest first."""
    noun = noun_of_id(object_id)
    conditions, params = ["c.row_id = ?"], [db.version, object_id]
    for other in all_nouns():
        columns = [
            spec.name
            for spec in other.specs()
            if spec.on_delete is OnDelete.CASCADE
            and ((noun is not None and spec.ref == noun.TABLE) or spec.ref == "*")
        ]
        # Where values came from is told under "Herkunft"; here it would be a line per imported
        # value.
        if not columns or other.TABLE == "provenance":
            continue
        # A deleted row has no after, and is found by what it was.
        row = 'coalesce(c."after", c."before")'
        mentions = " OR ".join(f"{row} ->> '{column}' = ?" for column in columns)
        conditions.append(
            f"(c.table_name = '{other.TABLE}' AND c.row_id IS NOT NULL AND ({mentions}))"
        )
        params += [object_id] * len(columns)
    return _read(db, f"({' OR '.join(conditions)})", params, limit)


def changes_of_actions(db: Cursor, action_ids: Sequence[int]) -> list[RecordedChange]:
    """All changes of several actions, newest first; meant for actions with few changes."""
    if not action_ids:
        return []
    condition = "c.action_id IN (SELECT unnest(?))"
    return _read(db, condition, [db.version, list(action_ids)], 10_000)


def count_changes(db: Cursor, action_ids: Sequence[int]) -> list[dict[str, Any]]:
    """What each action did in sum: action_id, table_name, verb (German participle), n rows.

    A row that an action made and removed again is not counted.
    """
    if not action_ids:
        return []
    return db.rows(
        """
        WITH touched AS (
            SELECT action_id, table_name, row_id, arg_min("before" IS NULL, seq) AS born,
                arg_max("after" IS NULL, seq) AS gone,
                max(CAST(coalesce("after", "before") ->> 'rows' AS BIGINT))
                    FILTER (WHERE row_id IS NULL) AS loaded
            FROM history.change
            WHERE schema_name = ? AND action_id IN (SELECT unnest(?))
            GROUP BY action_id, table_name, row_id
        )
        SELECT action_id, table_name, CASE
            WHEN row_id IS NULL THEN CASE WHEN gone THEN 'herausgenommen' ELSE 'eingelesen' END
            WHEN born THEN 'angelegt' WHEN gone THEN 'gelöscht' ELSE 'geändert' END AS verb,
            sum(coalesce(loaded, 1)) AS n
        FROM touched WHERE row_id IS NULL OR NOT (born AND gone)
        GROUP BY ALL ORDER BY action_id, n DESC, table_name
        """,
        [db.version, list(action_ids)],
    )


def _read(db: Cursor, condition: str, params: Sequence[Any], limit: int) -> list[RecordedChange]:
    # By the number of the change and not by time: changes of one action share their moment.
    found = db.rows(f"{_SELECT} AND {condition} ORDER BY c.seq DESC LIMIT {int(limit)}", params)
    return changes_of(found)


def changes_of(rows: Sequence[Mapping[str, Any]]) -> list[RecordedChange]:
    """Changes from rows with the columns of action (id to undone), table_name, row_id, b and n.

    ``b`` and ``n`` are the row before and after as JSON.
    """
    return [
        RecordedChange(
            Action(
                row["id"],
                row["actor"],
                row["happened_at"],
                row["what"],
                row["schema_name"],
                row["kind"],
                row["target"],
                bool(row["undone"]),
            ),
            row["table_name"],
            row["row_id"],
            _row(row["b"]),
            _row(row["n"]),
        )
        for row in rows
    ]


def _row(text: str | None) -> dict[str, Any] | None:
    return None if text is None else dict(json.loads(text))
