"""Cells that say what several fields hold: a period, a per cent as state, a number of all cases."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from strategy.intake.kinds.import_kind import ImportKind
from strategy.intake.reading.table import Table
from strategy.intake.recognising.assignment import Assignment
from strategy.kernel.written import count_written, decimal_written, with_rest
from strategy.kernel.written_number import is_unknown
from strategy.kernel.written_period import period_written

PERIOD, CASES = "period", "cases"
_PER_CENT = re.compile(r"(?:ca\.\s*|rund\s*)?\d{1,3}(?:[.,]\d+)?\s*(?:%|prozent|v\.\s?h\.)", re.I)


class _Row(Protocol):
    """What is written into: the values, cells and notes of one row."""

    number: int
    values: dict[str, object]
    cells: dict[str, str]
    notes: list[str]


def share_in(text: str) -> Decimal | None:
    """The per cent that stands where a state was asked for: "50 %" under "Stand"."""
    if not _PER_CENT.fullmatch(" ".join(text.split())):
        return None
    found = decimal_written(text)
    return found.value if found is not None and found.value <= 100 else None


def split_periods(
    rows: Sequence[_Row], table: Table, kind: ImportKind, assignment: Assignment, told: list[str]
) -> list[str]:
    """Fill first and last day from one column; words that are no period go into the note.

    Returns the fields that it fills beside those that have a column of their own.
    """
    header = assignment.fields.get(PERIOD)
    if header is None or kind.period is None:
        return []
    odd: list[str] = []
    for row, text in zip(rows, table.texts(header), strict=True):
        if not text or is_unknown(text):
            continue
        found = period_written(text)
        # A contract called "2027" may end then or last just that year.
        if found and kind.costs_of == "application_id" and re.fullmatch(r"\s*\d{4}\s*", text):
            found = None
        if found is None:
            row.notes.append(f"{header}: {' '.join(text.split())}")
            odd.append(f"„{' '.join(text.split())}“ (Zeile {row.number})")
            continue
        for name, day in zip(kind.period, found, strict=True):
            # A column of its own says it more exactly.
            if day is not None and row.values.get(name) is None:
                row.values[name] = day
                row.cells[name] = table.place(header, row.number)
    # Said once per column: forty contracts "unbefristet" would be forty sentences.
    if odd:
        told.append(
            f"Spalte „{header}“: {', '.join(odd[:5])}{' …' if odd[5:] else ''} nennt keinen Beginn "
            "und kein Ende und steht deshalb in der Anmerkung."
        )
    return [name for name in kind.period if name not in assignment.fields]


def split_cases(
    rows: Sequence[_Row], table: Table, assignment: Assignment, told: list[str]
) -> list[str]:
    """Cases of a service counted together: what is not known to be digital is analogue.

    The plan keeps the two apart; of a service that is online nobody knows the share.
    """
    header = assignment.fields.get(CASES)
    if header is None:
        return []
    noted: list[str] = []
    for row, text in zip(rows, table.texts(header), strict=True):
        if not text or is_unknown(text):
            continue
        # "ca. 1.200" and "1.200 Anträge" are counts as well.
        total = with_rest(text, count_written)
        digital = row.values.get("cases_digital")
        known = row.values.get("cases_analogue") is not None
        online = row.values.get("online") is True and digital is None
        left = total.value - (digital if isinstance(digital, int) else 0) if total else -1
        if known or online or left < 0:
            row.notes.append(f"{header}: {' '.join(text.split())}")
            noted.append(str(row.number))
            continue
        row.values["cases_analogue"] = left
        row.cells["cases_analogue"] = table.place(header, row.number)
        if total and total.rest:
            row.notes.append(f"{header}: {total.rest}")
    told.append(
        f"Spalte „{header}“ zählt alle Fälle; was nicht als digital genannt ist, steht unter "
        "„Fälle analog im Jahr“."
        + (
            f" In Zeile {', '.join(noted[:5])}{' …' if noted[5:] else ''} ist die Aufteilung "
            "offen; dort steht die Zahl in der Anmerkung."
            if noted
            else ""
        )
    )
    return [] if "cases_analogue" in assignment.fields else ["cases_analogue"]
