"""Survey rounds: who was asked, who has answered, per Dezernat and per Amt."""

from __future__ import annotations

from datetime import date

import pandas as pd

from strategy.figures.inventory.units import UNITS
from strategy.kernel.selection import german_order_sql
from strategy.kernel.store import Cursor

# A reply that has come, whether or not it was read already.
_BACK = "y.status IN ('zurück', 'eingelesen')"
# coalesce, because a reply without a status counts as open; NOT of NULL would be NULL.
_COUNTS = f"""
    count(y.id) AS asked,
    count(y.id) FILTER (WHERE {_BACK}) AS returned,
    count(y.id) FILTER (WHERE y.status = 'eingelesen') AS imported,
    count(y.id) FILTER (WHERE NOT coalesce({_BACK}, false)) AS open,
    100.0 * count(y.id) FILTER (WHERE {_BACK}) / nullif(count(y.id), 0) AS percent
"""


def survey_rounds(db: Cursor, today: date) -> pd.DataFrame:
    """Every round, the newest first: id, title, sent_on, due, closed_on, asked (units with a reply
    row), returned, imported, open, percent (None where nobody was asked), overdue (open replies
    after the due date; none once the round is closed)."""
    return db.frame(
        f"""
        SELECT r.id, r.title, r.sent_on, r.due, r.closed_on, {_COUNTS},
            CASE WHEN r.due < ? AND r.closed_on IS NULL
                THEN count(y.id) FILTER (WHERE NOT coalesce({_BACK}, false)) ELSE 0 END AS overdue
        FROM survey_round r LEFT JOIN survey_reply y ON y.round_id = r.id
        GROUP BY r.id, r.title, r.sent_on, r.due, r.closed_on
        ORDER BY r.sent_on DESC NULLS LAST, r.id
        """,
        [today],
    )


def return_by_dezernat(db: Cursor, round_id: str) -> pd.DataFrame:
    """The replies of a round per Dezernat, by its name: label, asked, returned, imported, open,
    percent."""
    return db.frame(
        f"WITH RECURSIVE {UNITS} SELECT u.dezernat AS label, {_COUNTS} FROM survey_reply y "
        "JOIN units u ON u.unit_id = y.organisation_id WHERE y.round_id = ? "
        "GROUP BY u.dezernat ORDER BY u.dezernat",
        [round_id],
    )


def replies_of_round(db: Cursor, round_id: str, today: date) -> pd.DataFrame:
    """The asked units of a round, the open ones first: id (of the reply), unit, dezernat, status,
    returned_on, sender, file_name, days_late (None where answered, in time, closed or without a
    due date), deadline (the same in words), sent_on (when its workbook last went out)."""
    return db.frame(
        f"""
        WITH RECURSIVE {UNITS}
        SELECT y.id, u.unit, u.dezernat, coalesce(y.status, 'offen') AS status, y.returned_on,
            y.sender, y.file_name, late.days AS days_late,
            CASE WHEN coalesce({_BACK}, false) THEN 'beantwortet'
                WHEN r.closed_on IS NOT NULL THEN 'ohne Antwort'
                WHEN late.days = 1 THEN '1 Tag überfällig'
                WHEN late.days > 1 THEN late.days || ' Tage überfällig'
                WHEN r.due IS NULL THEN 'ohne Frist' ELSE 'in der Frist' END AS deadline,
            coalesce((SELECT CAST(max(f.moved_at) AS DATE) FROM survey_file f
                WHERE f.reply_id = y.id AND f.direction = 'ausgegeben'),
                CASE WHEN y.status <> 'offen' THEN r.sent_on END) AS sent_on
        FROM survey_reply y JOIN survey_round r ON r.id = y.round_id
        JOIN units u ON u.unit_id = y.organisation_id
        JOIN (
            SELECT y.id, CASE WHEN NOT coalesce({_BACK}, false) AND r.due < ?
                AND r.closed_on IS NULL THEN date_diff('day', r.due, CAST(? AS DATE)) END AS days
            FROM survey_reply y JOIN survey_round r ON r.id = y.round_id
        ) late ON late.id = y.id
        WHERE y.round_id = ? ORDER BY coalesce({_BACK}, false),
            {german_order_sql("u.dezernat")}, {german_order_sql("u.unit")}, y.id
        """,
        [today, today, round_id],
    )


def units_not_asked(db: Cursor, round_id: str, today: date) -> pd.DataFrame:
    """Ämter (level 2) that exist on ``today`` and have no reply row in a round: id, title."""
    return db.frame(
        "SELECT id, title FROM organisation_unit WHERE level = 2 "
        "AND (valid_from IS NULL OR valid_from <= ?) AND (valid_to IS NULL OR valid_to >= ?) "
        "AND id NOT IN (SELECT organisation_id FROM survey_reply WHERE round_id = ? "
        f"AND organisation_id IS NOT NULL) ORDER BY {german_order_sql('title')}, title, id",
        [today, today, round_id],
    )
