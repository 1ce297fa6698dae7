"""What all tests share: where the house stands and plans to work on."""

from __future__ import annotations

import os
import time
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

import strategy.nouns  # noqa: F401  (the nouns make themselves known)
from strategy.kernel.store import Store
from strategy.plans.demo import build_demo
from tests.fresh_plans import empty_plan

HOUSE = Path(__file__).parent.parent


@pytest.fixture
def house() -> Path:
    """The root folder of the project."""
    return HOUSE


@pytest.hookimpl(wrapper=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """One worker more than cores: a browser test waits for half of its time."""
    return (yield) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser files first: they take longest, and no worker is to be left alone with one."""
    items.sort(key=lambda item: "browser" not in item.path.parts)


@pytest.fixture
def plan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A fresh plan, in a file outside the test's own folder."""
    store = empty_plan(tmp_path_factory.mktemp("plan") / "leer.duckdb")
    yield store
    store.close()


@pytest.fixture
def plan_file(tmp_path: Path) -> Iterator[Store]:
    """A fresh plan in a file of its own; the path is ``plan_file.path``."""
    store = empty_plan(tmp_path / "plan.duckdb")
    yield store
    store.close()


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo municipality, built once for all workers; tests work on copies of it."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    plan, mine = folder / "demo.duckdb", folder / "demo.building"
    try:
        mine.touch(exist_ok=False)
    except FileExistsError:
        # Another worker builds it; the file appears under its name when it is whole.
        for _ in range(1200):
            if plan.exists():
                return plan
            time.sleep(0.1)
        pytest.fail("The demo municipality was not built by the worker that began with it.")
    return build_demo(plan)
