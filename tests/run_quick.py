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
SECONDS_PER_CORE = 35.0
CHEAP_ENOUGH = 1.0


def choose(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave in ``items`` what a minute has room for."""
    changed = _changed_files()
    files = {item.path for item in items}
    close = {path for path in files if _belongs_to(path, changed)}
    order = sorted(items, key=lambda item: (item.path not in close, known_cost(item.nodeid)))
    left = SECONDS_PER_CORE * (os.cpu_count() or 1)
    chosen = set()
    for item in order:
        cost = known_cost(item.nodeid)
        if cost <= left and (item.path in close or cost < CHEAP_ENOUGH):
            left -= cost
            chosen.add(item)
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = [item for item in items if item in chosen]


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
