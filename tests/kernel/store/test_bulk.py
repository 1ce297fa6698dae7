"""Loads of very many rows: one line of history, and exact undo and redo."""

from __future__ import annotations

import pyarrow as pa
import pytest

from strategy.kernel.errors import Refused
from strategy.kernel.records import delete_, find, save_
from strategy.kernel.store import Cursor, Store, bulk
from strategy.kernel.store.anchor import columns_of, digest_of, table_text
from strategy.kernel.store.bulk import bulk_insert
from strategy.kernel.store.check import check_store
from strategy.kernel.store.history import list_actions, list_changes
from strategy.kernel.store.load_digest import columns_digest, columns_sql
from strategy.kernel.store.triggers import drop_triggers
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
        assert change.after == {"load": number, "rows": 5000} and digest.startswith("columns:5000:")
        assert db.value("SELECT count(DISTINCT id) FROM budget_line") == 5050
        lines = find(db, BudgetLine, "version = ?", [number])
        assert lines[0].amount_cents is None and lines[1].amount_cents == 95
    for _ in range(2):
        undo(plan, "Anna")
        assert state(plan) == before and check_store(plan) == []
        redo(plan, "Anna")
        assert state(plan) == after and check_store(plan) == []


def test_a_load_of_an_earlier_program_is_held_against_its_own_digest(
    plan: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was one of the rows as texts; undo and redo keep it, and an edit is told from a fraud."""

    def as_before(db: Cursor, schema: str, table: str, load: int) -> str:
        text = table_text(columns_of(db, schema)[table], "t")
        return digest_of(
            db, f'SELECT t.id, {text} AS text FROM "{schema}"."{table}" t WHERE version = {load}'
        )

    with monkeypatch.context() as earlier:
        earlier.setattr(bulk, "load_digest", as_before)
        load(plan, 100)
    undo(plan, "Anna")
    redo(plan, "Anna")
    with plan.write("Bernd") as tx:
        save_(tx, find(tx, BudgetLine)[0].replace(amount_cents=1))
    assert check_store(plan) == []
    aside = plan.raw_cursor()
    drop_triggers(aside, "main")
    aside.execute(
        "UPDATE budget_line SET amount_cents = 7 WHERE id = (SELECT max(id) FROM budget_line)"
    )
    assert any("eingelesene Zeilen" in one or "niemand" in one for one in check_store(plan))


def test_the_digest_of_columns_sees_where_a_value_stands(plan: Store) -> None:
    """Same letters in other cells, unknown beside empty, and other pieces of the same rows."""
    columns = [{"name": "id", "type": "VARCHAR"}, {"name": "n", "type": "INTEGER"}]
    columns.append({"name": "t", "type": "VARCHAR"})

    def digest(rows: str) -> str:
        with plan.read() as db:
            selected = columns_sql(columns, '"{name}"')
            return columns_digest(db, f"SELECT {selected} FROM (VALUES {rows}) v(id, n, t)")

    plain = digest("('a', 1, 'xy'), ('b', NULL, 'z')")
    assert plain == digest("('b', NULL, 'z'), ('a', 1, 'xy')")
    others = [
        "('a', 1, 'x'), ('b', NULL, 'yz')",
        "('a', NULL, 'xy'), ('b', 1, 'z')",
        "('a', 1, 'xyz'), ('b', NULL, '')",
        "('a', 1, 'xyz'), ('b', NULL, NULL)",
        "('a', 1, 'xy'), ('b', 0, 'z')",
    ]
    assert len({plain, *map(digest, others)}) == 6
    assert digest("('a', 1, NULL)") == digest("('a', 1, NULL::VARCHAR)")
    many = "SELECT printf('%07d', i) AS id, i AS n, 'é' || i AS t FROM range({}) r(i) {}"
    with plan.read() as db:
        whole = columns_digest(db, many.format(130_000, ""))
        assert whole == columns_digest(db, many.format(130_000, "ORDER BY hash(i)"))


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
