"""What the facilitator turns while a workshop runs: phase, what is open, time, results, the end.

Each of these is one change of the workshop's own row, so phones, desk and projector need nothing
else to know what is going on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.records import find, get_, save_
from strategy.kernel.store import Cursor, Transaction
from strategy.kernel.store.devices import forget_devices
from strategy.nouns.participant_group import ParticipantGroup
from strategy.nouns.workshop import Activity, Workshop, WorkshopStatus
from strategy.nouns.workshop_phase import WorkshopPhase
from strategy.workshop.codes import new_workshop_code

MOST_MINUTES = 60 * 24 * 60


def phases_of(db: Cursor, workshop_id: str) -> list[WorkshopPhase]:
    """The phases of a workshop in their order."""
    return find(db, WorkshopPhase, "workshop_id = ?", [workshop_id], order="position, id")


def give_code(tx: Transaction, workshop_id: str) -> Workshop:
    """Give a workshop its code, where it has none; a code that may be printed is never changed."""
    workshop = get_(tx, Workshop, workshop_id)
    if workshop.code:
        return workshop
    return save_(tx, workshop.replace(code=new_workshop_code(tx)))


def start_workshop(tx: Transaction, workshop_id: str) -> Workshop:
    """Open a workshop to its participants, at its first phase and with nothing to do yet.

    A workshop that was closed goes on in the phase in which it stood.  Raises Refused where it
    runs already or has no phase.
    """
    workshop = give_code(tx, workshop_id)
    if workshop.status == WorkshopStatus.RUNNING:
        raise Refused(f"Die Werkstatt „{workshop.title}“ läuft schon.")
    # Marks of an earlier run must not count in this one: a new workshop means new cards and points.
    forget_devices(tx)
    phases = phases_of(tx, workshop_id)
    if not phases:
        raise Refused(
            f"Die Werkstatt „{workshop.title}“ hat noch keine Phase; legen Sie zuerst mindestens "
            "eine an."
        )
    return save_(
        tx,
        workshop.replace(
            status=WorkshopStatus.RUNNING,
            activity=Activity.PAUSE,
            ends_at=None,
            phase_id=workshop.phase_id or phases[0].id,
            results_shown=False,
        ),
    )


def go_to_phase(tx: Transaction, workshop_id: str, phase_id: str) -> Workshop:
    """Begin a phase: nothing is open yet, its time runs from now, results are hidden again."""
    workshop = running_workshop(tx, workshop_id)
    phase = get_(tx, WorkshopPhase, phase_id)
    if phase.workshop_id != workshop_id:
        raise Refused(f"Die Phase „{phase.title}“ gehört zu einer anderen Werkstatt.")
    ends_at = tx.at + timedelta(minutes=phase.minutes) if phase.minutes else None
    return save_(
        tx,
        workshop.replace(
            phase_id=phase_id, activity=Activity.PAUSE, ends_at=ends_at, results_shown=False
        ),
    )


def open_activity(tx: Transaction, workshop_id: str, activity: str) -> Workshop:
    """Say what participants can do from now on.

    Where cards are opened in a phase whose time does not run yet, it runs from now.  Giving points
    hides the results, so that nobody is led by those of others; showing them is asked for apart.
    """
    workshop = running_workshop(tx, workshop_id)
    if workshop.phase_id is None:
        raise Refused("Wählen Sie zuerst die Phase, dann öffnen Sie Karten oder Punkte.")
    changed = workshop.replace(activity=Activity(activity))
    if activity == Activity.POINTS and workshop.activity != Activity.POINTS:
        changed = changed.replace(results_shown=False)
    if activity == Activity.CARDS and workshop.ends_at is None:
        minutes = get_(tx, WorkshopPhase, workshop.phase_id).minutes
        changed = changed.replace(ends_at=tx.at + timedelta(minutes=minutes) if minutes else None)
    return save_(tx, changed)


def set_remaining(tx: Transaction, workshop_id: str, minutes: int | None) -> Workshop:
    """Let the time run for ``minutes`` from now on; None takes the end away."""
    workshop = running_workshop(tx, workshop_id)
    if minutes is None:
        return save_(tx, workshop.replace(ends_at=None))
    if not 1 <= minutes <= MOST_MINUTES:
        raise Refused(
            f"Die Dauer liegt zwischen 1 und {german.number(MOST_MINUTES, 0)} Minuten; geben Sie "
            "zum Beispiel 20 ein."
        )
    return save_(tx, workshop.replace(ends_at=tx.at + timedelta(minutes=minutes)))


def add_minutes(tx: Transaction, workshop_id: str, minutes: int) -> Workshop:
    """Move the end by ``minutes``; where it is past or not set, it lies so far from now."""
    workshop = running_workshop(tx, workshop_id)
    # Five more minutes after the end mean five minutes from now, not from then.
    begin = max(workshop.ends_at, tx.at) if workshop.ends_at else tx.at
    return save_(tx, workshop.replace(ends_at=begin + timedelta(minutes=minutes)))


def show_results(tx: Transaction, workshop_id: str, shown: bool) -> Workshop:
    """Show the points on projector and phones, or hide them."""
    return save_(tx, running_workshop(tx, workshop_id).replace(results_shown=shown))


def close_workshop(tx: Transaction, workshop_id: str) -> Workshop:
    """End a workshop: nobody takes part any more and what is known of devices is wiped.

    Its code still leads to the page, which goes on showing the results where they were shown.
    The number of people who joined by phone is kept for every group whose presence was not counted
    otherwise.  The wiping cannot be undone, because it lies outside the history on purpose.
    """
    workshop = running_workshop(tx, workshop_id)
    for item in joined(tx, workshop_id):
        # A number that somebody counted in the room is better than the number of phones.
        if item.group_id is not None and item.present is None and item.joined:
            group = get_(tx, ParticipantGroup, item.group_id)
            save_(tx, group.replace(present=item.joined))
    forget_devices(tx, [workshop_id])
    return save_(
        tx, workshop.replace(status=WorkshopStatus.DONE, activity=Activity.PAUSE, ends_at=None)
    )


@dataclass(frozen=True)
class Joined:
    """One group: how many were invited, counted in the room, and joined by phone.

    ``group_id`` is None for devices that chose no group.
    """

    group_id: str | None
    title: str
    invited: int | None
    present: int | None
    joined: int


def joined(db: Cursor, workshop_id: str) -> list[Joined]:
    """Who takes part, by group; the sum of ``joined`` is the number of devices."""
    counts = {
        row["group_id"]: int(row["people"])
        for row in db.rows(
            "SELECT g.id AS group_id, count(*) AS people FROM participation.participant p "
            "LEFT JOIN participant_group g ON g.id = p.group_id WHERE p.workshop_id = ? "
            "GROUP BY g.id",
            [workshop_id],
        )
    }
    groups = find(db, ParticipantGroup, "workshop_id = ?", [workshop_id])
    found = [
        Joined(group.id, str(group.title), group.invited, group.present, counts.get(group.id, 0))
        for group in groups
    ]
    # Devices whose group was deleted belong to nobody here and stay part of the sum.
    loose = sum(counts.values()) - sum(item.joined for item in found)
    return [*found, Joined(None, "ohne Gruppe", None, None, loose)] if loose else found


def seconds_left(workshop: Workshop, now: datetime) -> int | None:
    """Seconds until the phase is meant to end, negative afterwards; None without an end."""
    if workshop.ends_at is None:
        return None
    return int((workshop.ends_at - now).total_seconds())


def running_workshop(db: Cursor, workshop_id: str) -> Workshop:
    """The workshop, if it is open to its participants; raises Refused."""
    workshop = get_(db, Workshop, workshop_id)
    if workshop.status != WorkshopStatus.RUNNING:
        raise Refused(f"Die Werkstatt „{workshop.title}“ läuft nicht; starten Sie sie zuerst.")
    return workshop
