"""Undo and redo: whatever was done comes back byte for byte, and nobody undoes for others."""

from __future__ import annotations

import random

import pytest

from strategy.kernel.errors import NotFound, Refused
from strategy.kernel.records import delete_, find, get_, save_
from strategy.kernel.store import Store
from strategy.kernel.store.check import check_store
from strategy.kernel.store.history import list_actions
from strategy.kernel.store.undo import redo, repeat, revert, undo
from strategy.nouns import Application, CostLine, Goal, Link, Measure
from tests.effort import times
from tests.kernel.store.actions import random_action
from tests.kernel.store.state import state


def _undo_all(store: Store, actor: str) -> int:
    count = 0
    while True:
        try:
            undo(store, actor)
        except NotFound:
            return count
        count += 1


def test_actions_undone_give_the_first_state_and_redone_the_last(plan: Store) -> None:
    dice, count = random.Random(1), times(60, 200)
    with plan.write("Anna") as tx:
        for number in range(5):
            save_(tx, Goal(title=f"Ziel {number}", level="Leitziel"))
    first = state(plan)
    with plan.read() as db:
        base = list_actions(db)[0].id

    done = 0
    while done < count:
        done += bool(random_action(plan, "Bernd", dice))
    last = state(plan)
    assert check_store(plan) == []

    assert _undo_all(plan, "Bernd") == count
    assert state(plan) == first
    assert check_store(plan) == []
    for _ in range(count):
        redo(plan, "Bernd")
    assert state(plan) == last
    with pytest.raises(NotFound, match="nichts, was Sie wiederholen können"):
        redo(plan, "Bernd")
    assert check_store(plan) == []
    with plan.read() as db:
        assert db.value("SELECT count(*) FROM history.action WHERE id > ?", [base]) == 3 * count


def test_two_people_undo_in_turn_and_never_across(plan: Store) -> None:
    dice = random.Random(7)
    states = [state(plan)]
    who: list[str] = []
    while len(who) < times(20, 30):
        actor = dice.choice(["Anna", "Bernd"])
        if random_action(plan, actor, dice):
            who.append(actor)
            states.append(state(plan))
    refused = 0
    while who:
        other = "Bernd" if who[-1] == "Anna" else "Anna"
        if other in who:
            # The other one's latest action lies below; it may go only where nothing rests on it.
            before = state(plan)
            try:
                undo(plan, other)
            except Refused as error:
                refused += 1
                assert "seither geändert" in str(error) or "inzwischen" in str(error)
                assert state(plan) == before
            else:
                redo(plan, other)
                assert state(plan) == before
        actor = who.pop()
        undo(plan, actor)
        states.pop()
        assert state(plan) == states[-1]
    assert refused >= 2
    assert check_store(plan) == []


def test_undo_is_refused_where_somebody_else_edited_the_row(plan: Store) -> None:
    with plan.write("Anna") as tx:
        goal = save_(tx, Goal(title="alt", level="Leitziel"))
    with plan.write("Anna") as tx:
        save_(tx, goal.replace(title="Annas Wort"))
    with plan.write("Bernd") as tx:
        save_(tx, get_(tx, Goal, goal.id).replace(title="Bernds Wort"))
    with pytest.raises(Refused) as caught:
        undo(plan, "Anna")
    assert str(caught.value) == (
        "Das lässt sich nicht mehr zurücknehmen, weil Z-0001 seither geändert wurde; "
        "sehen Sie im Verlauf nach, von wem, und nehmen Sie diese Änderung zuerst zurück."
    )
    undo(plan, "Bernd")
    undo(plan, "Anna")
    with plan.read() as db:
        assert get_(db, Goal, goal.id) == goal


def test_undo_never_leaves_a_reference_to_nothing(plan: Store) -> None:
    with plan.write("Anna") as tx:
        goal = save_(tx, Goal(title="oben", level="Leitziel"))
    with plan.write("Bernd") as tx:
        save_(tx, Goal(title="darunter", level="operatives Ziel", parent_id=goal.id))
    with pytest.raises(Refused, match="weil bei Z-0001 Z-0002 inzwischen darauf verweist"):
        undo(plan, "Anna")

    with plan.write("Anna") as tx:
        measure = save_(tx, Measure(title="M"))
        link = save_(tx, Link(from_id=measure.id, kind="dient", to_id=goal.id))
    with plan.write("Anna") as tx:
        delete_(tx, Link, link.id)
    with plan.write("Bernd") as tx:
        delete_(tx, Measure, measure.id)
    with pytest.raises(Refused, match="M-0001 inzwischen gelöscht wurde"):
        undo(plan, "Anna")
    with plan.read() as db:
        assert find(db, Link) == []


@pytest.mark.parametrize("seed", range(6))
def test_a_deleted_object_comes_back_with_all_that_hung_on_it(plan: Store, seed: int) -> None:
    dice = random.Random(seed)
    with plan.write("Anna") as tx:
        application = save_(tx, Application(title="Fachverfahren"))
        goals = [save_(tx, Goal(title=str(n), level="Leitziel")) for n in range(3)]
        for _ in range(dice.randrange(1, 8)):
            ends = [application.id, dice.choice(goals).id]
            dice.shuffle(ends)
            save_(tx, Link(from_id=ends[0], kind="betrifft", to_id=ends[1]))
            save_(tx, CostLine(application_id=application.id, year=2026, cost_type="Lizenz"))
    before = state(plan)
    with plan.write("Anna") as tx:
        delete_(tx, Application, application.id)
        deletion = tx.action_id
    with plan.read() as db:
        assert not find(db, Link) and not find(db, CostLine)
    with plan.write("Bernd") as tx:
        save_(tx, Goal(title="später", level="Leitziel"))
    revert(plan, "Bernd", deletion)
    after = state(plan)
    assert len(after.pop("goal")) == 4
    before.pop("goal")
    assert after == before
    with pytest.raises(Refused, match="schon rückgängig gemacht"):
        revert(plan, "Bernd", deletion)
    repeat(plan, "Anna", deletion)
    with plan.read() as db:
        assert not find(db, Link)


def test_a_new_action_ends_what_can_be_redone(plan: Store) -> None:
    for title in ("eins", "zwei"):
        with plan.write("Anna") as tx:
            save_(tx, Goal(title=title, level="Leitziel"))
    undo(plan, "Anna")
    with plan.write("Anna") as tx:
        save_(tx, Goal(title="drei", level="Leitziel"))
    with pytest.raises(NotFound):
        redo(plan, "Anna")
    with pytest.raises(NotFound, match="nichts, was Sie rückgängig machen können"):
        undo(plan, "Carla")


def test_an_action_without_effect_leaves_no_line_but_keeps_what_stands_beside(plan: Store) -> None:
    with plan.write("Anna") as tx:
        goal = save_(tx, Goal(title="gleich", level="Leitziel"))
    with plan.write("Anna") as tx:
        assert save_(tx, goal) == goal
        tx.run("INSERT INTO plan.mapping (kind, shape) VALUES ('budget', 'abc')")
    with plan.read() as db:
        assert len(list_actions(db)) == 1
        assert db.value("SELECT count(*) FROM plan.mapping") == 1


def test_redo_takes_back_the_latest_undo(plan: Store) -> None:
    for title in ("eins", "zwei"):
        with plan.write("Anna", title) as tx:
            save_(tx, Goal(title=title, level="Leitziel"))
    undo(plan, "Anna")
    with plan.write("Anna", "drei") as tx:
        save_(tx, Goal(title="drei", level="Leitziel"))
    undo(plan, "Anna")
    # Both are undone now; what was undone last was the third.
    assert redo(plan, "Anna").what == "drei"
    with pytest.raises(NotFound):
        redo(plan, "Anna")
    undo(plan, "Anna")
    assert undo(plan, "Anna").what == "eins"
    assert [redo(plan, "Anna").what for _ in range(2)] == ["eins", "drei"]
