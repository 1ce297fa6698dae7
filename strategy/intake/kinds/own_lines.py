"""Budget lines that this plan wrote itself: their Kennungen name them, whatever else changed."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from strategy.intake.comparing.fates import Fates
from strategy.intake.comparing.preview import Rejected
from strategy.intake.comparing.resolve import Resolver
from strategy.intake.kinds.budget_rows import BudgetRows, line_keys, units_of
from strategy.intake.kinds.cleaned_column import cleaned
from strategy.intake.kinds.money_kinds import BUDGET
from strategy.intake.kinds.own_ids import ids_of_this_plan
from strategy.intake.reading.grid import spread
from strategy.intake.reading.table import Table
from strategy.intake.recognising.assignment import Assignment
from strategy.intake.recognising.budget_amounts import amount_columns
from strategy.intake.recognising.mapping import Mapping
from strategy.kernel.store import Cursor
from strategy.nouns.budget_line import LineKind

_TEXTS = ("source", "product", "product_title", "account", "title", "line_kind", "details")
_FLAGS = {"ja": True, "nein": False}


def own_lines(
    db: Cursor, table: Table, assignment: Assignment, mapping: Mapping, resolver: Resolver
) -> BudgetRows | None:
    """The lines of a list with Kennungen of this plan; None where it is any other table.

    Sums, kinds and years are taken as the list says them: guessing anew would change lines that
    nobody touched, because a filtered or sorted list adds up otherwise than the budget did.
    """
    fields = assignment.fields
    if not {"year", "plan_type", "title"} <= fields.keys():
        return None
    header = ids_of_this_plan(db, table, BUDGET, assignment)
    if header is None:
        return None
    notices: list[str] = []
    fates = Fates()
    amounts = amount_columns(table, assignment, mapping, notices, fates)
    if len(amounts) != 1 or amounts[0].year is not None or amounts[0].plan_type is not None:
        return None
    columns = _columns(table, fields, resolver, notices)
    columns["key_details"] = columns["details"]
    columns["line_key"] = line_keys(db, columns)
    del columns["key_details"]
    columns["own_id"] = cleaned(table, header)
    columns["amount_0"] = table.data.column(amounts[0].column)
    columns["year_0"] = amounts[0].years(len(table))
    columns["plan_type_0"] = amounts[0].plan_types(len(table))
    columns["row"] = table.data.column("row")
    # A line whose amount is unknown is a line; headings have no Kennung.
    columns["has_amount"] = pc.or_(pc.is_valid(columns["amount_0"]), pc.is_valid(columns["own_id"]))
    given = {name for name in fields if name in columns}
    given |= {"year", "plan_type", "amount_cents"}
    given |= {"is_subtotal"} if "is_subtotal" in fields else set()
    found = BudgetRows(pa.table(columns), amounts, given, notices=notices, fates=fates)
    found.by_id = True
    found.assigned = {
        used: spec.label for name, used in fields.items() if (spec := BUDGET.spec(name)) is not None
    }
    found.assigned |= {header: "Kennung", amounts[0].header: "Betrag"}
    _leave_out_rest(table, found, header)
    _reject(db, table, found, fields, amounts[0].header)
    return found


def _leave_out_rest(table: Table, found: BudgetRows, ids: str) -> None:
    for header in table.headers:
        if header not in found.assigned and header not in found.fates.columns and header != ids:
            found.fates.leave_out(header, "die Kennung sagt schon, welche Zeile gemeint ist")


def _columns(
    table: Table, fields: dict[str, str], resolver: Resolver, notices: list[str]
) -> dict[str, Any]:
    empty = pa.nulls(len(table), pa.string())
    columns: dict[str, Any] = {
        name: pc.cast(cleaned(table, fields[name]), pa.string()) if name in fields else empty
        for name in _TEXTS
    }
    columns["organisation_id"] = (
        units_of(table, fields["organisation_id"], resolver, notices)
        if "organisation_id" in fields
        else empty
    )
    subtotal = pa.nulls(len(table), pa.bool_())
    if "is_subtotal" in fields:
        subtotal = spread(cleaned(table, fields["is_subtotal"]), _flags)
    columns["subtotal"] = pc.fill_null(subtotal, False)
    return columns


def _flags(distinct: pa.Array) -> pa.Array:
    words = pc.cast(distinct, pa.string()).to_pylist()
    return pa.array([_FLAGS.get((word or "").strip().lower()) for word in words], pa.bool_())


def _reject(
    db: Cursor, table: Table, found: BudgetRows, fields: dict[str, str], amount: str
) -> None:
    """Cells that cannot be taken, Kennungen twice in the file, and Kennungen the plan lacks."""
    used = {*fields.values(), amount}
    for cell in table.detected.bad:
        if cell.column in used:
            found.rejected.append(Rejected(cell.row, cell.column, cell.value, cell.reason))
    # Words where an amount belongs would leave the old amount standing, unsaid.
    for cell in table.detected.worded:
        found.rejected.append(
            Rejected(cell.row, cell.column, cell.value, "Der Betrag ist nicht lesbar.")
        )
    base = found.base
    headings = base.filter(pc.invert(base.column("has_amount"))).column("row").to_pylist()
    found.without_amount = len(headings)
    found.fates.skip(headings, "ohne Beträge (Überschrift)")
    for name, sentence in (
        ("title", "Die Bezeichnung fehlt."),
        ("year_0", "Das Jahr ist nicht lesbar."),
        ("plan_type_0", "Die Planart ist nicht bekannt."),
    ):
        header = fields[name.removesuffix("_0")]
        lost = pc.and_(pc.is_null(base.column(name)), base.column("has_amount"))
        for row in base.filter(lost).column("row").to_pylist():
            found.rejected.append(Rejected(row, header, "", sentence))
    _reject_words(found, "line_kind", fields.get("line_kind", ""), _is_not(LineKind))
    db.register("incoming_base", base)
    try:
        twins = db.rows(
            "SELECT row, own_id, min(row) OVER (PARTITION BY own_id) AS first FROM incoming_base "
            "WHERE own_id IS NOT NULL QUALIFY row <> first ORDER BY row"
        )
        unknown = db.rows(
            "SELECT row, own_id FROM incoming_base WHERE own_id IS NOT NULL "
            "AND own_id NOT IN (SELECT id FROM budget_line) ORDER BY row"
        )
    finally:
        db.unregister("incoming_base")
    for one in twins:
        reason = f"Die Kennung steht schon in Zeile {one['first']}; jede Zeile hat ihre eigene."
        found.rejected.append(Rejected(one["row"], "Kennung", one["own_id"], reason))
    for one in unknown:
        reason = (
            "Eine Haushaltszeile mit dieser Kennung hat der Plan nicht (mehr); ohne Kennung wird "
            "sie neu angelegt."
        )
        found.rejected.append(Rejected(one["row"], "Kennung", one["own_id"], reason))
    found.rejected.sort(key=lambda cell: cell.row)


def _is_not(choices: type[StrEnum]) -> Callable[[str], bool]:
    known = {str(one) for one in choices}
    return lambda word: word not in known


def _reject_words(found: BudgetRows, name: str, header: str, wrong: Callable[[str], bool]) -> None:
    column = found.base.column(name)
    words = [word for word in pc.unique(column).to_pylist() if word and wrong(word)]
    if not words:
        return
    at = np.flatnonzero(pc.is_in(column, value_set=pa.array(words)).to_numpy(zero_copy_only=False))
    rows, texts = found.base.column("row").to_pylist(), column.to_pylist()
    choices = ", ".join(str(one) for one in LineKind)
    for place in at.tolist():
        reason = f"Die Art ist nicht bekannt; möglich sind: {choices}."
        found.rejected.append(Rejected(rows[place], header, texts[place], reason))
