"""Stretch, shorten or interrupt a stage of a measure: what comes after moves along.

Stages, planned cost, milestones ahead and the end of the measure lie on one time line.  Cut after a
year, the later part moves as a whole; the years between are filled with the stage (stretched) or
stay free (split).  What happened does not move, as in ``moving``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from strategy.acts.moving import shifted
from strategy.figures.profile import horizon, plan_year
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.record import Record
from strategy.kernel.records import delete_, find, get_, save_
from strategy.kernel.store import Cursor, Transaction
from strategy.nouns.cost_line import Basis, CostLine
from strategy.nouns.measure import Measure, MeasureStatus
from strategy.nouns.milestone import Milestone
from strategy.nouns.plan_entry import PlanEntry

_FAR = 20


@dataclass
class _Cut:
    """What a cut changes, and the sentences about what one should know before."""

    saved: list[Record] = field(default_factory=list)
    removed: list[PlanEntry] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def what_follows(
    db: Cursor, measure_id: str, after: int, years: int, fill: bool = True
) -> list[str]:
    """German sentences about what a cut would do, before it is made; raises Refused."""
    return _plan_cut(db, measure_id, after, years, fill).told


def stretch_stage(
    tx: Transaction, measure_id: str, after: int, years: int, fill: bool = True
) -> list[str]:
    """Move everything that lies after the year ``after`` by ``years``.

    With ``fill`` the stage of ``after`` goes on over the new years, without they stay free.  A
    negative number takes years out again; refused where cost or another stage lies in them.
    """
    cut = _plan_cut(tx, measure_id, after, years, fill)
    for entry in cut.removed:
        delete_(tx, PlanEntry, entry.id)
    for record in cut.saved:
        save_(tx, record)
    return cut.told


def _plan_cut(db: Cursor, measure_id: str, after: int, years: int, fill: bool) -> _Cut:
    measure = get_(db, Measure, measure_id)
    entries = find(db, PlanEntry, "measure_id = ?", [measure_id], order="year")
    stage = next((entry.stage for entry in entries if entry.year == after), None)
    _check(db, measure, after, years, stage)
    lines = find(db, CostLine, "measure_id = ? AND basis = ?", [measure_id, str(Basis.PLAN)])
    cut = _Cut()
    # Counted from here on, what is later moves; with a negative number the years between go.
    last_gone = after - min(years, 0)
    between = [entry for entry in entries if after < (entry.year or 0) <= last_gone]
    _check_free(between, lines, stage, after, last_gone)
    cut.removed = between
    _move_rows(cut, entries, lines, last_gone, years)
    for item in find(db, Milestone, "measure_id = ?", [measure_id]):
        # A milestone that was reached stays on its day.
        if item.reached_on is None and item.due is not None and item.due.year > last_gone:
            cut.saved.append(item.replace(due=shifted(item.due, years)))
    end = measure.ends_on
    # The end of the stage itself moves with its last year, forth and back.
    edge = last_gone if fill else last_gone + 1
    if end is not None and end.year >= edge:
        cut.saved.append(measure.replace(ends_on=shifted(end, years)))
        cut.told.append(f"Das Ende ist dann der {german.day(shifted(end, years))}.")
    if fill and years > 0:
        cut.saved += [
            PlanEntry(measure_id=measure_id, year=after + step, stage=stage)
            for step in range(1, years + 1)
        ]
    _tell_horizon(db, cut)
    return cut


def _check(db: Cursor, measure: Measure, after: int, years: int, stage: str | None) -> None:
    if measure.status == MeasureStatus.DONE:
        raise Refused(f"„{measure.name}“ ist umgesetzt und lässt sich nicht mehr verschieben.")
    if not 1 <= abs(years) <= _FAR:
        raise Refused(f"Geben Sie 1 bis {_FAR} Jahre an.")
    if stage is None:
        raise Refused(
            f"{after} hat „{measure.name}“ keine Stufe; wählen Sie ein Jahr, in dem eine steht."
        )
    planned = plan_year(db)
    if (
        planned is not None
        and after + 1 < planned
        and measure.status in (MeasureStatus.DECIDED, MeasureStatus.RUNNING)
    ):
        raise Refused(
            f"Was {after + 1} geschieht, ist beschlossen; möglich ist ein Schnitt ab {planned - 1}."
        )


def _check_free(
    between: list[PlanEntry], lines: list[CostLine], stage: str | None, after: int, last: int
) -> None:
    """What would be taken out has to be free of cost and of another stage."""
    other = next((entry for entry in between if entry.stage != stage), None)
    if other is not None:
        raise Refused(
            f"{other.year} steht „{other.stage}“; kürzen Sie nur, was zur Stufe „{stage}“ gehört."
        )
    spent = sorted({line.year for line in lines if line.year and after < line.year <= last})
    if spent:
        told = ", ".join(str(year) for year in spent)
        raise Refused(
            f"In den Jahren, die wegfielen, stehen Plankosten ({told}); verschieben oder entfernen "
            "Sie diese zuerst."
        )


def _move_rows(
    cut: _Cut, entries: list[PlanEntry], lines: list[CostLine], last: int, years: int
) -> None:
    rows: list[PlanEntry | CostLine] = [*entries, *lines]
    found = [(row.year, row) for row in rows if row.year is not None and row.year > last]
    cut.saved += [row.replace(year=year + years) for year, row in found]
    if found:
        first = min(year for year, _ in found)
        cut.told.append(f"Stufen und Plankosten ab {first} rücken nach {first + years}.")


def _tell_horizon(db: Cursor, cut: _Cut) -> None:
    known = horizon(db)
    latest = [record.year for record in cut.saved if isinstance(record, PlanEntry | CostLine)]
    last = max((year for year in latest if year is not None), default=None)
    # Told and not refused: the operation of most measures goes on after the horizon.
    if known and last is not None and last > known[-1]:
        cut.told.append(
            f"Was {last} anfällt, liegt hinter dem Planungszeitraum (bis {known[-1]}) und steht in "
            "keiner seiner Summen."
        )
