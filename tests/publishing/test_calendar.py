"""Meetings and deadlines as a calendar: same entry for ever, moved and cancelled in its place."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from icalendar import Calendar

from strategy.cli import main
from strategy.kernel.records import get_, save_
from strategy.kernel.store import Store
from strategy.kernel.store.undo import undo
from strategy.nouns import Body, Deadline, Meeting, ReportDue
from strategy.nouns.visibility import Audience
from strategy.publishing.calendar_file import calendar
from strategy.relations.audience import read_for

TODAY = date(2026, 11, 1)


def entries(store: Store, audience: Audience = Audience.ADMINISTRATION) -> dict[str, Any]:
    """What a calendar program reads, by UID."""
    with read_for(store, "main", audience) as db:
        read = Calendar.from_ical(calendar(db, audience, TODAY))
    return {str(one["uid"]): one for one in read.walk("VEVENT")}


def test_an_entry_moves_and_is_cancelled_under_its_own_name(plan: Store, tmp_path: Path) -> None:
    with plan.write("Anna", "Anlegen") as tx:
        body = save_(tx, Body(title="Stadtrat", kind="Vertretung"))
        held = {"body_id": body.id, "place": "Rathaus, Saal; 1. Stock"}
        timed = save_(tx, Meeting(held_on=date(2026, 7, 2), begins="18:00", ends="20:30", **held))
        whole = save_(tx, Meeting(held_on=date(2026, 12, 3), **held))
        save_(tx, Deadline(title="Antrag stellen", due=date(2026, 12, 31)))
        save_(tx, Deadline(title="Ohne Tag", event="Wahl"))
        save_(tx, ReportDue(title="Halbjahr", body_id=body.id, due=date(2026, 12, 1)))
    first = entries(plan)
    assert len(first) == 4
    (uid,) = (one for one in first if one.startswith(whole.id.casefold()))
    assert first[uid]["dtstart"].dt == date(2026, 12, 3) and first[uid]["status"] == "CONFIRMED"
    clock = next(one for name, one in first.items() if name.startswith(timed.id.casefold()))
    # Summer time: two hours before that of Berlin.
    assert clock["dtstart"].dt == datetime(2026, 7, 2, 16, 0, tzinfo=UTC)
    assert str(clock["location"]) == "Rathaus, Saal; 1. Stock"
    with plan.write("Anna", "Verlegt") as tx:
        save_(tx, get_(tx, Meeting, whole.id).replace(held_on=date(2026, 12, 10)))
    moved = entries(plan)
    assert set(moved) == set(first) and moved[uid]["dtstart"].dt == date(2026, 12, 10)
    assert "Verlegt vom 03.12.2026." in moved[uid]["description"]
    with plan.write("Anna", "Ausgefallen") as tx:
        save_(tx, get_(tx, Meeting, whole.id).replace(cancelled=True))
    gone = entries(plan)
    assert gone[uid]["status"] == "CANCELLED" and "fällt aus" in gone[uid]["summary"]
    undo(plan, "Anna")
    back = entries(plan)
    assert back[uid]["status"] == "CONFIRMED"
    numbers = [one[uid]["sequence"] for one in (first, moved, gone, back)]
    assert numbers == sorted(set(numbers)), "a program ignores what is not newer"
    # The council is told of its reports, the public of meetings alone.
    assert len(entries(plan, Audience.COUNCIL)) == 3 and len(entries(plan, Audience.PUBLIC)) == 2
    with plan.read() as db:
        twice = [calendar(db, Audience.ADMINISTRATION, TODAY) for _ in range(2)]
    assert twice[0] == twice[1]
    assert main(["calendar", str(plan.path), str(tmp_path / "x.txt")]) == 1
