"""Of which day the rows behind an answer are: their latest confirmation or change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date

from strategy import german
from strategy.store import Cursor


def stand_of(db: Cursor, table: str, ids: Sequence[str] | None = None) -> date | None:
    """The later of the last confirmation and the last change among rows of ``table``.

    ``ids`` narrows to some rows; None means all of them.  None where there is no row.
    """
    where = "" if ids is None else "WHERE t.id IN (SELECT unnest(?))"
    row = db.one(
        "SELECT max(t.confirmed_on) AS confirmed, max(a.happened_at) AS changed "
        f"FROM {table} t LEFT JOIN history.action a ON a.id = t.version {where}",
        [] if ids is None else [list(ids)],
    )
    assert row is not None
    changed = row["changed"]
    days = [
        row["confirmed"],
        changed and changed.replace(tzinfo=UTC).astimezone(german.TIME_ZONE).date(),
    ]
    return max((day for day in days if day is not None), default=None)
