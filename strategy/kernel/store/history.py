"""What was done: actions and changes as recorded by the triggers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from strategy.kernel.store.cursor import Cursor

# The kind of the action that founds a plan; only what is of the kind "do" can be undone.
FOUNDED = "found"


@dataclass(frozen=True)
class Action:
    """One action of one person: everything that was committed together."""

    id: int
    actor: str
    at: datetime
    what: str
    version: str
    kind: str
    target: int | None
    undone: bool


@dataclass(frozen=True)
class RecordedChange:
    """One row before and after; ``row_id`` is None for a bulk load of ``rows`` rows."""

    action: Action
    table: str
    row_id: str | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None


_ACTION = "a.id, a.actor, a.happened_at, a.what, a.schema_name, a.kind, a.target, a.undone"


def list_actions(db: Cursor, limit: int = 200, before: int | None = None) -> list[Action]:
    """The latest actions of this version, newest first; ``before`` pages on from an action id."""
    found = db.rows(
        f"SELECT {_ACTION} FROM history.action a WHERE a.schema_name = ? AND a.id < ? "
        "ORDER BY a.id DESC LIMIT ?",
        [db.version, before or 2**62, limit],
    )
    return [_action(row) for row in found]


def last_action_id(db: Cursor) -> int:
    """The number of the latest action in any version of the plan, 0 where there is none."""
    return int(db.value("SELECT coalesce(max(id), 0) FROM history.action"))


def get_action(db: Cursor, action_id: int) -> Action | None:
    """One action, or None."""
    row = db.one(f"SELECT {_ACTION} FROM history.action a WHERE a.id = ?", [action_id])
    return _action(row) if row else None


def list_changes(
    db: Cursor, action_id: int | None = None, row_id: str | None = None, limit: int = 500
) -> list[RecordedChange]:
    """Changes of one action or of one object in this version, newest first."""
    conditions, params = ["c.schema_name = ?"], [db.version]
    if action_id is not None:
        conditions.append("c.action_id = ?")
        params.append(action_id)  # type: ignore[arg-type]
    if row_id is not None:
        conditions.append("c.row_id = ?")
        params.append(row_id)
    found = db.rows(
        f'SELECT {_ACTION}, c.table_name, c.row_id, c."before" AS b, c."after" AS n '
        "FROM history.change c JOIN history.action a ON a.id = c.action_id "
        f"WHERE {' AND '.join(conditions)} ORDER BY c.seq DESC LIMIT {int(limit)}",
        params,
    )
    return [
        RecordedChange(
            _action(row), row["table_name"], row["row_id"], _row(row["b"]), _row(row["n"])
        )
        for row in found
    ]


def _action(row: dict[str, Any]) -> Action:
    return Action(
        row["id"],
        row["actor"],
        row["happened_at"],
        row["what"] or "",
        row["schema_name"],
        row["kind"],
        row["target"],
        bool(row["undone"]),
    )


def _row(text: str | None) -> dict[str, Any] | None:
    return None if text is None else dict(json.loads(text))
