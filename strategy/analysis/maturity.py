"""Maturity by a model: the lowest applicable criterion decides (OZG-Reifegradmodell 1.1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from strategy.store import Cursor


@dataclass(frozen=True)
class Level:
    """The level reached and aimed at; None where an applicable answer is missing or none is."""

    actual: int | None
    target: int | None
    deciding: tuple[str, ...]


def lowest(answers: Iterable[tuple[bool | None, int | None]]) -> int | None:
    """The lowest level among (applicable, level); what is not applicable is ignored.

    None where nothing is applicable or one applicable level is unknown: a guess would be too high.
    """
    levels = [level for applicable, level in answers if applicable is not False]
    known = [level for level in levels if level is not None]
    return min(known) if known and len(known) == len(levels) else None


def assessment_level(db: Cursor, assessment_id: str) -> Level:
    """The result of one assessment; ``deciding`` names the criteria that hold it down."""
    frame = db.rows(
        "SELECT c.title, a.applicable, a.actual, a.target FROM assessment_answer a "
        "JOIN maturity_criterion c ON c.id = a.criterion_id WHERE a.assessment_id = ? "
        "ORDER BY c.position NULLS LAST, c.id",
        [assessment_id],
    )
    actual = lowest((row["applicable"], row["actual"]) for row in frame)
    target = lowest((row["applicable"], row["target"]) for row in frame)
    deciding = tuple(
        row["title"]
        for row in frame
        if row["applicable"] is not False and actual is not None and row["actual"] == actual
    )
    return Level(actual, target, deciding)


def assessment_levels(db: Cursor) -> pd.DataFrame:
    """Every assessment with its result: assessment_id, title, model, service_id, service,
    organisation_id, assessed_on, actual, target, answers."""
    return db.frame(
        """
        WITH results AS (
            SELECT assessment_id, count(*) AS answers,
                CASE WHEN count(actual) = count(*) THEN min(actual) END AS actual,
                CASE WHEN count(target) = count(*) THEN min(target) END AS target
            FROM assessment_answer WHERE applicable IS NOT FALSE GROUP BY assessment_id
        )
        SELECT a.id AS assessment_id, a.title, m.title || ' ' || m.edition AS model, a.service_id,
            s.title AS service, a.organisation_id, a.assessed_on, r.actual, r.target,
            coalesce(r.answers, 0) AS answers
        FROM assessment a LEFT JOIN maturity_model m ON m.id = a.model_id
        LEFT JOIN service s ON s.id = a.service_id LEFT JOIN results r ON r.assessment_id = a.id
        ORDER BY a.assessed_on DESC, a.id
        """
    )


def area_levels(db: Cursor, assessment_id: str) -> pd.DataFrame:
    """Per area of the model, for the radar chart: label, ist, soll (the lowest of each area)."""
    return db.frame(
        "SELECT coalesce(c.area, c.title) AS label, min(a.actual) AS ist, min(a.target) AS soll "
        "FROM assessment_answer a JOIN maturity_criterion c ON c.id = a.criterion_id "
        "WHERE a.assessment_id = ? AND a.applicable IS NOT FALSE "
        "GROUP BY 1 ORDER BY min(c.position) NULLS LAST, 1",
        [assessment_id],
    )


def model_areas(db: Cursor, model_id: str) -> pd.DataFrame:
    """Per criterion of a model over all its assessments: label, area, ist, soll (means of the
    applicable answers to one decimal, None = none known), answers."""
    return db.frame(
        "SELECT c.title AS label, c.area, "
        "round(avg(a.actual) FILTER (WHERE a.applicable IS NOT FALSE), 1) AS ist, "
        "round(avg(a.target) FILTER (WHERE a.applicable IS NOT FALSE), 1) AS soll, "
        "count(a.id) FILTER (WHERE a.applicable IS NOT FALSE) AS answers "
        "FROM maturity_criterion c LEFT JOIN assessment_answer a ON a.criterion_id = c.id "
        "WHERE c.model_id = ? GROUP BY c.id, c.title, c.area, c.position "
        "ORDER BY c.position NULLS LAST, c.id",
        [model_id],
    )
