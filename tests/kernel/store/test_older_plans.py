"""A plan of the first release opens: nothing is lost, and what is new is unknown in it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from strategy.kernel.records import find, get_, save_
from strategy.kernel.store import Store, migrate
from strategy.kernel.store.check import check_store
from strategy.kernel.store.undo import undo
from strategy.kernel.store.versions import content_hash, create_scenario, seal_edition
from strategy.nouns import Project, Service
from strategy.nouns.goal import Goal

FIRST_RELEASE = 2


def test_a_plan_of_the_first_release_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    schema = tmp_path / "schema"
    schema.mkdir()
    for number, path in migrate.migrations():
        if number <= FIRST_RELEASE:
            shutil.copy(path, schema)
    with monkeypatch.context() as older:
        older.setattr(migrate, "SCHEMA_FOLDER", schema)
        store = Store.create(tmp_path / "alt.duckdb")
        with store.write("Anna", "Bestand erfasst") as tx:
            save_(tx, Goal(title="Anliegen einfach erledigen", level="Leitziel"))
            tx.run(
                "INSERT INTO project (id, version, title, status) VALUES ('PR-0001', ?, 'Portal', "
                "'in Bearbeitung')",
                [tx.action_id],
            )
            tx.claim_id("PR-0001")
            tx.run(
                "INSERT INTO service (id, version, title) VALUES ('L-0001', ?, 'Hund anmelden')",
                [tx.action_id],
            )
        scenario = create_scenario(store, "Anna", "Sparpfad")
        edition = seal_edition(store, "Anna", "Beschluss")
        store.close()

    store = Store.open(tmp_path / "alt.duckdb")
    for name in ("main", scenario.name, edition.name):
        with store.read(name) as db:
            project = get_(db, Project, "PR-0001")
            assert (project.title, project.confirmed_on, project.owner_id) == ("Portal", None, None)
            assert [item.title for item in find(db, Service)] == ["Hund anmelden"]
    with store.read(edition.name) as db:
        assert content_hash(db) == edition.hash
    with store.write("Anna", "Phase ergänzt") as tx:
        save_(tx, get_(tx, Project, "PR-0001").replace(phase="Pilot"))
    undo(store, "Anna")
    with store.read() as db:
        assert get_(db, Project, "PR-0001").phase is None
    assert check_store(store) == []
    store.close()
