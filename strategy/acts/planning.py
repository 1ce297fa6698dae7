"""What planners do with measures in one action: years, points, the leading list of domains."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from strategy.figures.profile import horizon
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.records import delete_, find, get_, save_
from strategy.kernel.store import Transaction
from strategy.nouns.criterion import Criterion
from strategy.nouns.life_domain_system import LifeDomainSystem
from strategy.nouns.link import Link
from strategy.nouns.measure import Measure
from strategy.nouns.plan_entry import PlanEntry
from strategy.nouns.score import Score


def set_stage(
    tx: Transaction, measure_id: str, first: int, last: int, stage: str | None
) -> list[int]:
    """Set the stage of a measure for the years ``first`` to ``last``; None takes it away.

    Returns the years.  Raises Refused for years outside the municipality's horizon or a last year
    before the first.
    """
    get_(tx, Measure, measure_id)
    if last < first:
        raise Refused(f"Das letzte Jahr ({last}) liegt vor dem ersten ({first}); tauschen Sie sie.")
    known = horizon(tx)
    if not known:
        raise Refused("Das Planjahr fehlt; tragen Sie es zuerst unter Daten, Kommune ein.")
    for year in (first, last):
        if year not in known:
            raise Refused(
                f"{year} liegt außerhalb des Planungszeitraums {known[0]} bis {known[-1]}; wählen "
                "Sie ein Jahr daraus."
            )
    years = list(range(first, last + 1))
    for year in years:
        standing = find(tx, PlanEntry, "measure_id = ? AND year = ?", [measure_id, year])
        # An import may have left two stages for one year; the first carries the new one.
        for extra in standing[1:] if stage else standing:
            delete_(tx, PlanEntry, extra.id)
        if stage:
            entry = standing[0] if standing else PlanEntry(measure_id=measure_id, year=year)
            save_(tx, entry.replace(stage=stage))
    return years


def set_scores(
    tx: Transaction,
    measure_id: str,
    points: Mapping[str, Decimal | None],
    reasons: Mapping[str, str | None],
    judge: str = "",
) -> int:
    """Give a measure the points of one judge per criterion; returns how many criteria the judge
    has rated now.

    None for points and reason takes the entry away; other judges keep theirs.
    """
    for criterion_id, value in points.items():
        standing = find(
            tx,
            Score,
            "measure_id = ? AND criterion_id = ? AND coalesce(judge, '') = ?",
            [measure_id, criterion_id, judge],
        )
        reason = reasons.get(criterion_id)
        # A reason alone is kept: somebody has thought about it without deciding yet.
        if value is None and not reason:
            for extra in standing:
                delete_(tx, Score, extra.id)
            continue
        score = (
            standing[0]
            if standing
            else Score(measure_id=measure_id, criterion_id=criterion_id, judge=judge or None)
        )
        save_(tx, score.replace(points=value, reason=reason))
    return sum(value is not None for value in points.values())


def set_score_grid(
    tx: Transaction, judge: str, given: Mapping[str, Mapping[str, Decimal | None]]
) -> int:
    """Give many measures points of one judge at once (measure → criterion → points); a reason that
    stands already stays.  Returns how many entries were changed."""
    changed = 0
    for measure_id, points in given.items():
        get_(tx, Measure, measure_id)
        kept = {
            str(item.criterion_id): item.reason
            for item in find(
                tx, Score, "measure_id = ? AND coalesce(judge, '') = ?", [measure_id, judge]
            )
        }
        set_scores(tx, measure_id, points, {name: kept.get(name) for name in points}, judge)
        changed += len(points)
    if not changed:
        raise Refused("Es gibt nichts zu speichern; ändern Sie zuerst einen Punktwert.")
    return changed


def lead_with(tx: Transaction, system_id: str) -> LifeDomainSystem:
    """Let one list of life domains lead the plan; no other leads any more."""
    chosen = get_(tx, LifeDomainSystem, system_id)
    # In the same action: with two leading systems no list knows by which to order.
    for other in find(tx, LifeDomainSystem, "is_leading AND id <> ?", [system_id]):
        save_(tx, other.replace(is_leading=False))
    return save_(tx, chosen.replace(is_leading=True))


def set_weights(tx: Transaction, weights: Mapping[str, Decimal]) -> None:
    """Give all criteria their weight at once: id to per cent, together exactly 100 %.

    Raises Refused for another sum, and where a criterion of the plan is left out.
    """
    known = {item.id: item for item in find(tx, Criterion)}
    missing = [item.name for item in known.values() if item.id not in weights]
    if missing:
        raise Refused(f"Das Gewicht von „{missing[0]}“ fehlt; geben Sie alle Gewichte an.")
    total = sum(weights.values(), Decimal(0))
    if total != 100:
        raise Refused(
            f"Die Gewichte ergeben zusammen {german.percent(total)}; sie müssen genau 100 % "
            "ergeben."
        )
    # Those that get less first: on the way there may never be more than 100 %.
    for one in sorted(weights, key=lambda one: weights[one] - (known[one].weight or 0)):
        save_(tx, known[one].replace(weight=weights[one]))


def set_goal_weights(
    tx: Transaction, measure_id: str, weights: Mapping[str, Decimal | None]
) -> None:
    """Say how much of a measure goes to each of its goals: id of the link to per cent.

    None leaves a goal unweighed.  Raises Refused where the weights are more than 100 % together.
    """
    total = sum((weight for weight in weights.values() if weight is not None), Decimal(0))
    if total > 100:
        raise Refused(
            f"Die Gewichte ergeben zusammen {german.percent(total)}; mehr als 100 % eines Beitrags "
            "lassen sich nicht verteilen."
        )
    for link_id, weight in weights.items():
        standing = get_(tx, Link, link_id)
        if standing.from_id != measure_id:
            raise Refused(f"{link_id} ist keine Verknüpfung von {measure_id}.")
        save_(tx, standing.replace(weight=weight))
