"""Find the table in a grid: header rows, first and last data row, notes above and below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from strategy.intake.errors import NothingToImport, WrongMapping
from strategy.intake.gate.sheet_scan import column_letters
from strategy.intake.reading.grid import Cell, Grid, is_blank, text_of
from strategy.intake.recognising.header_rows import find_header, is_value, joined_names
from strategy.intake.recognising.mapping import Mapping
from strategy.intake.recognising.second_tables import leave_out_other_tables

Counts = np.ndarray[Any, Any]

_LOOK_AHEAD = 200
_NOTE = re.compile(
    r"\s*(?:quelle|hinweis|stand|anmerkung|erläuterung|legende|fußnote|note|source|\(c\)|©|\*|_{3,}"
    r"|-{3,}|={3,}|\d\))",
    re.IGNORECASE,
)


@dataclass
class Layout:
    """Positions in the grid: header rows, data rows ``first`` to ``last`` (exclusive).

    ``skipped`` lists (source row, German reason); blank rows between data are in ``blank``.
    """

    header_positions: list[int]
    first: int
    last: int
    names: list[str]
    columns: list[int]
    preamble: list[str]
    skipped: list[tuple[int, str]] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    # First rows of other tables on the same sheet and their headings.
    others: list[tuple[int, str]] = field(default_factory=list)


def find_layout(grid: Grid, mapping: Mapping, where: str, known: Collection[str] = ()) -> Layout:
    """Where the table starts and ends and what its columns are called.

    ``where`` begins the sentences, such as „In der Datei …“; ``known`` are headings of the kind
    that is read.  Raises NothingToImport.
    """
    counts = grid.filled_counts()
    filled = np.flatnonzero(counts)
    if not len(filled):
        raise NothingToImport(f"{where} stehen keine Werte.")
    typical = _typical_width(counts)
    head = grid.rows(0, min(len(grid), max(_LOOK_AHEAD, int(filled[0]) + 50)))
    if mapping.header_row is not None:
        header_positions, first = _given_header(grid, mapping.header_row)
        reason = "Die Kopfzeile ist so vorgegeben."
    else:
        header_positions, first, reason = find_header(head, counts, typical, known, grid.merged)
    last = int(filled[-1]) + 1
    notes_from = _notes_start(grid, counts, first, last, typical)
    layout = Layout(header_positions, first, notes_from, [], [], [], reasons=[reason])
    leave_out_other_tables(grid, counts, layout, known)
    _note_skipped(grid, counts, layout, last)
    if mapping.skip_rows:
        wanted = set(mapping.skip_rows)
        for position in range(first, notes_from):
            if grid.row_numbers[position] in wanted:
                layout.blank.append(position)
                layout.skipped.append((grid.row_numbers[position], "So vorgegeben."))
    if notes_from - first - len(layout.blank) <= 0:
        raise NothingToImport(f"{where} steht unter der Kopfzeile keine einzige Datenzeile.")
    top = header_positions[0] if header_positions else first
    layout.preamble = [" ".join(text_of(c) for c in row if not is_blank(c)) for row in head[:top]]
    _name_columns(grid, head, layout)
    return layout


def _typical_width(counts: Counts) -> int:
    """How many cells most rows fill; at least the width of a quarter of the rows counts."""
    tally = np.bincount(counts)
    tally[0] = 0
    often = np.flatnonzero(tally >= tally.sum() / 4)
    typical = int(often[-1]) if len(often) else int(tally.argmax())
    wide = counts[counts > 1]
    if typical == 1 and len(wide) > tally[1]:
        # A short list whose rows are filled unevenly, under two lines of title.
        return int(np.median(wide))
    return typical


def _given_header(grid: Grid, wanted: tuple[int, ...]) -> tuple[list[int], int]:
    if not wanted:
        return [], 0
    places = {row: position for position, row in enumerate(grid.row_numbers)}
    missing = [row for row in wanted if row not in places]
    if missing:
        raise WrongMapping(
            f"Zeile {missing[0]} soll die Kopfzeile sein, ist aber leer oder nicht vorhanden.",
            field="header_row",
        )
    positions = sorted(places[row] for row in wanted)
    return positions, positions[-1] + 1


def _notes_start(grid: Grid, counts: Counts, first: int, last: int, typical: int) -> int:
    """Position behind the last data row: notes and sources below the table are left out.

    The rows at the very end that fill a single cell may be notes.  They are, from the topmost one
    on that stands apart, begins like a note, is long, or has fewer fields than the table.
    """
    if typical < 2:
        return last
    end = last
    position = last
    while position > first:
        position -= 1
        if counts[position] > 1:
            break
        if counts[position] == 0:
            continue
        row = grid.rows(position, position + 1)[0]
        place = next(i for i, cell in enumerate(row) if not is_blank(cell))
        text = text_of(row[place])
        apart = position > first and counts[position - 1] == 0
        short = (
            isinstance(row[place], str)
            and row[-1] is None
            and not isinstance(grid.columns[-1], list)
        )
        if is_value(row[place]):
            continue
        if short or _NOTE.match(text) or len(text) > 80 or (apart and typical > 1):
            end = position
    while end > first and counts[end - 1] == 0:
        end -= 1
    return end


def _note_skipped(grid: Grid, counts: Counts, layout: Layout, last: int) -> None:
    top = layout.header_positions[0] if layout.header_positions else layout.first
    for position in range(top):
        if counts[position]:
            layout.skipped.append((grid.row_numbers[position], "Text über der Tabelle"))
    for position in range(layout.last, last):
        if counts[position] and not layout.others:
            layout.skipped.append((grid.row_numbers[position], "Anmerkung unter der Tabelle"))
    blank = np.flatnonzero(counts[layout.first : layout.last] == 0) + layout.first
    layout.blank = sorted({*layout.blank, *blank.tolist()})


def _name_columns(grid: Grid, head: list[list[Cell]], layout: Layout) -> None:
    """Unique names of the columns that hold anything, from one or two header rows."""
    used: Counter[str] = Counter()
    rows = [[text_of(cell).strip() for cell in head[p]] for p in layout.header_positions]
    named = joined_names(rows, grid.merged, layout.header_positions) if rows else [""] * grid.width
    for number, name in enumerate(named):
        if not name:
            column = grid.columns[number][layout.first : layout.last]
            cells = column if isinstance(column, list) else column.to_pylist()
            if all(is_blank(cell) for cell in cells):
                continue
            name = f"Spalte {column_letters(grid.column_numbers[number])}"
        used[name] += 1
        layout.names.append(name if used[name] == 1 else f"{name} ({used[name]})")
        layout.columns.append(number)
    if not layout.columns:
        raise NothingToImport("Unter der Kopfzeile stehen keine Werte.")
