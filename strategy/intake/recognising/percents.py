"""Cells shown as per cent hold a hundredth of what is read: 1 is 100 %, and never one per cent."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from strategy.intake.gate.cell_looks import SheetLooks
from strategy.intake.gate.sheet_scan import column_number
from strategy.intake.reading.detected import FoundColumn
from strategy.intake.recognising.headers import same_header
from strategy.intake.recognising.raw_columns import RawColumn


def show_percents(
    raws: list[RawColumn],
    found: list[FoundColumn],
    rows: pa.Array,
    looks: SheetLooks,
    roles: AnyMapping[str, str],
) -> list[FoundColumn]:
    """Turn the number cells shown as per cent into per cent, cell by cell.

    Only in columns of a known field of numbers: elsewhere nobody counts with them.
    """
    if not any(look.percent for look in looks.cells):
        return found
    numbers = np.asarray(rows)
    changed = list(found)
    for place, (raw, column) in enumerate(zip(raws, found, strict=True)):
        if column.role == "text" and same_header(column.header) in roles:
            _as_words(raw, numbers, looks)
            continue
        known = same_header(column.header) in roles or column.unit == "%"
        if column.role != "number" or not known:
            continue
        if not len(raw.floats):
            # A column of words alone: without numbers there are no positions to look at either.
            continue
        mask = np.isin(numbers[raw.float_places], _shown(raw, looks))
        if mask.any():
            # 0.07 times a hundred is 7.000000000000001; a cell shows fewer digits.
            raw.floats = np.where(mask, np.round(raw.floats * 100, 10), raw.floats)
            changed[place] = replace(column, percent=True)
    return changed


def _shown(raw: RawColumn, looks: SheetLooks) -> list[int]:
    """The rows whose cell of this column is shown as per cent."""
    return [
        row
        for look, where in looks.in_column(column_number(raw.letter)).items()
        if look.percent
        for row in where
    ]


def _as_words(raw: RawColumn, numbers: Any, looks: SheetLooks) -> None:
    """In a column of words, 0.5 shown as "50 %" is read as it is shown."""
    shown = set(_shown(raw, looks))
    for place, number in zip(raw.float_places.tolist(), raw.floats.tolist(), strict=True):
        if int(numbers[place]) in shown and isinstance(raw.cells, list):
            raw.cells[place] = f"{round(number * 100, 4):g} %".replace(".", ",")
