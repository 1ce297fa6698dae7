"""Actions are numbered without a gap or a double, whoever wrote before and whatever came of it."""

from __future__ import annotations

import random

import pytest

from strategy.kernel.records import save_
from strategy.kernel.store import Store
from strategy.kernel.store.undo import undo
from strategy.kernel.store.versions import create_scenario, delete_scenario
from strategy.nouns import Goal
from tests.effort import times


def _latest(store: Store) -> int:
    with store.read() as db:
        return int(db.value("SELECT coalesce(max(id), 0) FROM history.action"))


@pytest.mark.parametrize("seed", range(times(1, 2)))
def test_every_action_follows_the_latest_one(plan_file: Store, seed: int) -> None:
    dice = random.Random(seed)
    assert plan_file.path is not None
    second = Store.open(plan_file.path)
    path, expected = plan_file.path, _latest(plan_file)
    for step in range(60):
        store = dice.choice([plan_file, second])
        what = dice.choice(["save", "save", "save", "nothing", "break", "scenario", "undo", "open"])
        if what == "save":
            with store.write("Anna") as tx:
                save_(tx, Goal(title=f"Ziel {step}", level="Leitziel"))
            expected = tx.action_id if tx.action_id == expected + 1 else -1
        elif what == "nothing":
            with store.write("Anna"):
                pass
        elif what == "break":
            with pytest.raises(RuntimeError), store.write("Anna") as tx:
                save_(tx, Goal(title="Nie", level="Leitziel"))
                raise RuntimeError
        elif what == "scenario":
            made = create_scenario(store, "Anna", f"Szenario {step}")
            delete_scenario(store, "Anna", made.name)
            assert _latest(store) > expected
            expected = _latest(store)
        elif what == "undo" and step > 5:
            with store.write("Bernd") as tx:
                save_(tx, Goal(title=f"Ziel {step}", level="Leitziel"))
            undo(store, "Bernd")
            expected += 2
        else:
            second.close()
            second = Store.open(path)
        assert _latest(plan_file) == expected
    second.close()
