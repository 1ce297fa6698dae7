"""Compare budget lines with those of the plan by their Kennung, and write what differs."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from strategy.intake.comparing.preview import FieldChange, Preview, RowChange
from strategy.intake.kinds.budget_rows import BudgetRows
from strategy.kernel.store import Cursor, Transaction
from strategy.kernel.store.bulk import bulk_insert
from strategy.nouns.budget_line import BudgetLine

_SHOWN = 500
# Field of the line -> column of the cleaned rows.
_COLUMNS = {
    "source": "source",
    "product": "product",
    "product_title": "product_title",
    "account": "account",
    "title": "title",
    "line_kind": "line_kind",
    "year": "year_0",
    "plan_type": "plan_type_0",
    "amount_cents": "amount_0",
    "is_subtotal": "subtotal",
    "details": "details",
    "organisation_id": "organisation_id",
}


def standing_of(db: Cursor, base: pa.Table) -> tuple[int, int]:
    """How many lines the Kennungen name, and the number of the last action that wrote one."""
    db.register("incoming_base", base)
    try:
        row = db.one(
            "SELECT count(*) AS lines, coalesce(max(version), 0) AS version FROM budget_line "
            "WHERE id IN (SELECT own_id FROM incoming_base)"
        )
    finally:
        db.unregister("incoming_base")
    assert row is not None
    return int(row["lines"]), int(row["version"])


def count_own(db: Cursor, rows: BudgetRows, preview: Preview) -> int:
    """Count the rows of ``incoming_base`` into ``preview``; returns how many lines are new.

    Lines that a list does not hold are not missing: lists are filtered.
    """
    compared = _compared(rows)
    row = db.one(
        "SELECT count(*) FILTER (WHERE is_new) AS added, "
        "count(*) FILTER (WHERE is_changed) AS changed, "
        f"count(*) FILTER (WHERE NOT is_new AND NOT is_changed) AS same FROM ({compared})"
    )
    assert row is not None
    preview.added, preview.changed = int(row["added"]), int(row["changed"])
    preview.unchanged = int(row["same"])
    new = db.rows(f"SELECT title FROM ({compared}) WHERE is_new ORDER BY row LIMIT 20")
    preview.added_names = [str(line["title"]) for line in new]
    for line in db.rows(f"SELECT * FROM ({compared}) WHERE is_changed ORDER BY row LIMIT {_SHOWN}"):
        preview.changes.append(_change(rows, line))
    return preview.added


def write_own(
    tx: Transaction, rows: BudgetRows, new_lines: int, source: str, import_id: str
) -> None:
    """Insert the rows without a Kennung, update those that differ; one statement each."""
    compared = _compared(rows)
    changed = tx.arrow(f"SELECT * FROM ({compared}) WHERE is_changed")
    quoted = source.replace("'", "''")
    bulk_insert(
        tx,
        "budget_line",
        f"SELECT coalesce(source, '{quoted}') AS source, product, product_title, account, title, "
        "line_kind, year_0 AS year, plan_type_0 AS plan_type, amount_0 AS amount_cents, "
        "subtotal AS is_subtotal, details, organisation_id, line_key, "
        f"'{import_id}' AS import_id, row AS source_row, "
        f"'{rows.amounts[0].letter}' AS source_column FROM ({compared}) WHERE is_new",
        new_lines,
        "HH",
    )
    if not changed.num_rows:
        return
    # The key stays: the next draft from the treasury still calls the line by its old name.
    settings = ", ".join(
        f"{name} = coalesce(i.{column}, budget_line.{name})" for name, column in _given(rows)
    )
    tx.register("incoming_changes", changed)
    tx.run(
        f"UPDATE budget_line SET {settings}, import_id = ?, source_row = i.row, "
        "source_column = ?, version = ? FROM incoming_changes i WHERE budget_line.id = i.own_id",
        [import_id, rows.amounts[0].letter, tx.action_id],
    )
    tx.unregister("incoming_changes")


def _given(rows: BudgetRows) -> list[tuple[str, str]]:
    return [(name, column) for name, column in _COLUMNS.items() if name in rows.given]


def _compared(rows: BudgetRows) -> str:
    """Every row with the line it names; an empty cell says nothing and changes nothing."""
    tests = [
        f"(l.{column} IS NOT NULL AND l.{column} IS DISTINCT FROM e.{name})"
        for name, column in _given(rows)
    ]
    before = ", ".join(f"e.{name} AS before_{name}" for name, _ in _given(rows))
    return (
        f"SELECT l.*, {before}, l.own_id IS NULL AS is_new, "
        f"l.own_id IS NOT NULL AND ({' OR '.join(tests)}) AS is_changed "
        "FROM incoming_base l LEFT JOIN budget_line e ON l.own_id = e.id"
    )


def _change(rows: BudgetRows, line: dict[str, Any]) -> RowChange:
    labels = {spec.name: spec.label for spec in BudgetLine.specs()}
    labels["amount_cents"] = f"{line['plan_type_0']} {line['year_0']}"
    fields = [
        FieldChange(name, labels[name], line[f"before_{name}"], line[column])
        for name, column in _given(rows)
        if line[column] is not None and line[column] != line[f"before_{name}"]
    ]
    return RowChange(line["row"], line["own_id"], str(line["title"]), tuple(fields))
