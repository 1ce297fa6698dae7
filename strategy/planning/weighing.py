"""The weighing of measures: MoSCoW, robustness of the ranking, and the judgements behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pandas as pd

from strategy.analysis.robustness import Points, robustness
from strategy.analysis.scoring import Ranked, rank, read_scores
from strategy.kernel.store import Cursor
from strategy.nouns.criterion import Criterion
from strategy.planning.lines import LineSide, judge
from strategy.planning.rows import read_plan_table

# The four words of the method follow from where a measure stands, so they cannot contradict it.
MOSCOW = {
    LineSide.MUST: "Muss",
    LineSide.FITS: "Soll",
    LineSide.CROSSES: "Kann",
    LineSide.BELOW: "Diesmal nicht",
}


def weighed(db: Cursor) -> pd.DataFrame:
    """The ranking with what it rests on: measure_id, title, rank, utility, low and high (the
    lowest and highest Nutzwert that a single judge gives), moscow, word ("stabil", "strittig" or
    unknown), share (per cent of all weightings in which it lies above the line), reason.

    Raises Refused for weights that are not 100 %.
    """
    criteria, points, titles = read_scores(db)
    ranked = rank(criteria, points, titles)
    table = read_plan_table(db)
    sides = {name: verdict.line for name, verdict in judge(table).items()}
    cut = _cut(sides, criteria, points)
    firm = {item.measure_id: item for item in robustness(criteria, points, cut, only=())}
    spread = _by_judge(db)
    rows = []
    for item in ranked:
        low, high = spread.get(item.measure_id, (item.utility, item.utility))
        known = firm.get(item.measure_id)
        rows.append(
            {
                "measure_id": item.measure_id,
                "title": item.title,
                "rank": item.rank,
                "utility": _number(item.utility),
                "low": _number(low),
                "high": _number(high),
                "moscow": MOSCOW[sides[item.measure_id]] if item.measure_id in sides else None,
                "word": None if known is None else known.word,
                "share": None if known is None else round(100 * known.share, 1),
                "reason": item.reason,
            }
        )
    frame = pd.DataFrame(
        rows,
        columns=[
            "measure_id",
            "title",
            "rank",
            "utility",
            "low",
            "high",
            "moscow",
            "word",
            "share",
            "reason",
        ],
    )
    frame["rank"] = frame["rank"].astype("Int64")
    return frame


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _cut(sides: Mapping[str, LineSide], criteria: Sequence[Criterion], points: Points) -> int:
    """How many of the measures that are rated in full lie above the cut line today."""
    whole = [name for name, given in points.items() if all(c.id in given for c in criteria)]
    return sum(sides.get(name) in (LineSide.MUST, LineSide.FITS) for name in whole)


def weight_intervals(db: Cursor, measure_id: str) -> pd.DataFrame:
    """Per criterion the weights (per cent) within which a measure stays on its side of the line:
    criterion, weight, low, high; empty where it is not rated in full."""
    criteria, points, _ = read_scores(db)
    sides = {name: verdict.line for name, verdict in judge(read_plan_table(db)).items()}
    cut = _cut(sides, criteria, points)
    found = robustness(criteria, points, cut, draws=1, only={measure_id})
    mine = next((item for item in found if item.measure_id == measure_id), None)
    return pd.DataFrame(
        [
            {
                "criterion": item.title,
                "weight": float(item.weight or 0),
                "low": round(float(mine.intervals[item.id][0]), 1),
                "high": round(float(mine.intervals[item.id][1]), 1),
            }
            for item in criteria
            if mine is not None and item.id in mine.intervals
        ],
        columns=["criterion", "weight", "low", "high"],
    )


def _by_judge(db: Cursor) -> dict[str, tuple[Decimal, Decimal]]:
    """The lowest and the highest Nutzwert that judges who rated all criteria give a measure."""
    criteria, _, _ = read_scores(db)
    given: dict[str, dict[str, dict[str, Decimal]]] = {}
    for row in db.rows(
        "SELECT measure_id, criterion_id, coalesce(judge, '') AS judge, points FROM score "
        "WHERE points IS NOT NULL ORDER BY id"
    ):
        of_judge = given.setdefault(row["judge"], {}).setdefault(row["measure_id"], {})
        of_judge.setdefault(row["criterion_id"], row["points"])
    found: dict[str, list[Decimal]] = {}
    for points in given.values():
        ranked: list[Ranked] = rank(criteria, points)
        for item in ranked:
            if item.utility is not None:
                found.setdefault(item.measure_id, []).append(item.utility)
    return {name: (min(values), max(values)) for name, values in found.items()}


def judgements(db: Cursor) -> pd.DataFrame:
    """Every score with who gave it: id, measure, criterion, judge, points, mean, spread (of all
    judges of this measure and criterion), reason, author and entered_at from the history."""
    return db.frame(
        """
        SELECT s.id, m.title AS measure, c.title AS criterion,
            coalesce(s.judge, 'Verwaltung') AS judge, CAST(s.points AS DOUBLE) AS points,
            CAST(avg(s.points) OVER same AS DOUBLE) AS mean,
            CAST(max(s.points) OVER same - min(s.points) OVER same AS DOUBLE) AS spread,
            s.reason, a.actor AS author, a.happened_at AS entered_at
        FROM score s JOIN measure m ON m.id = s.measure_id
        JOIN criterion c ON c.id = s.criterion_id
        LEFT JOIN history.action a ON a.id = s.version
        WINDOW same AS (PARTITION BY s.measure_id, s.criterion_id)
        ORDER BY m.id, c.position, c.id, s.judge NULLS FIRST, s.id
        """
    )


def judges(db: Cursor) -> list[str]:
    """Who has scored so far, in order; without the administration, which needs no name."""
    rows = db.rows("SELECT DISTINCT judge FROM score WHERE judge IS NOT NULL ORDER BY judge")
    return [row["judge"] for row in rows]
