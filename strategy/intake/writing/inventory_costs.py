"""Costs that stand in the rows of applications, projects or measures: read and written with them.

The cost columns of an inventory are read as a list of costs whose object is that of the same row;
so amounts, units and kinds of cost follow the rules of that list.
"""

from __future__ import annotations

from dataclasses import replace

from strategy.intake.comparing.preview import Preview
from strategy.intake.comparing.resolve import Resolver
from strategy.intake.kinds.import_kind import ImportKind
from strategy.intake.kinds.line_columns import has_line_columns
from strategy.intake.kinds.money_kinds import COSTS
from strategy.intake.kinds.object_costs import row_lines
from strategy.intake.kinds.own_ids import ROW_ID
from strategy.intake.kinds.record_rows import RecordRows, Row
from strategy.intake.reading.table import Table
from strategy.intake.recognising.assignment import Assignment
from strategy.intake.recognising.mapping import Mapping
from strategy.intake.writing.line_import import compare_lines, show_lines
from strategy.intake.writing.record_import import Comparison, rejected_row, write_compared
from strategy.kernel.errors import Refused
from strategy.kernel.records import checked, insert
from strategy.kernel.store import Cursor, Transaction


def read_costs(
    db: Cursor,
    table: Table,
    kind: ImportKind,
    assignment: Assignment,
    mapping: Mapping,
    resolver: Resolver,
    found: RecordRows,
) -> RecordRows | None:
    """The cost lines of the rows of an inventory, None where it has no column of costs."""
    if not kind.costs_of or not has_line_columns(table, kind, assignment):
        return None
    if ROW_ID in assignment.fields and not table.detected.year_columns:
        # The plan's own list shows sums of lines that it has already.
        return None
    lines = row_lines(db, table, COSTS, assignment, mapping, resolver, kind.costs_of)
    kept = {row.number for row in found.rows}
    lines.rows = [line for line in lines.rows if line.number in kept]
    found.rejected += [cell for cell in lines.rejected if cell.row in kept]
    lines.rejected = []
    found.fates.columns |= lines.fates.columns
    found.notices += lines.notices
    lines.notices = []
    return lines


def compare_costs(
    db: Cursor, costs: RecordRows, made: Comparison, source: str, kind: ImportKind
) -> Comparison:
    """Compare the lines with those of the plan; what is wrong with one refuses its whole row.

    ``made`` is the comparison of the objects, ``kind`` the one under which they came.
    """
    out = {cell.row for cell in made.rejected}
    known: list[Row] = []
    fresh: list[tuple[Row, Row]] = []
    for line in costs.rows:
        if line.number in out or line.number not in made.objects:
            continue
        owner = made.objects[line.number]
        # The Kennung of a new application is given when it is written; its row stands in for it.
        held = replace(line, values={**line.values, kind.costs_of: owner or f"row:{line.number}"})
        if owner:
            known.append(held)
        else:
            fresh.append((line, held))
    result = compare_lines(db, COSTS, replace(costs, rows=known), source, set(), kind.label)
    seen: set[tuple[object, ...]] = set()
    for line, held in fresh:
        also = ("budget_kind", "recurrence")
        key = (line.number, *(held.values.get(name) for name in (*COSTS.identity, *also)))
        if key in seen:
            twin = Refused("Zwei Spalten der Zeile sagen dasselbe Jahr und dieselbe Kostenart.")
            result.rejected.append(rejected_row(costs, line, twin))
            continue
        seen.add(key)
        given = {n: v for n, v in held.values.items() if v is not None and COSTS.spec(n)}
        try:
            new = checked(COSTS.noun(**given))
            # Only the rate of a grade is looked up; it does not need the application to be there.
            new.validate_in(db)
            result.new.append((line, new))
        except Refused as refusal:
            result.rejected.append(rejected_row(costs, line, refusal))
    result.missing = []
    if result.rejected:
        bad = {cell.row for cell in result.rejected}
        made.rejected += result.rejected
        result.new = [one for one in result.new if one[0].number not in bad]
        result.changed = [one for one in result.changed if one[0].number not in bad]
        made.new = [one for one in made.new if one[0].number not in bad]
        made.changed = [one for one in made.changed if one[0].number not in bad]
        made.uses = {number: use for number, use in made.uses.items() if number not in bad}
    return result


def show_costs(db: Cursor, preview: Preview, costs: RecordRows, made: Comparison) -> None:
    """Add the lines to the counts, names and totals of the applications in the preview."""
    shown = Preview(preview.kind, preview.file, preview.version, preview.detected)
    bad = {cell.row for cell in preview.rejected}
    lines = replace(costs, rows=[row for row in costs.rows if row.number not in bad])
    show_lines(db, COSTS, shown, lines, made)
    # Amounts stand beside names by their place; applications have none.
    preview.added_cents = [None] * len(preview.added_names)
    titles = {f"row:{row.number}": row for row, _ in made.new}
    preview.added_names += [_named(name, titles) for name in shown.added_names]
    preview.added_cents += shown.added_cents
    preview.added += shown.added
    preview.changed += shown.changed
    preview.unchanged += shown.unchanged
    preview.changes += shown.changes
    preview.totals = shown.totals
    preview.unknown_amounts = shown.unknown_amounts


def _named(name: str, rows: dict[str, Row]) -> str:
    first, _, rest = name.partition(", ")
    return f"Zeile {rows[first].number}, {rest}" if first in rows else name


def write_costs(
    tx: Transaction, kind: ImportKind, made: Comparison, objects: dict[int, str], import_id: str
) -> None:
    """Insert and update the lines, with their provenance; ``objects`` has the written rows."""
    new = insert(
        tx, [record.replace(**{kind.costs_of: objects[row.number]}) for row, record in made.new]
    )
    changed = [record for _, _, record in made.changed]
    write_compared(tx, COSTS, made, import_id, new, changed, False)
