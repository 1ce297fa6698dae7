"""What one person still has to do: what is due, what was asked, what nobody has confirmed."""

from __future__ import annotations

from datetime import date

import pandas as pd

from strategy.figures.inventory.quality import FRESH, quality_records
from strategy.kernel import german
from strategy.kernel.store import Cursor

COLUMNS = ["object_id", "kind", "title", "due", "days", "why"]


def open_items(db: Cursor, person_id: str, today: date) -> pd.DataFrame:
    """Everything a person still owes, the most urgent first: object_id, kind (German), title, due,
    days (until it is due; negative where overdue, None without a day), why (a few words).

    Deadlines of the person, or of the unit where they name nobody; surveys the unit has not
    answered; comments that name the person and are open; applications, projects and services of
    the person that lack fields or a fresh confirmation.
    """
    due = db.frame(
        """
        WITH who AS (SELECT id, organisation_id FROM person WHERE id = $1), items AS (
            SELECT f.id AS object_id, coalesce(f.kind, 'Frist') AS kind, f.title, f.due,
                CASE WHEN f.person_id IS NOT NULL THEN 'Ihnen zugewiesen'
                    ELSE 'für Ihre Organisationseinheit' END AS why
            FROM deadline f, who WHERE f.done_on IS NULL AND (f.person_id = who.id
                OR (f.person_id IS NULL AND f.organisation_id = who.organisation_id))
            UNION ALL
            SELECT r.id, 'Erhebung', s.title, s.due, 'Antwort fehlt'
            FROM survey_reply r JOIN survey_round s ON s.id = r.round_id, who
            WHERE r.organisation_id = who.organisation_id AND r.status = 'versandt'
            UNION ALL
            SELECT c.object_id, 'Kommentar', c.body, NULL, 'Rückfrage von ' || c.said_by
            FROM comment c, who WHERE c.person_id = who.id AND c.resolved IS NOT TRUE
        )
        SELECT *, date_diff('day', CAST($2 AS DATE), due) AS days FROM items
        """,
        [person_id, today],
    )
    records = quality_records(db, today)
    own = records[(records["owner_id"] == person_id)]
    own = own[(own["state"] != FRESH) | (own["filled"] < own["expected"])]
    found = pd.DataFrame(
        [
            {
                "object_id": row["id"],
                "kind": row["noun"],
                "title": row["title"],
                "due": None,
                "days": None,
                "why": "; ".join(
                    [
                        *([str(row["state"])] if row["state"] != FRESH else []),
                        *([f"es fehlt: {row['missing']}"] if row["missing"] else []),
                    ]
                ),
            }
            for row in own.to_dict("records")
        ],
        columns=COLUMNS,
    )
    parts = [part for part in (due[COLUMNS], found) if not part.empty]
    if not parts:
        return found
    rows = pd.concat([part.astype(object) for part in parts], ignore_index=True)
    return rows.sort_values(["days", "object_id"], na_position="last", ignore_index=True)


def people_with_open_items(db: Cursor, today: date) -> pd.DataFrame:
    """Everybody still in office who owes something: person_id, function, email, items, overdue."""
    people = db.rows(
        "SELECT id, function, email FROM person WHERE coalesce(valid_to >= ?, true) "
        "ORDER BY function, id",
        [today],
    )
    rows = []
    for person in people:
        owed = open_items(db, str(person["id"]), today)
        if len(owed):
            late = sum(not german.is_unknown(days) and days < 0 for days in owed["days"])
            rows.append(
                {
                    "person_id": person["id"],
                    "function": person["function"],
                    "email": person["email"],
                    "items": len(owed),
                    "overdue": late,
                }
            )
    return pd.DataFrame(rows, columns=["person_id", "function", "email", "items", "overdue"])
