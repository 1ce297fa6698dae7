"""The survey: workbooks for every Amt out, and filled in back in; the demo and a large city."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from benchmarks.apart import Measured, apart
from benchmarks.result import Result, megabytes, show

NAME = "survey"
TODAY = date(2026, 11, 20)
# Every fourth Amt sends back a change; the others send their workbook as it was.
CHANGED = 4


def run(offices: int = 120, applications: int = 2000, demo: Path | None = None) -> list[Result]:
    """Out and in for the 18 Ämter of the demo, then for a city with ``offices`` Ämter."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        folder = Path(name)
        small = demo or apart(prepare_demo, str(folder / "demo.duckdb")).answer
        large = apart(prepare_city, str(folder / "city.duckdb"), applications, offices).answer
        measured = {
            word: (
                out := apart(prepare_out, str(plan), str(folder / word)),
                apart(prepare_in, str(plan), str(folder / word)),
                out.answer,
            )
            for word, plan in (("demo", small), ("city", large))
        }
    small_out, small_in, (small_books, small_rows) = measured["demo"]
    large_out, large_in, (large_books, large_rows) = measured["city"]
    results = []
    for way, small_one, large_one in (("out", small_out, large_out), ("in", small_in, large_in)):
        results.append(
            Result(
                f"{NAME} {way}",
                f"demo: {small_books} Ämter, {small_rows:,} rows",
                _spent(small_one),
                small_one.seconds,
                unit="s",
                at_most=10,
                peak=megabytes(small_one.peak),
            )
        )
        # In proportion to the rows; a workbook of its own costs each Amt something besides.
        each = (large_one.seconds / large_rows) / (small_one.seconds / small_rows)
        results.append(
            Result(
                f"{NAME} {way}",
                f"city: {large_books} Ämter, {large_rows:,} rows: {large_one.seconds:.1f} s",
                "time per row of the demo",
                each,
                at_most=1.5,
                peak=megabytes(large_one.peak),
            )
        )
    return results


def _spent(measured: Measured) -> str:
    return f"{measured.seconds:.1f} s (processor {measured.processor:.1f})"


def prepare_demo(path: str) -> Callable[[], str]:
    """Build the demo municipality."""
    from strategy.plans.demo import build_demo

    return lambda: str(build_demo(path))


def prepare_city(path: str, applications: int, offices: int) -> Callable[[], str]:
    """Build a city without measures and budget lines to speak of."""
    from benchmarks.large_city import build_large_city

    return lambda: str(build_large_city(path, applications, 10, 600, offices))


def prepare_out(plan: str, folder: str) -> Callable[[], tuple[int, int]]:
    """A round for every Amt; answers how many workbooks and rows went out.

    What the timed work wrote is filled in afterwards, by ``prepare_in``.
    """
    from strategy.kernel.records import save_
    from strategy.kernel.store import Store
    from strategy.nouns.survey_round import SurveyRound
    from strategy.survey.base import unpack
    from strategy.survey.sending import send_round

    target = Path(folder)
    target.mkdir()
    store = Store.open(plan)
    with store.write("Messung") as tx:
        survey = save_(tx, SurveyRound(title="Messung", due=date(2027, 1, 31)))

    def work() -> tuple[int, int]:
        books = send_round(store, "Messung", survey.id, TODAY)
        for book in books:
            (target / book.file_name).write_bytes(book.data)
        rows = sum(len(rows) for book in books for rows in unpack(book.base).values())
        store.close()
        return len(books), rows

    return work


def prepare_in(plan: str, folder: str) -> Callable[[], int]:
    """Fill some workbooks in, then read, compare and write all of them; answers the changes."""
    import openpyxl

    from strategy.kernel.store import Store
    from strategy.survey.applying import Decision, apply_replies
    from strategy.survey.comparing import compare_reply
    from strategy.survey.form import FIRST_ROW
    from strategy.survey.limited import read_books
    from strategy.survey.raw_book import RawBook

    paths = sorted(Path(folder).glob("*.xlsx"))
    for path in paths[::CHANGED]:
        book = openpyxl.load_workbook(path)
        for sheet, column, value in (("Anwendungen", 11, 77), ("Kosten", 11, "ca. 5.000")):
            if book[sheet].cell(FIRST_ROW, 1).value:
                book[sheet].cell(FIRST_ROW, column).value = value
        book.save(path)
    store = Store.open(plan)

    def work() -> int:
        books = read_books(paths)
        with store.read() as db:
            readings = [
                (compare_reply(db, book), Decision()) for book in books if isinstance(book, RawBook)
            ]
        done = apply_replies(store, "Messung", readings, TODAY)
        store.close()
        if len(done) != len(paths):
            raise RuntimeError(f"{len(paths) - len(done)} workbooks were not read")
        return sum(one.changed for one in done)

    return work


if __name__ == "__main__":
    print(show(run(*map(int, sys.argv[1:]))))
