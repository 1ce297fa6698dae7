"""Which columns of a budget hold amounts, of which year and which plan type."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from strategy.intake.errors import Ambiguous, ColumnMissing, Reading
from strategy.intake.reading.grid import is_text, spread
from strategy.intake.reading.table import Table
from strategy.intake.recognising import headers
from strategy.intake.recognising.assignment import Assignment
from strategy.intake.recognising.mapping import Mapping


@dataclass(frozen=True)
class Amounts:
    """One column of amounts: its name in the table's data, its letter and header.

    Year and plan type hold for the whole column, or stand row by row in ``year_cells`` and
    ``type_cells``.
    """

    column: str
    letter: str
    header: str
    year: int | None = None
    plan_type: str | None = None
    year_cells: pa.ChunkedArray | None = None
    type_cells: pa.Array | None = None

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
    table: Table, assignment: Assignment, mapping: Mapping, notices: list[str]
) -> list[Amounts]:
    """Year columns, or the columns of money of a table with one year per row.

    Takes them out of ``assignment.unused``.  Raises ColumnMissing, or Ambiguous with the key of
    the mapping that says the missing year or plan type.
    """
    years = table.detected.year_columns
    if years:
        types = _types_of_years(table, mapping, notices)
        return [
            Amounts(f"c{table.position(c.header)}", c.letter, c.header, c.year, kind)
            for c, kind in zip(years, types, strict=True)
        ]
    if "amount_cents" in assignment.fields:
        columns = [table.found(assignment.fields["amount_cents"])]
    else:
        columns = [
            c
            for c in table.detected.columns
            if c.role == "amount" and c.header in assignment.unused
        ]
        columns = [c for c in columns if headers.plan_type_in(c.header)] or columns[:1]
    if not columns:
        raise ColumnMissing(
            f"In „{table.detected.file}“ gibt es keine Spalte mit Beträgen; bitte geben Sie an, "
            "welche es ist.",
            "amount_cents",
            "Betrag",
            table.headers,
        )
    year_cells = _year_cells(table, assignment, mapping, columns[0].header)
    found = []
    for column in columns:
        if column.readings:
            raise column.question()
        if column.header in assignment.unused:
            assignment.unused.remove(column.header)
        kind, type_cells = _plan_type(table, assignment, mapping, column.header)
        found.append(
            Amounts(
                f"c{table.position(column.header)}",
                column.letter,
                column.header,
                mapping.year if year_cells is None else None,
                kind,
                year_cells,
                type_cells,
            )
        )
    return found


def _year_cells(
    table: Table, assignment: Assignment, mapping: Mapping, header: str
) -> pa.ChunkedArray | None:
    """The year of every row, null where it is none between 1900 and 2200."""
    if "year" not in assignment.fields:
        if mapping.year is None:
            raise Ambiguous(
                f"„{table.detected.file}“ nennt das Jahr der Beträge nicht; bitte geben Sie es an.",
                column=header,
                key="year",
                hint='In der Zuordnung (--mapping) zum Beispiel: {"year": 2026}.',
            )
        return None
    found = table.found(assignment.fields["year"])
    cells = table.array(found.header)
    if is_text(cells):
        cells = pc.cast(cells, pa.string())
        plain = pc.fill_null(pc.match_substring_regex(cells, r"^\s*[12][0-9]{3}\s*$"), False)
        years = pc.cast(pc.if_else(plain, pc.utf8_trim_whitespace(cells), None), pa.int64())
    else:
        years = pc.divide(cells, 10**found.scale)
    fits = pc.and_(pc.greater_equal(years, 1900), pc.less_equal(years, 2200))
    return pc.cast(pc.if_else(fits, years, pa.scalar(None, pa.int64())), pa.int32())


def _types_of_years(table: Table, mapping: Mapping, notices: list[str]) -> list[str]:
    """Plan types of the year columns; a bare year after an Ansatz belongs to the planning."""
    years = table.detected.year_columns
    told: dict[int, str] = {c.year or 0: c.plan_type for c in years if c.plan_type}
    types: list[str] = []
    for column in years:
        before = [kind for year, kind in told.items() if year < (column.year or 0)]
        if column.plan_type or mapping.plan_type:
            types.append(column.plan_type or mapping.plan_type or "")
        elif "Ansatz" in before or "Plan" in before:
            kind = "Finanzplanung" if "Ansatz" in before else "Plan"
            types.append(kind)
            notices.append(
                f"Spalte „{column.header}“ nennt keine Planart; nach den Spalten davor gilt "
                f"„{kind}“."
            )
        else:
            raise _plan_type_question(table, column.header)
    return types


def _plan_type(
    table: Table, assignment: Assignment, mapping: Mapping, header: str
) -> tuple[str | None, pa.Array | None]:
    """One plan type for the whole column, or one per row."""
    if "plan_type" in assignment.fields:
        cells = table.array(assignment.fields["plan_type"])
        return None, spread(cells, _plan_types)
    kind = mapping.plan_type or headers.plan_type_in(header)
    if kind is None:
        raise _plan_type_question(table, header)
    return kind, None


def _plan_types(distinct: pa.Array) -> pa.Array:
    return pa.array(
        [headers.plan_type_in(text) if text else None for text in distinct.to_pylist()], pa.string()
    )


def _plan_type_question(table: Table, header: str) -> Ambiguous:
    return Ambiguous(
        f"Spalte „{header}“ in „{table.detected.file}“ nennt keine Planart; bitte legen Sie fest, "
        "ob es Ergebnis, Ist, Ansatz, Plan, fortgeschriebener Ansatz oder Finanzplanung ist.",
        column=header,
        key="plan_type",
        readings=tuple(Reading(kind, kind) for kind in headers.PLAN_TYPES),
        hint='In der Zuordnung (--mapping) zum Beispiel: {"plan_type": "Ansatz"}.',
    )
