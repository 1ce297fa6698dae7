"""Maturity by a model: its rule says how the levels of the criteria become one.

By the rule of the OZG-Reifegradmodell 1.1 the lowest applicable criterion decides; other models
take the weighted mean.  What is not applicable is ignored; where one applicable criterion has no
answer the result is unknown, because a guess would be too high.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

from strategy.kernel import german
from strategy.kernel.selection import german_order_sql
from strategy.kernel.store import Cursor
from strategy.nouns.maturity_model import MaturityRule

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class AssessedLevel:
    """The level reached and aimed at; ``deciding`` names the criteria that hold it down.

    A whole number where the lowest criterion decides, with two decimals for a weighted mean; None
    where an applicable answer is missing or none is applicable.
    """

    actual: int | Decimal | None
    target: int | Decimal | None
    deciding: tuple[str, ...]
    rule: MaturityRule = MaturityRule.LOWEST

    @property
    def gap(self) -> int | Decimal | None:
        """What is missing to the target."""
        if self.actual is None or self.target is None:
            return None
        return self.target - self.actual


def lowest(answers: Iterable[tuple[bool | None, int | None]]) -> int | None:
    """The lowest level among (applicable, level); what is not applicable is ignored."""
    # Not answered counts as applicable: leaving a question open must not raise the level.
    levels = [level for applicable, level in answers if applicable is not False]
    known = [level for level in levels if level is not None]
    return min(known) if known and len(known) == len(levels) else None


def weighted(answers: Iterable[tuple[bool | None, int | None, Decimal | None]]) -> Decimal | None:
    """The weighted mean among (applicable, level, weight), to two decimals, rounded half up.

    Without any weight all criteria count alike; beside weighted ones a criterion without counts
    nothing.  None where a level is unknown or no weight is left.
    """
    rows = [row for row in answers if row[0] is not False]
    equal = all(weight is None for _, _, weight in rows)
    whole = sum((Decimal(1) if equal else weight or Decimal(0) for *_, weight in rows), Decimal(0))
    if not whole or any(level is None for _, level, _ in rows):
        return None
    total = sum(
        (
            Decimal(level or 0) * (Decimal(1) if equal else weight or Decimal(0))
            for _, level, weight in rows
        ),
        Decimal(0),
    )
    return (total / whole).quantize(_CENT, ROUND_HALF_UP)


def assessment_level(db: Cursor, assessment_id: str) -> AssessedLevel:
    """The result of one assessment by the rule of the model it was made with."""
    rows = db.rows(
        "SELECT c.title, c.weight, a.applicable, a.actual, a.target, m.rule "
        "FROM assessment s JOIN maturity_model m ON m.id = s.model_id "
        "JOIN maturity_criterion c ON c.model_id = s.model_id "
        "LEFT JOIN assessment_answer a ON a.criterion_id = c.id AND a.assessment_id = s.id "
        "WHERE s.id = ? ORDER BY c.position NULLS LAST, c.id",
        [assessment_id],
    )
    rule = MaturityRule((rows[0]["rule"] if rows else None) or MaturityRule.LOWEST)
    if rule is MaturityRule.WEIGHTED:
        actual, target = (
            weighted((row["applicable"], row[name], row["weight"]) for row in rows)
            for name in ("actual", "target")
        )
        return AssessedLevel(actual, target, (), rule)
    least, aim = (
        lowest((row["applicable"], row[name]) for row in rows) for name in ("actual", "target")
    )
    deciding = tuple(
        row["title"]
        for row in rows
        if row["applicable"] is not False and least is not None and row["actual"] == least
    )
    return AssessedLevel(least, aim, deciding, rule)


# Per assessment: every criterion of its model with the answer, and the weight that counts.
_ANSWERS = """
answers AS (
    SELECT s.id AS assessment_id, s.model_id, coalesce(m.rule, 'niedrigstes Kriterium') AS rule,
        c.id AS criterion_id, c.title, coalesce(c.area, c.title) AS area, c.position,
        a.id IS NOT NULL AS answered, a.actual, a.target,
        CASE WHEN max(c.weight) OVER (PARTITION BY s.id) IS NULL THEN 1
             ELSE coalesce(c.weight, 0) END AS weight
    FROM assessment s JOIN maturity_model m ON m.id = s.model_id
    JOIN maturity_criterion c ON c.model_id = s.model_id
    LEFT JOIN assessment_answer a ON a.criterion_id = c.id AND a.assessment_id = s.id
    WHERE a.applicable IS NOT FALSE
)
"""


def _level(column: str) -> str:
    """SQL of a level of a group of answers by the model's rule; NULL where one is unknown."""
    return (
        # count of a column leaves out NULL: fewer than rows means that an answer is missing.
        f"CASE WHEN count({column}) < count(*) THEN NULL "
        f"WHEN any_value(rule) = '{MaturityRule.WEIGHTED}' THEN "
        # Summed as decimals: sums of floats depend on the order in which DuckDB's threads bring
        # them.
        f"CAST(round(sum(CAST({column} * weight AS DECIMAL(18,4))) / nullif(sum(weight), 0), 2) "
        "AS DOUBLE) "
        f"ELSE CAST(min({column}) AS DOUBLE) END"
    )


def assessment_levels(db: Cursor) -> pd.DataFrame:
    """Every assessment with its result: assessment_id, title, model_id, model, service_id,
    service, organisation_id, assessed_on, actual, target, gap (None = unknown), answers."""
    return db.frame(
        f"""
        WITH {_ANSWERS}, results AS (
            SELECT assessment_id, count(*) FILTER (WHERE answered) AS answers,
                {_level("actual")} AS actual, {_level("target")} AS target
            FROM answers GROUP BY assessment_id
        )
        SELECT a.id AS assessment_id, a.title, a.model_id, m.title || ' ' || m.edition AS model,
            a.service_id, s.title AS service, a.organisation_id, a.assessed_on, r.actual, r.target,
            r.target - r.actual AS gap, coalesce(r.answers, 0) AS answers
        FROM assessment a LEFT JOIN maturity_model m ON m.id = a.model_id
        LEFT JOIN service s ON s.id = a.service_id LEFT JOIN results r ON r.assessment_id = a.id
        ORDER BY a.assessed_on DESC, a.id
        """
    )


def area_levels(db: Cursor, assessment_id: str) -> pd.DataFrame:
    """Per area of the model, for the radar and its table: label, ist, soll, gap, by the rule of
    the model."""
    return db.frame(
        f"WITH {_ANSWERS}, levels AS (SELECT area AS label, {_level('actual')} AS ist, "
        f"{_level('target')} AS soll, min(position) AS place FROM answers "
        "WHERE assessment_id = ? GROUP BY area) "
        "SELECT label, ist, soll, soll - ist AS gap FROM levels "
        f"ORDER BY place NULLS LAST, {german_order_sql('label')}, label",
        [assessment_id],
    )


def criterion_levels(db: Cursor, assessment_id: str) -> pd.DataFrame:
    """Per criterion, as it was answered: criterion_id, label, area, weight, applicable, ist, soll,
    gap, ist_words and soll_words (what these levels mean in the model; None = not said)."""
    return db.frame(
        """
        WITH words AS (
            SELECT c.id AS criterion_id, l.level,
                max_by(l.title, l.criterion_id IS NOT NULL) AS title
            FROM maturity_criterion c JOIN maturity_level l ON l.model_id = c.model_id
                AND (l.criterion_id IS NULL OR l.criterion_id = c.id)
            GROUP BY c.id, l.level
        )
        SELECT c.id AS criterion_id, c.title AS label, c.area, c.weight, a.applicable,
            a.actual AS ist, a.target AS soll, a.target - a.actual AS gap,
            i.title AS ist_words, o.title AS soll_words
        FROM assessment s JOIN maturity_criterion c ON c.model_id = s.model_id
        LEFT JOIN assessment_answer a ON a.criterion_id = c.id AND a.assessment_id = s.id
        LEFT JOIN words i ON i.criterion_id = c.id AND i.level = a.actual
        LEFT JOIN words o ON o.criterion_id = c.id AND o.level = a.target
        WHERE s.id = ? ORDER BY c.position NULLS LAST, c.id
        """,
        [assessment_id],
    )


def model_areas(db: Cursor, model_id: str) -> pd.DataFrame:
    """Per criterion of a model over all its assessments: label, area, ist, soll, gap (means of the
    applicable answers to one decimal, None = none known), answers."""
    frame = db.frame(
        "SELECT c.title AS label, c.area, "
        "round(avg(a.actual) FILTER (WHERE a.applicable IS NOT FALSE), 1) AS ist, "
        "round(avg(a.target) FILTER (WHERE a.applicable IS NOT FALSE), 1) AS soll, "
        "count(a.id) FILTER (WHERE a.applicable IS NOT FALSE) AS answers "
        "FROM maturity_criterion c LEFT JOIN assessment_answer a ON a.criterion_id = c.id "
        "WHERE c.model_id = ? GROUP BY c.id, c.title, c.area, c.position "
        "ORDER BY c.position NULLS LAST, c.id",
        [model_id],
    )
    gaps: list[Any] = [
        None if german.is_unknown(ist) or german.is_unknown(soll) else round(soll - ist, 1)
        for ist, soll in zip(frame["ist"], frame["soll"], strict=True)
    ]
    # The difference of the rounded means, so that the three figures of a row agree with each other.
    frame.insert(4, "gap", gaps)
    return frame
