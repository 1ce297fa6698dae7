"""``python -m benchmarks [NAME …]``: run all benchmarks or the named ones, print one table."""

from __future__ import annotations

import argparse
import importlib
import resource
import sys
import time
from collections.abc import Sequence

from benchmarks.result import Result, machine, megabytes, show

NAMES = (
    "import_xlsx",
    "import_csv",
    "import_look",
    "report",
    "survey",
    "pages",
    "cost_dashboard",
    "planning_table",
    "search",
    "sessions",
    "points",
    "public_site",
    "optimising",
    "ranges",
    "version_diff",
    "documents",
    "workshop_load",
)


def main(typed: Sequence[str]) -> int:
    """Run what is named (default: everything); 1 where a goal is missed or a benchmark fails."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    wanted = parser.parse_args(typed).names or list(NAMES)
    unknown = [name for name in wanted if name not in NAMES]
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; there are: {', '.join(NAMES)}")
    print(machine(), flush=True)
    results: list[Result] = []
    failed = False
    for name in wanted:
        print(f"{name} …", flush=True)
        started = time.monotonic()
        try:
            results += importlib.import_module(f"benchmarks.{name}").run()
        except Exception as error:
            failed = True
            print(f"  failed: {error!r}", flush=True)
        print(f"  {time.monotonic() - started:.0f} s", flush=True)
    print()
    print(show(results))
    print()
    print(machine())
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    print(f"Largest process of this run: {megabytes(peak)}")
    return 1 if failed or any(result.met is False for result in results) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
