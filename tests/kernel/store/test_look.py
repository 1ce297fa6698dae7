"""What a look remembers is never older than the plan, whoever writes and whenever."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from strategy.kernel.records import save_
from strategy.kernel.store import Store
from strategy.kernel.store.look import Memory, Moved
from strategy.kernel.store.undo import redo, undo
from strategy.kernel.store.versions import create_scenario
from strategy.nouns.goal import Goal, GoalLevel
from tests.fresh_plans import empty_plan, some_plan

COUNT = "SELECT count(*) FROM goal"


def add(store: Store, title: str, version: str = "main") -> None:
    with store.write("Anna", "Ziel angelegt", version) as tx:
        save_(tx, Goal(title=title, level=GoalLevel.GUIDING))


def counted(store: Store, version: str = "main") -> int:
    with store.look(version) as db:
        return int(db.value(COUNT))


def test_every_way_to_write_is_seen_at_once() -> None:
    store = some_plan()
    assert counted(store) == 0
    add(store, "A")
    assert counted(store) == 1
    undo(store, "Anna")
    assert counted(store) == 0
    redo(store, "Anna")
    assert counted(store) == 1
    scenario = create_scenario(store, "Anna", "Sparsam")
    add(store, "B", scenario.name)
    assert (counted(store), counted(store, scenario.name)) == (1, 2)


def test_the_second_look_asks_the_memory() -> None:
    store = some_plan()
    add(store, "A")
    with store.look() as db:
        first = (db.value(COUNT), db.rows("SELECT title FROM goal"), db.has_rows("FROM goal"))
        frame = db.frame("SELECT title FROM goal")
    with store.look() as db:
        db._raw.close()  # Whatever still gets an answer gets it from memory.
        assert (db.value(COUNT), db.rows("SELECT title FROM goal"), db.has_rows("FROM goal")) == (
            first
        )
        assert db.frame("SELECT title FROM goal").equals(frame)


def test_nobody_changes_the_answer_of_another() -> None:
    store = some_plan()
    add(store, "A")
    with store.look() as db:
        frame, rows = db.frame("SELECT title FROM goal"), db.rows("SELECT title FROM goal")
        frame["title"] = "geändert"
        frame.loc[0, "title"] = "noch einmal"
        rows[0]["title"] = "geändert"
    with store.look() as db:
        assert db.frame("SELECT title FROM goal")["title"].tolist() == ["A"]
        assert db.rows("SELECT title FROM goal") == [{"title": "A"}]


def test_parameters_of_another_type_are_another_question() -> None:
    store = some_plan()
    with store.look() as db:
        assert [db.value("SELECT typeof(?)", [value]) for value in (1, True, 1.0)] == [
            "INTEGER",
            "BOOLEAN",
            "DOUBLE",
        ]


def test_a_list_of_ids_is_remembered_too() -> None:
    store = some_plan()
    question = "SELECT count(*) FROM (SELECT unnest(?))"
    with store.look() as db:
        assert [db.value(question, [["a", "b"]]), db.value(question, [["a"]])] == [2, 1]
        db._raw.close()
        assert [db.value(question, [["a", "b"]]), db.value(question, [["a"]])] == [2, 1]


def test_a_registered_table_is_not_remembered() -> None:
    store = some_plan()
    for number in (1, 2):
        with store.look() as db:
            db.register("incoming", pa.table({"n": [number]}))
            assert db.value("SELECT n FROM incoming") == number


def test_another_day_is_another_question(monkeypatch: pytest.MonkeyPatch) -> None:
    import strategy.kernel.store.look as look

    class Tomorrow(date):
        @classmethod
        def today(cls) -> date:
            return date(2030, 1, 1)

    store = some_plan()
    with store.look() as db:
        db.value(COUNT)
        monkeypatch.setattr(look, "date", Tomorrow)
        db._raw.close()
        with pytest.raises(Exception, match="."):
            db.value(COUNT)


def test_while_somebody_writes_nothing_is_remembered() -> None:
    store = some_plan()
    with store.write("Anna", "Ziel angelegt") as tx:
        save_(tx, Goal(title="A", level=GoalLevel.GUIDING))
        with store.look() as db:
            assert db.state % 2 == 1
            assert db.value(COUNT) == 0
    assert counted(store) == 1


def test_readers_and_a_writer_never_meet_an_old_answer(tmp_path: Path) -> None:
    """Every reader sees at least what was committed before he began, and both sums agree."""
    store = empty_plan(tmp_path / "plan.duckdb")
    done, wrong = threading.Event(), []
    committed = 0

    def watch() -> None:
        while not done.is_set():
            before = committed
            with store.look() as db:
                seen = int(db.value(COUNT))
                again = len(db.rows("SELECT id FROM goal"))
            if seen < before or seen != again:
                wrong.append((before, seen, again))

    readers = [threading.Thread(target=watch) for _ in range(3)]
    for reader in readers:
        reader.start()
    try:
        for number in range(40):
            add(store, f"Ziel {number}")
            committed += 1
    finally:
        done.set()
        for reader in readers:
            reader.join()
    store.close()
    assert wrong == []


def test_the_memory_has_bounds() -> None:
    memory = Memory()
    memory.keep(2, "zu groß", None, 10**6)
    assert memory.find(2, "zu groß") is None
    for number in range(20):
        memory.keep(2, number, number, 300_000)
    assert memory.find(2, 19) == (19,)
    assert memory.find(2, 0) is None
    memory.keep(4, "neu", 1, 1)
    assert memory.find(2, 19) is None and memory.find(4, "neu") == (1,)


def test_a_late_look_opens_the_plan_only_where_memory_cannot_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = some_plan()
    add(store, "A")
    assert counted(store) == 1
    opened: list[str] = []
    reading = store._reading
    monkeypatch.setattr(
        store, "_reading", lambda version: opened.append(version) or reading(version)
    )
    with store.look(late=True) as db:
        assert db.value(COUNT) == 1
        assert opened == []
        assert db.value("SELECT max(title) FROM goal") == "A"
        assert db.value("SELECT min(title) FROM goal") == "A"
    assert opened == ["main"]
    with store.look(late=True) as db:
        assert (db.value(COUNT), db.value("SELECT max(title) FROM goal")) == (1, "A")
    assert opened == ["main"]


def test_a_late_look_never_mixes_two_states() -> None:
    store = some_plan()
    add(store, "A")
    assert counted(store) == 1
    with store.look(late=True) as db:
        assert db.value(COUNT) == 1
        add(store, "B")
        # From memory everything is still of the state of before, but the plan has moved on.
        assert db.value(COUNT) == 1
        with pytest.raises(Moved):
            db.rows("SELECT title FROM goal")
    with store.look(late=True) as db:
        # Nothing was answered yet: the new state is as good.
        add(store, "C")
        assert db.value(COUNT) == 3
        add(store, "D")
        assert len(db.rows("SELECT title FROM goal")) == 3
    assert counted(store) == 4


def test_a_late_look_opened_while_somebody_writes_is_not_remembered() -> None:
    store = some_plan()
    add(store, "A")
    with store.write("Anna") as tx:
        save_(tx, Goal(title="B", level=GoalLevel.GUIDING))
        with store.look(late=True) as db:
            assert db.value(COUNT) == 1
    assert counted(store) == 2
