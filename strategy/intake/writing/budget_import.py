"""Compare budget lines of a file with those in the plan, and write them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from strategy.intake.comparing.preview import FieldChange, Missing, Preview, RowChange
from strategy.intake.kinds.budget_rows import BudgetRows
from strategy.intake.recognising.budget_amounts import Amounts
from strategy.intake.writing.batches import in_batches
from strategy.intake.writing.own_line_import import count_own, standing_of, write_own
from strategy.kernel.store import Cursor, Transaction
from strategy.kernel.store.bulk import bulk_insert

_SHOWN = 500
# Fields that a file may change in a line it recognises; only those the file itself gives.
_CHANGEABLE = {
    "product_title": "Produktbezeichnung",
    "line_kind": "Art",
    "organisation_id": "Organisationseinheit",
}


@dataclass
class BudgetPlan:
    """What ``write_budget`` needs: the cleaned rows and how the plan looked at the preview."""

    rows: BudgetRows
    base: pa.Table
    source: str
    standing: tuple[int, int]
    new_lines: int
    # Keys of standing lines whose kind was not known when they were read, and their new keys.
    moved: pa.Table | None = None


def compare_budget(
    db: Cursor, rows: BudgetRows, source: str, preview: Preview, leave_out: set[int]
) -> BudgetPlan:
    """Count added, changed, unchanged and missing rows and the totals into ``preview``."""
    kept = _kept(rows, leave_out)
    base = in_batches(kept.append_column("place", pa.array(np.arange(kept.num_rows))))
    plan = BudgetPlan(rows, base, source, _standing(db, source), 0)
    preview.read = int(rows.base.num_rows) - rows.without_amount
    if rows.by_id:
        plan.standing = standing_of(db, base)
    db.register("incoming_base", base)
    try:
        if rows.by_id:
            plan.new_lines = count_own(db, rows, preview)
            _total(db, plan, preview)
            return plan
        plan.moved = _moved(db, plan) if plan.standing[0] else None
        if plan.moved is not None:
            db.register("incoming_moved", plan.moved)
        _count(db, plan, preview)
        _total(db, plan, preview)
    finally:
        db.unregister("incoming_base")
        if plan.moved is not None:
            db.unregister("incoming_moved")
    return plan


def _moved(db: Cursor, plan: BudgetPlan) -> pa.Table | None:
    """Keys of the plan that only lack the kind of the one line of the file they stand for.

    The kind of a line is part of its key; but it may have been unknown, or told otherwise by
    another Kontenrahmen, when the line was read first.
    """
    source = _escaped(plan.source)
    moved = db.arrow(
        f"WITH i AS (SELECT DISTINCT line_key AS k FROM ({_long(plan)})), "
        f"e AS (SELECT DISTINCT line_key AS k FROM budget_line WHERE source = '{source}'), "
        "ui AS (SELECT left(k, 16) AS bare, min(k) AS k, count(*) AS n FROM i "
        "WHERE k NOT IN (SELECT k FROM e WHERE k IS NOT NULL) GROUP BY bare), "
        "ue AS (SELECT left(k, 16) AS bare, min(k) AS k, count(*) AS n FROM e "
        "WHERE k IS NOT NULL AND k NOT IN (SELECT k FROM i) GROUP BY bare) "
        "SELECT ue.k AS old_key, ui.k AS new_key FROM ui JOIN ue ON ui.bare = ue.bare "
        "WHERE ui.n = 1 AND ue.n = 1"
    )
    return moved if moved.num_rows else None


def _standing_lines(plan: BudgetPlan) -> str:
    """The lines of the source in the plan, under the keys that the file has for them."""
    where = f"WHERE source = '{_escaped(plan.source)}'"
    if plan.moved is None:
        return f"SELECT * FROM budget_line {where}"
    return (
        "SELECT b.* REPLACE (coalesce(m.new_key, b.line_key) AS line_key) FROM budget_line b "
        f"LEFT JOIN incoming_moved m ON m.old_key = b.line_key {where}"
    )


def write_budget(tx: Transaction, plan: BudgetPlan, import_id: str, delete_missing: bool) -> int:
    """Insert new lines in one statement, update changed ones in another; returns lines deleted."""
    tx.register("incoming_base", plan.base)
    if plan.moved is not None:
        tx.register("incoming_moved", plan.moved)
    try:
        if plan.rows.by_id:
            write_own(tx, plan.rows, plan.new_lines, plan.source, import_id)
            return 0
        fixed = (
            f"SELECT '{_escaped(plan.source)}' AS source, product, product_title, account, title, "
            "line_kind, year, plan_type, amount_cents, subtotal AS is_subtotal, details, "
            f"organisation_id, line_key, '{import_id}' AS import_id, row AS source_row, "
            "source_column, place FROM "
        )
        changed = None
        if plan.standing[0]:
            changed = tx.arrow(f"SELECT * FROM ({_compared(plan)}) WHERE is_changed")
            # Only some of the lines are new: their places are counted anew.
            new = (
                f"{fixed} (SELECT * REPLACE (row_number() OVER () - 1 AS place) "
                f"FROM ({_compared(plan)}) WHERE is_new)"
            )
        elif _sides(plan.rows):
            new = (
                f"{fixed} (SELECT * REPLACE (row_number() OVER () - 1 AS place) "
                f"FROM ({_long(plan)}))"
            )
        else:
            new = f"{fixed} ({_long(plan)})"
        deleted = _delete_missing(tx, plan) if delete_missing else 0
        bulk_insert(tx, "budget_line", new, plan.new_lines, "HH", "place")
        if changed is not None and changed.num_rows:
            _update(tx, plan, changed, import_id)
    finally:
        tx.unregister("incoming_base")
        if plan.moved is not None:
            tx.unregister("incoming_moved")
    return deleted


def _escaped(text: str) -> str:
    return text.replace("'", "''")


def _standing(db: Cursor, source: str) -> tuple[int, int]:
    """Lines of this source in the plan and the number of the action that wrote the last one."""
    row = db.one(
        "SELECT count(*) AS lines, coalesce(max(version), 0) AS version FROM budget_line "
        "WHERE source = ?",
        [source],
    )
    assert row is not None
    return int(row["lines"]), int(row["version"])


def unchanged_since(db: Cursor, plan: BudgetPlan) -> bool:
    """Whether the lines of the source are still those of the preview."""
    if plan.rows.by_id:
        return standing_of(db, plan.base) == plan.standing
    return _standing(db, plan.source) == plan.standing


def _kept(rows: BudgetRows, leave_out: set[int]) -> pa.Table:
    """Rows that will be taken over: with an amount, not rejected, not left out."""
    out = sorted(leave_out | {cell.row for cell in rows.rejected})
    if not out and not rows.without_amount:
        return rows.base
    left_out = pc.is_in(rows.base.column("row"), value_set=pa.array(out, pa.int64()))
    return rows.base.filter(pc.and_not(rows.base.column("has_amount"), left_out))


def _long(plan: BudgetPlan) -> str:
    """One line per row and column of amounts, each with its own ``place``."""
    rows = plan.base.num_rows
    return " UNION ALL ".join(
        f"SELECT row, subtotal, product, product_title, account, title, {_own(one)}, "
        f"organisation_id, year_{number} AS year, plan_type_{number} AS plan_type, "
        f"amount_{number} AS amount_cents, '{one.letter}' AS source_column, "
        f"place + {number * rows} AS place FROM incoming_base{_filled(plan.rows, number)}"
        for number, one in enumerate(plan.rows.amounts)
    )


def _filled(rows: BudgetRows, number: int) -> str:
    """Of income and expense in two columns an empty cell is no line whose amount is unknown.

    Words in the place of the amount are one.  In columns of years an empty cell stays unknown.
    """
    if not _sides(rows) or not rows.amounts[number].line_kind:
        return ""
    header = rows.amounts[number].header
    worded = sorted({cell.row for cell in rows.worded if cell.column == header})
    said = f" OR row IN ({', '.join(map(str, worded))})" if worded else ""
    return f" WHERE (amount_{number} IS NOT NULL{said})"


def _sides(rows: BudgetRows) -> bool:
    return len({one.line_kind for one in rows.amounts if one.line_kind}) > 1


def _own(one: Amounts) -> str:
    """Kind, details and key of the lines of one column, whose heading may say their kind."""
    if not one.line_kind and not one.label:
        return "line_kind, details, line_key"
    label = _escaped(one.label)
    kind = f"'{one.line_kind}'" if one.line_kind else "line_kind"
    key = f"left(line_key, 16) || coalesce('+' || {kind}, '')"
    if not label:
        return f"{kind} AS line_kind, details, {key} AS line_key"
    return (
        f"{kind} AS line_kind, concat_ws('; ', 'Spalte: {label}', details) AS details, "
        f"left(md5(left(line_key, 16) || '{label}'), 16) || coalesce('+' || {kind}, '') AS line_key"
    )


def _compared(plan: BudgetPlan) -> str:
    """Every line with the line of the plan it stands for; ``is_new`` and ``is_changed``."""
    fields = [name for name in _CHANGEABLE if name in plan.rows.given]
    tests = [
        "l.amount_cents IS DISTINCT FROM e.amount_cents",
        "l.subtotal IS DISTINCT FROM e.is_subtotal",
    ]
    if "line_kind" not in plan.rows.given:
        # A kind that nobody knew is learnt from account or words; one that was told stays.
        tests.append("(e.line_kind IS NULL AND l.line_kind IS NOT NULL)")
    tests += [f"l.{name} IS DISTINCT FROM e.{name}" for name in fields]
    before = ", ".join(f"e.{name} AS before_{name}" for name in ("amount_cents", *_CHANGEABLE))
    return (
        f"SELECT l.*, e.id, e.is_subtotal AS before_subtotal, {before}, e.id IS NULL AS is_new, "
        f"e.id IS NOT NULL AND ({' OR '.join(tests)}) AS is_changed FROM ({_long(plan)}) l "
        f"LEFT JOIN ({_standing_lines(plan)}) e "
        "ON l.line_key = e.line_key AND l.year = e.year AND l.plan_type = e.plan_type"
    )


def _count(db: Cursor, plan: BudgetPlan, preview: Preview) -> None:
    lines = plan.base.num_rows * len(plan.rows.amounts)
    if not plan.standing[0]:
        # Counted in the database: empty cells of one side make no line.
        sides = _sides(plan.rows)
        plan.new_lines = int(db.value(f"SELECT count(*) FROM ({_long(plan)})")) if sides else lines
        preview.added = plan.base.num_rows
        shown = db.rows("SELECT title FROM incoming_base ORDER BY row LIMIT 20")
        preview.added_names = [str(row["title"]) for row in shown]
        return
    row = db.one(
        "SELECT count(*) FILTER (WHERE n = all_lines) AS added, "
        "count(*) FILTER (WHERE c + n > 0 AND n < all_lines) AS changed, "
        "count(*) FILTER (WHERE c + n = 0) AS unchanged, sum(n) AS new_lines FROM ("
        "SELECT row, count(*) AS all_lines, count(*) FILTER (WHERE is_new) AS n, "
        f"count(*) FILTER (WHERE is_changed) AS c FROM ({_compared(plan)}) GROUP BY row)"
    )
    assert row is not None
    preview.added, preview.changed = int(row["added"]), int(row["changed"])
    preview.unchanged, plan.new_lines = int(row["unchanged"]), int(row["new_lines"] or 0)
    shown = db.rows(
        f"SELECT any_value(title) AS title FROM ({_compared(plan)}) GROUP BY row "
        "HAVING bool_and(is_new) ORDER BY row LIMIT 20"
    )
    preview.added_names = [str(line["title"]) for line in shown]
    for line in db.rows(
        f"SELECT * FROM ({_compared(plan)}) WHERE is_changed ORDER BY row, year LIMIT {_SHOWN}"
    ):
        preview.changes.append(_change(line))
    missing = db.rows(f"{_missing(plan)} ORDER BY title LIMIT {_SHOWN}")
    preview.missing_objects = [Missing(row["id"], str(row["title"])) for row in missing]
    preview.missing = int(db.value(f"SELECT count(*) FROM ({_missing(plan)})"))


def _missing(plan: BudgetPlan) -> str:
    """Lines of the source, once per key, in years and plan types the file has, but not in it."""
    return (
        "SELECT min(id) AS id, any_value(title) AS title, line_key "
        f"FROM ({_standing_lines(plan)}) e WHERE line_key IS NOT NULL "
        f"AND line_key NOT IN (SELECT line_key FROM ({_long(plan)})) AND EXISTS (SELECT 1 FROM "
        f"(SELECT DISTINCT year, plan_type FROM ({_long(plan)})) l "
        "WHERE l.year = e.year AND l.plan_type = e.plan_type) GROUP BY line_key"
    )


def _delete_missing(tx: Transaction, plan: BudgetPlan) -> int:
    keys = [row["line_key"] for row in tx.rows(_missing(plan))]
    if not keys:
        return 0
    tx.register("incoming_gone", pa.table({"line_key": keys}))
    where = (
        "source = ? AND line_key IN (SELECT line_key FROM incoming_gone) AND EXISTS (SELECT 1 FROM "
        f"(SELECT DISTINCT year, plan_type FROM ({_long(plan)})) l "
        "WHERE l.year = budget_line.year AND l.plan_type = budget_line.plan_type)"
    )
    count = int(tx.value(f"SELECT count(*) FROM budget_line WHERE {where}", [plan.source]))
    tx.run(f"DELETE FROM budget_line WHERE {where}", [plan.source])
    tx.unregister("incoming_gone")
    return count


def _change(line: dict[str, Any]) -> RowChange:
    fields = []
    if line["amount_cents"] != line["before_amount_cents"]:
        label = f"{line['plan_type']} {line['year']}"
        fields.append(
            FieldChange("amount_cents", label, line["before_amount_cents"], line["amount_cents"])
        )
    if line["subtotal"] != line["before_subtotal"]:
        fields.append(
            FieldChange("is_subtotal", "Zwischensumme", line["before_subtotal"], line["subtotal"])
        )
    for name, label in _CHANGEABLE.items():
        if line[name] != line[f"before_{name}"]:
            fields.append(FieldChange(name, label, line[f"before_{name}"], line[name]))
    return RowChange(line["row"], line["id"], str(line["title"]), tuple(fields))


def _update(tx: Transaction, plan: BudgetPlan, changed: pa.Table, import_id: str) -> None:
    names = ["amount_cents", "line_key", *(n for n in _CHANGEABLE if n in plan.rows.given)]
    settings = ", ".join(f"{name} = i.{name}" for name in names)
    if "line_kind" not in plan.rows.given:
        settings += ", line_kind = coalesce(budget_line.line_kind, i.line_kind)"
    tx.register("incoming_changes", changed)
    tx.run(
        f"UPDATE budget_line SET {settings}, is_subtotal = i.subtotal, import_id = ?, "
        "source_row = i.row, source_column = i.source_column, version = ? "
        "FROM incoming_changes i WHERE budget_line.id = i.id",
        [import_id, tx.action_id],
    )
    tx.unregister("incoming_changes")


def _total(db: Cursor, plan: BudgetPlan, preview: Preview) -> None:
    """Cents per year and plan type, those of subtotals apart."""
    for number in range(len(plan.rows.amounts)):
        for row in db.rows(
            f"SELECT year_{number} AS year, plan_type_{number} AS plan_type, subtotal, "
            f"sum(amount_{number}) AS cents, count(*) - count(amount_{number}) AS unknown "
            f"FROM incoming_base{_filled(plan.rows, number)} GROUP BY ALL ORDER BY ALL"
        ):
            totals = preview.subtotal_totals if row["subtotal"] else preview.totals
            here = totals.setdefault(str(row["year"]), {})
            here[row["plan_type"]] = here.get(row["plan_type"], 0) + int(row["cents"] or 0)
            preview.unknown_amounts += int(row["unknown"])
    preview.subtotals = int(db.value("SELECT count(*) FROM incoming_base WHERE subtotal") or 0)
