"""Mark the rows of a table that are sums, for every kind of import."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from strategy.intake.kinds.cells import Notation, notation_of
from strategy.intake.kinds.import_kind import ImportKind
from strategy.intake.reading.table import Table
from strategy.intake.recognising.assignment import Assignment
from strategy.intake.recognising.mapping import Mapping
from strategy.intake.recognising.sum_rows import find_sums, is_clear_sum
from strategy.kernel.errors import Refused
from strategy.kernel.written_number import is_unknown

_MOST_NAMED = 10_000
# Fields in which a row is named, the surest first; "Zwischensumme 1" may stand in the column of
# the numbers, whose neighbours are empty then.
_NAMES = (
    "title",
    "object",
    "grade",
    "application_id",
    "project_id",
    "product_title",
    "account",
    "product",
)
_CODES = ("product", "account", "key", "number")


def mark_sums(
    table: Table,
    kind: ImportKind,
    assignment: Assignment,
    mapping: Mapping,
    numbers: list[str] | None = None,
) -> dict[int, str]:
    """Set ``subtotal`` of the table; returns source row -> German reason.

    ``numbers`` are the headers of the columns that add up, by default all columns of numbers.
    What the mapping says stands as it was said.
    """
    if mapping.subtotals is not None:
        rows = set(mapping.subtotals)
        return {row: "so vorgegeben" for row in table.rows if row in rows}
    if numbers is None:
        numbers = [
            column.header
            for column in table.detected.columns
            if column.role in ("amount", "number", "written") and not column.readings
        ]
    labels = _labels(table, kind, assignment)
    codes = _codes(table, kind, assignment)
    rows_of = table.rows
    found = find_sums(
        labels, codes, _matrix(table, numbers), rows_of, bool(kind.amount) or kind.name == "budget"
    )
    mask = found.mask(len(table))
    if kind.name == "budget":
        # Upper regions of official keys were found while reading.
        mask |= np.asarray(table.data.column("subtotal")) & _regional(table)
    place = table.data.column_names.index("subtotal")
    table.data = table.data.set_column(place, "subtotal", pa.array(mask))
    detected = table.detected
    named = np.asarray(table.data.column("row"))[mask]
    detected.subtotal_count = int(mask.sum())
    detected.subtotal_rows = named[:_MOST_NAMED].tolist()
    reasons = {rows_of[place]: why for place, why in found.reasons.items()}
    shown = list(dict.fromkeys(f"Zeile {row}: {why}" for row, why in sorted(reasons.items())))
    detected.subtotal_reason = "; ".join(shown[:5]) + (" …" if shown[5:] else "")
    if detected.subtotal_reason and not detected.subtotal_reason.endswith("…"):
        detected.subtotal_reason += "."
    return reasons


def _regional(table: Table) -> Any:
    if "übergeordnete Gebiete" in table.detected.subtotal_reason:
        return np.ones(len(table), dtype=bool)
    return np.zeros(len(table), dtype=bool)


def _labels(table: Table, kind: ImportKind, assignment: Assignment) -> list[str | None]:
    """What each row is called: by the first of its names that is a sum, else by the first.

    A remark that speaks of a sum makes no sum of its row.
    """
    refs = [name for name in assignment.fields if (spec := kind.spec(name)) and spec.ref]
    names = dict.fromkeys((*_NAMES, *refs))
    headers = [assignment.fields[name] for name in names if name in assignment.fields]
    if not headers:
        headers = [c.header for c in table.detected.columns if c.role == "text"][:1]
    columns = [table.coded_texts(header) for header in headers if not table.found(header).readings]
    labels = np.full(len(table), None, dtype=object)
    # The first name of a row is set last, and what is called a sum after all other names.
    for is_label in (_is_known, _is_known_sum):
        for places, words in reversed(columns):
            told = np.array([*(bool(word) and is_label(word or "") for word in words), False])
            rows = told[places]
            labels[rows] = np.array([*words, None], dtype=object)[places[rows]]
    named: list[str | None] = labels.tolist()
    return named


def _is_known(text: str) -> bool:
    return text.isdigit() or not is_unknown(text)


def _is_known_sum(text: str) -> bool:
    # Most distinct texts of a large budget are codes of digits, and no sum is called so.
    return not text.isdigit() and _is_known(text) and is_clear_sum(text)


def _codes(table: Table, kind: ImportKind, assignment: Assignment) -> list[str | None]:
    """Codes that may form a hierarchy: of a field, or of a column "Nr." nobody takes."""
    if not (kind.amount or kind.name == "budget"):
        return [None] * len(table)
    header = next((assignment.fields[name] for name in _CODES if name in assignment.fields), None)
    if header is None:
        header = next(
            (
                h
                for h in table.headers
                if h.strip(" .").lower() in ("nr", "lfd. nr", "nummer", "gliederung", "pos", "code")
            ),
            None,
        )
    return table.texts(header) if header else [None] * len(table)


def _matrix(table: Table, headers: list[str]) -> Any:
    columns = []
    for header in headers:
        column = table.data.column(table.position(header))
        if pa.types.is_integer(column.type):
            columns.append(np.asarray(pc.fill_null(column, 0).to_numpy(), dtype=np.int64))
        elif table.found(header).role == "written":
            notation = notation_of(table, header)
            columns.append(
                np.array([_cents(text, notation) for text in table.texts(header)], np.int64)
            )
    return np.stack(columns, axis=1) if columns else np.zeros((len(table), 0), np.int64)


def _cents(text: str | None, notation: Notation) -> int:
    try:
        return (notation.read(text, exact=False).cents or 0) if text else 0
    except Refused:
        return 0
