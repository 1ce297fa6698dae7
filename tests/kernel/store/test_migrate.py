"""A plan of an older program is brought to the present schema in all its versions."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from strategy.kernel.records import find, save_
from strategy.kernel.store import Store, migrate
from strategy.kernel.store.check import check_store
from strategy.kernel.store.triggers import plan_tables
from strategy.kernel.store.undo import redo, undo
from strategy.kernel.store.versions import (
    content_hash,
    create_scenario,
    list_versions,
    seal_edition,
)
from strategy.nouns import Goal


def test_every_migration_has_a_number_of_its_own() -> None:
    numbers = [number for number, _ in migrate.migrations()]
    assert len(numbers) == len(set(numbers)), numbers


def test_an_older_plan_with_scenario_and_edition_is_migrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "alt.duckdb"
    store = Store.create(path)
    with store.write("Anna") as tx:
        save_(tx, Goal(title="alt", level="Leitziel"))
    scenario = create_scenario(store, "Anna", "Variante")
    edition = seal_edition(store, "Anna", "Beschluss")
    with store.write("Anna") as tx:
        save_(tx, Goal(title="später", level="Leitziel"))
    store.close()

    # The next program: a new column, a new table, and values that are rewritten in every version.
    schema = tmp_path / "schema"
    shutil.copytree(migrate.SCHEMA_FOLDER, schema)
    number = max(number for number, _ in migrate.migrations()) + 1
    (schema / f"{number:03d}_next.each.sql").write_text(
        "ALTER TABLE goal ADD COLUMN colour TEXT;\n"
        "CREATE TABLE extra (id TEXT PRIMARY KEY, version BIGINT NOT NULL, title TEXT);\n"
        "UPDATE goal SET position = NULL WHERE position IS NULL;\n"
    )
    (schema / f"{number + 1:03d}_file.once.sql").write_text("CREATE TABLE plan.note (body TEXT);")
    monkeypatch.setattr(migrate, "SCHEMA_FOLDER", schema)

    store = Store.open(path)
    with store.read() as db:
        told = db.value("SELECT count(*) FROM history.change")
        assert [v.name for v in list_versions(db)] == ["main", scenario.name, edition.name]
        assert not db.has_rows("SELECT 1 FROM plan.note")
    assert told == 2, "the migration told the history of itself"
    raw = store.raw_cursor()
    for name in ("main", scenario.name, edition.name):
        assert "extra" in plan_tables(raw, name)
        with store.read(name) as db:
            assert db.value("SELECT count(colour) FROM goal") == 0
            triggers = db.rows("SELECT * FROM duckdb_triggers() WHERE schema_name = ?", [name])
            assert len(triggers) == 3 * len(plan_tables(raw, name))
    raw.close()
    with store.read(edition.name) as db:
        assert content_hash(db) == edition.hash
    assert check_store(store) == []
    undo(store, "Anna")
    redo(store, "Anna")
    with store.read() as db:
        assert [goal.title for goal in find(db, Goal)] == ["alt", "später"]
    store.close()


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "alt.duckdb"
    store = Store.create(path)
    with store.write("Anna") as tx:
        save_(tx, Goal(title="alt", level="Leitziel"))
    store.close()
    schema = tmp_path / "schema"
    shutil.copytree(migrate.SCHEMA_FOLDER, schema)
    number = max(number for number, _ in migrate.migrations()) + 1
    (schema / f"{number:03d}_bad.each.sql").write_text(
        "ALTER TABLE goal ADD COLUMN colour TEXT; SELECT * FROM no_such_table;"
    )
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "SCHEMA_FOLDER", schema)
        with pytest.raises(Exception):  # noqa: B017 - a defect of the program, whatever its kind
            Store.open(path)
    store = Store.open(path)
    with store.read() as db:
        assert len(find(db, Goal)) == 1
        assert "colour" not in db.frame("SELECT * FROM goal").columns
    assert check_store(store) == []
    store.close()


def test_each_number_of_the_schema_is_given_once() -> None:
    # Two branches may each take the next number; a new plan could then not be made.
    numbers = [number for number, _ in migrate.migrations()]
    assert len(numbers) == len(set(numbers)), numbers
