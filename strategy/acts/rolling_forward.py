"""Roll the plan forward to the next budget year: one year more ahead, nothing of before lost.

Running planned cost of the last year of the horizon goes on into the new one, risen by the price
path where it says so; posts go on as shares, because their rates have a path of their own.  The
years before stay as they are: only the plan year moves.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from strategy.figures.plan.measures import IN_PLAN
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.records import checked, find, insert, save_
from strategy.kernel.store import Cursor, Transaction
from strategy.nouns.cost_line import CostLine, CostType
from strategy.nouns.municipality import Municipality
from strategy.nouns.plan_entry import PlanEntry
from strategy.nouns.price_step import PriceStep

# A line goes on where its object still lives, and where nobody has planned the new year yet.
_RUNNING = f"""year = ? AND basis = 'Plan' AND recurrence = 'laufend'
AND cost_type IS DISTINCT FROM 'Abschreibung'
AND (measure_id IS NULL OR measure_id IN (SELECT id FROM measure WHERE {IN_PLAN}))
AND (application_id IS NULL OR application_id NOT IN (
    SELECT id FROM application WHERE life_cycle = 'abgelöst' OR id IN (
        SELECT application_id FROM replacement WHERE year(replaced_on) < ?)))
AND NOT EXISTS (SELECT 1 FROM cost_line n WHERE n.year = ? AND n.basis = 'Plan'
    AND coalesce(n.application_id, n.project_id, n.measure_id)
        = coalesce(cost_line.application_id, cost_line.project_id, cost_line.measure_id)
    AND n.cost_type IS NOT DISTINCT FROM cost_line.cost_type
    AND n.title IS NOT DISTINCT FROM cost_line.title)"""


@dataclass(frozen=True)
class RolledForward:
    """What the new year gets: its number, lines, stages, and amounts without a price step."""

    year: int
    lines: tuple[CostLine, ...]
    stages: tuple[PlanEntry, ...]
    unpriced: int


def next_year(db: Cursor) -> RolledForward:
    """What rolling forward would add, before anything is written; raises Refused without a plan
    year."""
    profile = next(iter(find(db, Municipality)), None)
    if profile is None or not profile.plan_year:
        raise Refused("Das Planjahr fehlt; tragen Sie es zuerst unter Daten, Kommune ein.")
    last = profile.years[-1]
    year = last + 1
    steps = {
        item.cost_type: item.increase
        for item in find(db, PriceStep, "year = ?", [year])
        if item.increase is not None
    }
    lines, unpriced = [], 0
    for line in find(db, CostLine, _RUNNING, [last, year, year]):
        step = steps.get(line.cost_type, steps.get(None))
        carried = line.replace(id="", version=0, year=year, confirmed_on=None)
        if line.cost_type != CostType.PERSONNEL:
            unpriced += step is None
            # A missing step changes nothing: no rise is ever assumed silently.
            carried = carried.replace(
                amount_cents=_risen(line.amount_cents, step),
                low_cents=_risen(line.low_cents, step),
                high_cents=_risen(line.high_cents, step),
            )
        lines.append(carried)
    stages = [
        entry.replace(id="", version=0, year=year, note=None)
        for entry in find(
            db,
            PlanEntry,
            f"year = ? AND stage = 'Betrieb' AND measure_id IN "
            f"(SELECT id FROM measure WHERE {IN_PLAN}) AND measure_id NOT IN "
            "(SELECT measure_id FROM plan_entry WHERE year = ?)",
            [last, year],
        )
    ]
    return RolledForward(year, tuple(lines), tuple(stages), unpriced)


def _risen(cents: int | None, step: Decimal | None) -> int | None:
    if cents is None or step is None:
        return cents
    return int((cents * (100 + step) / 100).quantize(Decimal(1), ROUND_HALF_UP))


def roll_forward(tx: Transaction) -> RolledForward:
    """Move the plan year on by one and fill the new last year; one action, one undo."""
    rolled = next_year(tx)
    profile = find(tx, Municipality)[0]
    insert(tx, [checked(line) for line in rolled.lines])
    insert(tx, [checked(entry) for entry in rolled.stages])
    save_(tx, profile.replace(plan_year=(profile.plan_year or 0) + 1))
    return rolled


def told(rolled: RolledForward) -> list[str]:
    """German sentences about what rolling forward adds."""
    lines = german.counted(len(rolled.lines), "laufende Kostenzeile", "laufende Kostenzeilen")
    sentences = [
        f"{rolled.year} kommt hinzu: {lines} und "
        f"{german.counted(len(rolled.stages), 'Stufe', 'Stufen')} „Betrieb“ gehen weiter. "
        "Alles, was in früheren Jahren steht, bleibt."
    ]
    if rolled.unpriced:
        many = german.counted(rolled.unpriced, "Betrag bleibt", "Beträge bleiben")
        sentences.append(
            f"{many} gleich, weil es für {rolled.year} keine Preisannahme gibt; tragen Sie sie "
            "unter Personalkostensätze ein, wenn Preise steigen."
        )
    return sentences
