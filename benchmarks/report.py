"""The report of a large city against the same cells through openpyxl's normal writer.

``python -m benchmarks.report [--plan PLAN]`` prints both times, their ratio and the peak memory of
each.  Both run one after the other in processes of their own, so that neither warms up the other.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import openpyxl
import python_calamine

from benchmarks.large_city import build_large_city
from benchmarks.result import Result, megabytes, show
from strategy.excel.report import write_report
from strategy.kernel.store import Store


def measure_report(plan: Path, target: Path) -> float:
    """Seconds to write the report of ``plan``."""
    start = time.perf_counter()
    store = Store.open(plan)
    write_report(store, target)
    store.close()
    return time.perf_counter() - start


def measure_openpyxl(report: Path, target: Path) -> float:
    """Seconds to write the cells of ``report`` with openpyxl; reading them is not counted."""
    source = python_calamine.CalamineWorkbook.from_path(str(report))
    book = openpyxl.Workbook()
    book.remove(book.active)
    spent = 0.0
    for name in source.sheet_names:
        rows = source.get_sheet_by_name(name).to_python()
        start = time.perf_counter()
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([None if value == "" else value for value in row])
        spent += time.perf_counter() - start
    start = time.perf_counter()
    book.save(target)
    return spent + time.perf_counter() - start


def _in_own_process(what: str, source: Path, target: Path) -> dict[str, float]:
    found = subprocess.run(
        [sys.executable, "-m", "benchmarks.report", "--only", what, str(source), str(target)],
        check=True,
        capture_output=True,
        text=True,
    )
    result: dict[str, float] = json.loads(found.stdout)
    return result


def run(plan: Path | None = None) -> list[Result]:
    """Measure both writers on ``plan``, or on a large city built for it."""
    with tempfile.TemporaryDirectory() as folder:
        plan = plan or build_large_city(Path(folder) / "city.duckdb")
        report = Path(folder) / "report.xlsx"
        ours = _in_own_process("report", plan, report)
        theirs = _in_own_process("openpyxl", report, Path(folder) / "openpyxl.xlsx")
        size = report.stat().st_size
    return [
        Result(
            name="report of a large city",
            measured=f"{ours['seconds']:.1f} s ({megabytes(size)})",
            compared=f"openpyxl, same cells: {theirs['seconds']:.1f} s",
            ratio=theirs["seconds"] / ours["seconds"],
            at_least=3,
            peak=f"{megabytes(ours['peak'])}, openpyxl {megabytes(theirs['peak'])}",
        )
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plan", type=Path, help="a plan built by benchmarks.large_city")
    parser.add_argument("--only", nargs=3, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.only is None:
        print(show(run(args.plan)))
        return
    what, source, target = args.only
    measure = measure_report if what == "report" else measure_openpyxl
    seconds = measure(Path(source), Path(target))
    # ru_maxrss counts kilobytes on Linux.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"seconds": seconds, "peak": peak}))


if __name__ == "__main__":
    main()
