"""What a function answered is kept like the answer to a query, and as carefully."""

from __future__ import annotations

import pandas as pd

from strategy.kernel.records import save_
from strategy.kernel.store import Cursor, Store
from strategy.nouns.goal import Goal, GoalLevel
from tests.fresh_plans import some_plan

asked: list[str] = []


def titles(db: Cursor, start: str = "") -> pd.DataFrame:
    asked.append(start)
    return db.frame("SELECT title FROM goal WHERE starts_with(title, ?) ORDER BY title", [start])


def add(store: Store, title: str) -> None:
    with store.write("Anna") as tx:
        save_(tx, Goal(title=title, level=GoalLevel.GUIDING))


def recalled(store: Store, *args: str) -> list[str]:
    with store.look() as db:
        frame = db.recall(titles, *args)
        frame["title"] = frame["title"] + "!"
    return [str(value) for value in frame["title"]]


def test_a_function_is_asked_once_per_state_and_argument() -> None:
    asked.clear()
    store = some_plan()
    add(store, "A")
    assert [recalled(store), recalled(store), recalled(store, "B")] == [["A!"], ["A!"], []]
    assert asked == ["", "B"]
    add(store, "B")
    assert [recalled(store), recalled(store, "B")] == [["A!", "B!"], ["B!"]]


def test_a_function_without_a_name_of_its_own_is_asked_each_time() -> None:
    store = some_plan()
    for number in (1, 2):
        with store.look() as db:
            assert db.recall(lambda _, n=number: n) == number  # type: ignore[misc]
