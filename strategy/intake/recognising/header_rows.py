"""Which rows of a grid name its columns: one, or several under and over each other."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

import numpy as np

from strategy.intake.reading.grid import Cell, is_blank, text_of
from strategy.intake.recognising import headers
from strategy.intake.recognising.dates import looks_like_date
from strategy.intake.recognising.money_heading import (
    is_difference_alone,
    plan_type_in,
    read_heading,
    year_header,
)
from strategy.kernel.written_number import looks_like_number

Counts = np.ndarray[Any, Any]
Rows = list[list[Cell]]
_LONGEST_HEADER = 400
_MOST_ROWS = 4
# So far down pairs of remarks ("Stand", "01.10.2026") may push a table.
_PAIRS = 40
_NUMBER_FIRST = re.compile(r"\s*(?:ca\.?|rd\.?|rund|etwa|bis zu)?\s*[-−+(]?\d", re.IGNORECASE)


def is_value(cell: Cell) -> bool:
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


def is_header_row(row: list[Cell]) -> bool:
    """Whether a row may name columns: no values, no long prose, and not years alone."""
    filled = [cell for cell in row if not is_blank(cell)]
    if not filled or any(is_value(cell) for cell in filled):
        return False
    texts = [headers.one_line(text_of(cell)) for cell in filled]
    if any(len(text) > _LONGEST_HEADER for text in texts):
        return False
    return not all(headers.is_year_text(text) for text in texts) or len(texts) > 1


def find_header(
    head: Rows, counts: Counts, typical: int, known: Collection[str], merged: Collection[Any] = ()
) -> tuple[list[int], int, str]:
    """Positions of the header rows, position of the first data row, German reason.

    ``known`` are headings of the kind that is read, as ``same_header`` writes them.
    """
    need = 1 if typical == 1 else max(2, (typical + 1) // 2)
    start = next((p for p in range(len(head)) if counts[p] >= need), 0)
    start = _below_pairs(head, counts, typical, start, known)
    if not is_header_row(head[start]):
        above = [p for p in (start - 2, start - 1) if p >= 0 and _names_only_later(head[p])]
        if above and above[-1] == start - 1:
            if len(above) == 2 and above[0] != start - 2:
                above = above[1:]
            return above, start, "Über den Werten stehen Angaben zu einzelnen Spalten."
        return [], start, "Die erste Zeile enthält schon Werte; eine Kopfzeile fehlt."
    header = [start]
    while len(header) < _MOST_ROWS and _continues(head, header, counts, merged):
        header.append(header[-1] + 1)
    # A line above that names groups of columns ("Ergebnis | Ansatz | Ansatz") belongs to the head.
    if start and len(header) < _MOST_ROWS and counts[start - 1]:
        rows = [[text_of(cell).strip() for cell in head[p]] for p in (start - 1, start)]
        if _names_groups(head, start) or _covers(*rows):
            header.insert(0, start - 1)
    words = {2: "Zwei", 3: "Drei", 4: "Vier"}
    reason = (
        "Die erste volle Zeile enthält nur Bezeichnungen."
        if len(header) == 1
        else f"{words[len(header)]} Zeilen zusammen benennen die Spalten."
    )
    return header, header[-1] + 1, reason


def known_headings(row: list[Cell], known: Collection[str]) -> int:
    """How many cells of a row are headings that the kind of import knows, or of money."""
    texts = [text_of(cell) for cell in row if isinstance(cell, str) and not is_blank(cell)]
    return sum(
        headers.same_header(text) in known or year_header(text) is not None
        for text in texts
        if len(text) <= 120
    )


def _below_pairs(
    head: Rows, counts: Counts, typical: int, start: int, known: Collection[str]
) -> int:
    """The first row of the table where remarks in pairs stand above it.

    "Stadt | Haushalt", "Stand | 01.10.2026" are as wide as half the table and no head of it.
    """
    here = known_headings(head[start], known)
    apart = False
    for place in range(start + 1, min(len(head), start + _PAIRS)):
        if not counts[place]:
            apart = True
            continue
        wide = counts[place] >= max(2, 0.75 * typical)
        if wide and is_header_row(head[place]) and place + 1 < len(head):
            found = known_headings(head[place], known)
            narrow = all(counts[p] * 2 <= typical for p in range(start, place))
            more = found >= 2 and found > here and counts[place] >= counts[start]
            if (narrow and (apart or here == 0) and not _telling_row(head[start])) or (
                more and (apart or narrow)
            ):
                return place
        if wide or counts[place] > counts[start]:
            break
    return start


def _telling_row(row: list[Cell]) -> bool:
    """Whether a row names groups of columns: years or plan types beside its first cell."""
    return any(tells(text_of(cell)) for cell in row[1:] if not is_blank(cell))


def tells(text: str) -> bool:
    """Whether a cell says year, plan type, unit or kind of the column below it."""
    text = headers.one_line(text)
    bare = text.removeprefix("in ").strip("[]() ")
    if not bare or len(text) > 60:
        return False
    said = read_heading(text)
    return (
        headers.is_year_text(text)
        or year_header(text) is not None
        or headers.unit_by_name(bare) is not None
        or (said.plan_type is not None and not said.rest)
        or (said.line_kind is not None and not said.rest)
        or said.purpose == "commitment"
        # "Mehr Bänke" and "Steigerung des Radverkehrs" are ideas, "mehr/weniger 2026" is a column.
        or (said.purpose == "difference" and is_difference_alone(text))
    )


def _names_only_later(row: list[Cell]) -> bool:
    """A row such as ``;;;;2009``: nothing in the first column, a name or year further right."""
    return is_blank(row[0]) and any(not is_blank(c) for c in row) and not any(map(is_value, row))


def _continues(head: Rows, header: list[int], counts: Counts, merged: Collection[Any]) -> bool:
    """Whether the row below the header rows still names columns: years, units, plan types.

    A row of data never does: it has a name of its own where the head has one.
    """
    place = header[-1] + 1
    if place + 1 >= len(head) or place >= len(counts) or not counts[place]:
        return False
    row = head[place]
    if not is_header_row(row) and not _only_units(row):
        return False
    if _same_names(head[header[0]], row):
        return True
    filled = [(i, text_of(cell).strip()) for i, cell in enumerate(row) if not is_blank(cell)]
    told = [i for i, text in filled if tells(text)]
    years = [i for i, text in filled if headers.is_year_text(text)]
    below = head[place + 1]
    if years and all(headers.is_year_text(text_of(below[i])) for i in years):
        return False  # Below come more years: they are data.
    texts = [[text_of(cell).strip() for cell in one] for one in (head[header[-1]], row)]
    if len(header) == 1 and _covers(*texts) and any(map(is_value, below)):
        return True
    under_names = [
        i
        for i, _ in filled
        if i not in told
        and any(not is_blank(head[p][i]) for p in header)
        and not any(r1 in header and c1 <= i <= c2 and c2 > c1 for r1, c1, _, c2 in merged)
    ]
    if told and not _numbers_below(head, place, told) and len(told) < len(filled):
        # What a row of heads tells of years, units or kinds is about numbers.  Where only words
        # follow in those columns, it is the first entry of a list of words.
        return False
    if under_names:
        # "Konto" over "Nr." still is a head where all else tells; a name under "Projekt" is not.
        return 0 not in under_names and len(told) >= len(filled) / 2
    if told:
        return _numbers_below(head, place, told) or is_blank(row[0])
    spans = [(c1, c2) for r1, c1, _, c2 in merged if r1 in header and c2 > c1]
    grouped = all(any(c1 <= i <= c2 for c1, c2 in spans) for i, _ in filled)
    return bool(spans) and grouped and any(map(is_value, below))


def _numbers_below(head: Rows, place: int, columns: list[int]) -> bool:
    """Whether one of the columns holds a number, also one with words ("ca. 5 T€"), further down."""
    return any(
        is_value(row[column])
        or (
            _NUMBER_FIRST.match(text_of(row[column]))
            and not headers.is_year_text(text_of(row[column]))
        )
        for row in head[place + 1 :]
        for column in columns
    )


def _only_units(row: list[Cell]) -> bool:
    texts = [text_of(cell).removeprefix("in ").strip("[]() ") for cell in row if not is_blank(cell)]
    return bool(texts) and all(headers.unit_by_name(text) for text in texts)


def _same_names(first: list[Cell], second: list[Cell]) -> bool:
    """Technical names and readable ones below them: "displayName" and "Display Name"."""
    pairs = [
        (headers.same_header(text_of(a)), headers.same_header(text_of(b)))
        for a, b in zip(first, second, strict=True)
        if not is_blank(a) and not is_blank(b)
    ]
    # Written alike to the letter, the second row is a row.
    alike = all(
        text_of(a).strip() == text_of(b).strip() for a, b in zip(first, second, strict=True)
    )
    return not alike and len(pairs) >= 2 and sum(a == b for a, b in pairs) >= 0.5 * len(pairs)


def _names_groups(head: Rows, start: int) -> bool:
    above, row = head[start - 1], head[start]
    texts = [text_of(cell) for cell in above if not is_blank(cell)]
    if any(map(is_value, above)) or any(len(text) > 60 for text in texts):
        return False
    grouped = [text for text in texts if tells(text) or plan_type_in(text)]
    below = sum(tells(text_of(cell)) for cell in row if not is_blank(cell))
    return bool(grouped) and below >= 2 and (len(texts) > 1 or is_blank(above[0]))


def _covers(upper: list[str], lower: list[str]) -> bool:
    """Whether a row holds years over groups of names, and other names over nothing.

    "Anwendung | Kosten 2026 | – | Kosten 2027 | –" over "– | Lizenz | Wartung | Lizenz | Wartung".
    """
    group, wide, alone = "", 0, 0
    for above, below in zip(upper, lower, strict=True):
        if above and not below:
            group, alone = "", alone + 1
        elif above:
            group = above if tells(above) and read_heading(above).years else ""
        elif below:
            wide += bool(group)
        if below and not group:
            return False
    return wide > 0 and alone > 0


def joined_names(rows: list[list[str]], merged: Collection[Any], positions: list[int]) -> list[str]:
    """One name per column from the texts of the header rows, top to bottom.

    A group name also holds for the merged or blank cells to its right.
    """
    for row, position in zip(rows, positions, strict=True):
        for r1, c1, r2, c2 in merged:
            if r1 <= position <= r2 and r1 in positions:
                origin = rows[positions.index(r1)][c1]
                for column in range(c1, min(c2 + 1, len(row))):
                    row[column] = row[column] or origin
    for upper, lower in zip(rows, rows[1:], strict=False):
        group, covers = "", _covers(upper, lower)
        for column, text in enumerate(upper):
            if text:
                group = text if tells(text) or plan_type_in(text) else ""
            elif group and (tells(lower[column]) or (covers and lower[column])):
                upper[column] = group
    names = []
    for parts in zip(*rows, strict=True):
        kept: list[str] = []
        for part in map(headers.one_line, parts):
            if part and headers.same_header(part) not in map(headers.same_header, kept):
                kept.append(part)
        names.append(re.sub(r"\s+", " ", " ".join(kept)))
    return names
