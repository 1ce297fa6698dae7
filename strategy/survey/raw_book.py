"""A returned workbook as its cells, before anything is understood of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from strategy.intake.gate.sheet_scan import column_letters
from strategy.intake.reading.grid import Cell


@dataclass(frozen=True)
class RawSheet:
    """One sheet: rows of cells with the row numbers and column letters of the file."""

    name: str
    letters: tuple[str, ...]
    numbers: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def address(self, row: int, column: int) -> str:
        """ "H9" for positions in this sheet; ``row`` is the number of the row in the file."""
        return f"{self.letters[column]}{row}"


@dataclass(frozen=True)
class RawBook:
    """All sheets of a file, hidden ones included, in their order."""

    file_name: str
    file_hash: str
    sheets: tuple[RawSheet, ...]


def sheet_to_json(name: str, columns: list[int], numbers: list[int], rows: list[list[Cell]]) -> Any:
    """A sheet as JSON; days and moments become ``{"d": "2026-03-09"}``."""
    return {
        "name": name,
        "letters": [column_letters(number) for number in columns],
        "numbers": numbers,
        "rows": [[_to_json(cell) for cell in row] for row in rows],
    }


def sheet_from_json(plain: Any) -> RawSheet:
    """The sheet of ``sheet_to_json``."""
    return RawSheet(
        plain["name"],
        tuple(plain["letters"]),
        tuple(plain["numbers"]),
        tuple(tuple(_from_json(cell) for cell in row) for row in plain["rows"]),
    )


def _to_json(cell: Cell) -> Any:
    # A datetime is a date to Python as well, so it has to be asked for first.
    if isinstance(cell, datetime):
        return {"d": cell.date().isoformat()}
    if isinstance(cell, date):
        return {"d": cell.isoformat()}
    return cell


def _from_json(cell: Any) -> Cell:
    if isinstance(cell, dict):
        return date.fromisoformat(cell["d"])
    # Whole numbers may arrive as int, but a cell of ours is a float, a text, a day or a yes or no.
    return float(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell
