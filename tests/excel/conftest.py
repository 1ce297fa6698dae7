"""A small town for the tests of workbooks: real plan files, built once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.large_city import build_large_city
from strategy.kernel.store import Store
from tests.made_once import made_once


@pytest.fixture(scope="session")
def town_file(kept_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan with a bit of everything; this worker's own, because some tests open it to read."""
    made = made_once(
        kept_files,
        "town.duckdb",
        lambda path: build_large_city(path, applications=40, measures=30, budget_lines=600),
    )
    return Path(shutil.copyfile(made, tmp_path_factory.mktemp("town") / made.name))


@pytest.fixture
def town(town_file: Path, tmp_path: Path) -> Iterator[Store]:
    """The town as an open plan that a test may change."""
    copy = tmp_path / "town.duckdb"
    copy.write_bytes(town_file.read_bytes())
    store = Store.open(copy)
    yield store
    store.close()
