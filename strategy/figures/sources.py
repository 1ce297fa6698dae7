"""Of which day the rows behind an answer are: their latest confirmation or change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date
from typing import Any

from strategy.kernel import german
from strategy.kernel.store import Cursor


def stand_of(db: Cursor, table: str, ids: Sequence[str]) -> date | None:
    """The later of the last confirmation and the last change among some rows of ``table``; None
    where there is none."""
    return _stand(db, table, "t.id IN (SELECT unnest(?))", [list(ids)])


def stand_of_plan(db: Cursor, year: int) -> date | None:
    """The same of every planned cost line of applications and projects in ``year``; a city may
    have too many of them to name each."""
    where = "t.measure_id IS NULL AND t.basis = 'Plan' AND t.year = ?"
    return _stand(db, "cost_line", where, [year])


def _stand(db: Cursor, table: str, where: str, params: Sequence[Any]) -> date | None:
    row = db.one(
        "SELECT max(t.confirmed_on) AS confirmed, max(a.happened_at) AS changed "
        # The version of a row is the number of the action that wrote it, so its day is found
        # without the history of the row.
        f"FROM {table} t LEFT JOIN history.action a ON a.id = t.version WHERE {where}",
        params,
    )
    assert row is not None
    changed = row["changed"]
    days = [
        row["confirmed"],
        changed and changed.replace(tzinfo=UTC).astimezone(german.TIME_ZONE).date(),
    ]
    return max((day for day in days if day is not None), default=None)
