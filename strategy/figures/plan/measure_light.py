"""The light of a measure: worked out from dates, milestones and progress, as that of a project."""

from __future__ import annotations

from collections.abc import Sequence
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
    return _light(measure, find(db, Milestone, "measure_id = ?", [measure.id]), today)


def measure_lights(
    db: Cursor, measures: Sequence[Measure], today: date
) -> dict[str, tuple[str, str]]:
    """The light of each measure by its id; one query for however many."""
    by_measure: dict[str, list[Milestone]] = {}
    for one in find(db, Milestone, "measure_id IS NOT NULL"):
        by_measure.setdefault(str(one.measure_id), []).append(one)
    return {one.id: _light(one, by_measure.get(one.id, []), today) for one in measures}


def passed_percent(measure: Measure, today: date) -> int | None:
    """How much of a measure's time has passed; None where a date is missing."""
    start, end = measure.starts_on, measure.ends_on
    if start is None or end is None or end < start:
        return None
    days = (end - start).days + 1
    return round(min(max(100 * ((today - start).days + 1) / days, 0), 100))


def _light(measure: Measure, milestones: list[Milestone], today: date) -> tuple[str, str]:
    if measure.status in _OVER:
        return OVER, ""
    end, start = measure.ends_on, measure.starts_on
    if end is not None and end < today:
        return RED, f"Das Ende war am {german.day(end)}, umgesetzt ist die Maßnahme nicht"
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
