"""Move a whole measure by years: dates, stages, milestones, planned cost and open grants together.

What really happened never moves: actual cost, milestones that were reached, grants that were
decided.  What stays is said before; what would be wrong is refused.  Moving n years and back leaves
a plan as it was, because whatever could not come back the same way is refused in the first place
(the only exception is a 28th of February in a leap year, see ``shifted``).
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from strategy.figures.profile import horizon, plan_year
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.record import Record
from strategy.kernel.records import find, get_, save_
from strategy.kernel.store import Cursor, Transaction
from strategy.nouns.cost_line import Basis, CostLine
from strategy.nouns.funding import Funding
from strategy.nouns.measure import Measure, MeasureStatus
from strategy.nouns.milestone import Milestone
from strategy.nouns.plan_entry import PlanEntry

_DECIDED = (MeasureStatus.DECIDED, MeasureStatus.RUNNING, MeasureStatus.DONE)
_GRANT_DAYS = ("applied_on", "granted_on", "proof_due", "earmarked_until")


def shifted(day: date, years: int) -> date:
    """The same day in another year; the last day of February stays the last one.

    A leap year has a day more than others, so no rule can bring every day back: the 28th of
    February of a leap year comes back as the 29th.
    """
    year = day.year + years
    if day.month == 2 and day.day == calendar.monthrange(day.year, 2)[1]:
        return date(year, 2, calendar.monthrange(year, 2)[1])
    return day.replace(year=year)


@dataclass
class _Move:
    """The records as they will be, and the sentences about what stays."""

    records: list[Record] = field(default_factory=list)
    staying: list[str] = field(default_factory=list)
    years: list[int] = field(default_factory=list)


def what_stays(db: Cursor, measure_id: str, years: int, today: date | None = None) -> list[str]:
    """German sentences about what a move would leave where it is, before anything is moved.

    Raises Refused where the move as a whole is not possible.
    """
    return _plan_move(db, get_(db, Measure, measure_id), years, today or date.today()).staying


def move_measure(
    tx: Transaction, measure_id: str, years: int, today: date | None = None
) -> list[str]:
    """Move a measure by ``years`` (negative: earlier); returns what stayed, as ``what_stays``."""
    measure = get_(tx, Measure, measure_id)
    move = _plan_move(tx, measure, years, today or date.today())
    # Moved by nothing, nothing is written: the history would show a change that is none.
    for record in move.records if years else []:
        save_(tx, record)
    return move.staying


def _plan_move(db: Cursor, measure: Measure, years: int, today: date) -> _Move:
    if measure.status == MeasureStatus.DONE:
        raise Refused(f"„{measure.name}“ ist umgesetzt und lässt sich nicht mehr verschieben.")
    planned = plan_year(db)
    # A year before the plan year belongs to a budget that was decided; what is only proposed for
    # it was not, and moves on.
    decided = planned if planned is not None and measure.status in _DECIDED else None
    move = _Move()
    _add_measure(move, measure, years, decided)
    _add_rows(move, find(db, PlanEntry, "measure_id = ?", [measure.id]), years, decided, "Stufen")
    lines = find(db, CostLine, "measure_id = ?", [measure.id])
    # Actual cost is booked; no plan can move a payment that was made.
    planned_lines = [line for line in lines if line.basis == Basis.PLAN]
    _add_rows(move, planned_lines, years, decided, "Plankosten")
    if len(planned_lines) < len(lines):
        count = german.counted(
            len(lines) - len(planned_lines), "Ist-Zeile bleibt", "Ist-Zeilen bleiben"
        )
        move.staying.append(f"{count} in ihrem Jahr, weil sie gebucht sind.")
    _add_milestones(move, find(db, Milestone, "measure_id = ?", [measure.id]), years)
    for grant in find(db, Funding, "measure_id = ?", [measure.id]):
        _add_grant(move, grant, years, today)
    _check_horizon(move, measure, horizon(db), decided)
    return move


def _add_measure(move: _Move, measure: Measure, years: int, decided: int | None) -> None:
    changes = {}
    for name in ("starts_on", "ends_on"):
        day = getattr(measure, name)
        if day is None:
            continue
        if decided is not None and day.year < decided:
            label = measure.spec(name).label
            move.staying.append(
                f"„{label}“ bleibt der {german.day(day)}: das Jahr ist beschlossen."
            )
        else:
            changes[name] = shifted(day, years)
            if name == "starts_on":
                # Only the beginning; the end counts by the years that have a stage or cost.
                move.years.append(changes[name].year)
    move.records.append(measure.replace(**changes))


def _add_rows(
    move: _Move, rows: Iterable[PlanEntry | CostLine], years: int, decided: int | None, what: str
) -> None:
    stay = set()
    for row in rows:
        if row.year is None:
            continue
        if decided is not None and row.year < decided:
            stay.add(row.year)
        else:
            move.records.append(row.replace(year=row.year + years))
            move.years.append(row.year + years)
    if stay:
        told = ", ".join(str(year) for year in sorted(stay))
        move.staying.append(f"{what} {told} bleiben stehen, weil das Jahr beschlossen ist.")


def _add_milestones(move: _Move, milestones: Iterable[Milestone], years: int) -> None:
    for item in milestones:
        if item.reached_on is not None:
            move.staying.append(
                f"Meilenstein „{item.name}“ bleibt: erreicht am {german.day(item.reached_on)}."
            )
        # Reached ones stay: they happened on their day.
        elif item.due is not None:
            move.records.append(item.replace(due=shifted(item.due, years)))


def _add_grant(move: _Move, grant: Funding, years: int, today: date) -> None:
    changes: dict[str, date | int] = {}
    closing = grant.call_closes_on
    if closing is not None:
        # Whoever gives the money sets that day, and the application has to keep it.
        move.staying.append(
            f"Förderung „{grant.name}“: die Antragsfrist bleibt der {german.day(closing)}."
        )
    for name in _GRANT_DAYS:
        day = getattr(grant, name)
        # What lies behind happened (an application was sent); what lies ahead is still a plan.
        if day is None or day <= today or (name == "applied_on" and closing is not None):
            continue
        changes[name] = shifted(day, years)
        # Moved into the past it could not be moved back: it would then count as having happened.
        if shifted(day, years) <= today:
            label = grant.spec(name).label
            raise Refused(
                f"„{label}“ der Förderung „{grant.name}“ läge dann am "
                f"{german.day(shifted(day, years))} in der Vergangenheit; verschieben Sie weniger "
                "weit oder berichtigen Sie die Förderung zuerst."
            )
    if grant.granted_on is not None and grant.granted_on <= today:
        if grant.first_year is not None or grant.last_year is not None:
            move.staying.append(
                f"Die Jahre der Förderung „{grant.name}“ bleiben: Bescheid vom "
                f"{german.day(grant.granted_on)}."
            )
    else:
        for name in ("first_year", "last_year"):
            value = getattr(grant, name)
            if value is not None:
                changes[name] = value + years
    past = [
        name
        for name in _GRANT_DAYS
        if (day := getattr(grant, name)) and day <= today and name not in changes
    ]
    if past:
        labels = ", ".join(f"„{grant.spec(name).label}“" for name in past)
        move.staying.append(f"Förderung „{grant.name}“: {labels} bleibt, weil es vergangen ist.")
    move.records.append(grant.replace(**changes))


def _check_horizon(move: _Move, measure: Measure, known: list[int], decided: int | None) -> None:
    if not move.years:
        return
    first, last = min(move.years), max(move.years)
    if decided is not None and first < decided:
        raise Refused(
            f"„{measure.name}“ käme damit nach {first}; dieses Jahr ist beschlossen, möglich ist "
            f"es ab {decided}."
        )
    if known and not known[0] <= first <= known[-1]:
        raise Refused(
            f"„{measure.name}“ begänne damit {first}, außerhalb des Planungszeitraums {known[0]} "
            f"bis {known[-1]}; verschieben Sie weniger weit."
        )
    # Told and not refused: operation goes on after the horizon for most measures.
    if known and last > known[-1]:
        move.staying.append(
            f"Was {last} anfällt, liegt hinter dem Planungszeitraum (bis {known[-1]}) und steht in "
            "keiner seiner Summen."
        )
