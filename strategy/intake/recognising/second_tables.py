"""Several tables on one sheet: heads that repeat, and tables of another kind further down."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from strategy.intake.reading.grid import Grid, is_blank, text_of
from strategy.intake.recognising.header_rows import is_header_row, known_headings

if TYPE_CHECKING:
    from strategy.intake.recognising.layout import Layout

Counts = np.ndarray[Any, Any]


def leave_out_other_tables(
    grid: Grid, counts: Counts, layout: Layout, known: Collection[str]
) -> None:
    """A head that comes again is no row, and its rows belong to the same table; where a head of
    other columns begins, the table ends and the other one is offered."""
    if not layout.header_positions:
        return
    _skip_repeated(grid, counts, layout)
    _end_at_other(grid, counts, layout, known)


def _skip_repeated(grid: Grid, counts: Counts, layout: Layout) -> None:
    head = grid.rows(layout.header_positions[-1], layout.header_positions[-1] + 1)[0]
    names = [(i, text_of(cell).strip()) for i, cell in enumerate(head) if not is_blank(cell)]
    if len(names) < 2:
        return
    equal = np.zeros(layout.last - layout.first, dtype=np.int32)
    for number, name in names:
        equal += _equal(grid.columns[number][layout.first : layout.last], name)
    # Half of the headings may be worded anew ("Vorhaben" over "Vorhaben (geplant)").
    for place in np.flatnonzero(equal >= max(2, (len(names) + 1) // 2)).tolist():
        position = layout.first + place
        if not place:
            continue  # Right below the head it repeats nothing yet.
        layout.blank.append(position)
        layout.skipped.append((grid.row_numbers[position], "Kopfzeile, die sich wiederholt"))
        above = position - 1
        while above >= layout.first and counts[above] == 1:
            layout.blank.append(above)
            layout.skipped.append((grid.row_numbers[above], "Überschrift der nächsten Tabelle"))
            above -= 1


def _equal(column: Any, name: str) -> Counts:
    if isinstance(column, list):
        return np.array([isinstance(c, str) and c.strip() == name for c in column], dtype=np.int32)
    texts = column.dictionary if isinstance(column, pa.DictionaryArray) else column
    same = pc.fill_null(pc.equal(pc.utf8_trim_whitespace(texts), name), False)
    if isinstance(column, pa.DictionaryArray):
        same = pc.fill_null(same.take(column.indices), False)
    return np.asarray(same.to_numpy(zero_copy_only=False), dtype=np.int32)


def _end_at_other(grid: Grid, counts: Counts, layout: Layout, known: Collection[str]) -> None:
    """Behind a blank row, a row of headings that the kind knows begins another table."""
    gaps = np.flatnonzero(counts[layout.first : layout.last - 2] == 0) + layout.first
    skipped = set(layout.blank)
    found: list[int] = []
    for gap in gaps.tolist()[:2_000]:
        for position in (gap + 1, gap + 2):
            if position >= layout.last - 1 or position in skipped or counts[position] < 2:
                continue
            row, below = grid.rows(position, position + 2)
            if is_header_row(row) and any(not is_blank(c) for c in below):
                if known_headings(row, known) >= 2:
                    found.append(position)
                break
    for position in found:
        row = grid.rows(position, position + 1)[0]
        shown = ", ".join(text_of(cell) for cell in row if not is_blank(cell))
        layout.others.append((grid.row_numbers[position], shown[:120]))
    if found:
        end = found[0]
        while end > layout.first and counts[end - 1] <= 1:
            end -= 1
        layout.last = max(end, layout.first + 1)
        layout.blank = [place for place in layout.blank if place < layout.last]
