"""Which columns of a budget hold amounts, of which year, plan type and kind of line.

Every column that looks like money gets a fate: booked, or left out with the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import pyarrow as pa

from strategy.intake.comparing.fates import Fates
from strategy.intake.errors import Ambiguous, ColumnMissing
from strategy.intake.reading.table import Table
from strategy.intake.recognising.assignment import Assignment
from strategy.intake.recognising.computed_columns import computed_columns
from strategy.intake.recognising.headers import same_header
from strategy.intake.recognising.mapping import Mapping
from strategy.intake.recognising.money_columns import LEFT_OUT, MoneyColumn, money_columns_of
from strategy.intake.recognising.money_heading import plan_type_in, years_above
from strategy.intake.recognising.said_in_cells import (
    plan_type_question,
    type_cells,
    year_cells,
    year_column_question,
)
from strategy.intake.recognising.twin_columns import without_twins

_NOT_SAID = (
    "sieht nach Beträgen aus, aber Jahr und Planart sind nicht erkannt; beides lässt sich angeben "
    "(year_columns)"
)


@dataclass(frozen=True)
class Amounts:
    """One column of amounts: its name in the table's data, its letter and header.

    Year and plan type hold for the whole column, or stand row by row in ``year_cells`` and
    ``type_cells``.  ``line_kind`` is said by the heading and overrules the row's own; ``label``
    tells apart columns that agree in all of it, such as „Personalaufwendungen“.
    """

    column: str
    letter: str
    header: str
    year: int | None = None
    plan_type: str | None = None
    year_cells: pa.ChunkedArray | None = None
    type_cells: pa.Array | None = None
    line_kind: str | None = None
    label: str = ""

    def years(self, rows: int) -> pa.Array:
        """The year of every row, int32."""
        if self.year is not None or self.year_cells is None:
            return pa.repeat(pa.scalar(self.year, pa.int32()), rows)
        return self.year_cells

    def plan_types(self, rows: int) -> pa.Array:
        """The plan type of every row."""
        if self.plan_type is not None or self.type_cells is None:
            return pa.repeat(pa.scalar(self.plan_type, pa.string()), rows)
        return self.type_cells


def amount_columns(
    table: Table, assignment: Assignment, mapping: Mapping, notices: list[str], fates: Fates
) -> list[Amounts]:
    """Year columns, or the columns of money of a table with one year per row.

    Takes them and all other columns of money out of ``assignment.unused``.  Raises ColumnMissing,
    or Ambiguous with the key of the mapping that says the missing year or plan type.
    """
    money = money_columns_of(table, assignment, mapping, fates)
    wide = [one for one in money if one.year is not None]
    plain = any(one.year is None and one.said.purpose == "amount" for one in money)
    if any(one.said.purpose == "amount" or one.given for one in wide) or (wide and not plain):
        found = _wide(table, assignment, mapping, notices, fates, money)
    else:
        found = _long(table, assignment, mapping, notices, fates, money)
    _leave_out_computed(table, assignment, mapping, found, fates)
    used = {one.header for one in found} | set(fates.columns)
    assignment.unused = [header for header in assignment.unused if header not in used]
    for one in found:
        words = [one.plan_type or "Planart je Zeile", str(one.year or "Jahr je Zeile")]
        fates.book(one.header, ", ".join([" ".join(words), *filter(None, [one.line_kind])]))
    return found


def _leave_out_computed(
    table: Table, assignment: Assignment, mapping: Mapping, found: list[Amounts], fates: Fates
) -> None:
    """Plain numbers that are the sum or difference of the booked columns, whatever they are called.

    Kept as a feature of the line, such a number would make another line of it in the next draft.
    """
    told = {same_header(header) for header in mapping.columns}
    plain = [
        column.header
        for column in table.detected.columns
        if column.header in assignment.unused
        and column.header not in fates.columns
        and column.role == "number"
        and same_header(column.header) not in told
    ]
    series = [(one.header, one.line_kind, (one.year, one.plan_type)) for one in found]
    for header, reason in computed_columns(table, series, plain).items():
        fates.leave_out(header, reason)


def _wide(
    table: Table,
    assignment: Assignment,
    mapping: Mapping,
    notices: list[str],
    fates: Fates,
    money: list[MoneyColumn],
) -> list[Amounts]:
    """Columns that say their year, each with plan type and kind."""
    wide = [one for one in money if one.year is not None]
    _ask_for_unsaid(table, [one for one in money if one.year is None], wide, fates, mapping)
    wide = _without_computed(table, wide, fates)
    _take_types(table, assignment, mapping, notices, wide)
    wide = without_twins(table, wide, fates)
    cells = type_cells(table, assignment)
    for one in wide:
        if one.column.readings:
            raise one.column.question()
    return _labelled(
        [
            Amounts(
                f"c{table.position(one.header)}",
                one.column.letter,
                one.header,
                one.year,
                one.plan_type,
                type_cells=None if one.plan_type else cells,
                line_kind=one.line_kind,
                label=one.label if one.line_kind else "",
            )
            for one in wide
        ]
    )


def _ask_for_unsaid(
    table: Table, others: list[MoneyColumn], wide: list[MoneyColumn], fates: Fates, mapping: Mapping
) -> None:
    """Columns of money beside year columns: computed ones are left out, a year not understood is
    asked for, and what names no year at all is left out by name."""
    series = [(one.header, one.line_kind, (one.year, one.plan_type)) for one in wide]
    for one in others:
        if one.said.purpose in LEFT_OUT:
            fates.leave_out(one.header, LEFT_OUT[one.said.purpose])
        elif reason := computed_columns(table, series, [one.header]).get(one.header):
            fates.leave_out(one.header, reason)
        elif one.said.years or one.plan_type:
            raise year_column_question(table, one.column, one.said)
        else:
            fates.leave_out(one.header, _NOT_SAID)


def _without_computed(table: Table, wide: list[MoneyColumn], fates: Fates) -> list[MoneyColumn]:
    """Without balances of income and expense of the same year, and sums of other columns."""
    kept = []
    for one in wide:
        kinds = {o.line_kind for o in wide if o.year == one.year and o is not one}
        both = bool(kinds & {"Ertrag", "Einzahlung"}) and bool(kinds & {"Aufwand", "Auszahlung"})
        if one.line_kind == "Saldo" and both and not one.given:
            fates.leave_out(one.header, LEFT_OUT["balance"])
        else:
            kept.append(one)
    series = [(o.header, o.line_kind, (o.year, o.plan_type)) for o in kept]
    doubtful = [o.header for o in kept if not o.given]
    for header, reason in computed_columns(table, series, doubtful).items():
        fates.leave_out(header, reason)
    return [one for one in kept if one.header not in fates.columns]


def _take_types(
    table: Table,
    assignment: Assignment,
    mapping: Mapping,
    notices: list[str],
    wide: list[MoneyColumn],
) -> None:
    """Plan types of the year columns; a bare year after an Ansatz belongs to the planning."""
    told = {one.year or 0: one.plan_type for one in wide if one.plan_type}
    for one in wide:
        before = [kind for year, kind in told.items() if year < (one.year or 0)]
        if one.plan_type or "plan_type" in assignment.fields:
            continue
        if mapping.plan_type:
            one.plan_type = mapping.plan_type
        elif one.year in told and one.line_kind:
            one.plan_type = told[one.year]
        elif "Ansatz" in before or "Plan" in before:
            one.plan_type = "Finanzplanung" if "Ansatz" in before else "Plan"
            notices.append(
                f"Spalte „{one.header}“ nennt keine Planart; nach den Spalten davor gilt "
                f"„{one.plan_type}“."
            )
        elif said := _type_above(table):
            one.plan_type = said
            notices.append(
                f"Spalte „{one.header}“ nennt keine Planart; nach der Zeile über der Tabelle gilt "
                f"„{said}“."
            )
        else:
            raise plan_type_question(table, one.header)


def _long(
    table: Table,
    assignment: Assignment,
    mapping: Mapping,
    notices: list[str],
    fates: Fates,
    money: list[MoneyColumn],
) -> list[Amounts]:
    """Columns of amounts whose year stands in the row, above the table or in the mapping."""
    chosen = _chosen(table, assignment, fates, money)
    double = next((one for one in chosen if len(one.said.years) > 1), None)
    if double is not None:
        # One answer for all would add up two columns in one year.
        raise year_column_question(table, double.column, double.said)
    year_cells, year = _year_of(table, assignment, mapping, chosen[0].header, notices)
    found = []
    for one in chosen:
        if one.column.readings:
            raise one.column.question()
        kind, cells = _plan_type(table, assignment, mapping, one, notices)
        found.append(
            Amounts(
                f"c{table.position(one.header)}",
                one.column.letter,
                one.header,
                year,
                kind,
                year_cells,
                cells,
                one.line_kind if len(chosen) > 1 else None,
                one.label if one.line_kind and len(chosen) > 1 else "",
            )
        )
    return _labelled(found)


def _chosen(
    table: Table, assignment: Assignment, fates: Fates, money: list[MoneyColumn]
) -> list[MoneyColumn]:
    """The columns to book of those that name no year."""
    header = assignment.fields.get("amount_cents")
    first = [one for one in money if one.header == header]
    kinds = [one for one in money if one.line_kind not in (None, "Saldo")]
    typed = [one for one in money if one.plan_type]
    if len(kinds) > 1:
        # Ertrag | Aufwand, or a Querschnitt with a column for every kind of expense.
        chosen = [*kinds, *(one for one in money if one.plan_type and one not in kinds)]
    elif len(typed) > 1 or (typed and not first):
        chosen = typed
    else:
        chosen = first or [one for one in money if one.said.purpose == "amount"][:1] or money[:1]
    if not chosen:
        sheets = ", ".join(f"„{sheet}“" for sheet in table.detected.sheets[:8])
        raise ColumnMissing(
            f"In „{table.detected.file}“ gibt es keine Spalte mit Beträgen; bitte geben Sie an, "
            "welche es ist"
            + (f", oder wählen Sie ein anderes Tabellenblatt: {sheets}." if sheets else "."),
            "amount_cents",
            "Betrag",
            table.headers,
        )
    series = [(one.header, one.line_kind, None) for one in chosen]
    for left in money:
        if left in chosen:
            continue
        computed = computed_columns(table, series, [left.header]).get(left.header)
        fates.leave_out(left.header, computed or LEFT_OUT.get(left.said.purpose) or _NOT_SAID)
    for name, reason in computed_columns(
        table, series, [one.header for one in chosen if one.header != header]
    ).items():
        fates.leave_out(name, reason)
    return [one for one in chosen if one.header not in fates.columns]


def _labelled(found: list[Amounts]) -> list[Amounts]:
    """Columns that agree in year, plan type and kind are told apart by their headings."""
    same: dict[tuple[object, ...], int] = {}
    for one in found:
        key = (one.year, one.plan_type, one.line_kind, one.label)
        same[key] = same.get(key, 0) + 1
    return [
        replace(one, label=one.header)
        if same[(one.year, one.plan_type, one.line_kind, one.label)] > 1
        else one
        for one in found
    ]


def _year_of(
    table: Table, assignment: Assignment, mapping: Mapping, header: str, notices: list[str]
) -> tuple[pa.ChunkedArray | None, int | None]:
    """The year of every row, or one for all: from the cells, the mapping, the lines above."""
    if "year" in assignment.fields:
        return year_cells(table, assignment.fields["year"]), None
    if mapping.year is not None:
        return None, mapping.year
    years = {year: line for line in table.detected.preamble for year in years_above(line)}
    if len(years) == 1:
        year, line = next(iter(years.items()))
        notices.append(f"Das Jahr der Beträge ist {year}, wie über der Tabelle steht: „{line}“.")
        return None, year
    raise Ambiguous(
        f"„{table.detected.file}“ nennt das Jahr der Beträge nicht (Spalte „{header}“); bitte "
        "geben Sie es an.",
        column=header,
        key="year",
        hint='In der Zuordnung (--mapping) zum Beispiel: {"year": 2026}.',
    )


def _type_above(table: Table) -> str | None:
    """The one plan type the lines above the table name: "Haushaltsjahr 2026, Ansätze"."""
    lines = [
        re.sub(r"(?i)(?:teil)?(?:ergebnis|finanz|haushalts)(?:haushalt|plan)s?", " ", line)
        for line in table.detected.preamble
    ]
    said = {kind for line in lines if (kind := plan_type_in(line))}
    return said.pop() if len(said) == 1 else None


def _plan_type(
    table: Table, assignment: Assignment, mapping: Mapping, one: MoneyColumn, notices: list[str]
) -> tuple[str | None, pa.Array | None]:
    """One plan type for the whole column, or one per row."""
    cells = type_cells(table, assignment)
    if cells is not None:
        return None, cells
    kind = one.plan_type or mapping.plan_type
    if kind is None and (kind := _type_above(table)):
        notices.append(f"Die Planart „{kind}“ steht über der Tabelle.")
    if kind is None:
        raise plan_type_question(table, one.header)
    return kind, None
