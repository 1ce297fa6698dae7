"""What each test costs, in seconds of processor time, with all that it starts.

``pytest --write-costs`` measures what it runs and renews its lines in tests/costs.txt.  The file
decides in which order files run and what ``--quick`` can afford, so it need not be exact.
"""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Generator
from functools import cache
from pathlib import Path

import pytest

FILE = Path(__file__).with_name("costs.txt")
# Cheaper tests are not written down; there are more than a thousand of them.
CHEAP = 0.1
_STARTED = pytest.StashKey[float]()


def known_cost(nodeid: str) -> float:
    """What one test is known to cost; a test that is not listed is cheap or new."""
    return _costs().get(_function(nodeid), CHEAP / 2)


@cache
def _costs() -> dict[str, float]:
    found = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        seconds, _, name = line.strip().partition(" ")
        if not seconds.startswith("#"):
            found[name] = float(seconds)
    return found


def _function(nodeid: str) -> str:
    """The cases of one test cost about the same."""
    return nodeid.partition("[")[0]


def spent() -> float:
    """Processor time of this process and all below it, the browser's included, since they began.

    Where the system does not show its processes the browser's is missing.
    """
    if not os.path.exists("/proc/self/stat"):
        return sum(os.times()[:4])
    children: dict[int, list[int]] = defaultdict(list)
    ticks: dict[int, int] = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            stat = Path(f"/proc/{name}/stat").read_text()
        except OSError:
            continue
        # The name of the program stands in brackets and may hold spaces.
        fields = stat.rpartition(")")[2].split()
        children[int(fields[1])].append(int(name))
        ticks[int(name)] = sum(map(int, fields[11:15]))
    todo, total = [os.getpid()], 0
    while todo:
        one = todo.pop()
        total += ticks.get(one, 0)
        todo += children[one]
    return total / os.sysconf("SC_CLK_TCK")


class Measuring:
    """Measures every test in the process that runs it, and writes the file where all arrive."""

    def __init__(self) -> None:
        self.found: dict[str, list[float]] = defaultdict(list)
        self.began = time.monotonic()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        item.stash[_STARTED] = spent()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if call.when == "teardown":
            report.user_properties.append(("cpu", max(0.0, spent() - item.stash[_STARTED])))
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, value in report.user_properties:
            if name == "cpu" and report.when == "teardown":
                self.found[_function(report.nodeid)].append(float(str(value)))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if "PYTEST_XDIST_WORKER" in os.environ:
            return
        total = sum(map(sum, self.found.values()))
        means = {name: sum(cases) / len(cases) for name, cases in self.found.items()}
        # What is known of files that did not run stays.
        ran = {name.split("::")[0] for name in means}
        means |= {name: cost for name, cost in _costs().items() if name.split("::")[0] not in ran}
        lines = ["# Seconds of processor time per case; written by pytest --write-costs."]
        lines += [f"{mean:.1f} {name}" for name, mean in sorted(means.items()) if mean >= CHEAP]
        FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
        terminalreporter.write_line(
            f"{total:.0f} s of processor time in {time.monotonic() - self.began:.0f} s; "
            f"costs written to {FILE.name}"
        )
