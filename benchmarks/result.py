"""What a benchmark found, and how it is printed."""

from __future__ import annotations

import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

_HEADERS = ("benchmark", "measured", "compared with", "ratio", "goal", "", "peak memory")
_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Result:
    """One figure: ``ratio`` is the number the goal speaks of, in ``unit`` (× for a ratio).

    ``at_least`` and ``at_most`` are the goal; with neither the figure is told without one.
    """

    name: str
    measured: str
    compared: str
    ratio: float
    unit: str = "×"
    at_least: float | None = None
    at_most: float | None = None
    peak: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None where there is none."""
        if self.at_least is not None:
            return self.ratio >= self.at_least
        return None if self.at_most is None else self.ratio <= self.at_most

    def row(self) -> tuple[str, ...]:
        """The cells of the table."""
        goal = ""
        if self.at_least is not None:
            goal = f"≥ {self.at_least:g} {self.unit}"
        elif self.at_most is not None:
            goal = f"≤ {self.at_most:g} {self.unit}"
        word = {True: "met", False: "MISSED", None: ""}[self.met]
        ratio = f"{self.ratio:.2f} {self.unit}"
        return self.name, self.measured, self.compared, ratio, goal, word, self.peak


def median_seconds(work: Callable[[], object], repeats: int) -> float:
    """The processor time of ``work`` in the middle of so many runs."""
    seconds = []
    for _ in range(repeats):
        started = time.process_time()
        work()
        seconds.append(time.process_time() - started)
    return statistics.median(seconds)


def megabytes(size: float) -> str:
    """``52_428_800`` -> ``"52 MB"``."""
    return f"{size / _MEGABYTE:.0f} MB"


def show(results: Sequence[Result]) -> str:
    """The results as one table of text."""
    rows = [_HEADERS, *(result.row() for result in results)]
    widths = [max(len(row[index]) for row in rows) for index in range(len(_HEADERS))]
    lines = ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(line.rstrip() for line in lines)


def machine() -> str:
    """One line about the machine, its load, and the versions that matter."""
    libraries = ", ".join(
        f"{name} {version(name)}" for name in ("streamlit", "duckdb", "pandas", "pyarrow")
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"{_processor()}, {os.cpu_count()} processors, {memory:.0f} GB, load {load}; "
        f"Python {sys.version.split()[0]}, {libraries}"
    )


def _processor() -> str:
    facts = Path("/proc/cpuinfo")
    if facts.exists():
        for line in facts.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
