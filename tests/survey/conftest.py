"""A small town whose Ämter are asked."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from strategy.kernel.store import Store
from strategy.survey.sending import Outgoing
from tests.fresh_plans import empty_plan
from tests.survey.town import fill_town, send


@pytest.fixture(scope="session")
def town_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plan of that town; tests work on copies of it."""
    path = tmp_path_factory.mktemp("surveyed") / "stadt.duckdb"
    store = empty_plan(path)
    fill_town(store)
    store.close()
    return path


@pytest.fixture
def town(town_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A municipality with two Ämter; the first has something on every sheet."""
    copy = tmp_path_factory.mktemp("plan") / "leer.duckdb"
    store = Store.open(shutil.copyfile(town_file, copy))
    yield store
    store.close()


@pytest.fixture
def sent(town: Store) -> Outgoing:
    """The workbook of the Bauamt as it went out."""
    return send(town)
