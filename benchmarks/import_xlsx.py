"""Budget from xlsx: our import against pandas with openpyxl, checked row by row, and inserted."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.apart import apart
from benchmarks.budget_file import WIDE_HEADERS, write_wide_xlsx
from benchmarks.budget_import import prepare_import
from benchmarks.result import Result, megabytes, show

NAME = "import_xlsx"


def run(rows: int = 100_000) -> list[Result]:
    """Import ``rows`` rows of 12 columns both ways; both must yield the same budget lines."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        file = write_wide_xlsx(Path(folder) / "haushalt.xlsx", rows)
        ours = apart(prepare_import, str(Path(folder) / "plan.duckdb"), str(file))
        theirs = apart(prepare_pandas, str(Path(folder) / "pandas.duckdb"), str(file))
    if ours.answer != theirs.answer:
        raise RuntimeError(f"{ours.answer} lines here, {theirs.answer} there")
    return [
        Result(
            NAME,
            f"import of {rows:,} rows × 12: {ours.seconds:.1f} s (processor {ours.processor:.1f})",
            f"pandas + openpyxl + checks + insert: {theirs.seconds:.1f} s "
            f"(processor {theirs.processor:.1f})",
            theirs.seconds / ours.seconds,
            at_least=4,
            peak=f"{megabytes(ours.peak)}, pandas {megabytes(theirs.peak)}",
        )
    ]


def prepare_pandas(database: str, file: str) -> Callable[[], int]:
    """The same work as one would write it with pandas."""
    import duckdb
    import openpyxl  # noqa: F401
    import pandas as pd

    def work() -> int:
        frame = pd.read_excel(file, engine="openpyxl", dtype={name: str for name in TEXTS})
        years = list(WIDE_HEADERS[6:])
        bad = [
            (row.Index, "Bezeichnung")
            for row in frame.itertuples()
            if not isinstance(row.Bezeichnung, str) or not str(row.Konto).isdigit()
        ]
        for name in years:
            read = pd.to_numeric(frame[name], errors="coerce")
            bad += [(place, name) for place in frame.index[read.isna() & frame[name].notna()]]
            frame[name] = (read * 100).round().astype("Int64")
        if bad:
            raise ValueError(f"{len(bad)} cells are not clear")
        if frame.duplicated(["Produkt", "Konto", "Bezeichnung"]).any():
            raise ValueError("two rows cannot be told apart")
        lines = frame.melt(list(TEXTS), years, "column", "amount_cents")
        lines[["plan_type", "year"]] = lines["column"].str.split(" ", expand=True)
        lines["year"] = lines["year"].astype(int)
        db = duckdb.connect(database)
        db.register("lines", lines)
        db.execute("CREATE TABLE budget_line AS SELECT * FROM lines")
        count = db.execute("SELECT count(*) FROM budget_line").fetchone()
        db.close()
        return int(count[0])

    return work


TEXTS = WIDE_HEADERS[:6]

if __name__ == "__main__":
    print(show(run(*map(int, sys.argv[1:]))))
