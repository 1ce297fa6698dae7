"""The Kostenblatt: the cost lines of one object as a grid, kind × year, saved as one action.

A row of the grid is a kind of line (type, one-off or running, konsumtiv or investiv, pay grade,
title), a cell one cost line.  A second line of the same kind and year is no cell and is never
merged into one: it stands ``beside`` the grid, as do lines of years outside the horizon.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from strategy.acts.cost_sheet_text import FIELDS, MONEY_TYPES, POST, DraftRow, Fault, cell_value
from strategy.figures.money.personnel import post_costs
from strategy.figures.profile import horizon
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.record import Record
from strategy.kernel.records import checked, delete_, find, get_, noun_of_id, save_
from strategy.kernel.store import Cursor, Transaction
from strategy.kernel.written_field import field_written
from strategy.nouns.cost_line import Basis, BudgetKind, CostLine, CostType, Recurrence

OWNERS = ("application", "project", "measure")
_TYPE_ORDER = {str(item): number for number, item in enumerate(CostType)}


@dataclass(frozen=True)
class RowKind:
    """What the lines of one row have in common; ``by_post`` means that cells are shares of posts
    and the cost follows from the rate of the grade."""

    cost_type: str | None
    recurrence: str | None
    budget_kind: str | None
    grade: str | None = None
    title: str | None = None
    useful_life_years: int | None = None
    organisation_id: str | None = None
    by_post: bool = False


@dataclass(frozen=True)
class SheetRow:
    """One row: its kind and the line of each year."""

    kind: RowKind
    cells: Mapping[int, CostLine]


@dataclass(frozen=True)
class CostSheet:
    """The grid as it stands in the plan; saving compares with it, so that nothing is overwritten
    unseen."""

    owner_id: str
    owner_field: str
    basis: str
    years: tuple[int, ...]
    rows: tuple[SheetRow, ...] = ()
    beside: tuple[CostLine, ...] = ()


@dataclass(frozen=True)
class ReadRow:
    """A row as it was understood: amounts in cents (None is unknown) of the years that have one."""

    number: int
    kind: RowKind
    amounts: Mapping[int, int | None]
    posts: Mapping[int, Decimal | None] = field(default_factory=dict)


@dataclass(frozen=True)
class SheetReading:
    """What a draft means: lines to write and to remove, rows for the sums, and what is wrong."""

    changed: tuple[CostLine, ...]
    removed: tuple[CostLine, ...]
    rows: tuple[ReadRow, ...]
    faults: tuple[Fault, ...]


def owner_field(owner_id: str) -> str:
    """The reference of a cost line that leads to this object; raises Refused for other nouns."""
    noun = noun_of_id(owner_id)
    if noun is None or noun.TABLE not in OWNERS:
        raise Refused(
            "Ein Kostenblatt haben nur Anwendungen, Projekte und Maßnahmen; öffnen Sie eine davon."
        )
    return f"{noun.TABLE}_id"


def cost_sheet(db: Cursor, owner_id: str, basis: str = Basis.PLAN) -> CostSheet:
    """The Kostenblatt of an application, a project or a measure over the years of the horizon."""
    name = owner_field(owner_id)
    years = horizon(db)
    rows: dict[RowKind, dict[int, CostLine]] = {}
    beside = []
    for line in find(db, CostLine, f"{name} = ? AND basis = ?", [owner_id, str(basis)]):
        cells = rows.setdefault(_kind_of(line), {}) if line.year in years else None
        # The line that was entered first is the cell; the order is that of the ids.
        if cells is None or line.year is None or line.year in cells:
            beside.append(line)
        else:
            cells[line.year] = line
    ordered = sorted((SheetRow(kind, cells) for kind, cells in rows.items()), key=_order)
    return CostSheet(owner_id, name, str(basis), tuple(years), tuple(ordered), tuple(beside))


def _kind_of(line: CostLine) -> RowKind:
    return RowKind(
        line.cost_type,
        line.recurrence,
        line.budget_kind,
        line.grade,
        line.title,
        line.useful_life_years,
        line.organisation_id,
        # A given amount counts, also beside a share of a post.
        by_post=line.cost_type == CostType.PERSONNEL
        and line.amount_cents is None
        and line.fte is not None,
    )


def _order(row: SheetRow) -> tuple[object, ...]:
    kind = row.kind
    return (
        kind.recurrence != Recurrence.ONE_OFF,
        kind.budget_kind != BudgetKind.INVESTIVE,
        _TYPE_ORDER.get(kind.cost_type or "", 99),
        kind.title or "",
        kind.grade or "",
        kind.by_post,
        min(line.id for line in row.cells.values()),
    )


def draft_of(sheet: CostSheet) -> list[DraftRow]:
    """The rows as texts, as a user types them; the start of every edit."""
    rows = []
    for number, row in enumerate(sheet.rows):
        kind = row.kind
        cells = {}
        for year, line in row.cells.items():
            value = line.fte if kind.by_post else line.amount_cents
            if value is None:
                cells[year] = german.UNKNOWN
            else:
                # Without the sign of the currency, as in a spreadsheet; the type says what it is.
                cells[year] = (
                    german.fte(value) if kind.by_post else german.money(value).split(german.NBSP)[0]
                )
        rows.append(
            DraftRow(
                cost_type=POST if kind.by_post else kind.cost_type or "",
                recurrence=kind.recurrence or "",
                budget_kind=kind.budget_kind or "",
                grade=kind.grade or "",
                title=kind.title or "",
                useful_life="" if kind.useful_life_years is None else str(kind.useful_life_years),
                cells=cells,
                number=number,
            )
        )
    return rows


def read_draft(db: Cursor, sheet: CostSheet, draft: Sequence[DraftRow]) -> SheetReading:
    """What the typed rows mean; every unclear cell is a fault that says where, the others are
    read."""
    faults: list[Fault] = []
    changed: list[CostLine] = []
    # By the row of the plan and the year: whatever no draft row speaks of any more is removed.
    removed = {
        (number, year): line
        for number, row in enumerate(sheet.rows)
        for year, line in row.cells.items()
    }
    rows: list[ReadRow] = []
    seen: dict[RowKind, int] = {}
    for number, typed in enumerate(draft, start=1):
        if typed.is_blank:
            continue
        before = None if typed.number is None else sheet.rows[typed.number]
        kind = _read_kind(typed, before, number, faults)
        if kind is None:
            _keep(removed, typed.number)
            continue
        if kind in seen:
            faults.append(
                Fault(
                    number,
                    FIELDS["title"],
                    f"Die Zeile gleicht Zeile {seen[kind]}; geben Sie ihr eine eigene Bezeichnung.",
                )
            )
            _keep(removed, typed.number)
            continue
        seen[kind] = number
        lines = _read_cells(db, sheet, typed, kind, before, number, faults, removed)
        changed += [line for line, is_new in lines if is_new]
        rows.append(_understood(db, number, kind, [line for line, _ in lines]))
    return SheetReading(tuple(changed), tuple(removed.values()), tuple(rows), tuple(faults))


def _keep(removed: dict[tuple[int, int], CostLine], number: int | None) -> None:
    """A row that is not understood takes nothing away."""
    for key in [key for key in removed if key[0] == number]:
        del removed[key]


def _read_kind(
    typed: DraftRow, before: SheetRow | None, number: int, faults: list[Fault]
) -> RowKind | None:
    count = len(faults)
    by_post = typed.cost_type == POST
    if typed.cost_type not in (*MONEY_TYPES, POST):
        faults.append(
            Fault(
                number,
                FIELDS["cost_type"],
                "Wählen Sie die Kostenart, sonst ist nicht zu sagen, was die Beträge bezahlen."
                if not typed.cost_type
                else f"„{typed.cost_type}“ ist keine Kostenart; wählen Sie eine der Liste.",
            )
        )
    for name, choices in (("recurrence", Recurrence), ("budget_kind", BudgetKind)):
        value = getattr(typed, name)
        if value and value not in list(choices):
            told = " oder ".join(f"„{item}“" for item in choices)
            faults.append(Fault(number, FIELDS[name], f"„{value}“ ist unklar; möglich ist {told}."))
    life: int | None = None
    try:
        life = field_written(CostLine.spec("useful_life_years"), typed.useful_life).value
    except Refused as error:
        faults.append(Fault(number, FIELDS["useful_life"], str(error)))
    if len(faults) > count:
        return None
    return RowKind(
        str(CostType.PERSONNEL) if by_post else typed.cost_type,
        typed.recurrence or None,
        typed.budget_kind or None,
        typed.grade.strip() or None,
        typed.title.strip() or None,
        life,
        None if before is None else before.kind.organisation_id,
        by_post,
    )


def _read_cells(
    db: Cursor,
    sheet: CostSheet,
    typed: DraftRow,
    kind: RowKind,
    before: SheetRow | None,
    number: int,
    faults: list[Fault],
    removed: dict[tuple[int, int], CostLine],
) -> list[tuple[CostLine, bool]]:
    """The lines of one row, each with whether it has to be written."""
    found = []
    for year in sheet.years:
        standing = None if before is None else before.cells.get(year)
        text = typed.cells.get(year, "")
        if not text.strip():
            continue
        try:
            line = _line(sheet, kind, year, standing, cell_value(text, kind.by_post))
            if line != standing:
                line = checked(line).settled(db)
                line.validate_in(db)
        except Refused as error:
            faults.append(Fault(number, str(year), str(error)))
        else:
            found.append((line, line != standing))
        # A cell that was not understood changes nothing: its line does not count as emptied.
        if typed.number is not None:
            removed.pop((typed.number, year), None)
    return found


def _line(
    sheet: CostSheet,
    kind: RowKind,
    year: int,
    standing: CostLine | None,
    value: int | Decimal | None,
) -> CostLine:
    owner: dict[str, Any] = {sheet.owner_field: sheet.owner_id}
    line = standing or CostLine(**owner, year=year, basis=sheet.basis)
    personnel = kind.cost_type == CostType.PERSONNEL
    return line.replace(
        cost_type=kind.cost_type,
        recurrence=kind.recurrence,
        budget_kind=kind.budget_kind,
        grade=kind.grade,
        title=kind.title,
        useful_life_years=kind.useful_life_years,
        amount_cents=None if kind.by_post else value,
        # A share of a post beside a given amount stays; it belongs to personnel only.
        fte=value if kind.by_post else (line.fte if personnel else None),
    )


def _understood(db: Cursor, number: int, kind: RowKind, lines: Sequence[CostLine]) -> ReadRow:
    if not kind.by_post:
        return ReadRow(number, kind, {line.year or 0: line.amount_cents for line in lines})
    costs = post_costs(db, [(line.grade, line.year, line.fte) for line in lines])
    years = [line.year or 0 for line in lines]
    return ReadRow(
        number,
        kind,
        dict(zip(years, costs, strict=True)),
        {line.year or 0: line.fte for line in lines},
    )


def save_cost_sheet(tx: Transaction, sheet: CostSheet, draft: Sequence[DraftRow]) -> SheetReading:
    """Write a draft into the plan; all of it or nothing.

    Raises Refused that says where the first unclear cell is, and Conflict where somebody else has
    changed a line since the sheet was opened.
    """
    owner: type[Record] | None = noun_of_id(sheet.owner_id)
    if owner is not None:
        get_(tx, owner, sheet.owner_id)
    reading = read_draft(tx, sheet, draft)
    if reading.faults:
        first, *others = reading.faults
        more = f" Dazu {german.counted(len(others), 'weitere', 'weitere')}." if others else ""
        raise Refused(f"{first.sentence}{more}")
    for line in reading.removed:
        delete_(tx, CostLine, line.id, line.version)
    for line in reading.changed:
        save_(tx, line)
    return reading
