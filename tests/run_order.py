"""Which worker runs what: whole files together, the dearest first, a few long files in parts."""

from __future__ import annotations

from collections import Counter
from zlib import crc32

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.run_costs import known_cost

# Files whose tests share nothing but what every worker has anyway, and in how many parts they go.
PARTS = {"tests/browser/test_accessibility.py": 6, "tests/pages/test_data.py": 3}


class ByFile(LoadScopeScheduling):
    """A file's plans and servers are made once, so its tests stay on one worker."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return f"{file} {crc32(nodeid.encode()) % PARTS[file]}" if file in PARTS else file


def sort_by_cost(items: list[pytest.Item]) -> None:
    """Dear files first: no worker is to be left alone with one when the others are done."""
    costs: Counter[str] = Counter()
    for item in items:
        costs[item.nodeid.split("::", 1)[0]] += known_cost(item.nodeid)
    for file, parts in PARTS.items():
        costs[file] /= parts
    items.sort(key=lambda item: -costs[item.nodeid.split("::", 1)[0]])
