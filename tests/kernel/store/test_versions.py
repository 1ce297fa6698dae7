"""Scenarios live apart from the draft; editions cannot be changed by any way of the store."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from strategy.history.sentences import plan_history
from strategy.kernel.errors import NotFound, Refused, Sealed
from strategy.kernel.records import find, get_, insert, save_
from strategy.kernel.store import Store
from strategy.kernel.store.check import check_store
from strategy.kernel.store.undo import undo
from strategy.kernel.store.versions import (
    Version,
    content_hash,
    create_scenario,
    delete_scenario,
    describe_scenario,
    get_version,
    list_versions,
    seal_edition,
)
from strategy.nouns import Goal, Measure
from tests.fresh_plans import empty_plan, some_plan
from tests.kernel.store.actions import random_action
from tests.kernel.store.state import state


def _goal(store: Store, title: str, version: str = "main") -> Goal:
    with store.write("Anna", version=version) as tx:
        return save_(tx, Goal(title=title, level="Leitziel"))


def _hash(store: Store, version: str = "main") -> str:
    with store.read(version) as db:
        return content_hash(db)


def test_a_scenario_goes_its_own_way(plan: Store) -> None:
    goal = _goal(plan, "gemeinsam")
    scenario = create_scenario(plan, "Anna", "Sparkurs")
    assert scenario.kind == "scenario" and scenario.editable and scenario.base == "main"
    assert state(plan, scenario.name) == state(plan)
    new = _goal(plan, "nur im Szenario", scenario.name)
    with plan.write("Bernd", version=scenario.name) as tx:
        save_(tx, get_(tx, Goal, goal.id).replace(title="anders"))
    assert _goal(plan, "nur im Entwurf").id != new.id
    with plan.read() as db:
        assert [g.title for g in find(db, Goal)] == ["gemeinsam", "nur im Entwurf"]
    undo(plan, "Bernd", scenario.name)
    with plan.read(scenario.name) as db:
        assert [g.title for g in find(db, Goal)] == ["gemeinsam", "nur im Szenario"]
    assert check_store(plan) == []


def test_a_deleted_scenario_leaves_nothing_to_its_namesake(plan: Store) -> None:
    scenario = create_scenario(plan, "Anna", "Sparkurs")
    dice = random.Random(3)
    while not random_action(plan, "Anna", dice, scenario.name):
        pass
    delete_scenario(plan, "Anna", scenario.name)
    with pytest.raises(NotFound), plan.read(scenario.name):
        pass
    again = create_scenario(plan, "Anna", "Sparkurs")
    assert check_store(plan) == []
    with pytest.raises(NotFound, match="rückgängig"):
        undo(plan, "Anna", again.name)
    for name in ("main", seal_edition(plan, "Anna", "Fest").name):
        with pytest.raises(Refused, match="kein Szenario"):
            delete_scenario(plan, "Anna", name)


def test_a_scenario_is_renamed_and_described(plan: Store) -> None:
    made = create_scenario(plan, "Anna", "Sparpfad", note="wenig Geld")
    create_scenario(plan, "Anna", "Ausbau")
    edition = seal_edition(plan, "Anna", "Beschluss")
    found = describe_scenario(plan, "Bert", made.name, " Sparpfad 2 ", "halb so viel Geld")
    assert (found.name, found.title, found.note) == (made.name, "Sparpfad 2", "halb so viel Geld")
    with plan.read() as db:
        assert "in „Sparpfad 2“ umbenannt" in str(plan_history(db)[0])
    for name, title in (
        (made.name, "ausbau"),
        (made.name, "  "),
        (edition.name, "X"),
        ("main", "X"),
    ):
        with pytest.raises(Refused):
            describe_scenario(plan, "Bert", name, title)
    with pytest.raises(NotFound):
        describe_scenario(plan, "Bert", "scenario_gibt_es_nicht", "X")
    assert not check_store(plan)


def test_the_history_says_who_deleted_a_scenario(plan: Store) -> None:
    goal = _goal(plan, "steht")
    scenario = create_scenario(plan, "Anna", "Sparkurs")
    delete_scenario(plan, "Bernd", scenario.name)
    with plan.read() as db:
        newest = plan_history(db)[0]
    assert newest.sentence == "Bernd: Szenario „Sparkurs“ archiviert"
    # It cannot be turned back, and it does not stand in the way of what can.
    with pytest.raises(NotFound):
        undo(plan, "Bernd")
    undo(plan, "Anna")
    with plan.read() as db:
        assert find(db, Goal, "id = ?", [goal.id]) == []
    assert check_store(plan) == []


@pytest.fixture(scope="module")
def sealed_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan with one goal and an edition of it."""
    path = tmp_path_factory.mktemp("sealed") / "plan.duckdb"
    store = empty_plan(path)
    _goal(store, "steht")
    seal_edition(store, "Anna", "Beschluss 2026")
    store.close()
    return path


@pytest.fixture
def sealed(sealed_file: Path, tmp_path: Path) -> Iterator[tuple[Store, Version]]:
    """A copy of that plan and its edition."""
    store = Store.open(shutil.copyfile(sealed_file, tmp_path / "plan.duckdb"))
    with store.read() as db:
        edition = next(one for one in list_versions(db) if one.kind == "edition")
    yield store, edition
    store.close()


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE {e}.goal SET title = 'gefälscht'",
        "DELETE FROM {e}.goal",
        "TRUNCATE {e}.goal",
        "INSERT INTO {e}.goal (id, version) VALUES ('Z-9', 1)",
        "INSERT INTO {e}.goal BY NAME SELECT * REPLACE ('Z-8' AS id) FROM main.goal",
        "INSERT INTO {e}.measure (id, version) VALUES ('M-9', 1)",
    ],
)
def test_no_write_reaches_an_edition(sealed: tuple[Store, Version], attack: str) -> None:
    plan, edition = sealed
    before = state(plan, edition.name)
    with pytest.raises(Sealed, match="festgeschrieben") as caught, plan.write("Bernd") as tx:
        tx.run(attack.format(e=f'"{edition.name}"'))
    assert str(caught.value).endswith("legen Sie ein Szenario an.")
    with pytest.raises(Sealed, match="„Beschluss 2026“"), plan.write("B", version=edition.name):
        pass
    assert state(plan, edition.name) == before
    assert _hash(plan, edition.name) == edition.hash
    assert check_store(plan) == []


@pytest.mark.parametrize(
    "attack",
    [
        "DROP TABLE {e}.goal",
        "DROP TABLE {e}.measure",
        "ALTER TABLE {e}.goal ADD COLUMN extra TEXT",
        "DROP TRIGGER seal_update ON {e}.goal",
        "DROP TRIGGER seal_update ON {e}.goal; UPDATE {e}.goal SET title = 'gefälscht'",
        "DROP TRIGGER record_update ON main.goal",
    ],
)
def test_the_check_tells_of_a_broken_seal(sealed: tuple[Store, Version], attack: str) -> None:
    plan, edition = sealed
    raw = plan.raw_cursor()
    raw.execute(attack.format(e=f'"{edition.name}"'))
    raw.close()
    troubles = check_store(plan)
    assert troubles and all(text.endswith(".") for text in troubles)
    assert any("„Beschluss 2026“" in text or "„Entwurf“" in text for text in troubles)


def test_an_edition_stands_while_the_draft_moves_on(plan: Store) -> None:
    dice = random.Random(11)
    for _ in range(20):
        random_action(plan, "Anna", dice)
    edition = seal_edition(plan, "Anna", "Beschluss 2026", note="Rat am 3.4.")
    assert edition.hash == _hash(plan) and edition.note == "Rat am 3.4."
    before = state(plan, edition.name)
    with plan.write("Anna") as tx:
        insert(tx, [Measure(title=str(n)) for n in range(300)])
    with plan.write("Bernd") as tx:
        for number in range(10):
            tx.run("UPDATE measure SET title = ?, version = ?", [str(number), tx.action_id])
    for _ in range(20):
        random_action(plan, "Anna", dice)
    assert state(plan, edition.name) == before
    assert _hash(plan, edition.name) == edition.hash != _hash(plan)
    scenario = create_scenario(plan, "Anna", "Zurück zum Beschluss", base=edition.name)
    assert scenario.editable
    assert {t: [r[:1] + r[2:] for r in rows] for t, rows in state(plan, scenario.name).items()} == {
        t: [r[:1] + r[2:] for r in rows] for t, rows in before.items()
    }
    _goal(plan, "wieder offen", scenario.name)
    assert check_store(plan) == []


def test_the_hash_sees_content_and_nothing_else(plan: Store) -> None:
    one, two = some_plan(), some_plan()
    for store, titles in ((one, "ab"), (two, "ba")):
        with store.write("Anna") as tx:
            for title in titles:
                save_(tx, Goal(id=f"Z-000{'ab'.index(title) + 1}", title=title, level="Leitziel"))
    assert _hash(one) == _hash(two) != _hash(plan)
    with two.write("Bernd") as tx:
        save_(tx, get_(tx, Goal, "Z-0001").replace(title="c"))
    changed = _hash(two)
    with two.write("Bernd") as tx:
        save_(tx, get_(tx, Goal, "Z-0001").replace(title="a"))
    assert changed != _hash(one) == _hash(two)
    with two.write("Bernd") as tx:
        save_(tx, get_(tx, Goal, "Z-0001").replace(title="a", body="a", status=None))
    assert _hash(two) not in (changed, _hash(one))


def test_names_of_versions(plan: Store) -> None:
    first = create_scenario(plan, "Anna", "Größer & schöner")
    second = create_scenario(plan, "Anna", "Groesser schoener")
    assert first.name != second.name and first.name.isascii()
    with pytest.raises(Refused, match="gibt es schon"):
        seal_edition(plan, "Anna", "größer & SCHÖNER")
    with pytest.raises(Refused, match="einen Namen"):
        create_scenario(plan, "Anna", "  ")
    with pytest.raises(NotFound):
        create_scenario(plan, "Anna", "x", base='main"; DROP TABLE goal; --')
    with plan.read() as db:
        assert get_version(db, "Größer & schöner") == first
        assert [v.name for v in list_versions(db)] == ["main", first.name, second.name]
