"""Year and plan type of budget lines where cells say them, and what is asked where nothing does."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from strategy.intake.errors import Ambiguous, Reading
from strategy.intake.reading.detected import FoundColumn
from strategy.intake.reading.grid import is_text, spread
from strategy.intake.reading.table import Table
from strategy.intake.recognising.assignment import Assignment
from strategy.intake.recognising.money_heading import PLAN_TYPES, MoneyHeading, plan_type_in


def year_cells(table: Table, header: str) -> pa.ChunkedArray:
    """The year of every row, null where it is none between 1900 and 2200; dates have one too."""
    found = table.found(header)
    cells = table.array(header)
    if pa.types.is_date(cells.type):
        return pc.cast(pc.year(cells), pa.int32())
    if is_text(cells):
        return spread(cells, _years_in_texts)
    years = pc.divide(cells, 10**found.scale)
    fits = pc.and_(pc.greater_equal(years, 1900), pc.less_equal(years, 2200))
    return pc.cast(pc.if_else(fits, years, pa.scalar(None, pa.int64())), pa.int32())


def _years_in_texts(texts: pa.Array) -> pa.Array:
    """ "2026", "HHJ 2026", "01.01.2026": the one year of each text."""
    years: list[int | None] = []
    for text in pc.cast(texts, pa.string()).to_pylist():
        seen = set(re.findall(r"(?<!\d)((?:19|20|21)\d\d)(?!\d)", text or ""))
        years.append(int(seen.pop()) if len(seen) == 1 else None)
    return pa.array(years, pa.int32())


def type_cells(table: Table, assignment: Assignment) -> pa.Array | None:
    if "plan_type" not in assignment.fields:
        return None
    return spread(table.array(assignment.fields["plan_type"]), plan_types)


def plan_types(distinct: pa.Array) -> pa.Array:
    texts = pc.cast(distinct, pa.string()).to_pylist()
    return pa.array([said_plan_type(text) if text else None for text in texts], pa.string())


def said_plan_type(text: str) -> str | None:
    """The plan type a cell names; a single letter counts there, as the column is known."""
    letters = {"a": "Ansatz", "e": "Ergebnis", "p": "Plan", "i": "Ist", "r": "Ergebnis"}
    return plan_type_in(text) or letters.get(text.strip(" .").lower())


def plan_type_question(table: Table, header: str) -> Ambiguous:
    return Ambiguous(
        f"Spalte „{header}“ in „{table.detected.file}“ nennt keine Planart; bitte legen Sie fest, "
        "ob es Ergebnis, Ist, Ansatz, Plan, fortgeschriebener Ansatz oder Finanzplanung ist.",
        column=header,
        key="plan_type",
        readings=tuple(Reading(kind, kind) for kind in PLAN_TYPES),
        hint='In der Zuordnung (--mapping) zum Beispiel: {"plan_type": "Ansatz"}.',
    )


def year_column_question(table: Table, column: FoundColumn, said: MoneyHeading) -> Ambiguous:
    """Which year and plan type a column of money is, by its heading."""
    years = said.years or tuple(
        sorted({c.year for c in table.detected.columns if c.year is not None})
    )
    why = (
        "nennt zwei Jahre"
        if len(said.years) > 1
        else "sieht nach Beträgen aus, aber die Planart ist nicht erkannt"
        if said.years
        else "sieht nach Beträgen aus, aber das Jahr ist nicht erkannt"
    )
    first = years[0] if years else 2026
    return Ambiguous(
        f"Spalte „{column.header}“ in „{table.detected.file}“ {why}; bitte geben Sie Jahr und "
        "Planart der Spalte an, oder dass sie nicht übernommen wird.",
        column=column.header,
        key="year_columns",
        readings=(
            *(Reading(f"{year} {kind}", f"{kind} {year}") for year in years for kind in PLAN_TYPES),
            Reading("", "nicht übernehmen"),
        ),
        hint="In der Zuordnung (--mapping) zum Beispiel: "
        f'{{"year_columns": {{"{column.header}": [{first}, "Ansatz"]}}}}; null lässt sie weg.',
    )
