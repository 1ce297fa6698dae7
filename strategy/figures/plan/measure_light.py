"""The light of a measure: worked out from dates, milestones and progress, as that of a project."""

from __future__ import annotations

from datetime import date

from strategy.figures.inventory.projects import GREEN, OVER, RED, UNKNOWN, YELLOW
from strategy.kernel import german
from strategy.kernel.records import find
from strategy.kernel.store import Cursor
from strategy.nouns.measure import Measure, MeasureStatus
from strategy.nouns.milestone import Milestone

# Work may lag this many percentage points behind the calendar before anybody is asked.
_LAG = 25
_OVER = (MeasureStatus.DONE, MeasureStatus.POOL, MeasureStatus.REJECTED)


def measure_light(db: Cursor, measure: Measure, today: date) -> tuple[str, str]:
    """The light ("rot", "gelb", "grün", "unbekannt", "beendet") and its reasons in German.

    Red where the end has passed, yellow where a milestone is overdue or work lags behind the
    calendar; where there is nothing to judge by it is unknown and not green.
    """
    if measure.status in _OVER:
        return OVER, ""
    end, start = measure.ends_on, measure.starts_on
    if end is not None and end < today:
        return RED, f"Das Ende war am {german.day(end)}, umgesetzt ist die Maßnahme nicht"
    milestones = find(db, Milestone, "measure_id = ?", [measure.id])
    reasons = [
        f"Meilenstein „{item.name}“ war am {german.day(item.due)} fällig"
        for item in milestones
        if item.reached_on is None and item.due is not None and item.due < today
    ]
    if start is not None and end is not None and start <= today and measure.progress is not None:
        days = (end - start).days + 1
        passed = 100 * ((today - start).days + 1) / days
        if passed - float(measure.progress) > _LAG:
            reasons.append(
                f"Fortschritt {german.percent(measure.progress)}, von der Zeit sind "
                f"{german.percent(round(passed))} vergangen"
            )
    if reasons:
        return YELLOW, ", ".join(reasons)
    if end is None and not milestones:
        return UNKNOWN, "Ende und Meilensteine fehlen"
    return GREEN, ""
