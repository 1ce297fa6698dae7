"""A copy of a returned workbook in which every error stands as a comment at its cell."""

from __future__ import annotations

from collections import defaultdict

from strategy.survey.findings import ReplyReading
from strategy.survey.limited import marked_copy


def marked_name(file_name: str) -> str:
    """How the copy is called: "Erhebung_Amt-10_ER-0001_Hinweise.xlsx"."""
    stem = file_name.rpartition(".")[0] or file_name
    return f"{stem}_Hinweise.xlsx"


def mark_errors(reading: ReplyReading, data: bytes) -> bytes:
    """The workbook ``data`` with the errors of its reading; raises Unreadable where it cannot be
    copied (for instance because it is no .xlsx workbook)."""
    words: dict[tuple[str, str], list[str]] = defaultdict(list)
    for problem in reading.problems:
        # A row without any cell of its own, for instance one of a sheet that came twice.
        cell = problem.cell or f"A{problem.row}"
        words[problem.sheet, _visible(reading, problem.sheet, problem.row, cell)].append(
            problem.rule
        )
    marks = [(sheet, cell, "\n".join(rules)) for (sheet, cell), rules in words.items()]
    return marked_copy(data, reading.file_name, marks)


def _visible(reading: ReplyReading, sheet: str, row: int, cell: str) -> str:
    """The cell to mark: nobody sees a comment in the hidden column of keys, so it moves to the
    first column with a header of ours."""
    if cell.rstrip("0123456789") not in ("A", "B"):
        return cell
    letter = reading.first_columns.get(sheet)
    return f"{letter}{row}" if letter else cell
