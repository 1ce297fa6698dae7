"""A running workshop with a phone in front of the real door, and a town that publishes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from strategy.kernel.store import Store
from strategy.plans import opened
from tests.web.phones import Hall, Phone, build_hall, door
from ui.run import session


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    made = build_hall(tmp_path / "saal.duckdb")
    yield made
    session.close_store(tmp_path / "saal.duckdb")
    made.store.close()


@pytest.fixture
def town(demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The demo, opened as the server opens its own plan."""
    path = Path(shutil.copy(demo_file, tmp_path / "stadt.duckdb"))
    monkeypatch.setenv(opened.PLAN_VARIABLE, str(path))
    store = Store.open(path)
    session.add_store(store)
    yield store
    session.close_store(path)


@pytest.fixture
def client(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    assert hall.store.path is not None
    with TestClient(door(monkeypatch, hall.store.path)) as phone:
        yield phone


@pytest.fixture
def phone(client: TestClient) -> Phone:
    return Phone(client)
