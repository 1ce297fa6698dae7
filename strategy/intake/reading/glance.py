"""The first rows of a sheet as they stand, and cutting, turning and choosing what is read."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from strategy.intake.errors import WrongMapping
from strategy.intake.gate.sheet_scan import column_letters
from strategy.intake.reading.grid import Grid, text_of
from strategy.intake.recognising.header_rows import known_headings
from strategy.intake.recognising.headers import same_header

# So much of a sheet is shown before anything is understood.
_ROWS, _COLUMNS, _LETTERS = 15, 12, 40
# A heading of a list is looked for in the first rows only.
_HEAD = 30


def glance(grid: Grid) -> dict[str, Any]:
    """The upper left part of the grid as texts, with row numbers and column letters."""
    last = min(len(grid), _ROWS)
    rows = grid.rows(0, last) if last and grid.width else []
    return {
        "rows": list(grid.row_numbers[:last]),
        "columns": [column_letters(number) for number in grid.column_numbers[:_COLUMNS]],
        "cells": [[text_of(cell)[:_LETTERS] for cell in row[:_COLUMNS]] for row in rows],
    }


def plausible(grid: Grid, known: Collection[str]) -> int:
    """How many headings the best of the first rows has; a list has two, a cover hardly one."""
    rows = grid.rows(0, min(len(grid), _HEAD))
    best = max((known_headings(row, known) for row in rows), default=0)
    return best if len(grid) > 1 else 0


def cropped(grid: Grid, wanted: str) -> Grid:
    """The part of the grid inside a range such as ``B5:F40``; raises WrongMapping."""
    found = re.fullmatch(r"\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)", wanted.strip().upper())
    if not found:
        raise WrongMapping(f"„{wanted}“ ist kein Bereich; bitte so angeben: B5:F40.", field="range")
    left, right = _column(found[1]), _column(found[3])
    top, bottom = int(found[2]), int(found[4])
    columns = [i for i, number in enumerate(grid.column_numbers) if left <= number <= right]
    rows = [i for i, number in enumerate(grid.row_numbers) if top <= number <= bottom]
    if not columns or not rows:
        raise WrongMapping(f"Im Bereich {wanted} stehen keine Werte.", field="range")
    first, last = rows[0], rows[-1] + 1
    return Grid(
        [grid.columns[i][first:last] for i in columns],
        grid.row_numbers[first:last],
        [grid.column_numbers[i] for i in columns],
        [
            (r1 - first, c1 - columns[0], r2 - first, c2 - columns[0])
            for r1, c1, r2, c2 in grid.merged
            if first <= r1 and r2 < last and columns[0] <= c1 and c2 <= columns[-1]
        ],
        grid.notices,
        grid.looks,
    )


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def lies_on_its_side(grid: Grid, known: Collection[str]) -> bool:
    """Whether the headings stand in the first column, one below the other."""
    if not 3 <= len(grid) <= 200 or not 3 <= grid.width <= 200:
        return False
    rows = grid.rows(0, len(grid))
    down = [row[0] for row in rows if isinstance(row[0], str)]
    across = max(known_headings(row, known) for row in rows[:_HEAD])
    named = sum(same_header(text_of(cell)) in known for cell in down)
    return named >= 3 and named > across and named * 2 >= len(down)


def turned(grid: Grid) -> Grid:
    """The grid with rows and columns exchanged; places are turned back by ``Table.place``."""
    rows = grid.rows(0, len(grid))
    return Grid(
        [list(row) for row in rows],
        [number + 1 for number in grid.column_numbers],
        [number - 1 for number in grid.row_numbers],
        [(c1, r1, c2, r2) for r1, c1, r2, c2 in grid.merged],
        grid.notices,
    )
