"""Loads of very many rows: one line of history, and exact undo and redo."""

from __future__ import annotations

import pyarrow as pa
import pytest

from strategy.kernel.errors import Refused
from strategy.kernel.records import delete_, find, save_
from strategy.kernel.store import Store
from strategy.kernel.store.bulk import bulk_insert
from strategy.kernel.store.check import check_store
from strategy.kernel.store.history import list_actions, list_changes
from strategy.kernel.store.undo import redo, undo
from strategy.nouns import BudgetLine
from tests.kernel.store.state import state


def load(store: Store, count: int, actor: str = "Anna", version: str = "main") -> int:
    """Load ``count`` budget lines as one action; returns its number."""
    table = pa.table(
        {
            "title": [f"Zeile {n}" for n in range(count)],
            "year": pa.array([2020 + n % 7 for n in range(count)], pa.int32()),
            "plan_type": ["Plan"] * count,
            "amount_cents": pa.array(
                [n * 100 - 5 if n % 9 else None for n in range(count)], pa.int64()
            ),
        }
    )
    with store.write(actor, "Haushalt eingelesen", version) as tx:
        tx.register("incoming", table)
        bulk_insert(tx, "budget_line", "SELECT * FROM incoming", count, "HH")
        return tx.action_id


def test_a_load_is_one_line_and_comes_back_exactly(plan: Store) -> None:
    load(plan, 50, "Bernd")
    before = state(plan)
    number = load(plan, 5000)
    after = state(plan)
    with plan.read() as db:
        assert len(list_actions(db)) == 2
        (change,) = list_changes(db, action_id=number)
        assert change.row_id is None and change.after is not None
        digest = change.after.pop("digest")
        assert change.after == {"load": number, "rows": 5000} and digest.startswith("5000:")
        assert db.value("SELECT count(DISTINCT id) FROM budget_line") == 5050
        lines = find(db, BudgetLine, "version = ?", [number])
        assert lines[0].amount_cents is None and lines[1].amount_cents == 95
    for _ in range(2):
        undo(plan, "Anna")
        assert state(plan) == before and check_store(plan) == []
        redo(plan, "Anna")
        assert state(plan) == after and check_store(plan) == []


def test_undo_of_a_load_is_refused_after_an_edit_until_that_is_undone(plan: Store) -> None:
    load(plan, 100)
    before = state(plan)
    with plan.write("Bernd") as tx:
        first, second = find(tx, BudgetLine)[:2]
        save_(tx, first.replace(amount_cents=1))
        delete_(tx, BudgetLine, second.id)
    edited = state(plan)
    with pytest.raises(Refused, match="100 eingelesenen Zeilen wurden 2 inzwischen geändert"):
        undo(plan, "Anna")
    assert state(plan) == edited
    undo(plan, "Bernd")
    assert state(plan) == before
    undo(plan, "Anna")
    assert state(plan) == {}


def test_a_wrong_count_is_a_defect_and_writes_nothing(plan: Store) -> None:
    with pytest.raises(ValueError, match="3 rows were announced"), plan.write("Anna") as tx:
        bulk_insert(tx, "budget_line", "SELECT 'x' AS title", 3, "HH")
    assert state(plan) == {}


def test_ids_stay_distinct_beyond_seven_digits(plan: Store) -> None:
    with plan.write("Anna") as tx:
        tx.next_ids_block("HH", 9_999_998)
    load(plan, 30)
    with plan.read() as db:
        assert db.value("SELECT count(DISTINCT id) FROM budget_line") == 30
        assert db.value("SELECT max(length(id)) FROM budget_line") == len("HH-10000000")
