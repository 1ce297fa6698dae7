"""Columns that are computed from others: a sum or a difference is no amount of its own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from strategy.intake.reading.table import Table

# Arithmetic shows itself in the first rows; a table of a million need not be added up for it.
_LOOKED_AT = 5_000
_INCOME, _EXPENSE = ("Ertrag", "Einzahlung"), ("Aufwand", "Auszahlung")

# Header, kind of line, and what makes columns belong together (year and plan type).
Series = Sequence[tuple[str, str | None, Any]]


def computed_columns(table: Table, series: Series, doubtful: Sequence[str]) -> dict[str, str]:
    """Of the ``doubtful`` headers those that equal a sum or difference of the columns in
    ``series``, with the German reason."""
    if len(series) < 2 or not doubtful:
        return {}
    numbers = {header: _numbers(table, header) for header, _, _ in series}
    numbers |= {header: _numbers(table, header) for header in doubtful if header not in numbers}
    kinds = {header: (kind, group) for header, kind, group in series}
    found: dict[str, str] = {}
    for header in doubtful:
        own = numbers[header]
        if own is None or not own.any():
            continue
        others = [
            (h, kind)
            for h, kind, group in series
            if h != header
            and h not in found
            and numbers[h] is not None
            and (header not in kinds or group == kinds[header][1])
        ]
        if reason := _explained(own, header, others, numbers, kinds.get(header)):
            found[header] = reason
    return found


def _explained(
    own: Any,
    header: str,
    others: list[tuple[str, str | None]],
    numbers: dict[str, Any],
    known: tuple[str | None, Any] | None,
) -> str:
    income = [h for h, kind in others if kind in _INCOME]
    expense = [h for h, kind in others if kind in _EXPENSE]
    if income and expense:
        left = sum(numbers[h] for h in income)
        right = sum(numbers[h] for h in expense)
        # Expenses may be written with or without their sign.
        if any(np.array_equal(own, x) for x in (left - right, right - left, left + right)):
            return "Saldo der Spalten " + _named([*income, *expense])
    own_kind = known[0] if known else None
    parts = [h for h, kind in others if own_kind is None or kind == own_kind]
    if len(parts) >= 2 and np.array_equal(own, sum(numbers[h] for h in parts)):
        return "Summe der Spalten " + _named(parts)
    # In one row alone 3 is the difference of 5 and 2 by chance.
    if known is None and np.count_nonzero(own) > 1:
        for first, second in permutations([h for h, _ in others], 2):
            if np.array_equal(own, numbers[first] - numbers[second]):
                return f"Unterschied der Spalten „{first}“ und „{second}“"
    return ""


def _named(headers: list[str]) -> str:
    return ", ".join(f"„{header}“" for header in headers[:4]) + (" …" if headers[4:] else "")


def _numbers(table: Table, header: str) -> Any:
    """The first numbers of a column, unknown as 0; None if it holds none.  Cents where both are."""
    found = table.found(header)
    column = table.data.column(table.position(header)).slice(0, _LOOKED_AT)
    if found.readings or not pa.types.is_integer(column.type):
        return None
    numbers = np.asarray(pc.fill_null(column, 0).to_numpy(), dtype=np.int64)
    # A plain number is compared with cents: its column has no unit that would say otherwise.
    return numbers if found.role == "amount" else numbers * 100 // 10**found.scale
