"""``pytest --quick``: the tests of what changed, then every cheap one, within a minute."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.run_costs import known_cost

HOUSE = Path(__file__).parent.parent
# Of the minute, the workers need the rest to start and to collect.
SECONDS_PER_CORE = 22.0
CHEAP_ENOUGH = 1.0


def choose(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave in ``items`` what a minute has room for."""
    changed = _changed_files()
    files = {item.path for item in items}
    close = {path for path in files if _belongs_to(path, changed)}
    room = SECONDS_PER_CORE * (os.cpu_count() or 1)
    # Whoever changed what all browser tests use still sees the others.
    chosen, left = _cheapest([item for item in items if item.path in close], room / 2)
    cheap = [item for item in items if known_cost(item.nodeid) < CHEAP_ENOUGH]
    chosen |= _cheapest([item for item in cheap if item not in chosen], room / 2 + left)[0]
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = [item for item in items if item in chosen]


def _cheapest(items: list[pytest.Item], room: float) -> tuple[set[pytest.Item], float]:
    """As many of them as there is room for, the cheapest first, and the room that is left."""
    chosen = set()
    for item in sorted(items, key=lambda item: known_cost(item.nodeid)):
        cost = known_cost(item.nodeid)
        if cost > room:
            break
        room -= cost
        chosen.add(item)
    return chosen, room


def _changed_files() -> set[str]:
    """What differs from the branch ``main``, and what is not committed yet."""
    found: set[str] = set()
    for command in (
        ["git", "diff", "--name-only", "main...HEAD"],
        ["git", "diff", "--name-only", "HEAD"],
        ["git", "ls-files", "--others", "--exclude-standard"],
    ):
        said = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=False)
        # Without git, or without such a branch, nothing counts as changed.
        found |= set(said.stdout.split()) if said.returncode == 0 else set()
    return found


def _belongs_to(test_file: Path, changed: set[str]) -> bool:
    """Whether a test file or its folder's conftest changed, or a module or page that it names."""
    own = test_file.relative_to(HOUSE)
    if {own.as_posix(), own.with_name("conftest.py").as_posix()} & changed:
        return True
    text = test_file.read_text(encoding="utf-8")
    return any(re.search(_mention(path), text) for path in changed)


def _mention(path: str) -> str:
    """A pattern for how a test names this file: as a module, or as the script of a page."""
    if path.startswith("pages/"):
        return re.escape(path.removeprefix("pages/"))
    room, _, name = path.removesuffix(".py").removesuffix("/__init__").rpartition("/")
    module = re.escape(room.replace("/", "."))
    return rf"\b{module}(\.{re.escape(name)}\b| import .*\b{re.escape(name)}\b)"
