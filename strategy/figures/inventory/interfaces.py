"""Which application gives data to which, and what hangs on one of them."""

from __future__ import annotations

import pandas as pd

from strategy.kernel.selection import german_order_sql
from strategy.kernel.store import Cursor


def interface_table(db: Cursor, application_id: str = "") -> pd.DataFrame:
    """Interfaces, of one application where it is named: id, title, source_id, source, target_id,
    target, format, automatic."""
    return db.frame(
        "SELECT i.id, i.title, i.source_id, s.title AS source, i.target_id, t.title AS target, "
        "i.format, i.automatic FROM application_interface i "
        "JOIN application s ON s.id = i.source_id JOIN application t ON t.id = i.target_id "
        "WHERE ? = '' OR ? IN (i.source_id, i.target_id) ORDER BY source, target, i.id",
        [application_id, application_id],
    )


def interface_counts(db: Cursor) -> pd.DataFrame:
    """Applications with interfaces, those with most first: id, title, gives, takes, together,
    life_cycle, time_decision."""
    return db.frame(
        "WITH ends AS (SELECT source_id AS id, 1 AS gives, 0 AS takes FROM application_interface "
        "UNION ALL SELECT target_id, 0, 1 FROM application_interface) "
        "SELECT a.id, a.title, sum(e.gives) AS gives, sum(e.takes) AS takes, "
        "count(*) AS together, a.life_cycle, a.time_decision "
        "FROM ends e JOIN application a ON a.id = e.id GROUP BY ALL "
        f"ORDER BY together DESC, {german_order_sql('any_value(a.title)')}, a.id"
    )


def leaving_with_interfaces(db: Cursor) -> pd.DataFrame:
    """Interfaces of applications that are to go, whose other end stays and needs a successor: id,
    title, leaving_id, leaving, staying_id, staying."""
    # Decided or already running out: in both cases the other end needs a new partner.
    leaving = (
        "(time_decision IN ('ablösen', 'abschalten') OR life_cycle IN ('auslaufend', 'abgelöst'))"
    )
    return db.frame(
        f"WITH going AS (SELECT id, title FROM application WHERE {leaving}), "
        f"staying AS (SELECT id, title FROM application WHERE coalesce(NOT {leaving}, true)) "
        "SELECT i.id, i.title, g.id AS leaving_id, g.title AS leaving, s.id AS staying_id, "
        "s.title AS staying FROM application_interface i "
        "JOIN going g ON g.id IN (i.source_id, i.target_id) "
        "JOIN staying s ON s.id IN (i.source_id, i.target_id) ORDER BY "
        f"{german_order_sql('g.title')}, {german_order_sql('s.title')}, i.id"
    )


def services_of(db: Cursor, application_id: str) -> pd.DataFrame:
    """Services an application supports, by reference or by link: id, title, topic, online."""
    return db.frame(
        "SELECT s.id, s.title, s.topic, s.online FROM service s WHERE s.application_id = ? "
        "OR s.id IN (SELECT to_id FROM link WHERE from_id = ? "
        "UNION SELECT from_id FROM link WHERE to_id = ?) "
        f"ORDER BY {german_order_sql('s.title')}, s.id",
        [application_id, application_id, application_id],
    )
