"""A plan that was changed past the program is found, whatever was changed, and an honest one is
never accused."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from strategy.kernel.records import find, save_
from strategy.kernel.store import Cursor, Store
from strategy.kernel.store.backup import backup, restore
from strategy.kernel.store.chain import find_tip
from strategy.kernel.store.check import check_file, check_store, look_into
from strategy.kernel.store.check_chain import check_chain
from strategy.kernel.store.copies import head_of
from strategy.kernel.store.engine import CATALOG
from strategy.kernel.store.head import Head
from strategy.kernel.store.key import KEY_VARIABLE
from strategy.kernel.store.triggers import drop_triggers, make_triggers
from strategy.kernel.store.undo import redo, undo
from strategy.kernel.store.versions import (
    content_hash,
    create_scenario,
    delete_scenario,
    discard_scenario,
    list_versions,
    restore_scenario,
    seal_edition,
)
from strategy.nouns import BudgetLine, CostLine, Goal, Measure
from tests.fresh_plans import empty_plan
from tests.kernel.store.actions import random_action


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan in which everything has happened that a plan can go through."""
    path = tmp_path_factory.mktemp("honest") / "stadt.duckdb"
    store = empty_plan(path)
    dice = random.Random(11)
    with store.write("Oberbürgermeisterin", "Anfang") as tx:
        for number in range(5):
            save_(tx, Goal(title=f"Ziel {number}", level="Leitziel"))
    while len(_rows(store, BudgetLine)) < 30:
        random_action(store, "Bernd", dice)
    with store.write("Oberbürgermeisterin", "Kosten erfasst") as tx:
        measure = save_(tx, Measure(title="Portal"))
        save_(
            tx, CostLine(measure_id=measure.id, year=2027, cost_type="Lizenz", amount_cents=100_00)
        )
    sparpfad = create_scenario(store, "Anna", "Sparpfad")
    anders = create_scenario(store, "Anna", "Anders")
    for _ in range(8):
        random_action(store, "Bernd", dice, sparpfad.name)
    seal_edition(store, "Anna", "Stadtrat")
    delete_scenario(store, "Anna", anders.name)
    for _ in range(3):
        undo(store, "Bernd")
    redo(store, "Bernd")
    store.close()
    return path


def _rows(store: Store, noun: type) -> list[object]:
    with store.read() as db:
        return list(find(db, noun))


@contextmanager
def past_the_program(path: Path, *versions: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """Change a plan file as somebody does who knows how it is built; no trigger tells of what is
    done to the tables of ``versions``."""
    raw = duckdb.connect()
    raw.execute(f"ATTACH '{path}' AS {CATALOG}; USE {CATALOG}")
    for name in versions:
        drop_triggers(raw, name)
    yield raw
    for name in versions:
        make_triggers(raw, name)
    raw.close()


DOCTORED = {
    "another name": "UPDATE history.action SET actor = 'Kämmerin' WHERE actor = 'Bernd'",
    "another time": "UPDATE history.action SET happened_at = happened_at - INTERVAL 1 DAY "
    "WHERE id = 2",
    "another title": "UPDATE history.action SET what = 'nichts' WHERE id = 1",
    "value in the history": 'UPDATE history.change SET "after" = replace("after", \'10000\', '
    "'90000') WHERE table_name = 'cost_line'",
    "amount × 10": "UPDATE cost_line SET amount_cents = amount_cents * 10",
    "amount × 10 in the scenario": "UPDATE scenario_sparpfad.cost_line "
    "SET amount_cents = amount_cents * 10",
    "amount × 10 in history and row": "UPDATE cost_line SET amount_cents = 90000 "
    'WHERE amount_cents = 10000; UPDATE history.change SET "after" = replace("after", \'10000\', '
    "'90000') WHERE table_name = 'cost_line'",
    "amount of a loaded line": "UPDATE budget_line SET amount_cents = 1 "
    "WHERE id = (SELECT min(id) FROM budget_line)",
    "row taken away": "DELETE FROM goal WHERE id = (SELECT min(id) FROM goal)",
    "loaded row taken away": "DELETE FROM budget_line WHERE id = (SELECT max(id) FROM budget_line)",
    "row put in": "INSERT INTO goal (id, version, title) VALUES ('Z-9999', 1, 'untergeschoben')",
    "title in the bin": "UPDATE scenario_anders.goal SET title = 'x'",
    "action taken away": "DELETE FROM history.action WHERE id = 2; "
    "DELETE FROM history.change WHERE action_id = 2",
    "last action taken away": "DELETE FROM history.action WHERE entry = "
    "(SELECT max(entry) FROM history.action)",
    "change taken away": "DELETE FROM history.change WHERE seq = (SELECT min(seq) "
    "FROM history.change)",
    "action put in": "INSERT INTO history.action (id, actor, happened_at, what, schema_name, kind, "
    "undone) SELECT max(id) + 1, 'Eva', now()::TIMESTAMP, 'x', 'main', 'do', false "
    "FROM history.action",
    "undone or not": "UPDATE history.action SET undone = NOT undone WHERE id = 1",
    "who sealed": "UPDATE plan.version SET created_by = 'Rat' WHERE kind = 'edition'",
    "edition gone": "DROP SCHEMA edition_stadtrat CASCADE; "
    "DELETE FROM plan.version WHERE kind = 'edition'",
    "chain gone": "DELETE FROM history.event; UPDATE history.action SET entry = NULL",
    "event changed": "UPDATE history.event SET actor = 'Eva' WHERE kind = 'version'",
}


def test_an_honest_plan_is_sound(honest: Path, tmp_path: Path) -> None:
    assert check_file(honest) == []
    store = Store.open(shutil.copy(honest, tmp_path / "stadt.duckdb"))
    found = look_into(store)
    # Every action was signed here, from the first one on.
    assert (found.troubles, found.notes) == ([], [])
    restore_scenario(store, "Anna", "Anders")
    delete_scenario(store, "Anna", "Anders")
    discard_scenario(store, "Anna", "Anders")
    assert check_store(store) == []
    copy = backup(store, tmp_path / "sicherung.duckdb")
    store.close()
    restore(copy, tmp_path / "stadt.duckdb")
    assert check_file(tmp_path / "stadt.duckdb") == []


def test_a_doctored_plan_is_found(honest: Path, tmp_path: Path) -> None:
    """Each way in a transaction of its own that is rolled back again."""
    store = Store.open(shutil.copy(honest, tmp_path / "stadt.duckdb"))
    shutil.copy(head_of(honest), head_of(tmp_path / "stadt.duckdb"))
    aside = store.raw_cursor()
    for name in ("main", "scenario_sparpfad", "scenario_anders"):
        drop_triggers(aside, name)
    for how, sql in DOCTORED.items():
        raw = store.raw_cursor()
        raw.execute("BEGIN TRANSACTION")
        raw.execute(sql)
        troubles = check_chain(Cursor(raw, "main")).troubles
        if how == "last action taken away":
            # The end of a chain can only be missed by what lies beside the plan.
            troubles.append(Head(tmp_path / "stadt.duckdb").compare(raw) or "")
        raw.close()
        assert any(troubles), how
        for trouble in filter(None, troubles):
            assert trouble.endswith(".") and "\n" not in trouble and len(trouble) < 260
    # Nothing of it is left.
    assert check_chain(Cursor(aside, "main")).troubles == []
    aside.close()
    store.close()


def test_a_sealed_edition_with_its_hash_made_anew_is_found(honest: Path, tmp_path: Path) -> None:
    path = shutil.copy(honest, tmp_path / "stadt.duckdb")
    with past_the_program(path, "edition_stadtrat") as raw:
        raw.execute("UPDATE edition_stadtrat.goal SET title = 'Anderes Ziel'")
    store = Store.open(path)
    with store.read("edition_stadtrat") as db:
        made_anew = content_hash(db)
    store.close()
    with past_the_program(path) as raw:
        raw.execute("UPDATE plan.version SET hash = ? WHERE kind = 'edition'", [made_anew])
    (trouble,) = check_file(path)
    assert "Angaben zur Fassung „Stadtrat“" in trouble


def test_who_makes_the_chain_anew_has_another_key(
    honest: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Doctored, and signed anew by a workbench elsewhere: not to be told from an honest plan of
    there, so it is said, and no backup of that kind replaces the own plan unasked."""
    path = shutil.copy(honest, tmp_path / "stadt.duckdb")
    forged = shutil.copy(honest, tmp_path / "fremd.duckdb")
    with past_the_program(forged) as raw:
        raw.execute("UPDATE history.action SET actor = 'Eva', entry = NULL")
        raw.execute("DROP TABLE history.event; DROP TABLE plan.bin")
        for column in ("entry", "salt", "digest", "link", "mark", "signer"):
            raw.execute(f"ALTER TABLE history.action DROP COLUMN {column}")
        raw.execute("DELETE FROM plan.migration WHERE number = 9")
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv(KEY_VARIABLE, str(tmp_path / "other.key"))
        store = Store.open(forged)
        assert check_store(store) == []
        store.close()
    head_of(forged).unlink()
    store = Store.open(forged)
    found = look_into(store)
    store.close()
    assert found.troubles == []
    assert any("Schlüssel" in note and "anderen Rechners" in note for note in found.notes)
    with pytest.raises(Exception, match="nicht von dieser Werkbank"):
        restore(forged, path, replace_newer=True)
    assert "Bernd" in str(_actors(path))
    restore(forged, path, replace_newer=True, accept_foreign=True)
    assert _actors(path) == {"Eva"}


def _actors(path: Path) -> set[str]:
    store = Store.open(path)
    try:
        with store.read() as db:
            return {row["actor"] for row in db.rows("SELECT actor FROM history.action")}
    finally:
        store.close()


def test_without_the_key_it_is_said(
    honest: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, str(tmp_path / "none" / "history.key"))
    (tmp_path / "none").write_text("no folder")
    store = Store.open(shutil.copy(honest, tmp_path / "stadt.duckdb"))
    found = look_into(store)
    assert found.troubles == [] and "hier fehlt ein Schlüssel" in found.notes[0]
    # It still can be worked with.
    with store.write("Anna") as tx:
        save_(tx, Goal(title="ohne Schlüssel", level="Leitziel"))
    found = look_into(store)
    assert found.troubles == [] and any("nicht unterschrieben" in note for note in found.notes)
    store.close()


def test_what_is_missing_at_the_end_is_noticed(honest: Path, tmp_path: Path) -> None:
    path = shutil.copy(honest, tmp_path / "stadt.duckdb")
    store = Store.open(path)
    older = backup(store, tmp_path / "alt.duckdb")
    for number in range(3):
        with store.write("Anna") as tx:
            save_(tx, Goal(title=f"neu {number}", level="Leitziel"))
    assert store.notice is None
    raw = store.raw_cursor()
    assert head_of(path).read_text().startswith(f"{find_tip(raw).entry:012d} ")
    raw.close()
    store.close()
    # Laid over the plan by hand, not by ``restore``.
    shutil.copy(older, path)
    store = Store.open(path)
    assert store.notice is not None and "fehlen die letzten 3 Änderungen" in store.notice
    (kept,) = tmp_path.glob("stadt-unvollstaendig-*.duckdb")
    assert kept.read_bytes() == older.read_bytes()
    assert check_store(store) == [store.notice]
    # From the next save on it is the plan.
    with store.write("Anna") as tx:
        save_(tx, Goal(title="weiter", level="Leitziel"))
    store.close()
    assert check_file(path) == []
    assert check_file(shutil.copy(path, tmp_path / "anderswo.duckdb")) == []


def test_a_log_that_loses_its_end_is_noticed(tmp_path: Path) -> None:
    store = empty_plan(tmp_path / "plan.duckdb")
    sizes = []
    log = tmp_path / "plan.duckdb.wal"
    for number in range(6):
        with store.write("Anna") as tx:
            save_(tx, Goal(title=str(number), level="Leitziel"))
        sizes.append(log.stat().st_size)
    cut = tmp_path / "killed.duckdb"
    shutil.copy(tmp_path / "plan.duckdb", cut)
    shutil.copy(log, f"{cut}.wal")
    shutil.copy(head_of(tmp_path / "plan.duckdb"), head_of(cut))
    store.close()
    with open(f"{cut}.wal", "r+b") as handle:
        handle.truncate(sizes[3] + 7)
    (trouble,) = check_file(cut)
    assert "fehlen die letzten 2 Änderungen" in trouble
    store = Store.open(cut)
    assert store.notice == trouble
    store.close()


def test_the_clock_does_not_order_the_history(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import UTC, datetime, timedelta

    from strategy.kernel.store import database

    class Clock(datetime):
        shift = timedelta()

        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.now(UTC) + cls.shift

    monkeypatch.setattr(database, "datetime", Clock)
    store = empty_plan(tmp_path / "plan.duckdb")
    for number in range(6):
        # Each action a day before the last.
        Clock.shift -= timedelta(days=1)
        with store.write("Anna", str(number)) as tx:
            save_(tx, Goal(title=str(number), level="Leitziel"))
    assert undo(store, "Anna").what == "5"
    assert undo(store, "Anna").what == "4"
    assert redo(store, "Anna").what == "4"
    assert check_store(store) == []
    with store.read() as db:
        assert [version.name for version in list_versions(db)] == ["main"]
    store.close()
