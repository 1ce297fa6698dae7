"""What the full export writes is read again by Kennung, without a change."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from strategy.intake.writing.importing import preview_import
from strategy.kernel.store import Store

KINDS = {
    "projects": "project",
    "services": "service",
    "measures": "measure",
    "organisation": "organisation_unit",
    "rates": "personnel_rate",
    "applications": "application",
    "costs": "cost_line",
}


@pytest.fixture(scope="module")
def exported(
    demo_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Store, Path]]:
    folder = tmp_path_factory.mktemp("export")
    plan = folder / "auenfurt.duckdb"
    plan.write_bytes(demo_file.read_bytes())
    command = [sys.executable, "-m", "strategy", "export", str(plan), str(folder / "out")]
    subprocess.run(command, check=True, capture_output=True)
    store = Store.open(plan)
    yield store, folder / "out"
    store.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_of_the_full_export_comes_back(exported: tuple[Store, Path], kind: str) -> None:
    store, folder = exported
    (path,) = folder.rglob(f"{KINDS[kind]}.csv")
    shown = preview_import(store, kind, path)
    assert shown.read > 0
    assert (shown.added, shown.changed, shown.missing) == (0, 0, 0)
    assert shown.unchanged == shown.read
