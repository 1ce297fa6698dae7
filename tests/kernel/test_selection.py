"""Rows chosen and ordered by field names give what a plain loop over all rows gives."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy.kernel import german
from strategy.kernel.listing import count, find, has_any, list_, names_by_id, texts_of
from strategy.kernel.records import save_
from strategy.kernel.selection import (
    EVERY_ROW,
    contains_words,
    equal,
    german_order_sql,
    known,
    reads,
    unknown,
)
from strategy.kernel.store import Store
from strategy.nouns.goal import Goal, GoalLevel
from tests.fresh_plans import some_plan

TITLES = ["Bürgerportal", "Glasfaser für Schulen", "Papierlose Akte", "bürgernah"]


@cache
def plan() -> Store:
    store = some_plan()
    with store.write("Test", "Ziele") as tx:
        for index in range(24):
            save_(
                tx,
                Goal(
                    level=GoalLevel.GUIDING,
                    title=TITLES[index % 4],
                    target_year=None if index % 5 == 0 else 2030 + index % 3,
                    body=None if index % 2 else f"Absatz {index}",
                ),
            )
    return store


CONDITIONS: list[tuple[Any, Any]] = [
    (EVERY_ROW, lambda goal: True),
    (equal(target_year=2031), lambda goal: goal.target_year == 2031),
    (equal(target_year=None), lambda goal: goal.target_year is None),
    (equal(target_year=[2030, 2032]), lambda goal: goal.target_year in (2030, 2032)),
    (equal(target_year=[]), lambda goal: False),
    (
        equal(title="bürgernah", target_year=2030),
        lambda g: (g.title, g.target_year) == ("bürgernah", 2030),
    ),
    (unknown("body"), lambda goal: goal.body is None),
    (known("body") & equal(target_year=2032), lambda g: bool(g.body) and g.target_year == 2032),
    (reads("target_year", "2032"), lambda goal: goal.target_year == 2032),
    (contains_words(Goal, "  "), lambda goal: True),
    (contains_words(Goal, "BÜRGER"), lambda goal: "bürger" in str(goal.title).lower()),
    (
        contains_words(Goal, "absatz akte"),
        lambda goal: "Akte" in str(goal.title) and goal.body is not None,
    ),
    (contains_words(Goal, "' OR 1=1 --"), lambda goal: False),
]


@pytest.mark.parametrize(("condition", "meets"), CONDITIONS)
def test_a_condition_leaves_the_rows_a_loop_leaves(condition: Any, meets: Any) -> None:
    with plan().read() as db:
        wanted = [goal for goal in find(db, Goal) if meets(goal)]
        assert find(db, Goal, condition) == wanted
        assert list_(db, Goal, condition)["id"].tolist() == [goal.id for goal in wanted]
        assert count(db, Goal, condition) == len(wanted)
        assert has_any(db, Goal, condition) == bool(wanted)


def place_of(goal: Goal, name: str) -> object:
    value = getattr(goal, name)
    return german.listed(value) if isinstance(value, str) else value


@given(st.lists(st.text("aAäÄáouöüßsSzZ019 -é.", max_size=8), max_size=12))
def test_database_and_lists_of_choices_sort_alike(names: list[str]) -> None:
    with plan().read() as db:
        rows = db.rows(
            "SELECT name FROM (SELECT unnest(?) AS name) "
            f"ORDER BY {german_order_sql('name')}, name",
            [names],
        )
    assert [row["name"] for row in rows] == sorted(names, key=german.listed)


def test_lists_are_in_german_order() -> None:
    wanted = ["apfel", "Äpfel", "Öl", "Strasse", "Straße", "Thema 2", "Thema 10", "Zoo"]
    with plan().read() as db:
        rows = db.rows(
            "SELECT name FROM (SELECT unnest(?) AS name) "
            f"ORDER BY {german_order_sql('name')}, name",
            [wanted[::-1]],
        )
    assert [row["name"] for row in rows] == wanted


@given(
    st.lists(
        st.tuples(st.sampled_from(["title", "target_year", "body"]), st.booleans(), st.booleans()),
        max_size=3,
        unique_by=lambda part: part[0],
    )
)
def test_an_order_is_that_of_a_stable_sort(parts: list[tuple[str, bool, bool]]) -> None:
    order = ", ".join(
        f"{'-' if falling else ''}{name}{' unknown first' if first else ''}"
        for name, falling, first in parts
    )
    with plan().read() as db:
        wanted = find(db, Goal)
        for name, falling, first in reversed(parts):
            empty = [goal for goal in wanted if getattr(goal, name) is None]
            filled = [goal for goal in wanted if getattr(goal, name) is not None]
            filled.sort(key=lambda goal, name=name: place_of(goal, name), reverse=falling)
            wanted = [*empty, *filled] if first else [*filled, *empty]
        assert [goal.id for goal in find(db, Goal, order=order or "id")] == [g.id for g in wanted]


@pytest.mark.parametrize("order", ["position DESC", "nonsense", "title; DROP TABLE goal", ""])
def test_an_order_of_other_words_is_refused(order: str) -> None:
    with plan().read() as db, pytest.raises(ValueError, match="cannot be ordered"):
        find(db, Goal, order=order)


def test_names_and_texts_are_sorted() -> None:
    with plan().read() as db:
        # A small letter stands among the capital ones, where German readers look for it.
        in_order = ["bürgernah", "Bürgerportal", "Glasfaser für Schulen", "Papierlose Akte"]
        assert list(dict.fromkeys(names_by_id(db, Goal).values())) == in_order
        assert len(names_by_id(db, Goal)) == len(TITLES) * 6
        assert texts_of(db, Goal, "target_year") == ["2030", "2031", "2032"]
        assert list_(db, Goal, columns=["id", "title"], limit=3).shape == (3, 2)


def test_choices_are_in_german_order() -> None:
    order = ["Ämterbuch", "Amtsblatt", "Straße", "Strasse B", "Thema 2", "Thema 10", "Zoo"]
    store = some_plan()
    with store.write("Test", "Ziele") as tx:
        for title in sorted(order):
            save_(tx, Goal(level=GoalLevel.GUIDING, title=title))
    with store.read() as db:
        assert list(names_by_id(db, Goal).values()) == order
        assert texts_of(db, Goal, "title") == order
