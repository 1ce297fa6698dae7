"""From a table of money to budget lines: the fields of every row, cleaned as whole columns.

A budget may have a million lines, so rows are never Python objects.  Most columns repeat few
texts; cleaning works on the distinct ones and is then spread over the rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from strategy.intake.comparing.fates import Fate, Fates
from strategy.intake.comparing.preview import Rejected
from strategy.intake.comparing.resolve import Resolver
from strategy.intake.kinds.budget_content import settle_by_content
from strategy.intake.kinds.budget_twins import settle_twins
from strategy.intake.kinds.cleaned_column import cleaned
from strategy.intake.kinds.kinds_of_lines import kinds_of_lines
from strategy.intake.kinds.money_kinds import BUDGET
from strategy.intake.kinds.section_kinds import kinds_by_section
from strategy.intake.kinds.sums import mark_sums
from strategy.intake.reading.detected import BadCell
from strategy.intake.reading.grid import spread
from strategy.intake.reading.table import Table
from strategy.intake.recognising.assignment import Assignment
from strategy.intake.recognising.budget_amounts import Amounts, amount_columns
from strategy.intake.recognising.distinct import distinct_lines
from strategy.intake.recognising.mapping import Mapping
from strategy.intake.recognising.spoilt_codes import are_spoilt, what_it_became
from strategy.kernel.store import Cursor

# Explanations change from draft to draft and do not tell which line it is.
_REMARK = re.compile(
    r"erläuter|bemerk|kommentar|hinweis|begründ|anmerk|notiz|fußnote", re.IGNORECASE
)


@dataclass
class BudgetRows:
    """``base`` has one row per row of the file: ``row``, ``subtotal``, the fields of the line,
    ``line_key``, ``has_amount``, and per column of amounts ``amount_N``, ``year_N``,
    ``plan_type_N``.  ``given`` are the fields the file itself fills."""

    base: pa.Table
    amounts: list[Amounts]
    given: set[str]
    rejected: list[Rejected] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    without_amount: int = 0
    assigned: dict[str, str] = field(default_factory=dict)
    fates: Fates = field(default_factory=Fates)
    added_up: int = 0
    # Cells with words in the place of an amount.
    worded: list[BadCell] = field(default_factory=list)
    # Whether ``own_id`` of the rows names the lines of the plan.
    by_id: bool = False


def budget_rows(
    db: Cursor, table: Table, assignment: Assignment, mapping: Mapping, resolver: Resolver
) -> BudgetRows:
    """Clean the table; raises Ambiguous where year or plan type is not said anywhere."""
    notices: list[str] = []
    fates = Fates()
    settle_by_content(table, assignment, mapping, notices)
    _guess_unnamed(table, assignment, notices)
    amounts = amount_columns(table, assignment, mapping, notices, fates)
    mark_sums(table, BUDGET, assignment, mapping, [one.header for one in amounts])
    used = set(assignment.fields.values()) | {one.header for one in amounts}
    for column in table.detected.columns:
        if column.header in used and column.readings and column.role in ("amount", "number"):
            raise column.question()
    few, places = distinct_lines(table, used_for_lines(table, assignment, amounts, fates))
    columns = _fields(few, assignment, resolver, notices, fates)
    columns["line_kind"] = kinds_of_lines(db, few, assignment, columns, notices)
    columns["line_key"] = line_keys(db, columns)
    del columns["key_details"]
    if places is not None:
        columns = {
            name: pa.DictionaryArray.from_arrays(places, _whole(column))
            for name, column in columns.items()
        }
    for number, one in enumerate(amounts):
        columns[f"amount_{number}"] = table.data.column(one.column)
        columns[f"year_{number}"] = one.years(len(table))
        columns[f"plan_type_{number}"] = one.plan_types(len(table))
    known = [pc.is_valid(columns[f"amount_{number}"]) for number in range(len(amounts))]
    has_amount = known[0]
    for more in known[1:]:
        has_amount = pc.or_(has_amount, more)
    # "siehe Anlage" in the only column of amounts: a line whose amount is unknown, no heading.
    columns["has_amount"] = pc.or_(has_amount, table.data.column("said"))
    columns["row"] = table.data.column("row")
    columns["subtotal"] = table.data.column("subtotal")
    kinds_by_section(columns, notices)
    _keep_words(table, columns)
    base = pa.table(columns)
    given = {name for name in assignment.fields if name in columns}
    given |= {"line_kind"} if any(one.line_kind for one in amounts) else set()
    found = BudgetRows(base, amounts, given, notices=notices, fates=fates)
    found.worded = table.detected.worded
    found.assigned = {
        header: spec.label
        for name, header in assignment.fields.items()
        if (spec := BUDGET.spec(name)) is not None
    }
    found.assigned |= {one.header: "Betrag" for one in amounts}
    _reject(found, table, used, assignment)
    settle_twins(db, found, mapping)
    found.rejected.sort(key=lambda cell: cell.row)
    return found


def used_for_lines(
    table: Table, assignment: Assignment, amounts: list[Amounts], fates: Fates
) -> list[str]:
    """Headers of all columns that say which line a row belongs to."""
    other = {one.header for one in amounts}
    other |= {one.column for one in fates.columns.values() if one.fate is Fate.LEFT_OUT}
    other |= {assignment.fields[n] for n in ("year", "plan_type") if n in assignment.fields}
    return [header for header in table.headers if header not in other]


def line_keys(db: Cursor, columns: dict[str, pa.Array]) -> pa.Array:
    """By which the next draft of a budget finds its line."""
    keyed = ("product", "product_title", "account", "title", "key_details", "line_kind")
    db.register("incoming_table", pa.table({name: columns[name] for name in keyed}))
    try:
        # 64 bits of a digest: short to store, and two of a million lines do not share one.  The
        # kind stands behind it, so that a line whose kind was learnt later is still found.
        return db.arrow(
            "SELECT left(md5(concat_ws(chr(31), coalesce(product, product_title, ''), "
            "coalesce(account, ''), coalesce(title, ''), coalesce(key_details, ''))), 16) "
            "|| coalesce('+' || line_kind, '') AS line_key FROM incoming_table"
        ).column("line_key")
    finally:
        db.unregister("incoming_table")


def _whole(column: Any) -> pa.Array:
    found = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return pa.concat_arrays(found.chunks) if isinstance(found, pa.ChunkedArray) else found


def _fields(
    table: Table, assignment: Assignment, resolver: Resolver, notices: list[str], fates: Fates
) -> dict[str, pa.Array]:
    fields = assignment.fields
    empty = pa.nulls(len(table), pa.string())
    columns = {
        name: cleaned(table, fields[name]) if name in fields else empty
        for name in ("product", "product_title", "account")
    }
    names = [cleaned(table, fields["title"])] if "title" in fields else []
    names += [columns[n] for n in ("account", "product_title", "product") if n in fields]
    columns["title"] = pc.coalesce(*names) if names else empty
    extra = list(assignment.unused)
    columns["organisation_id"] = empty
    if "organisation_id" in fields:
        units = units_of(table, fields["organisation_id"], resolver, notices)
        columns["organisation_id"] = units
        if units.null_count == len(table):
            extra.append(fields["organisation_id"])
    for header in extra:
        fates.note(header, "steht unter „Weitere Merkmale“")
    told = [header for header in extra if not _REMARK.search(header)]
    columns["key_details"] = _details(table, told)
    columns["details"] = columns["key_details"] if told == extra else _details(table, extra)
    for name in ("product", "account"):
        if name in fields:
            columns[name] = _without_spoilt(columns, name, fields[name], notices, table)
    return columns


def _without_spoilt(
    columns: dict[str, pa.Array], name: str, header: str, notices: list[str], table: Table
) -> pa.Array:
    """Codes that Excel turned into exponents or dates are no codes; they are kept as words."""
    spoilt = np.asarray(
        pc.fill_null(spread(columns[name], _are_spoilt), False).to_numpy(zero_copy_only=False)
    )
    if not spoilt.any():
        return columns[name]
    codes = pc.cast(columns[name], pa.string())
    first = codes.filter(pa.array(spoilt))[0].as_py()
    rows = np.asarray(table.data.column("row"))[spoilt].tolist()
    notices.append(
        f"Spalte „{header}“: In {len(rows)} Zeile(n), zuerst Zeile {rows[0]}, hat Excel aus dem "
        f"Schlüssel {what_it_became(first)} gemacht („{first}“, kein Datum und keine Zahl war "
        "gemeint); der Schlüssel gilt als unbekannt und steht als Vermerk dabei. Bitte formatieren "
        "Sie die Spalte als Text und geben Sie die Schlüssel neu ein."
    )
    words = pc.binary_join_element_wise(f"{header} in der Datei: ", codes, "")
    for key in ("details", "key_details"):
        own = pc.fill_null(pc.cast(columns[key], pa.string()), "")
        glue = pc.if_else(pc.equal(own, ""), "", "; ")
        joined = pc.binary_join_element_wise(own, glue, words, "")
        columns[key] = pc.if_else(pa.array(spoilt), joined, columns[key].cast(pa.string()))
    if name == "account":
        # Where no other column names the line, its title must not be the spoilt code either.
        titles = pc.cast(columns["title"], pa.string())
        same = pc.fill_null(pc.equal(titles, codes), False)
        if pc.any(pc.and_(same, pa.array(spoilt))).as_py():
            return columns[name]
    return pc.if_else(pa.array(spoilt), pa.scalar(None, pa.string()), codes)


def _are_spoilt(distinct: pa.Array) -> pa.Array:
    return are_spoilt(pc.cast(distinct, pa.string()))


def _keep_words(table: Table, columns: dict[str, Any]) -> None:
    """Words where an amount belongs ("siehe Anlage") stay with the line, though not in its key."""
    if not table.detected.worded:
        return
    places = {row: place for place, row in enumerate(table.rows)}
    details = pc.cast(columns["details"], pa.string()).to_pylist()
    for cell in table.detected.worded:
        if (place := places.get(cell.row)) is not None:
            own = details[place]
            details[place] = (f"{own}; " if own else "") + f"{cell.column}: {cell.value}"
    columns["details"] = pa.array(details, pa.string())


def _details(table: Table, extra: list[str]) -> pa.Array:
    """What no field takes, as „Fonds: 12; Stelle: 4711“."""
    parts = []
    for header in extra:
        cells = cleaned(table, header)
        if cells.null_count < len(table):
            parts.append(spread(cells, partial(_labelled, header)))
    if not parts:
        return pa.nulls(len(table), pa.string())
    # Nothing may be null here: skipping nulls, arrow drops whole rows that have nothing else.
    joined = pc.binary_join_element_wise(*parts, "")
    return pc.if_else(
        pc.equal(joined, ""), pa.scalar(None, pa.string()), pc.utf8_slice_codeunits(joined, 2)
    )


def _labelled(header: str, distinct: pa.Array) -> pa.Array:
    return pc.fill_null(pc.binary_join_element_wise(f"; {header}: ", distinct, ""), "")


def _guess_unnamed(table: Table, assignment: Assignment, notices: list[str]) -> None:
    """Without any title, the last column of text before the amounts names the lines."""
    if {"title", "account", "product_title"} & set(assignment.fields):
        return
    texts = []
    for column in table.detected.columns:
        if column.role == "amount":
            break
        if column.role == "text" and column.header in assignment.unused:
            texts.append(column.header)
    if not texts:
        return
    assignment.fields["title"] = texts[-1]
    assignment.unused.remove(texts[-1])
    notices.append(
        f"Keine Spalte heißt nach der Bezeichnung der Zeile; genommen wurde „{texts[-1]}“."
    )


def units_of(table: Table, header: str, resolver: Resolver, notices: list[str]) -> pa.Array:
    """Ids of organisation units; names of no unit stay among the details if none is known."""
    cells = cleaned(table, header)
    lost: list[str] = []

    def ids(distinct: pa.Array) -> pa.Array:
        found = [resolver.find("organisation_unit", t) if t else None for t in distinct.to_pylist()]
        lost.extend(
            t for t, unit in zip(distinct.to_pylist(), found, strict=True) if t and not unit
        )
        return pa.array(found, pa.string())

    units = spread(cells, ids)
    if lost:
        notices.append(
            f"{len(lost)} Angabe(n) in Spalte „{header}“ nennen keine Organisationseinheit des "
            f"Plans, zuerst „{lost[0]}“."
        )
    return units


def _reject(found: BudgetRows, table: Table, used: set[str], assignment: Assignment) -> None:
    for cell in table.detected.bad:
        if cell.column in used:
            found.rejected.append(Rejected(cell.row, cell.column, cell.value, cell.reason))
    base = found.base
    bad_rows = {cell.row for cell in found.rejected}
    headings = base.filter(pc.invert(base.column("has_amount"))).column("row").to_pylist()
    headings = [row for row in headings if row not in bad_rows]
    found.without_amount = len(headings)
    found.fates.skip(headings, "ohne Beträge (Überschrift)")
    if found.without_amount:
        found.notices.append(
            f"{found.without_amount} Zeile(n) ohne Beträge (Überschriften) werden übergangen."
        )
    header = assignment.fields.get("title", "")
    for row in _rows_without(base, "title"):
        found.rejected.append(Rejected(row, header, "", "Die Bezeichnung fehlt."))
    if "year" in assignment.fields:
        for row in _rows_without(base, "year_0"):
            found.rejected.append(
                Rejected(row, assignment.fields["year"], "", "Das Jahr ist nicht lesbar.")
            )
    if "plan_type" in assignment.fields:
        for row in _rows_without(base, "plan_type_0"):
            found.rejected.append(
                Rejected(row, assignment.fields["plan_type"], "", "Die Planart ist nicht bekannt.")
            )


def _rows_without(base: pa.Table, name: str) -> list[int]:
    column = base.column(name)
    if pa.types.is_dictionary(column.type):
        # A coded column counts no nulls itself; they are among its distinct texts.
        if not any(chunk.dictionary.null_count for chunk in column.chunks):
            return []
        column = pc.cast(column, pa.string())
    if not column.null_count:
        return []
    lost = pc.and_(pc.is_null(column), base.column("has_amount"))
    return list(base.filter(lost).column("row").to_pylist())
