"""Documents of a plan with 1,000 measures and 500,000 budget lines, against reading its rows bare.

Strategy, half-yearly report, change list and seal: each must not cost many times what it costs to
bring the rows it is made of to Python.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.result import Result, median_seconds
from benchmarks.version_diff import LINES, MEASURES, build_versions
from strategy.differences.comparing import compare
from strategy.documents.change_list import write_change_list
from strategy.documents.half_year import write_half_year
from strategy.documents.strategy_document import write_strategy
from strategy.excel.half_year import write_half_year_book
from strategy.kernel.store import Store
from strategy.kernel.store.versions import seal_edition
from strategy.nouns.report_definition import ReportDefinition

TABLES = ("measure", "cost_line", "budget_line")


def run(measures: int = MEASURES, lines: int = LINES, repeats: int = 3) -> list[Result]:
    """Measure in processor seconds; a bare read brings all rows of the three tables to Python."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        folder = Path(name)
        other = build_versions(folder / "plan.duckdb", measures, lines)
        store = Store.open(folder / "plan.duckdb")
        with store.write("Kämmerei", "Beschlossen") as tx:
            # A report tells of what is decided; of proposals alone it would be empty.
            tx.run("UPDATE measure SET status = 'in Umsetzung', version = ?", [tx.action_id])
        try:
            bare = median_seconds(lambda: _read(store), repeats)
            report = ReportDefinition(title="Bericht", since=other)
            works: dict[str, Callable[[], object]] = {
                "strategy document": lambda: write_strategy(store, folder / "strategie.docx"),
                "half-yearly report, Word": lambda: write_half_year(
                    store, folder / "bericht.docx", report
                ),
                "half-yearly report, Excel": lambda: write_half_year_book(
                    store, folder / "bericht.xlsx", report
                ),
                "change list, Word": lambda: write_change_list(
                    store, folder / "liste.docx", compare(store, "main", other)
                ),
            }
            found = {what: median_seconds(work, repeats) for what, work in works.items()}
            # Once: every further edition makes the file larger.
            found["seal"] = median_seconds(lambda: seal_edition(store, "Kämmerei", "Fassung"), 1)
        finally:
            store.close()
    told = f"reading the rows {bare * 1000:.0f} ms, {measures} measures, {lines} budget lines"
    return [
        Result(what, f"{seconds:.2f} s", told, seconds / bare, at_most=3)
        for what, seconds in found.items()
    ]


def _read(store: Store) -> int:
    """All rows as Python objects, as whoever writes a document by hand would have to."""
    with store.read() as db:
        return sum(len(db.rows(f"SELECT * FROM {table}")) for table in TABLES)
