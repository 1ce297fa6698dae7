"""The sheets of a workbook as JSON, behind the same gate as every file from outside.

For a file that others made, call this in the limited process only (``limited``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from strategy.intake.errors import NothingToImport
from strategy.intake.gate.check import check_file
from strategy.intake.gate.limits import Limits
from strategy.intake.reading.workbook import read_workbook
from strategy.survey.raw_book import sheet_to_json

# A form has fewer than 30 columns and an Amt a few thousand rows; more is no form of ours.
MOST_CELLS = 2_000_000


def sheets_of(path: Path) -> list[Any]:
    """Every sheet that holds something; raises a StrategyError with one sentence."""
    import python_calamine as calamine

    limits = Limits(columns=16_384)
    checked = check_file(path, limits)
    if checked.kind == "text":
        raise NothingToImport(
            f"„{path.name}“ ist keine Arbeitsmappe; bitte speichern Sie den Erhebungsbogen als "
            "Excel-Arbeitsmappe (.xlsx)."
        )
    try:
        names: list[str | None] = list(calamine.CalamineWorkbook.from_path(str(path)).sheet_names)
    except (calamine.CalamineError, calamine.PasswordError, OSError, ValueError):
        # The reader below finds the right sentence for it.
        names = [None]
    found = []
    for name in names:
        try:
            grid, title, _ = read_workbook(path, checked, limits, name)
        except NothingToImport:
            continue
        if len(grid) * grid.width > MOST_CELLS:
            raise NothingToImport(
                f"Das Blatt „{title}“ in „{path.name}“ hat mehr Zellen als ein Erhebungsbogen; "
                "bitte senden Sie den ausgefüllten Bogen selbst."
            )
        filled = grid.filled_counts()
        rows = grid.rows(0, len(grid))
        kept = [place for place in range(len(grid)) if filled[place]]
        found.append(
            sheet_to_json(
                title,
                list(grid.column_numbers),
                [int(grid.row_numbers[place]) for place in kept],
                [rows[place] for place in kept],
            )
        )
    return found
