"""From a table to objects of the plan: the values of every row, field by field."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from strategy.intake.comparing.fates import Fates
from strategy.intake.comparing.preview import Rejected
from strategy.intake.comparing.resolve import Resolver
from strategy.intake.kinds.cells import read_cells
from strategy.intake.kinds.import_kind import ImportKind
from strategy.intake.kinds.references import Named as Named
from strategy.intake.kinds.references import References
from strategy.intake.kinds.sections import find_sections
from strategy.intake.kinds.soft_cells import SoftCells
from strategy.intake.kinds.split_cells import share_in, split_cases, split_periods
from strategy.intake.reading.table import Table
from strategy.intake.recognising.assignment import Assignment


@dataclass(frozen=True)
class Use:
    """A unit that uses the object of a row, its share of the cost and its number of users."""

    unit: str
    share: Decimal | None = None
    users: int | None = None


@dataclass
class Row:
    """One row of the file: field -> value and field -> cell; ``key`` recognises it next time.

    ``users`` are units that use the object, where the row names more than who is responsible.
    """

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    key: str = ""
    users: list[Use] = field(default_factory=list)
    # Field -> ids of all objects its name may mean, and the line of the note that says so.
    doubtful: dict[str, tuple[list[str], str]] = field(default_factory=dict)


@dataclass
class RecordRows:
    """All rows of a file as values of one noun, and what could not be read."""

    rows: list[Row]
    rejected: list[Rejected]
    notices: list[str]
    fields: list[str]
    headers: dict[str, str]
    fates: Fates = field(default_factory=Fates)
    # Lines of cost that stand in the rows of the objects.
    costs: RecordRows | None = None


def record_rows(
    table: Table,
    kind: ImportKind,
    assignment: Assignment,
    resolver: Resolver,
    named: Assignment | None = None,
) -> RecordRows:
    """Convert every assigned column; raises Ambiguous where one leaves two readings.

    ``named`` holds the columns that name a row, where ``assignment`` leaves them out.
    """
    rows = [Row(number) for number in table.rows]
    rejected: list[Rejected] = []
    notices: list[str] = []
    fates = Fates()
    for name, header in assignment.fields.items():
        spec = kind.spec(name)
        soft = SoftCells(header, spec, "note" in kind.fields())
        names = References(header, spec, kind, resolver) if spec and spec.ref else None
        # "50 %" under "Stand" is how far it is, where no other column tells that.
        shares = name == "status" and kind.spec("progress") and "progress" not in assignment.fields
        for row, cell in zip(rows, read_cells(table, header, spec, kind), strict=True):
            row.cells[name] = table.place(header, row.number)
            if cell.complaint:
                rejected.append(Rejected(row.number, header, cell.kept, cell.complaint))
            elif names is not None and cell.value is not None:
                row.values[name], users, noted = names.read(row.number, str(cell.value))
                row.users += [Use(unit) for unit in users]
                if noted:
                    words = " ".join(str(cell.value).split())
                    row.notes.append(f"{names.spec.label}: {words}")
                    row.doubtful[name] = names.doubtful.get(str(cell.value), []), row.notes[-1]
            elif shares and cell.kept and (share := share_in(cell.kept)) is not None:
                row.values["progress"], row.cells["progress"] = share, row.cells[name]
            else:
                row.values[name] = cell.value
                if cell.kept or cell.understood:
                    row.notes += soft.note(row.number, cell, bool(kind.amount))
        if names is not None:
            notices += names.notices(kind.uses)
        notices += soft.notices()
    _number_groups(rows, table, kind, assignment)
    filled = split_periods(rows, table, kind, assignment, notices)
    filled += split_cases(rows, table, assignment, notices)
    if "progress" not in assignment.fields and any("progress" in row.values for row in rows):
        filled.append("progress")
    sections = find_sections(table, kind, named or assignment, resolver)
    notices += sections.notices()
    for row in rows:
        if unit := sections.units.get(row.number):
            row.values["organisation_id"] = unit
        if kind.amount:
            _add_notes(row, kind)
        for helper in set(kind.helpers) - set(kind.kept):
            row.values.pop(helper, None)
    if sections.headings:
        fates.skip(sections.headings, "Zwischenüberschrift mit einer Einheit des Plans")
    rows = [row for row in rows if row.number not in sections.headings]
    rejected = [cell for cell in rejected if cell.row not in sections.headings]
    fields = [name for name in assignment.fields if name not in kind.helpers]
    fields += [name for name in filled if name not in fields]
    if sections.units and "organisation_id" not in fields:
        fields.append("organisation_id")
    noted = "note" in kind.fields() and any(row.notes for row in rows)
    if noted and "note" not in fields:
        fields.append("note")
    # ``mark_sums`` has looked at the names and numbers of all rows.
    sums = {row for row, summed in zip(table.rows, table.subtotals, strict=True) if summed}
    if sums:
        which = ", ".join(str(number) for number in sorted(sums)[:5])
        notices.append(
            f"Summen stehen in {'Zeile' if len(sums) == 1 else 'den Zeilen'} {which}"
            f"{' …' if len(sums) > 5 else ''}; sie werden kein Eintrag."
        )
        rows = [row for row in rows if row.number not in sums]
        rejected = [cell for cell in rejected if cell.row not in sums]
        fates.skip(sums, "Summe anderer Zeilen")
    return RecordRows(rows, rejected, notices, fields, dict(assignment.fields), fates)


def _number_groups(rows: list[Row], table: Table, kind: ImportKind, assignment: Assignment) -> None:
    """Numbers that start anew in every group are only a key together with the group's name."""
    group = next((name for name in kind.group if name in assignment.fields), None)
    if group is None or "key" not in assignment.fields:
        return
    for row, name in zip(rows, table.texts(assignment.fields[group]), strict=True):
        if name and row.values.get("key"):
            row.values["key"] = f"{name}-{row.values['key']}"


def _add_notes(row: Row, kind: ImportKind) -> None:
    if row.notes and "note" in kind.fields():
        own = row.values.get("note")
        row.values["note"] = (
            "\n".join([own] if own else []) + ("\n" if own else "") + "\n".join(row.notes)
        )
