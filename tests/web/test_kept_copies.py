"""Copies that lie beside a plan answer no phone: codes lead to the plan that is worked on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from strategy.kernel.records import delete_
from strategy.kernel.store.backup import backup, restore
from strategy.kernel.store.copies import original_of
from strategy.nouns.card import Card
from strategy.plans import opened
from strategy.workshop.cards import add_cards
from strategy.workshop.running import close_workshop
from tests.fresh_plans import empty_plan
from tests.web.phones import CODE, build_hall
from ui.run import session
from web.participants import plans
from web.participants.fate import find_fate
from web.participants.plans import find_workshop


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of plans; the server's own has no workshop."""
    empty_plan(tmp_path / "eigener.duckdb").close()
    monkeypatch.setenv(opened.PLAN_VARIABLE, str(tmp_path / "eigener.duckdb"))
    monkeypatch.setattr(opened, "LOCAL_PLANS", tmp_path)
    plans.forget()
    yield tmp_path
    for path in tmp_path.glob("*.duckdb"):
        session.close_store(path)
    plans.forget()


def test_after_a_restore_phones_reach_the_restored_plan(folder: Path) -> None:
    hall = build_hall(folder / "stadt.duckdb")
    card = Card(workshop_id=hall.workshop_id, phase_id=hall.phase_ids[0], body="Gelöscht")
    with hall.store.write("Anna") as tx:
        (early,) = add_cards(tx, [card])
    saved = backup(hall.store, folder)
    with hall.store.write("Anna") as tx:
        delete_(tx, Card, early.id)
    backup(hall.store, folder / "stadt-2026-11-23-024300.duckdb")
    with hall.store.write("Anna") as tx:
        (late,) = add_cards(tx, [card])
    hall.store.close()
    restore(saved, folder / "stadt.duckdb", replace_newer=True)
    kept = [path.name for path in folder.glob("*.duckdb") if original_of(path) == "stadt"]
    assert len(kept) == 3, "two backups, and what was replaced"
    found = find_workshop(CODE)
    assert found is not None and found[0].path == folder / "stadt.duckdb"
    assert find_fate(str(late.code)) is None, "a card that only the replaced plan has is gone"
    assert find_fate(str(early.code)) is not None


def test_a_running_workshop_is_meant_before_an_ended_one(folder: Path) -> None:
    ended = build_hall(folder / "alt.duckdb")
    with ended.store.write("Anna") as tx:
        close_workshop(tx, ended.workshop_id)
    running = build_hall(folder / "neu.duckdb")
    ended.store.close()
    running.store.close()
    found = find_workshop(CODE)
    assert found is not None and found[0].path == folder / "neu.duckdb"


def test_a_copy_without_its_plan_is_a_plan(folder: Path) -> None:
    own = folder / "stadt-vor-2026-11-23-024300.duckdb"
    assert original_of(own) == original_of(folder / "stadt-2026-11-23-024300.duckdb") == "stadt"
    assert original_of(folder / "stadt-beschaedigt-20261123024300") == "stadt"
    assert original_of(folder / "stadt-vor-ort.duckdb") is None
    build_hall(own).store.close()
    found = find_workshop(CODE)
    assert found is not None and found[0].path == own
