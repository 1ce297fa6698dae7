"""What all tests share: where the house stands and plans to work on."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

import strategy.nouns  # noqa: F401  (the nouns make themselves known)
from strategy.kernel.store import Store
from strategy.plans.demo import build_demo
from tests import run_costs, run_order, run_quick
from tests.fresh_plans import empty_plan
from tests.made_once import made_once

HOUSE = Path(__file__).parent.parent
# The key that signs histories: not that of the plans that somebody may keep in this very folder.
# It lies beside the plans that are kept from run to run, for without it they would not be whole.
KEPT = HOUSE / ".pytest_cache"
KEPT.mkdir(exist_ok=True)
os.environ["STRATEGY_KEY"] = str(KEPT / "history.key")
# Nor is the log of that folder to tell of what tests do.
os.environ["STRATEGY_SECURITY_LOG"] = str(KEPT / "security_log.jsonl")
# Some machines forbid Python to keep what it has compiled; then every worker would compile all
# tests anew, which takes four of the eight seconds in which it collects them.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# How long an example takes says how busy the machine is, and is no fault of the code.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture
def house() -> Path:
    """The root folder of the project."""
    return HOUSE


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("werkbank")
    group.addoption(
        "--quick", action="store_true", help="within a minute: what changed, then the cheap tests"
    )
    group.addoption(
        "--write-costs", action="store_true", help="measure every test and renew tests/costs.txt"
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--write-costs"):
        config.pluginmanager.register(run_costs.Measuring())


@pytest.hookimpl(wrapper=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """One worker more than cores: a browser test waits for half of its time."""
    return (yield) + 1


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> run_order.ByFile:
    return run_order.ByFile(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--quick"):
        run_quick.choose(config, items)
    run_order.sort_by_cost(items)


def pytest_collection_finish() -> None:
    """What is loaded by now stays until the end: Python need not look for garbage in it, which
    takes a twentieth of what the tests of pages take, and less often in the rest."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_unconfigure() -> None:
    """DuckDB complains of all that is still there when Python ends."""
    gc.unfreeze()


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
def kept_files(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder for what is made once for all workers: kept from run to run, if anything is."""
    # Where somebody switches pytest's cache off, a folder of this run does as well.
    cache = getattr(pytestconfig, "cache", None)
    return cache.mkdir("made") if cache else tmp_path_factory.getbasetemp().parent / "made"


@pytest.fixture(scope="session")
def demo_file(kept_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo municipality; tests work on copies of it."""
    made = made_once(kept_files, "demo.duckdb", build_demo)
    return Path(shutil.copyfile(made, tmp_path_factory.mktemp("demo") / made.name))
