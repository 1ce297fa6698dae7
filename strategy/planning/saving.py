"""Write what was dragged or chosen on the planning table: one action, one undo."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from strategy.acts.moving import move_measure, what_stays
from strategy.kernel import german
from strategy.kernel.errors import Conflict, Refused
from strategy.kernel.records import get_, save_
from strategy.kernel.store import Cursor, Transaction
from strategy.nouns.measure import Measure, MeasureStatus
from strategy.planning.draft import Draft, PlanChange, why_not
from strategy.planning.rows import PlanRow, read_plan_table


def told_before(db: Cursor, row: PlanRow, change: PlanChange, years: Sequence[int]) -> list[str]:
    """Sentences about what a change leaves where it is; raises Refused where it is not possible."""
    reason = why_not(row, change, tuple(years))
    if reason:
        raise Refused(reason)
    told = what_stays(db, row.id, change.years) if change.years else []
    if change.crosses and not change.in_plan and row.status == MeasureStatus.DECIDED:
        told.append("Sie ist beschlossen; wird sie gestrichen, braucht es einen neuen Beschluss.")
    return told


def save_draft(tx: Transaction, draft: Draft, reason: str = "") -> int:
    """Carry all changes out; returns how many measures were changed.

    ``reason`` says why measures leave the plan.  Raises Conflict where somebody else has changed
    one of them meanwhile and Refused where one is not possible; then nothing is written.
    """
    table = read_plan_table(tx)
    rows = table.by_id
    saved = 0
    for name, change in sorted(draft.items()):
        if not change:
            continue
        row = rows.get(name)
        if row is None:
            raise Refused(f"{name} gibt es nicht mehr; verwerfen Sie diese Änderung.")
        _check_unchanged(row, change)
        refusal = why_not(row, change, table.years)
        if refusal:
            raise Refused(refusal)
        if change.years:
            move_measure(tx, name, change.years)
        if change.crosses:
            _cross(tx, name, change.in_plan, reason)
        saved += 1
    if not saved:
        raise Refused("Es gibt nichts zu speichern; verschieben Sie zuerst eine Maßnahme.")
    return saved


def _check_unchanged(row: PlanRow, change: PlanChange) -> None:
    if row.start != change.was_start:
        raise Conflict(
            f"„{row.title}“ wurde inzwischen von jemand anderem verschoben: Beginn jetzt "
            f"{row.start or german.UNKNOWN}, bei Ihnen {change.was_start or german.UNKNOWN}; "
            "verwerfen Sie diese Änderung und ziehen Sie noch einmal."
        )
    if row.in_plan != change.was_in_plan:
        raise Conflict(
            f"„{row.title}“ wurde inzwischen von jemand anderem "
            f"{'in den Plan genommen' if row.in_plan else 'aus dem Plan genommen'}; verwerfen Sie "
            "diese Änderung."
        )


def _cross(tx: Transaction, name: str, in_plan: bool, reason: str) -> None:
    measure = get_(tx, Measure, name)
    if in_plan:
        save_(tx, measure.replace(status=MeasureStatus.PROPOSED))
        return
    said = reason.strip() or f"Am {german.day(date.today())} unter die Schnittlinie gestellt."
    # Earlier reasons stay: the pool tells the whole story of an idea.
    text = said if not measure.reason else f"{measure.reason}\n{said}"
    save_(tx, measure.replace(status=MeasureStatus.POOL, reason=text))


# What can be set for many measures at once: their fields, and the year in which they begin.
MANY = {
    "status": "Stand",
    "start": "Beginn (Jahr)",
    "organisation_id": "Federführung",
    "domain_id": "Lebensbereich",
}


def edit_many(tx: Transaction, ids: Iterable[str], what: str, value: Any) -> list[str]:
    """Give many measures the same state, start year, unit or life domain; all or nothing.

    Returns sentences about what a move left where it is.  Raises Refused.
    """
    chosen = list(ids)
    if not chosen:
        raise Refused("Wählen Sie zuerst die Maßnahmen aus, die geändert werden sollen.")
    if what not in MANY or value in (None, ""):
        raise Refused("Wählen Sie, was die Maßnahmen bekommen sollen.")
    told: list[str] = []
    rows = read_plan_table(tx).by_id if what == "start" else {}
    for name in chosen:
        if what != "start":
            save_(tx, get_(tx, Measure, name).replace(**{what: value}))
            continue
        row = rows.get(name)
        if row is None or row.start is None:
            title = get_(tx, Measure, name).name
            raise Refused(
                f"„{title}“ hat noch keinen Beginn und lässt sich nicht verschieben; tragen Sie "
                "ihn bei der Maßnahme ein."
            )
        stays = move_measure(tx, name, int(value) - row.start) if row.start != value else []
        told += [f"„{row.title}“: {sentence}" for sentence in stays]
    return told
