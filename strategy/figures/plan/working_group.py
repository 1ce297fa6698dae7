"""The working group: its seats, who is missing, and who comes to which meeting."""

from __future__ import annotations

from datetime import date

import pandas as pd

from strategy.figures.plan.council import DEPUTIES
from strategy.kernel.store import Cursor

# Who sits there by his office is not nominated, and a guest needs no deputy.
_MISSING = f"""
CASE WHEN g.ex_officio IS TRUE THEN NULL
     WHEN g.named IS NOT TRUE AND {DEPUTIES} = 0 AND g.role IS DISTINCT FROM 'Gast'
         THEN 'Mitglied und Stellvertretung'
     WHEN g.named IS NOT TRUE THEN 'Mitglied'
     WHEN {DEPUTIES} = 0 AND g.role IS DISTINCT FROM 'Gast' THEN 'Stellvertretung' END
"""


def group_members(db: Cursor, today: date, body_id: str | None = None) -> pd.DataFrame:
    """Every seat of the working groups: id, title, body_id, body, faction_id, faction, role,
    ex_officio, expert, condition (words for whom it binds, or None), named, deputies (number),
    deputy_names, name_until, missing ("Mitglied und Stellvertretung", "Mitglied",
    "Stellvertretung" or None), overdue."""
    where, params = ("WHERE g.body_id = ?", [today, body_id]) if body_id else ("", [today])
    return db.frame(
        f"""
        WITH seats AS (
            SELECT g.id, g.title, g.body_id, b.title AS body, b.position, g.faction_id,
                f.title AS faction, g.role, g.ex_officio, g.expert,
                coalesce(g.condition, 'Thema „' || t.title || '“',
                    CASE WHEN g.administrative_only THEN 'Themen der Verwaltung' END) AS condition,
                g.named, {DEPUTIES} AS deputies,
                (SELECT string_agg(d.full_name, ', ' ORDER BY d.position NULLS LAST, d.id)
                    FROM deputy d WHERE d.group_member_id = g.id) AS deputy_names,
                g.name_until, {_MISSING} AS missing
            FROM group_member g LEFT JOIN body b ON b.id = g.body_id
            LEFT JOIN faction f ON f.id = g.faction_id
            LEFT JOIN group_topic t ON t.id = g.topic_id {where.replace("?", "$2")}
        )
        SELECT * EXCLUDE (position),
            coalesce(missing IS NOT NULL AND name_until < CAST($1 AS DATE), false) AS overdue
        FROM seats ORDER BY position NULLS LAST, body_id, overdue DESC, id
        """,
        params,
    )


def nominations_by_faction(db: Cursor, today: date) -> pd.DataFrame:
    """What each faction still owes the working groups, the oldest first: id (of the seat),
    faction_id, faction, body, missing, name_until, days (late; None where no day was set)."""
    seats = group_members(db, today)
    owed = seats[seats["missing"].notna() & seats["faction_id"].notna()].copy()
    late = pd.Timestamp(today) - pd.to_datetime(owed["name_until"])
    owed["days"] = late.dt.days
    columns = ["id", "faction_id", "faction", "body", "missing", "name_until", "days"]
    return owed.sort_values(["days", "id"], ascending=[False, True])[columns].reset_index(drop=True)


def invited(db: Cursor, meeting_id: str) -> pd.DataFrame:
    """Who comes to a meeting of a working group: id, title, role, why (None for those who always
    come, else the topic that brings them).

    Conditional members come when an item belongs to a topic that touches the administration,
    guests when their own topic is on the agenda.
    """
    return db.frame(
        """
        WITH RECURSIVE topics AS (
            SELECT t.id, t.title, t.parent_id, t.administrative FROM agenda_item i
            JOIN group_topic t ON t.id = i.topic_id WHERE i.meeting_id = $1
            -- A part of a topic is also dealt with under the topic it belongs to.
            UNION SELECT p.id, p.title, p.parent_id, p.administrative
            FROM topics t JOIN group_topic p ON p.id = t.parent_id
        )
        SELECT g.id, g.title, g.role,
            CASE WHEN g.topic_id IS NOT NULL THEN own.title
                 WHEN g.administrative_only THEN
                     (SELECT min(title) FROM topics WHERE administrative) END AS why
        FROM group_member g JOIN meeting m ON m.body_id = g.body_id AND m.id = $1
        LEFT JOIN topics own ON own.id = g.topic_id
        WHERE CASE WHEN g.topic_id IS NOT NULL THEN own.id IS NOT NULL
                   WHEN g.administrative_only THEN EXISTS (FROM topics WHERE administrative)
                   -- A guest without a topic is asked by hand.
                   ELSE g.role IS DISTINCT FROM 'Gast' END
        ORDER BY CASE g.role WHEN 'Vorsitz' THEN 0 WHEN 'stellvertretender Vorsitz' THEN 1
            WHEN 'Mitglied' THEN 2 ELSE 3 END, g.id
        """,
        [meeting_id],
    )
