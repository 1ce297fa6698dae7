"""The look at a file before it is imported: a list of 200 rows, a workbook of 30 sheets."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import xlsxwriter

from benchmarks.result import Result
from strategy.intake import read_table
from strategy.intake.gate.limited_process import spent
from strategy.intake.writing.importing import preview_import
from strategy.kernel.store import Store

NAME = "import_look"
HEAD = ["Anwendung", "Amt", "Hersteller", "Nutzende", "Vertragsende", "Kosten 2026", "Kosten 2027"]


def run(rows: int = 200, sheets: int = 30, repeats: int = 3) -> list[Result]:
    """Processor seconds of this process and of the reading one together; the median counts."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        short = _write(Path(folder) / "liste.xlsx", rows, 1)
        many = _write(Path(folder) / "mappe.xlsx", rows, sheets)
        store = Store.in_memory()
        return [
            _result(
                f"{NAME}: preview of a list of {rows} rows",
                _median(lambda: preview_import(store, "applications", short), repeats),
                _median(lambda: pd.read_excel(short, engine="calamine"), repeats),
                1,
            ),
            _result(
                f"{NAME}: sheets and grid of a workbook of {sheets} sheets",
                _median(lambda: read_table(many, sheet=f"Blatt {sheets}").detected, repeats),
                _median(lambda: pd.read_excel(many, sheet_name=None, engine="calamine"), repeats),
                2,
            ),
        ]


def _write(path: Path, rows: int, sheets: int) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for number in range(1, sheets + 1):
            sheet = book.add_worksheet(f"Blatt {number}")
            sheet.write_row(0, 0, HEAD)
            for row in range(1, rows + 1):
                line = [f"Verfahren {number}-{row}", f"Amt {row % 20}", "Muster GmbH", row]
                sheet.write_row(row, 0, [*line, "31.12.2027", 1000.5 + row, 1100 + row])
    return path


def _median(work: Callable[[], object], repeats: int) -> float:
    work()  # Libraries are loaded and the process that readings are forked from is up.
    taken = []
    for _ in range(repeats):
        before = time.process_time() + spent.seconds
        work()
        taken.append(time.process_time() + spent.seconds - before)
    return sorted(taken)[len(taken) // 2]


def _result(name: str, ours: float, theirs: float, goal: float) -> Result:
    return Result(
        name,
        f"{ours:.2f} s of processor time",
        f"bare pandas with calamine {theirs:.2f} s",
        ours,
        unit="s",
        at_most=goal,
    )
