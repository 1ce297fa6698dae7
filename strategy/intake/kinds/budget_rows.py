"""From a table of money to budget lines: the fields of every row, cleaned as whole columns.

A budget may have a million lines, so rows are never Python objects.  Most columns repeat few
texts; cleaning works on the distinct ones and is then spread over the rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from strategy.intake.comparing.fates import Fates
from strategy.intake.comparing.preview import Rejected
from strategy.intake.comparing.resolve import Resolver, loose
from strategy.intake.kinds.money_kinds import BUDGET
from strategy.intake.reading.grid import is_text, spread
from strategy.intake.reading.table import Table
from strategy.intake.recognising.assignment import Assignment
from strategy.intake.recognising.budget_amounts import Amounts, amount_columns
from strategy.intake.recognising.distinct import distinct_lines
from strategy.intake.recognising.mapping import Mapping
from strategy.intake.recognising.numbers import UNKNOWN
from strategy.kernel.store import Cursor

_UNKNOWN = pa.array(sorted(UNKNOWN), pa.string())
# What the words of a line say about its kind; the first that fits counts.
_LINE_KINDS = (
    (
        "Saldo",
        r"^[^a-zäöüß]*((teil|zwischen)?saldo|((außer)?ordentliches |finanz|jahres|gesamt)*ergebnis"
        r"|jahres(überschuss|fehlbetrag))($|[^a-zäöüß])",
    ),
    ("Einzahlung", r"einzahlung|rückflüsse von darlehen|aufnahme von (darlehen|krediten)"),
    ("Auszahlung", r"auszahlung|tilgung|gewährung von darlehen"),
    ("Aufwand", r"aufwend|aufwand|abschreibung"),
    (
        "Ertrag",
        r"ertrag|erträge|steuern und ähnl|zuwendungen|leistungsentgelte|kostenerstattungen"
        r"|aktivierte eigenleistungen|bestandsveränderungen",
    ),
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


def budget_rows(
    db: Cursor, table: Table, assignment: Assignment, mapping: Mapping, resolver: Resolver
) -> BudgetRows:
    """Clean the table; raises Ambiguous where year or plan type is not said anywhere."""
    notices: list[str] = []
    _guess_unnamed(table, assignment, notices)
    amounts = amount_columns(table, assignment, mapping, notices)
    used = set(assignment.fields.values()) | {one.header for one in amounts}
    for column in table.detected.columns:
        if column.header in used and column.readings and column.role in ("amount", "number"):
            raise column.question()
    few, places = distinct_lines(table, used_for_lines(table, assignment, amounts))
    columns = _fields(few, assignment, amounts, resolver, notices)
    columns["line_key"] = _line_keys(db, columns)
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
    columns["has_amount"] = has_amount
    columns["row"] = table.data.column("row")
    columns["subtotal"] = table.data.column("subtotal")
    base = pa.table(columns)
    given = {name for name in assignment.fields if name in columns}
    found = BudgetRows(base, amounts, given, notices=notices)
    found.assigned = {
        header: spec.label
        for name, header in assignment.fields.items()
        if (spec := BUDGET.spec(name)) is not None
    }
    found.assigned |= {one.header: "Betrag" for one in amounts}
    _reject(db, found, table, used, assignment)
    return found


def used_for_lines(table: Table, assignment: Assignment, amounts: list[Amounts]) -> list[str]:
    """Headers of all columns that say which line a row belongs to."""
    other = {one.header for one in amounts}
    other |= {assignment.fields[n] for n in ("year", "plan_type") if n in assignment.fields}
    return [header for header in table.headers if header not in other]


def _line_keys(db: Cursor, columns: dict[str, pa.Array]) -> pa.Array:
    keyed = ("product", "product_title", "account", "title", "details")
    db.register("incoming_table", pa.table({name: columns[name] for name in keyed}))
    try:
        # 64 bits of a digest: short to store, and two of a million lines do not share one.
        return db.arrow(
            "SELECT left(md5(concat_ws(chr(31), coalesce(product, product_title, ''), "
            "coalesce(account, ''), coalesce(title, ''), coalesce(details, ''))), 16) AS line_key "
            "FROM incoming_table"
        ).column("line_key")
    finally:
        db.unregister("incoming_table")


def _whole(column: Any) -> pa.Array:
    found = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return pa.concat_arrays(found.chunks) if isinstance(found, pa.ChunkedArray) else found


def _fields(
    table: Table,
    assignment: Assignment,
    amounts: list[Amounts],
    resolver: Resolver,
    notices: list[str],
) -> dict[str, pa.Array]:
    fields = assignment.fields
    empty = pa.nulls(len(table), pa.string())
    columns = {
        name: _clean(table, fields[name]) if name in fields else empty
        for name in ("product", "product_title", "account")
    }
    names = [_clean(table, fields["title"])] if "title" in fields else []
    names += [columns[n] for n in ("account", "product_title", "product") if n in fields]
    columns["title"] = pc.coalesce(*names) if names else empty
    if "line_kind" in fields:
        columns["line_kind"] = spread(_clean(table, fields["line_kind"]), _said_kinds)
    else:
        columns["line_kind"] = spread(columns["title"], _kinds_by_words)
    amount_headers = {one.header for one in amounts}
    extra = [header for header in assignment.unused if header not in amount_headers]
    columns["organisation_id"] = empty
    if "organisation_id" in fields:
        units = _units(table, fields["organisation_id"], resolver, notices)
        columns["organisation_id"] = units
        if units.null_count == len(table):
            extra.append(fields["organisation_id"])
    columns["details"] = _details(table, extra)
    return columns


def _trimmed(distinct: pa.Array) -> pa.Array:
    bare = pc.utf8_trim_whitespace(distinct)
    unknown = pc.is_in(pc.utf8_lower(bare), value_set=_UNKNOWN)
    return pc.if_else(unknown, pa.scalar(None, pa.string()), bare)


def _clean(table: Table, header: str) -> pa.Array:
    """A column as text without blanks around it, null where it says unknown."""
    found = table.found(header)
    column = table.data.column(table.position(header))
    if is_text(column):
        return spread(column, _trimmed)
    if found.role in ("number", "amount") and found.scale:
        return pa.array(table.texts(header), pa.string())
    return pc.cast(column, pa.string())


def _said_kinds(distinct: pa.Array) -> pa.Array:
    """The kind as the file says it, in its own words or ours."""
    spec = BUDGET.spec("line_kind")
    words = {loose(choice): str(choice) for choice in (spec.choices if spec else None) or ()}
    words |= {word: str(choice) for word, choice in BUDGET.values["line_kind"].items()}
    return pa.array(
        [words.get(loose(text)) if text else None for text in distinct.to_pylist()], pa.string()
    )


def _kinds_by_words(titles: pa.Array) -> pa.Array:
    """The kind as the words of the line say it; a line of Aufwand and Ertrag has none."""
    lower = pc.utf8_lower(titles)
    kinds = pa.nulls(len(titles), pa.string())
    for kind, pattern in reversed(_LINE_KINDS):
        kinds = pc.if_else(
            pc.fill_null(pc.match_substring_regex(lower, pattern), False), pa.scalar(kind), kinds
        )
    both = pc.and_(
        pc.match_substring_regex(lower, "aufw[ae]nd"), pc.match_substring_regex(lower, "ertr[aä]g")
    )
    return pc.if_else(pc.fill_null(both, False), pa.scalar(None, pa.string()), kinds)


def _details(table: Table, extra: list[str]) -> pa.Array:
    """What no field takes, as „Fonds: 12; Stelle: 4711“."""
    parts = []
    for header in extra:
        cells = _clean(table, header)
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


def _units(table: Table, header: str, resolver: Resolver, notices: list[str]) -> pa.Array:
    """Ids of organisation units; names of no unit stay among the details if none is known."""
    cells = _clean(table, header)
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


def _reject(
    db: Cursor, found: BudgetRows, table: Table, used: set[str], assignment: Assignment
) -> None:
    for cell in table.detected.bad:
        if cell.column in used:
            found.rejected.append(Rejected(cell.row, cell.column, cell.value, cell.reason))
    base = found.base
    bad_rows = {cell.row for cell in found.rejected}
    headings = base.filter(pc.invert(base.column("has_amount"))).column("row").to_pylist()
    found.without_amount = sum(row not in bad_rows for row in headings)
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
    _reject_twins(db, found)
    found.rejected.sort(key=lambda cell: cell.row)


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


def _reject_twins(db: Cursor, found: BudgetRows) -> None:
    """Two rows that nothing distinguishes: which of the amounts holds cannot be told."""
    keys = "line_key" if found.amounts[0].year is not None else "line_key, year_0, plan_type_0"
    db.register("incoming_base", found.base)
    try:
        # As many different hashes as rows prove that all keys differ; only then is it this quick.
        if db.value("SELECT count(*) FROM incoming_base WHERE has_amount") == db.value(
            f"SELECT count(DISTINCT hash({keys})) FROM incoming_base WHERE has_amount"
        ):
            return
        twins = db.rows(
            "SELECT row, first, title FROM (SELECT row, title, min(row) OVER (PARTITION BY "
            f"{keys}) AS first FROM incoming_base WHERE has_amount) WHERE row <> first "
            "ORDER BY row LIMIT 10000"
        )
    finally:
        db.unregister("incoming_base")
    for twin in twins:
        found.rejected.append(
            Rejected(
                twin["row"],
                "",
                str(twin["title"] or ""),
                f"Zeile {twin['row']} ist durch nichts von Zeile {twin['first']} zu unterscheiden.",
            )
        )
