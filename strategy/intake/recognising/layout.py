"""Find the table in a grid: header rows, first and last data row, notes above and below."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from strategy.intake.errors import NothingToImport, WrongMapping
from strategy.intake.gate.sheet_scan import column_letters
from strategy.intake.reading.grid import Cell, Grid, is_blank, text_of
from strategy.intake.recognising import headers
from strategy.intake.recognising.dates import looks_like_date
from strategy.intake.recognising.mapping import Mapping
from strategy.intake.recognising.money_heading import plan_type_in, year_header
from strategy.intake.recognising.numbers import looks_like_number

Counts = np.ndarray[Any, Any]

_LOOK_AHEAD = 200
_LONGEST_HEADER = 120
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


def find_layout(grid: Grid, mapping: Mapping, where: str) -> Layout:
    """Where the table starts and ends and what its columns are called.

    ``where`` begins the sentences, such as „In der Datei …“.  Raises NothingToImport.
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
        header_positions, first, reason = _find_header(head, counts, typical)
    last = int(filled[-1]) + 1
    notes_from = _notes_start(grid, counts, first, last, typical)
    layout = Layout(header_positions, first, notes_from, [], [], [], reasons=[reason])
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


def _is_value(cell: Cell) -> bool:
    """Whether a cell looks like data: a number that is no year, a date, a truth value."""
    if cell is None or is_blank(cell):
        return False
    if isinstance(cell, float):
        return not (cell.is_integer() and 1900 <= cell <= 2100)
    if not isinstance(cell, str):
        return True
    text = cell.strip()
    if headers.is_year_text(text):
        return False
    return looks_like_number(text) or looks_like_date(text)


def _is_header_row(row: list[Cell]) -> bool:
    filled = [cell for cell in row if not is_blank(cell)]
    if not filled or any(_is_value(cell) for cell in filled):
        return False
    texts = [headers.one_line(text_of(cell)) for cell in filled]
    if any(len(text) > _LONGEST_HEADER for text in texts):
        return False
    return not all(headers.is_year_text(text) for text in texts) or len(texts) > 1


def _find_header(
    head: list[list[Cell]], counts: Counts, typical: int
) -> tuple[list[int], int, str]:
    """Positions of the header rows, position of the first data row, German reason."""
    need = 1 if typical == 1 else max(2, (typical + 1) // 2)
    start = next((p for p in range(len(head)) if counts[p] >= need), 0)
    if not _is_header_row(head[start]):
        above = [p for p in (start - 2, start - 1) if p >= 0 and _names_only_later(head[p])]
        if above and above[-1] == start - 1:
            if len(above) == 2 and above[0] != start - 2:
                above = above[1:]
            return above, start, "Über den Werten stehen Angaben zu einzelnen Spalten."
        return [], start, "Die erste Zeile enthält schon Werte; eine Kopfzeile fehlt."
    header = [start]
    following = start + 1
    if following < len(head) and counts[following] and _continues_header(head, start, counts):
        header.append(following)
    # A line above that names groups of columns ("Ergebnis | Ansatz | Ansatz") belongs to the head.
    if start and len(header) == 1 and counts[start - 1] and _names_groups(head, start):
        header.insert(0, start - 1)
    reason = (
        "Die erste volle Zeile enthält nur Bezeichnungen."
        if len(header) == 1
        else "Zwei Zeilen zusammen benennen die Spalten."
    )
    return header, header[-1] + 1, reason


def _names_only_later(row: list[Cell]) -> bool:
    """A row such as ``;;;;2009``: nothing in the first column, a name or year further right."""
    return is_blank(row[0]) and any(not is_blank(c) for c in row) and not any(map(_is_value, row))


def _continues_header(head: list[list[Cell]], start: int, counts: Counts) -> bool:
    """Whether the row below the header row still names columns: years, units, plan types."""
    row = head[start + 1]
    filled = [text_of(cell).strip() for cell in row if not is_blank(cell)]
    if not _is_header_row(row) or start + 2 >= len(counts):
        return False
    telling = sum(
        headers.is_year_text(text)
        or year_header(text) is not None
        or headers.unit_by_name(text.strip("[]() ")) is not None
        or headers.unit_by_name(text.removeprefix("in ").strip("[]() ")) is not None
        or text.lower() in ("ansatz", "plan", "ergebnis", "ist", "soll")
        for text in filled
    )
    if telling and telling >= len(filled) / 2:
        return True
    gaps = any(is_blank(a) and not is_blank(b) for a, b in zip(head[start], row, strict=True))
    return bool(telling) and gaps


def _names_groups(head: list[list[Cell]], start: int) -> bool:
    above, row = head[start - 1], head[start]
    texts = [text_of(cell) for cell in above if not is_blank(cell)]
    if any(map(_is_value, above)) or any(len(text) > 60 for text in texts):
        return False
    years = [headers.is_year_text(text_of(cell)) for cell in row]
    return any(years) and any(plan_type_in(text) for text in texts) and len(texts) > 1


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
        if _is_value(row[place]):
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
        if counts[position]:
            layout.skipped.append((grid.row_numbers[position], "Anmerkung unter der Tabelle"))
    blank = np.flatnonzero(counts[layout.first : layout.last] == 0) + layout.first
    layout.blank = blank.tolist()


def _name_columns(grid: Grid, head: list[list[Cell]], layout: Layout) -> None:
    """Unique names of the columns that hold anything, from one or two header rows."""
    tops = _filled_right(grid, head, layout)
    used: Counter[str] = Counter()
    for number in range(grid.width):
        parts = [headers.one_line(top[number]) for top in tops]
        parts = [part for i, part in enumerate(parts) if part and part not in parts[:i]]
        name = " ".join(parts)
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


def _filled_right(grid: Grid, head: list[list[Cell]], layout: Layout) -> list[list[str]]:
    """Header texts per row; a group name also holds for the merged or blank cells to its right."""
    rows = [[text_of(cell).strip() for cell in head[p]] for p in layout.header_positions]
    for row, position in zip(rows, layout.header_positions, strict=True):
        for r1, c1, r2, c2 in grid.merged:
            if r1 <= position <= r2:
                origin = text_of(head[r1][c1]).strip() if r1 < len(head) else ""
                for column in range(c1, min(c2 + 1, len(row))):
                    row[column] = row[column] or origin
    if len(rows) == 2:
        group = ""
        for column, text in enumerate(rows[0]):
            below = rows[1][column]
            if text:
                group = text if plan_type_in(text) else ""
            elif group and headers.is_year_text(below):
                rows[0][column] = group
    return rows
