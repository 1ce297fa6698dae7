"""Read the rows of one table of a returned workbook: which object, which values, what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from strategy.intake.reading.grid import Cell, is_blank, text_of
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.record import Kind, Spec
from strategy.kernel.written import same_grade
from strategy.survey.base import BaseRow
from strategy.survey.cell_values import ReadValue, read_cell, says_unknown, shown
from strategy.survey.findings import Draft, ReplyReading, RowProblem
from strategy.survey.form import COSTS, PERSONNEL, USES, FormSheet
from strategy.survey.locating import LocatedTable
from strategy.survey.naming import Naming, Pending
from strategy.survey.written_cell import sent_text


def read_rows(
    table: LocatedTable, base: Mapping[str, BaseRow], naming: Naming, reading: ReplyReading
) -> list[Draft]:
    """A draft per row that holds something; errors go to ``reading.problems``."""
    drafts: list[Draft] = []
    # Before the rows are read: the first of two rows with one key is as suspect as the second.
    bearers = _bearers(table)
    for number, row in table.rows:
        if all(is_blank(row[place]) for place in table.columns.values()):
            continue
        object_id = ""
        if table.id_column is not None:
            object_id = text_of(row[table.id_column]).strip()
        problem = _id_problem(table, number, object_id, base, bearers.get(object_id, []))
        draft = read_row(table, number, row, base.get(object_id), naming, reading)
        if problem is not None:
            reading.problems.append(problem)
            # Read on all the same: an Amt should hear of all its errors at once and not one per
            # sending.
            draft.bad = True
        draft.object_id = object_id
        drafts.append(draft)
    return drafts


def read_row(
    table: LocatedTable,
    number: int,
    row: tuple[Cell, ...],
    sent: BaseRow | None,
    naming: Naming,
    reading: ReplyReading,
) -> Draft:
    """The values of one row; cells that cannot be read become problems of the reading."""
    form = table.form
    draft = Draft(form.key, number, "", {}, {}, {}, {})
    for name, spec in form.specs.items():
        if name not in table.columns:
            continue
        cell = table.cell(row, name)
        draft.cells[name] = table.address(number, name)
        try:
            read = _read(spec, name, cell, sent, naming, draft)
        except Refused as refusal:
            draft.bad = True
            reading.problems.append(
                RowProblem(
                    table.sheet.name,
                    number,
                    draft.cells[name],
                    form.header(name),
                    shown(cell),
                    str(refusal),
                )
            )
            continue
        draft.said[name] = read.value
        # An estimate that already stood there when the workbook went out was told the last time.
        if read.estimate and (sent is None or read.value != sent.values.get(name)):
            draft.estimates[name] = read.estimate
            reading.notices.append(
                f"Blatt „{table.sheet.name}“, {draft.cells[name]}: „{shown(cell)}“ wird als "
                f"Schätzwert {said(spec, read.value, naming)} übernommen."
            )
        if read.remark and (sent is None or read.value != sent.values.get(name)):
            reading.notices.append(
                f"Blatt „{table.sheet.name}“, {draft.cells[name]}: {read.remark}."
            )
    return draft


def as_sent(draft: Draft, sent: BaseRow) -> None:
    """Cells that say word for word what was sent mean what they meant then, even where a text
    looks like "unknown" or a name has come to mean something else."""
    for name, text in draft.texts.items():
        if name in sent.names and sent.names[name].strip() == text:
            draft.said[name] = sent.values.get(name)
        elif name not in draft.shown and text == sent.values.get(name):
            draft.said[name] = text


def _read(
    spec: Spec, name: str, cell: Cell, sent: BaseRow | None, naming: Naming, draft: Draft
) -> ReadValue:
    if isinstance(cell, str):
        # Compared as a text first: "k. A." as the name of a product would else be read as unknown.
        draft.texts[name] = sent_text(cell)
    text = "" if cell is None else text_of(cell).strip()
    unchanged = (
        sent is not None
        and name in draft.texts
        and draft.texts[name]
        == (sent.names.get(name, "").strip() if spec.ref else sent.values.get(name))
    )
    if spec.ref:
        if not text or says_unknown(text):
            return ReadValue(None)
        draft.shown[name] = text
    if unchanged and sent is not None:
        return ReadValue(sent.values.get(name))
    if spec.ref:
        return ReadValue(naming.find(spec.ref, text))
    read = read_cell(spec, cell)
    if spec.unit == "grade" and read.value:
        # "E 9b", "EG 9b" and "E9b" are one grade; a rate is found under the spelling of the plan.
        return ReadValue(same_grade(str(read.value), naming.grades))
    return read


def _bearers(table: LocatedTable) -> dict[str, list[int]]:
    """Key → the rows that bear it and hold something."""
    found: dict[str, list[int]] = {}
    if table.id_column is not None:
        for number, row in table.rows:
            if not all(is_blank(row[place]) for place in table.columns.values()):
                found.setdefault(text_of(row[table.id_column]).strip(), []).append(number)
    return found


def _id_problem(
    table: LocatedTable,
    number: int,
    object_id: str,
    base: Mapping[str, BaseRow],
    bearers: list[int],
) -> RowProblem | None:
    if not object_id or table.id_column is None:
        return None
    cell = table.sheet.address(number, table.id_column)
    if object_id not in base:
        rule = (
            f"Die Kennung „{object_id}“ gehört nicht zu diesem Bogen; vermutlich stammt die Zeile "
            f"aus einer anderen Datei. Leeren Sie die ausgeblendete Zelle {cell}, dann gilt die "
            "Zeile als neu."
        )
    elif len(bearers) > 1:
        # Which of them is the copy cannot be told, because rows may have been sorted.
        others = ", ".join(str(other) for other in bearers if other != number)
        rule = (
            f"Diese Zeile hat dieselbe Kennung „{object_id}“ wie Zeile {others}; vermutlich wurde "
            "eine kopiert. Leeren Sie in der kopierten Zeile die ausgeblendete Zelle in Spalte "
            f"{table.sheet.letters[table.id_column]}, dann gilt sie als neu, oder löschen Sie sie."
        )
    else:
        return None
    return RowProblem(table.sheet.name, number, cell, "Kennung", object_id, rule)


def said(spec: Spec, value: Any, naming: Naming) -> str:
    """A value as people read it."""
    if value is None:
        return spec.empty_word
    if isinstance(value, Pending) or spec.ref:
        return naming.name_of(value)
    match spec.kind:
        case Kind.MONEY:
            return german.money(value)
        case Kind.PERCENT:
            return german.percent(value)
        case Kind.FTE:
            return german.fte(value, unit=True)
        case Kind.DAY:
            return german.day(value)
        case Kind.FLAG:
            return "ja" if value else "nein"
        case Kind.INTEGER | Kind.NUMBER:
            return german.number(value)
        case _:
            return str(value)


def row_name(form: FormSheet, values: Mapping[str, Any], naming: Naming) -> str:
    """What a row is called in lists: its title, or what a cost line belongs to."""
    if form in (COSTS, PERSONNEL):
        owner = values.get("application_id") or values.get("project_id")
        parts = [
            naming.name_of(owner),
            str(values.get("title") or ""),
            str(values.get("year") or ""),
            str((values.get("cost_type") if form is COSTS else values.get("grade")) or ""),
            str(values.get("basis") or ""),
        ]
        return ", ".join(part for part in parts if part) or form.noun.SINGULAR
    if form is USES:
        parts = [naming.name_of(values.get(n)) for n in ("application_id", "organisation_id")]
        return " – ".join(part for part in parts if part) or form.noun.SINGULAR
    return str(values.get("title") or f"{form.noun.SINGULAR} ohne Bezeichnung")
