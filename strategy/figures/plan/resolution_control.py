"""Beschlusskontrolle: what became of every resolution, and which measures have none."""

from __future__ import annotations

from typing import Any

import pandas as pd

from strategy.figures.money.own_share import own_share_cells
from strategy.kernel.store import Cursor

# An adopted vote, by its numbers or by its result where nobody entered numbers.
_ADOPTED = "coalesce(c.outcome, 'offen') IN ('angenommen', 'geändert angenommen') OR c.yes > c.no"


def resolution_control(db: Cursor) -> pd.DataFrame:
    """Every resolution, the latest first: resolution_id, title, reference, paper_id, public (of
    its paper; True where there is none), body, decided_on, form, state, due, voted, measures (how
    many), measure_ids, amount_cents (decided), planned_cents (plan cost of its measures, None
    where it has none), next_report (day or event as text), gaps (what is missing, in German)."""
    frame = db.frame(
        f"""
        WITH linked AS (
            SELECT l.to_id AS resolution_id, count(*) AS n,
                string_agg(m.id, ', ' ORDER BY m.id) AS ids
            FROM link l JOIN measure m ON m.id = l.from_id
            WHERE l.kind = 'beschlossen durch' GROUP BY ALL
        ), reports AS (
            SELECT resolution_id, min(due) AS due, any_value(event) AS event, count(*) AS n
            FROM report_due WHERE delivered_on IS NULL GROUP BY ALL
        ), votes AS (
            SELECT r.id AS resolution_id FROM resolution r JOIN consultation c
                ON c.id = r.consultation_id OR (r.consultation_id IS NULL
                    AND c.paper_id = r.paper_id AND c.body_id = r.body_id)
            WHERE {_ADOPTED} OR c.outcome = 'zur Kenntnis genommen' GROUP BY ALL
        )
        SELECT r.id AS resolution_id, r.title, r.reference, r.paper_id,
            (p.id IS NULL OR p.public IS TRUE) AND c.public IS DISTINCT FROM false AS public,
            b.title AS body, r.decided_on, r.form, coalesce(r.status, 'offen') AS state, r.due,
            v.resolution_id IS NOT NULL AS voted, coalesce(l.n, 0) AS measures,
            l.ids AS measure_ids, r.amount_cents,
            CASE WHEN o.due IS NOT NULL THEN strftime(o.due, '%d.%m.%Y') ELSE o.event END
                AS next_report
        FROM resolution r LEFT JOIN paper p ON p.id = r.paper_id
        LEFT JOIN body b ON b.id = r.body_id LEFT JOIN consultation c ON c.id = r.consultation_id
        LEFT JOIN linked l ON l.resolution_id = r.id LEFT JOIN reports o ON o.resolution_id = r.id
        LEFT JOIN votes v ON v.resolution_id = r.id
        ORDER BY r.decided_on DESC NULLS LAST, r.id
        """
    )
    cells = own_share_cells(db)
    cost = cells.groupby("measure_id")["cost_cents"].sum().to_dict()
    ids = [[] if not isinstance(text, str) else text.split(", ") for text in frame["measure_ids"]]
    frame["planned_cents"] = pd.array(
        [sum(int(cost[i]) for i in row) if any(i in cost for i in row) else None for row in ids],
        dtype="Int64",
    )
    frame["gaps"] = [_gaps(row) for row in frame.itertuples()]
    return frame


def _gaps(row: Any) -> str | None:
    """What a resolution that is not done lacks: nobody can follow it up without."""
    missing = []
    if not row.voted:
        missing.append("keine Abstimmung")
    if row.state in ("offen", "in Arbeit"):
        if not row.measures and pd.isna(row.amount_cents):
            missing.append("weder Maßnahme noch Betrag")
        if not isinstance(row.next_report, str):
            missing.append("kein Bericht vereinbart")
    return ", ".join(missing) or None


def measures_without_vote(db: Cursor) -> pd.DataFrame:
    """Measures that are decided or later with no adopted vote behind them: measure_id, title,
    status, why ("kein Beschluss" or "Beschluss ohne Abstimmung")."""
    return db.frame(
        f"""
        WITH decided AS (
            SELECT l.from_id AS measure_id, bool_or(c.id IS NOT NULL AND ({_ADOPTED})) AS voted
            FROM link l JOIN resolution r ON r.id = l.to_id LEFT JOIN consultation c
                ON c.id = r.consultation_id OR (r.consultation_id IS NULL
                    AND c.paper_id = r.paper_id AND c.body_id = r.body_id)
            WHERE l.kind = 'beschlossen durch' GROUP BY ALL
        )
        SELECT m.id AS measure_id, m.title, m.status,
            CASE WHEN d.measure_id IS NULL THEN 'kein Beschluss'
                ELSE 'Beschluss ohne Abstimmung' END AS why
        FROM measure m LEFT JOIN decided d ON d.measure_id = m.id
        WHERE m.status IN ('beschlossen', 'in Umsetzung', 'umgesetzt') AND d.voted IS NOT TRUE
        ORDER BY m.id
        """
    )


def control_notes(db: Cursor) -> list[str]:
    """What a check of the plan says of it: one German sentence per kind of gap."""
    notes = []
    bare = list(measures_without_vote(db)["measure_id"])
    if bare:
        notes.append(
            f"{len(bare)} Maßnahmen sind beschlossen oder weiter, ohne dass eine Abstimmung "
            f"dahintersteht: {_some(bare)}."
        )
    control = [(str(row["resolution_id"]), str(row["gaps"])) for row in _records(db)]
    for words in ("keine Abstimmung", "weder Maßnahme noch Betrag", "kein Bericht vereinbart"):
        found = [name for name, gaps in control if words in gaps.split(", ")]
        if found:
            notes.append(f"Beschlüsse, {_SAID[words]}: {_some(found)}.")
    return notes


def _records(db: Cursor) -> list[dict[Any, Any]]:
    return resolution_control(db).to_dict("records")


_SAID = {
    "keine Abstimmung": "zu denen keine Abstimmung erfasst ist",
    "weder Maßnahme noch Betrag": "die weder Maßnahme noch Betrag nennen",
    "kein Bericht vereinbart": "zu denen kein Bericht vereinbart ist",
}


def _some(ids: list[str]) -> str:
    return ", ".join(ids[:5]) + (f" und {len(ids) - 5} weitere" if len(ids) > 5 else "")
