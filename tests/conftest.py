"""What all tests share: where the house stands and plans to work on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import strategy.nouns  # noqa: F401  (the nouns make themselves known)
from strategy.store import Store

HOUSE = Path(__file__).parent.parent


@pytest.fixture
def house() -> Path:
    """The root folder of the project."""
    return HOUSE


@pytest.fixture
def plan() -> Iterator[Store]:
    """A fresh plan without a file."""
    store = Store.in_memory()
    yield store
    store.close()


@pytest.fixture
def plan_file(tmp_path: Path) -> Iterator[Store]:
    """A fresh plan in a file of its own; the path is ``plan_file.path``."""
    store = Store.create(tmp_path / "plan.duckdb")
    yield store
    store.close()
