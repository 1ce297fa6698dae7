"""Papers of the workbench that are no list: said as what they are, with the way for them."""

from __future__ import annotations

import re
from dataclasses import replace

from strategy.intake.errors import NotATable
from strategy.intake.kinds.own_ids import ROW_ID
from strategy.intake.kinds.record_rows import RecordRows
from strategy.intake.reading.table import Table
from strategy.intake.recognising.assignment import Assignment

# The hidden row of keys of a survey workbook: "anwendungen.title".
_SURVEY_KEY = re.compile(r"[a-zäöü]+\.[a-z_0-9]+")
# What the report writes over the yearly cost that it adds up for every object.
_OWN_SUM = re.compile(r"Kosten \d{4} \((?:Plan|Ist)\)")


def refuse_own_papers(table: Table) -> None:
    """Raise for a survey workbook and for the split costs of a report, which look like lists."""
    name, headers = table.detected.file, set(table.headers)
    if any(header.endswith(".kennung") for header in headers) and all(
        _SURVEY_KEY.fullmatch(header) for header in headers if not header.startswith("Spalte ")
    ):
        raise NotATable(
            f"„{name}“ ist ein Erhebungsbogen der Werkbank; lesen Sie ihn unter „Erhebungen“ ein "
            "(Befehl: survey in)."
        )
    if {"Kostenzeile", "Wofür", "Betrag"} <= headers:
        raise NotATable(
            f"„{name}“ enthält auf diesem Blatt die auf Ämter verteilten Kosten, eine Kostenzeile "
            "steht mehrmals; lesen Sie statt dessen die Liste der Kostenzeilen ein."
        )


def drop_own_sums(table: Table, assignment: Assignment, found: RecordRows) -> None:
    """Leave out the yearly sums of a list of this plan: booked, they would double its costs."""
    if ROW_ID not in assignment.fields:
        return
    columns = table.detected.columns
    for place, column in enumerate(columns):
        if _OWN_SUM.fullmatch(column.header):
            # Without a year no rule below takes it for an amount of one.
            columns[place] = replace(column, year=None)
            if column.header in assignment.unused:
                assignment.unused.remove(column.header)
            found.fates.leave_out(
                column.header,
                "Summe der Kostenzeilen dieses Plans; Beträge ändert die Liste der Kosten",
            )
