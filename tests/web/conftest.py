"""A running workshop and a phone in front of the real door."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.web.phones import Hall, Phone, build_hall, door
from ui.run import session


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    made = build_hall(tmp_path / "saal.duckdb")
    yield made
    session.close_store(tmp_path / "saal.duckdb")
    made.store.close()


@pytest.fixture
def client(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    assert hall.store.path is not None
    with TestClient(door(monkeypatch, hall.store.path)) as opened:
        yield opened


@pytest.fixture
def phone(client: TestClient) -> Phone:
    return Phone(client)
