"""Bodies: consultation sequences with their votes, and what is overdue."""

from __future__ import annotations

from datetime import date

import pandas as pd

from strategy.kernel.store import Cursor

# An item of the agenda is dealt with on the day of its meeting: not at all while that is cancelled,
# except where it has a result of its own day already.
DAY = """
CASE WHEN m.id IS NULL OR coalesce(c.outcome, 'offen') NOT IN ('offen', 'vertagt')
         THEN coalesce(c.held_on, m.held_on)
     WHEN m.cancelled THEN NULL ELSE m.held_on END
"""
# The first day that was set, where another one took its place.
FIRST_DAY = f"""
nullif(coalesce(c.postponed_from, m.postponed_from,
    CASE WHEN m.cancelled THEN coalesce(c.held_on, m.held_on) ELSE c.held_on END), {DAY})
"""

# Every day that was set and put off, as German days in order; the first one may stand alone in
# plans of earlier programs.
FORMER_DAYS = """
(SELECT string_agg(strftime(f.day, '%d.%m.%Y'), ' ' ORDER BY f.day) FROM (
    SELECT c.postponed_from AS day WHERE c.postponed_from IS NOT NULL
    UNION SELECT m.postponed_from WHERE m.postponed_from IS NOT NULL
    UNION SELECT o.former_day FROM postponement o
        WHERE o.consultation_id = c.id OR (c.meeting_id IS NOT NULL AND o.meeting_id = c.meeting_id)
) f)
"""

# Deputies are counted by number or by name, whichever is more: a faction may tell the number first.
DEPUTIES = """
greatest(coalesce(g.deputies_named, 0),
    (SELECT count(*) FROM deputy d WHERE d.group_member_id = g.id))
"""

# Abstentions are not counted and a tie is a rejection; the same holds where Ja, Nein and Anwesend
# are recorded.  Without both numbers nothing can be said.
VOTE_OUTCOME = """
CASE WHEN yes IS NULL OR no IS NULL OR yes + no = 0 THEN NULL
     WHEN yes > no THEN 'angenommen' ELSE 'abgelehnt' END
"""


def consultations(
    db: Cursor,
    paper_id: str | None = None,
    public_only: bool = False,
    meeting_id: str | None = None,
) -> pd.DataFrame:
    """The stations of all papers in order: consultation_id, paper_id, reference, paper, paper_type,
    position, body_id, body, held_on, postponed_from, former_days (all of them, "16.03.2020
    04.05.2020", or None), cancelled (of the meeting), agenda_item, public, role, yes, no,
    abstentions, present, excluded, outcome, note, vote (what the numbers say: "angenommen",
    "abgelehnt", None).

    ``public_only`` leaves out papers and stations that are not public.
    """
    conditions, params = ["true"], []
    if paper_id is not None:
        conditions.append("c.paper_id = ?")
        params.append(paper_id)
    if meeting_id is not None:
        conditions.append("c.meeting_id = ?")
        params.append(meeting_id)
    if public_only:
        # IS TRUE: what nobody has marked as public stays out of sight (§ 52 KVG LSA: closed
        # sessions).
        conditions.append("c.public IS TRUE AND p.public IS TRUE")
    return db.frame(
        "SELECT c.id AS consultation_id, c.paper_id, p.reference, p.title AS paper, p.paper_type, "
        "c.position, c.body_id, b.title AS body, "
        f"{DAY} AS held_on, {FIRST_DAY} AS postponed_from, {FORMER_DAYS} AS former_days, "
        "coalesce(m.cancelled, false) AS cancelled, c.agenda_item, c.public, c.role, c.yes, c.no, "
        "c.abstentions, c.present, c.excluded, c.outcome, c.note, "
        f"{VOTE_OUTCOME} AS vote FROM consultation c JOIN paper p ON p.id = c.paper_id "
        "LEFT JOIN body b ON b.id = c.body_id LEFT JOIN meeting m ON m.id = c.meeting_id "
        f"WHERE {' AND '.join(conditions)} ORDER BY c.paper_id, c.position, c.id",
        params,
    )


def paper_table(db: Cursor, public_only: bool = False) -> pd.DataFrame:
    """Every paper with its progress: paper_id, reference, also_written, title, paper_type, dated,
    status, public, stations, done (stations with a result), next_body, next_on."""
    where = "WHERE p.public IS TRUE" if public_only else ""
    return db.frame(
        f"""
        WITH stations AS (
            SELECT c.*, b.title AS body, {DAY} AS day,
                coalesce(c.outcome, 'offen') IN ('offen', 'vertagt') AS open
            FROM consultation c LEFT JOIN body b ON b.id = c.body_id
            LEFT JOIN meeting m ON m.id = c.meeting_id
        ), sums AS (
            SELECT paper_id, count(*) AS stations, count(*) FILTER (WHERE NOT open) AS done,
                arg_min(body, position) FILTER (WHERE open) AS next_body,
                arg_min_null(CASE WHEN outcome IS DISTINCT FROM 'vertagt' THEN day END, position)
                    FILTER (WHERE open) AS next_on
            FROM stations GROUP BY paper_id
        )
        SELECT p.id AS paper_id, p.reference, p.also_written, p.title, p.paper_type, p.dated,
            p.status, p.public, coalesce(s.stations, 0) AS stations, coalesce(s.done, 0) AS done,
            s.next_body, s.next_on
        FROM paper p LEFT JOIN sums s ON s.paper_id = p.id {where}
        ORDER BY p.dated DESC NULLS LAST, p.id
        """
    )


def resolutions_by_status(db: Cursor) -> pd.DataFrame:
    """Per status: status, resolutions."""
    return db.frame(
        "SELECT coalesce(status, 'unbekannt') AS status, count(*) AS resolutions FROM resolution "
        "GROUP BY ALL ORDER BY resolutions DESC, status"
    )


def due_items(db: Cursor, today: date, days_ahead: int | None = None) -> pd.DataFrame:
    """Everything that is owed and not done, the oldest first: object_id, kind (German), title,
    due, event, responsible, overdue, days (until it is due; negative where overdue, None where
    only an event is known).

    Deadlines, promises ("Zusage", owed without any day), reports, resolutions and nominations to
    working groups (a seat without member or without deputy).  ``days_ahead`` leaves out what is
    due later; what waits for an event stays.
    """
    # A deadline that waits for an event has no day; it can come any time and so always stays.
    later = "" if days_ahead is None else "WHERE due IS NULL OR days <= ?"
    return db.frame(
        f"""
        WITH owed AS (
            SELECT f.id AS object_id, coalesce(f.kind, 'Frist') AS kind,
                concat(f.title, ' (zugesagt am ' || strftime(f.given_on, '%d.%m.%Y') || ')')
                    AS title,
                f.due, coalesce(f.event, e.title) AS event,
                u.title AS responsible
            FROM deadline f LEFT JOIN organisation_unit u ON u.id = f.organisation_id
            LEFT JOIN event e ON e.id = f.event_id
            WHERE f.done_on IS NULL
            UNION ALL
            SELECT r.id, 'Bericht', r.title, r.due, coalesce(r.event, e.title), b.title
            FROM report_due r LEFT JOIN body b ON b.id = r.body_id
            LEFT JOIN event e ON e.id = r.event_id WHERE r.delivered_on IS NULL
            UNION ALL
            SELECT s.id, 'Beschluss', s.title, s.due, NULL, b.title
            FROM resolution s LEFT JOIN body b ON b.id = s.body_id
            WHERE s.due IS NOT NULL AND coalesce(s.status, 'offen') IN ('offen', 'in Arbeit')
            UNION ALL
            SELECT g.id, CASE WHEN g.named IS TRUE THEN 'Benennung der Stellvertretung'
                ELSE 'Benennung' END, g.title, g.name_until, NULL, b.title
            FROM group_member g LEFT JOIN body b ON b.id = g.body_id
            WHERE g.name_until IS NOT NULL AND g.ex_officio IS NOT TRUE
                AND (g.named IS NOT TRUE OR ({DEPUTIES} = 0 AND g.role IS DISTINCT FROM 'Gast'))
        ), dated AS (
            -- An event whose day is known has done its part; readers want the day.
            SELECT * REPLACE (CASE WHEN due IS NULL THEN event END AS event),
                coalesce(due < CAST(? AS DATE), false) AS overdue,
                date_diff('day', CAST(? AS DATE), due) AS days
            FROM owed
        )
        SELECT * FROM dated {later} ORDER BY due NULLS LAST, object_id
        """,
        [today, today, *([] if days_ahead is None else [days_ahead])],
    )


def open_papers(db: Cursor, public_only: bool = False) -> pd.DataFrame:
    """Papers that still await a body, the next meeting first: paper_id, reference, title,
    body_id, body, role, held_on (of the next open station, None where no day is set or it was put
    off).

    ``public_only`` leaves out drafts, and papers and stations that are not public.
    """
    # Drafts are internal until they are brought in, however public they will be.
    hidden = (
        "AND p.public IS TRUE AND c.public IS TRUE AND p.status = 'eingebracht'"
        if public_only
        else ""
    )
    return db.frame(
        f"""
        SELECT p.id AS paper_id, p.reference, p.title, c.body_id, b.title AS body, c.role,
            CASE WHEN c.outcome IS DISTINCT FROM 'vertagt'
                THEN {DAY} END AS held_on
        FROM paper p JOIN consultation c ON c.paper_id = p.id
        LEFT JOIN body b ON b.id = c.body_id LEFT JOIN meeting m ON m.id = c.meeting_id
        WHERE coalesce(c.outcome, 'offen') IN ('offen', 'vertagt')
            AND coalesce(p.status, 'Entwurf') IN ('Entwurf', 'eingebracht') {hidden}
        QUALIFY row_number() OVER (PARTITION BY p.id ORDER BY c.position, c.id) = 1
        ORDER BY held_on NULLS LAST, p.id
        """
    )


def meeting_table(db: Cursor) -> pd.DataFrame:
    """Every meeting, the latest first: id, body_id, body, held_on, postponed_from, cancelled,
    place, papers (number of stations on its agenda), note."""
    return db.frame(
        """
        SELECT m.id, m.body_id, b.title AS body, m.held_on, m.postponed_from, m.cancelled, m.place,
            (SELECT count(*) FROM consultation c WHERE c.meeting_id = m.id) AS papers, m.note
        FROM meeting m LEFT JOIN body b ON b.id = m.body_id
        ORDER BY m.held_on DESC, m.id
        """
    )
