"""A finished workbook as the tests look at it."""

from __future__ import annotations

from typing import Any


def contents(book: Any) -> dict[str, list[list[Any]]]:
    """Every cell's value, by sheet and row."""
    return {
        sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book
    }
