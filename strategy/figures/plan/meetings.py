"""Meetings and those who sit in them: agendas, mandates, seats by faction."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd

from strategy.kernel.store import Cursor
from strategy.kernel.voting_seats import FROM, MANDATES, TO, VOTES

_DIGITS = re.compile(r"(\d+)")


def agenda(db: Cursor, meeting_id: str) -> pd.DataFrame:
    """The agenda as a meeting goes through it, public part first: id, paper_id, number, title,
    closed, role (of a paper), outcome, result.

    Papers stand there by their consultation, everything else as an item of its own.
    """
    # What nobody has marked as public is not dealt with in public.
    frame = db.frame(
        """
        SELECT c.id, c.paper_id, c.agenda_item AS number, p.title, c.public IS NOT TRUE AS closed,
            c.role, c.outcome, NULL AS result
        FROM consultation c JOIN paper p ON p.id = c.paper_id WHERE c.meeting_id = $1
        UNION ALL
        SELECT id, NULL, number, title, public IS NOT TRUE, NULL, NULL, result FROM agenda_item
        WHERE meeting_id = $1
        """,
        [meeting_id],
    )
    keys = [
        (closed, natural(number), item)
        for closed, number, item in zip(frame["closed"], frame["number"], frame["id"], strict=True)
    ]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    return frame.iloc[order].reset_index(drop=True)


def natural(number: object) -> tuple[bool, list[tuple[int, int, str]]]:
    """How numbers of an agenda follow: 2 before 10, 4 before 4.1; those without one at the end."""
    if not isinstance(number, str):
        return True, []
    parts = [part for part in _DIGITS.split(number) if part.strip(" .")]
    return False, [(0, int(p), "") if p.isdecimal() else (1, 0, p.casefold()) for p in parts]


def mandates(db: Cursor, on: date, body_id: str | None = None) -> pd.DataFrame:
    """Who sits in the bodies on a day, deputies left out: id, person_id, function, full_name,
    body_id, body, faction_id, faction, term, role, votes, first, last (None where nobody knows),
    deputies (who stands in, by name or function, or None)."""
    where, params = ("AND g.body_id = ?", [on, on, body_id]) if body_id else ("", [on, on])
    return db.frame(
        f"""
        SELECT g.id, g.person_id, p.function, p.full_name, g.body_id, b.title AS body,
            g.faction_id, f.title AS faction, t.title AS term, g.role, {VOTES} AS votes,
            coalesce(g.starts_on, t.starts_on) AS first, coalesce(g.ends_on, t.ends_on) AS last,
            s.deputies
        FROM {MANDATES} JOIN body b ON b.id = g.body_id JOIN person p ON p.id = g.person_id
        LEFT JOIN faction f ON f.id = g.faction_id
        LEFT JOIN (
            SELECT g.deputy_for_id,
                string_agg(coalesce(q.full_name, q.function), ', ' ORDER BY g.id) AS deputies
            FROM {MANDATES} JOIN person q ON q.id = g.person_id
            WHERE ? BETWEEN {FROM} AND {TO} GROUP BY ALL
        ) s ON s.deputy_for_id = g.id
        WHERE g.deputy IS NOT TRUE AND ? BETWEEN {FROM} AND {TO} {where}
        ORDER BY b.position NULLS LAST, b.id, f.title NULLS LAST, g.id
        """,
        params,
    )


def seats_by_faction(db: Cursor, body_id: str, on: date) -> pd.DataFrame:
    """The seats of a body on a day by faction, the largest first: faction ("ohne Fraktion"),
    seats (of those who vote), others, deputies (mandates that have one)."""
    frame = mandates(db, on, body_id)
    if frame.empty:
        return pd.DataFrame(columns=["faction", "seats", "others", "deputies"])
    found = (
        frame.assign(
            faction=frame["faction"].fillna("ohne Fraktion"),
            seats=frame["votes"].astype(int),
            others=(~frame["votes"]).astype(int),
            deputies=frame["deputies"].notna().astype(int),
        )
        .groupby("faction", as_index=False)[["seats", "others", "deputies"]]
        .sum()
    )
    return found.sort_values(["seats", "faction"], ascending=[False, True], ignore_index=True)


def month_of_meetings(db: Cursor, year: int, month: int) -> pd.DataFrame:
    """The meetings of a month by day: id, body_id, body, held_on, begins, place, cancelled,
    public_items, closed_items."""
    return db.frame(
        """
        WITH items AS (
            SELECT meeting_id, public FROM consultation WHERE meeting_id IS NOT NULL
            UNION ALL SELECT meeting_id, public FROM agenda_item
        )
        SELECT m.id, m.body_id, b.title AS body, m.held_on, m.begins, m.place,
            coalesce(m.cancelled, false) AS cancelled,
            count(i.meeting_id) FILTER (WHERE i.public IS TRUE) AS public_items,
            count(i.meeting_id) FILTER (WHERE i.public IS NOT TRUE) AS closed_items
        FROM meeting m LEFT JOIN body b ON b.id = m.body_id LEFT JOIN items i ON i.meeting_id = m.id
        WHERE year(m.held_on) = ? AND month(m.held_on) = ?
        GROUP BY ALL ORDER BY m.held_on, m.begins NULLS LAST, m.id
        """,
        [year, month],
    )
