"""Where the values of an object came from: the imports that brought them, with sheet and row."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from strategy.kernel.record import Record
from strategy.kernel.store import Cursor

_RUN = "i.file_name, i.sheet, i.source, i.kind, i.imported_at, i.imported_by"


def origins_of(db: Cursor, record: Record) -> list[dict[str, Any]]:
    """One row per import, the latest first; none where all was typed.

    A row has file_name, sheet, source, kind, imported_at, imported_by, source_row, source_column
    and cells (field → cell as JSON, or None).
    """
    if hasattr(record, "source_row"):
        # Lines by the hundred thousand keep row and column themselves; a row of ``provenance``
        # for each of them would double the plan.
        return db.rows(
            f"SELECT {_RUN}, b.source_row, b.source_column, NULL AS cells FROM {record.TABLE} b "
            "JOIN import_run i ON i.id = b.import_id WHERE b.id = ?",
            [record.id],
        )
    return db.rows(
        f"SELECT {_RUN}, p.source_row, NULL AS source_column, p.cells FROM provenance p "
        "JOIN import_run i ON i.id = p.import_id WHERE p.object_id = ? "
        "ORDER BY i.imported_at DESC",
        [record.id],
    )


def edited_by_hand(db: Cursor, record: Record, since: datetime) -> dict[str, Any] | None:
    """The latest change by hand of an object after ``since``: actor and happened_at, or None.

    What was taken back does not count; nor does what an undo or redo wrote, for the action that
    it turns is marked itself.
    """
    return db.one(
        "SELECT a.actor, a.happened_at FROM history.change c "
        "JOIN history.action a ON a.id = c.action_id "
        "WHERE c.schema_name = ? AND c.table_name = ? AND c.row_id = ? AND a.kind = 'do' "
        'AND NOT a.undone AND a.happened_at > ? AND c."before" IS NOT NULL '
        # An action that wrote an import has its own line among the origins.
        "AND NOT EXISTS (SELECT 1 FROM history.change o WHERE o.action_id = a.id "
        "AND o.table_name = 'import_run') ORDER BY c.seq DESC LIMIT 1",
        [db.version, record.TABLE, record.id, since],
    )
