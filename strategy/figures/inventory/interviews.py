"""Interviews: which Ämter were heard and which are still missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from strategy.figures.inventory.units import UNASSIGNED, UNITS
from strategy.kernel.store import Cursor


def interview_coverage(db: Cursor, today: date | None = None) -> pd.DataFrame:
    """Every Amt that exists on ``today``: dezernat_id, dezernat, amt_id, amt, interviews, done,
    last_on, findings, state ("geführt", "vereinbart", "offen" or "kein Interview").

    An interview in a Sachgebiet counts for its Amt.
    """
    return db.frame(
        f"""
        WITH RECURSIVE {UNITS}, heard AS (
            SELECT u.amt_id, count(*) AS interviews,
                count(*) FILTER (WHERE i.status = 'geführt') AS done,
                count(*) FILTER (WHERE i.status = 'vereinbart') AS agreed,
                max(i.held_on) FILTER (WHERE i.status = 'geführt') AS last_on
            FROM interview i JOIN units u ON u.unit_id = i.organisation_id GROUP BY u.amt_id
        ), found AS (
            SELECT u.amt_id, count(*) AS findings FROM finding f
            LEFT JOIN interview i ON i.id = f.interview_id
            JOIN units u ON u.unit_id = coalesce(i.organisation_id, f.organisation_id)
            GROUP BY u.amt_id
        )
        SELECT u.dezernat_id, u.dezernat, u.amt_id, u.amt, coalesce(h.interviews, 0) AS interviews,
            coalesce(h.done, 0) AS done, h.last_on, coalesce(f.findings, 0) AS findings,
            CASE WHEN h.done > 0 THEN 'geführt' WHEN h.agreed > 0 THEN 'vereinbart'
                 WHEN h.interviews > 0 THEN 'offen' ELSE 'kein Interview' END AS state
        FROM units u JOIN organisation_unit o ON o.id = u.unit_id
        LEFT JOIN heard h ON h.amt_id = u.amt_id LEFT JOIN found f ON f.amt_id = u.amt_id
        WHERE o.level = 2 AND (o.valid_from IS NULL OR o.valid_from <= coalesce(?, current_date))
            AND (o.valid_to IS NULL OR o.valid_to >= coalesce(?, current_date))
        ORDER BY u.dezernat_id NULLS LAST, u.amt_id
        """,
        [today, today],
    )


@dataclass(frozen=True)
class Coverage:
    """How many Ämter there are and how many were interviewed; ``missing`` are the others' names."""

    units: int
    done: int
    missing: tuple[str, ...]

    @property
    def percent(self) -> float | None:
        """Share of the Ämter that were interviewed; None without Ämter."""
        return None if self.units == 0 else 100 * self.done / self.units


def coverage(db: Cursor, today: date | None = None) -> Coverage:
    """The coverage in one object."""
    frame = interview_coverage(db, today)
    done = frame["state"] == "geführt"
    return Coverage(len(frame), int(done.sum()), tuple(frame.loc[~done, "amt"]))


def findings_by_kind(db: Cursor) -> pd.DataFrame:
    """Per kind of finding: kind, findings, linked (of which lead to another object)."""
    return db.frame(
        "SELECT f.kind, count(*) AS findings, count(*) FILTER (WHERE f.id IN "
        "(SELECT from_id FROM link UNION SELECT to_id FROM link)) AS linked "
        "FROM finding f GROUP BY f.kind ORDER BY findings DESC, f.kind"
    )


def unlinked_findings(db: Cursor) -> pd.DataFrame:
    """Findings that lead nowhere yet: id, title, kind, amt ("ohne Zuordnung")."""
    return db.frame(
        f"WITH RECURSIVE {UNITS} SELECT f.id, f.title, f.kind, "
        f"coalesce(u.amt, '{UNASSIGNED}') AS amt FROM finding f "
        "LEFT JOIN interview i ON i.id = f.interview_id "
        "LEFT JOIN units u ON u.unit_id = coalesce(i.organisation_id, f.organisation_id) "
        "WHERE f.id NOT IN (SELECT from_id FROM link UNION SELECT to_id FROM link) "
        "ORDER BY f.kind, f.id"
    )


def question_table(db: Cursor) -> pd.DataFrame:
    """Every question of every guideline: question_id, question, topic, guideline, answers (not
    empty), asked (interviews in which it stands)."""
    return db.frame(
        "SELECT q.id AS question_id, q.title AS question, q.topic, "
        "g.title || coalesce(' ' || g.edition, '') AS guideline, count(a.body) AS answers, "
        "count(a.id) AS asked FROM guideline_question q "
        "JOIN guideline g ON g.id = q.guideline_id "
        "LEFT JOIN interview_answer a ON a.question_id = q.id "
        "GROUP BY q.id, q.title, q.topic, q.position, g.title, g.edition, g.id "
        "ORDER BY g.id, q.position NULLS LAST, q.id"
    )


def answers_to(db: Cursor, question_id: str) -> pd.DataFrame:
    """What was answered to one question, Amt by Amt: answer_id, interview_id, amt, function,
    held_on, answer (None = not answered yet)."""
    return db.frame(
        f"WITH RECURSIVE {UNITS} SELECT a.id AS answer_id, i.id AS interview_id, "
        f"coalesce(u.amt, '{UNASSIGNED}') AS amt, i.function, i.held_on, a.body AS answer "
        "FROM interview_answer a JOIN interview i ON i.id = a.interview_id "
        "LEFT JOIN units u ON u.unit_id = i.organisation_id WHERE a.question_id = ? "
        "ORDER BY a.body IS NULL, u.dezernat_id NULLS LAST, u.amt_id NULLS LAST, a.id",
        [question_id],
    )
