"""Budget from CSV: our import against DuckDB's bare read_csv into a table of a file."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.apart import apart
from benchmarks.budget_file import write_long_csv, write_wide_csv
from benchmarks.budget_import import prepare_import
from benchmarks.result import Result, megabytes, show

NAME = "import_csv"


def run(rows: int = 1_000_000, rounds: int = 3) -> list[Result]:
    """Import ``rows`` rows of 12 columns, once with a year per row and once with six columns of
    years, which makes six budget lines of a row; the best of the rounds counts on both sides."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        long = write_long_csv(Path(folder) / "long.csv", rows)
        wide = write_wide_csv(Path(folder) / "wide.csv", rows)
        return [
            _compare(Path(folder), f"{NAME}: a year per row", long, (rows, rows), rounds, 3),
            _compare(Path(folder), f"{NAME}: six year columns", wide, (rows, 6 * rows), rounds),
        ]


def _compare(
    folder: Path,
    name: str,
    file: Path,
    size: tuple[int, int],
    rounds: int,
    goal: float | None = None,
) -> Result:
    rows, lines = size
    ours, theirs = [], []
    for number in range(rounds):
        plan, bare = folder / f"plan{number}.duckdb", folder / f"bare{number}.duckdb"
        ours.append(apart(prepare_import, str(plan), str(file)))
        theirs.append(apart(prepare_bare, str(bare), str(file)))
        plan.unlink()
        bare.unlink()
    if ours[0].answer != lines or theirs[0].answer != rows:
        raise RuntimeError(f"{ours[0].answer} lines and {theirs[0].answer} rows of {rows}")
    quick, bare_quick = (min(one.seconds for one in side) for side in (ours, theirs))
    used, bare_used = (min(one.processor for one in side) for side in (ours, theirs))
    return Result(
        name,
        f"import of {rows:,} rows, {lines:,} lines: {quick:.2f} s (processor {used:.2f})",
        f"read_csv of {rows:,} rows: {bare_quick:.2f} s (processor {bare_used:.2f})",
        quick / bare_quick,
        at_most=goal,
        peak=f"{megabytes(ours[0].peak)}, read_csv {megabytes(theirs[0].peak)}",
    )


def prepare_bare(database: str, file: str) -> Callable[[], int]:
    """DuckDB's own reader, with nothing checked, into a table of a database file."""
    import duckdb

    def work() -> int:
        db = duckdb.connect(database)
        db.execute("SET enable_progress_bar = false")
        db.execute("CREATE TABLE lines AS SELECT * FROM read_csv(?)", [file])
        count = db.execute("SELECT count(*) FROM lines").fetchone()
        db.close()
        return int(count[0])

    return work


if __name__ == "__main__":
    print(show(run(*map(int, sys.argv[1:]))))
