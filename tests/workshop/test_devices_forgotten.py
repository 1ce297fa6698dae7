"""What is known of devices is gone as soon as a workshop does not run, whichever way it stopped."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from strategy.kernel.records import delete_, get_, save_
from strategy.kernel.store import Store
from strategy.kernel.store.undo import redo, revert, undo
from strategy.kernel.store.versions import create_scenario
from strategy.nouns.workshop import Activity, Workshop, WorkshopFormat, WorkshopStatus
from strategy.workshop.live_workshop import read_live_workshop
from strategy.workshop.preparing import prepare_workshop, proposed_phases
from strategy.workshop.running import close_workshop, open_activity, start_workshop
from strategy.workshop.sent import Sent, SentKind
from strategy.workshop.taking_part import ACTOR, Batch

RUNS, OTHER = "W-0001", "W-0002"


@pytest.fixture
def room(plan: Store) -> Store:
    """Two workshops; Anna has just started the first, and one device takes part in it."""
    with plan.write("Anna") as tx:
        for title in ("Eins", "Zwei"):
            prepare_workshop(tx, Workshop(title=title), proposed_phases(WorkshopFormat.FUTURE), [])
    start(plan, RUNS)
    join(plan, RUNS, "telefon1")
    return plan


def start(plan: Store, workshop_id: str) -> None:
    with plan.write("Anna", "Werkstatt gestartet") as tx:
        start_workshop(tx, workshop_id)


def close(plan: Store) -> None:
    with plan.write("Anna", "Werkstatt beendet") as tx:
        close_workshop(tx, RUNS)


def join(plan: Store, workshop_id: str, mark: str) -> None:
    with plan.read() as db:
        batch = Batch(read_live_workshop(db, workshop_id))
    batch.take(Sent(mark, f"beitritt.{mark}", SentKind.JOIN, target_id="-"))
    with plan.write(ACTOR, "Teilnahme") as tx:
        batch.write(tx)
    assert devices(plan, workshop_id) == (1, 1)


def devices(plan: Store, workshop_id: str = RUNS) -> tuple[int, int]:
    """How many devices and receipts of a workshop are known."""
    with plan.read() as db:
        people, receipts = (
            db.value(f"SELECT count(*) FROM participation.{table} WHERE workshop_id = '{it}'")
            for table, it in (("participant", workshop_id), ("receipt", workshop_id))
        )
    return int(people), int(receipts)


def status(plan: Store) -> str | None:
    with plan.read() as db:
        return get_(db, Workshop, RUNS).status


def test_undoing_the_start_forgets_who_joined(room: Store) -> None:
    undo(room, "Anna")
    assert (status(room), devices(room)) == (WorkshopStatus.PLANNED, (0, 0))
    redo(room, "Anna")
    assert (status(room), devices(room)) == (WorkshopStatus.RUNNING, (0, 0))


def test_doing_the_end_again_forgets_who_joined_in_between(room: Store) -> None:
    close(room)
    assert devices(room) == (0, 0)
    undo(room, "Anna")
    join(room, RUNS, "telefon2")
    redo(room, "Anna")
    assert (status(room), devices(room)) == (WorkshopStatus.DONE, (0, 0))


def test_deleting_a_workshop_forgets_its_devices_and_no_others(room: Store) -> None:
    start(room, OTHER)
    join(room, OTHER, "telefon2")
    with room.write("Anna", "Werkstatt gelöscht") as tx:
        delete_(tx, Workshop, RUNS)
        deletion = tx.action_id
    assert devices(room) == (0, 0) and devices(room, OTHER) == (1, 1)
    revert(room, "Anna", deletion)
    assert (status(room), devices(room)) == (WorkshopStatus.RUNNING, (0, 0))
    assert devices(room, OTHER) == (1, 1)


def test_undoing_anything_else_forgets_nobody(room: Store) -> None:
    with room.write("Anna", "Karten geöffnet") as tx:
        open_activity(tx, RUNS, Activity.CARDS)
    undo(room, "Anna")
    redo(room, "Anna")
    assert devices(room) == (1, 1)


@pytest.mark.parametrize("act", [close_workshop, lambda tx, it: delete_(tx, Workshop, it)])
def test_what_is_done_in_a_scenario_touches_no_device(
    room: Store, act: Callable[..., object]
) -> None:
    scenario = create_scenario(room, "Anna", "Andere Zukunft").name
    with room.write("Anna", "Im Szenario", scenario) as tx:
        act(tx, RUNS)
    undo(room, "Anna", scenario)
    with room.write("Anna", "Im Szenario", scenario) as tx:
        save_(tx, get_(tx, Workshop, RUNS).replace(status=WorkshopStatus.PLANNED))
        start_workshop(tx, RUNS)
    assert devices(room) == (1, 1)
