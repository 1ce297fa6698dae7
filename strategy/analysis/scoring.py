"""Utility analysis (Nutzwertanalyse): which measures serve the criteria best.

N = Σ weight × points, with weights that sum to exactly 100 % and points from 0 to 10.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.records import find
from strategy.kernel.store import Cursor
from strategy.nouns.criterion import Criterion

_FULL = Decimal(100)


@dataclass(frozen=True)
class Ranked:
    """One measure in the ranking.

    ``utility`` is None where points are missing; ``rank`` is None there and after a K.o., equal
    utilities share a rank.  ``parts`` is what each criterion contributes, ``reason`` a sentence.
    """

    measure_id: str
    title: str
    rank: int | None
    utility: Decimal | None
    knocked_out: tuple[str, ...]
    missing: tuple[str, ...]
    parts: Mapping[str, Decimal]
    reason: str


def check_weights(criteria: Sequence[Criterion]) -> None:
    """Refuse weights that do not sum to exactly 100 %."""
    if not criteria:
        raise Refused("Es gibt noch keine Kriterien; legen Sie zuerst Kriterien mit Gewicht an.")
    total = sum((item.weight or Decimal(0) for item in criteria), Decimal(0))
    # Exactly, in decimals: 99,9 % would still give a ranking, but one nobody could check by hand.
    if total != _FULL:
        raise Refused(
            f"Die Gewichte der Kriterien ergeben zusammen {german.percent(total)} statt "
            f"100{german.NBSP}%; passen Sie sie an, dann lässt sich die Rangfolge berechnen."
        )


def ranking(db: Cursor) -> list[Ranked]:
    """All measures that have points, the best first; raises Refused for wrong weights.

    Rejected measures take no part.
    """
    return rank(*read_scores(db))


def stability_words(db: Cursor, shift: int = 10) -> str:
    """One sentence: whether the first place withstands a weight ``shift`` points up or down.

    Empty where no measure has a rank; raises Refused for wrong weights.
    """
    criteria, points, titles = read_scores(db)
    first = _first(rank(criteria, points))
    if first is None:
        return ""
    frame = sensitivity(criteria, points, Decimal(shift))
    turned = frame[frame["changed"]]
    if turned.empty:
        return (
            f"„{titles[first]}“ bleibt vorn, auch wenn ein einzelnes Gewicht um {shift} "
            "Prozentpunkte steigt oder sinkt."
        )
    case = turned.iloc[0]
    moved = "steigt" if case["shift"] > 0 else "sinkt"
    return (
        f"Der erste Rang hängt von den Gewichten ab: {moved} das Gewicht von "
        f"„{case['criterion']}“ um {shift} Prozentpunkte, liegt „{titles[case['first_id']]}“ vorn."
    )


_Scores = tuple[list[Criterion], dict[str, dict[str, Decimal]], dict[str, str]]


def read_scores(db: Cursor) -> _Scores:
    """The criteria in order, points by measure and criterion (the mean of all judges), titles of
    the measures; rejected measures take no part."""
    criteria = find(db, Criterion, order="position, id")
    rows = db.rows(
        "SELECT s.measure_id, m.title, s.criterion_id, s.points, s.judge FROM score s "
        # IS DISTINCT FROM keeps measures without a state, which <> would drop together with NULL.
        "JOIN measure m ON m.id = s.measure_id WHERE m.status IS DISTINCT FROM 'verworfen' "
        "ORDER BY s.measure_id, s.id"
    )
    titles = {row["measure_id"]: row["title"] for row in rows}
    given: dict[str, dict[str, dict[str, Decimal]]] = {measure: {} for measure in titles}
    for row in rows:
        if row["points"] is not None:
            judges = given[row["measure_id"]].setdefault(row["criterion_id"], {})
            # Of two scores of one judge the older counts, so that a double entry changes no
            # ranking.
            judges.setdefault(row["judge"] or "", row["points"])
    points = {
        measure: {name: mean_points(list(judges.values())) for name, judges in parts.items()}
        for measure, parts in given.items()
    }
    return criteria, points, titles


def mean_points(given: Sequence[Decimal]) -> Decimal:
    """The mean of what judges gave, to four decimals as points are kept, half up."""
    if len(given) == 1:
        return given[0]
    whole = sum(given, Decimal(0)) / len(given)
    return whole.quantize(Decimal("0.0001"), ROUND_HALF_UP)


def rank(
    criteria: Sequence[Criterion],
    points: Mapping[str, Mapping[str, Decimal]],
    titles: Mapping[str, str] | None = None,
) -> list[Ranked]:
    """The ranking of ``points`` (measure id → criterion id → 0 to 10), the best first."""
    check_weights(criteria)
    rated = [_rate(criteria, measure, given) for measure, given in points.items()]
    order = sorted(
        # K.o. last, before them what is not rated in full, and ids at the end, so that ties keep
        # one order.
        rated,
        key=lambda item: (bool(item[2]), item[1] is None, -(item[1] or Decimal(0)), item[0]),
    )
    ranked: list[Ranked] = []
    for index, (measure, utility, knocked, missing, parts) in enumerate(order, start=1):
        number: int | None = None
        if utility is not None and not knocked:
            before = ranked[-1] if ranked else None
            tied = before is not None and before.utility == utility and before.rank is not None
            # Equal utilities share a rank and the next one is skipped, as in sports (1, 1, 3).
            number = before.rank if tied and before is not None else index
        reason = _reason(number, utility, knocked, missing, parts)
        ranked.append(
            Ranked(
                measure,
                (titles or {}).get(measure, measure),
                number,
                utility,
                knocked,
                missing,
                parts,
                reason,
            )
        )
    return ranked


def sensitivity(
    criteria: Sequence[Criterion],
    points: Mapping[str, Mapping[str, Decimal]],
    shift: Decimal = Decimal(10),
) -> pd.DataFrame:
    """Whether another measure comes first when one weight is ``shift`` points higher or lower.

    The other weights give or take in proportion.  Columns: criterion_id, criterion, shift
    (percentage points), first_id, changed.  A shift that would leave 0 to 100 % is left out.
    """
    check_weights(criteria)
    base = _first(rank(criteria, points))
    rows = []
    for moved in criteria:
        weight = moved.weight or Decimal(0)
        for delta in (-shift, shift):
            target = weight + delta
            # With 100 % on one criterion there is nothing the others could give or take.
            if not 0 <= target <= 100 or weight == _FULL:
                continue
            factor = (_FULL - target) / (_FULL - weight)
            weights = {
                item.id: target if item is moved else (item.weight or Decimal(0)) * factor
                for item in criteria
            }
            best = _best(criteria, points, weights)
            rows.append(
                {
                    "criterion_id": moved.id,
                    "criterion": moved.title,
                    "shift": float(delta),
                    "first_id": best,
                    "changed": best != base,
                }
            )
    return pd.DataFrame(rows, columns=["criterion_id", "criterion", "shift", "first_id", "changed"])


def ranking_frame(ranked: Sequence[Ranked]) -> pd.DataFrame:
    """The ranking as a table: measure_id, title, rank, utility, reason."""
    frame = pd.DataFrame(
        [
            {
                "measure_id": item.measure_id,
                "title": item.title,
                "rank": item.rank,
                "utility": None if item.utility is None else float(item.utility),
                "reason": item.reason,
            }
            for item in ranked
        ],
        columns=["measure_id", "title", "rank", "utility", "reason"],
    )
    # pandas' own integers with gaps: plain ones would become 1.0 beside an unknown.
    frame["rank"] = frame["rank"].astype("Int64")
    return frame


_Rating = tuple[str, Decimal | None, tuple[str, ...], tuple[str, ...], dict[str, Decimal]]


def _rate(criteria: Sequence[Criterion], measure: str, given: Mapping[str, Decimal]) -> _Rating:
    # A K.o. criterion says: with no points at all a measure is out, however good the rest is.
    knocked = tuple(
        str(item.title) for item in criteria if item.knock_out and given.get(item.id) == 0
    )
    missing = tuple(str(item.title) for item in criteria if item.id not in given)
    parts = {
        str(item.title): (item.weight or Decimal(0)) * given[item.id] / 100
        for item in criteria
        if item.id in given
    }
    utility = None if missing else sum(parts.values(), Decimal(0))
    return measure, utility, knocked, missing, parts


def _reason(
    number: int | None,
    utility: Decimal | None,
    knocked: tuple[str, ...],
    missing: tuple[str, ...],
    parts: Mapping[str, Decimal],
) -> str:
    if knocked:
        return f"Ausgeschieden: keine Punkte im K.-o.-Kriterium „{knocked[0]}“."
    if missing:
        rest = f" und {len(missing) - 1} weiteren" if len(missing) > 1 else ""
        return f"Noch nicht bewertet in „{missing[0]}“{rest}."
    best = max(parts, key=lambda title: parts[title])
    return (
        f"Rang {number} mit {german.number(utility, 2)} Punkten; am meisten trägt „{best}“ bei "
        f"({german.number(parts[best], 2)})."
    )


def _first(ranked: Sequence[Ranked]) -> str | None:
    return next((item.measure_id for item in ranked if item.rank == 1), None)


def _best(
    criteria: Sequence[Criterion],
    points: Mapping[str, Mapping[str, Decimal]],
    weights: Mapping[str, Decimal],
) -> str | None:
    sums = {}
    for measure, given in points.items():
        _, utility, knocked, _, _ = _rate(criteria, measure, given)
        if utility is not None and not knocked:
            sums[measure] = sum(weights[item.id] * given[item.id] for item in criteria)
    # The same tie-break as in the ranking, or a tie would look like a change of the first place.
    return min(sums, key=lambda measure: (-sums[measure], measure)) if sums else None
