"""Applications and projects: counts, contracts, completeness, candidates for merging."""

from __future__ import annotations

from datetime import date

import pandas as pd

from strategy.kernel.selection import german_order_sql
from strategy.kernel.store import Cursor
from strategy.nouns.application import Application

# A contract that ends with a month can be ended until the end of an earlier month (30.06. less
# three months is 31.03.); any other day stays the same, or becomes the last one of a short month.
# One that ends by itself has no such day.
NOTICE_DAY = """
CASE WHEN ends_by_itself THEN NULL
     WHEN last_day(contract_end) = contract_end
     THEN last_day(CAST(contract_end - to_months(CAST(notice_months AS INTEGER)) AS DATE))
     ELSE CAST(contract_end - to_months(CAST(notice_months AS INTEGER)) AS DATE) END
"""


def contracts_ending(db: Cursor, today: date, months: int = 12) -> pd.DataFrame:
    """Contracts that end or have to be given notice within ``months``, the most urgent first:
    application_id, title, vendor, organisation_id, amt, contract_end, notice_months,
    ends_by_itself, last_notice_day, days_left (until the last day to give notice; negative where it
    has passed, None where no period is known or the contract ends by itself)."""
    return db.frame(
        f"WITH ends AS (SELECT id AS application_id, title, vendor, organisation_id, contract_end, "
        f"notice_months, ends_by_itself, {NOTICE_DAY} AS last_notice_day FROM application "
        # A contract that has ended needs no notice, an application that was replaced no contract.
        "WHERE contract_end >= ? AND life_cycle IS DISTINCT FROM 'abgelöst') "
        "SELECT e.application_id, e.title, e.vendor, e.organisation_id, u.title AS amt, "
        "e.contract_end, e.notice_months, e.ends_by_itself, e.last_notice_day, "
        "date_diff('day', CAST(? AS DATE), e.last_notice_day) AS days_left "
        "FROM ends e LEFT JOIN organisation_unit u ON u.id = e.organisation_id "
        "WHERE e.contract_end <= CAST(? AS DATE) + to_months(?) "
        "OR e.last_notice_day BETWEEN ? AND CAST(? AS DATE) + to_months(?) "
        "ORDER BY coalesce(e.last_notice_day, e.contract_end), e.application_id",
        [today, today, today, months, today, today, months],
    )


def last_notice_day(db: Cursor, application_id: str) -> date | None:
    """The last day to give notice of an application's contract; None where end or period is
    unknown, or it ends without notice."""
    found: date | None = db.value(
        f"SELECT {NOTICE_DAY} FROM application WHERE id = ?", [application_id]
    )
    return found


def application_completeness(db: Cursor) -> pd.DataFrame:
    """How often each expected field is filled in: field, label (German), filled, total,
    percent (None without applications)."""
    # count(x) leaves out NULL, which is what "filled in" means.
    counts = ", ".join(f"count({name}) AS {name}" for name in Application.EXPECTED)
    row = db.one(f"SELECT count(*) AS total, {counts} FROM application") or {"total": 0}
    total = int(row["total"])
    return pd.DataFrame(
        [
            {
                "field": name,
                "label": Application.spec(name).label,
                "filled": int(row[name]),
                "total": total,
                "percent": 100 * row[name] / total if total else None,
            }
            for name in Application.EXPECTED
        ]
    )


def completeness_percent(db: Cursor) -> float | None:
    """The share of all expected fields that are filled in, in per cent; None without
    applications."""
    frame = application_completeness(db)
    total = int(frame["total"].sum())
    return None if total == 0 else 100 * int(frame["filled"].sum()) / total


def projects_by(db: Cursor, column: str) -> pd.DataFrame:
    """Number of projects per status, phase or priority: value, projects."""
    if column not in ("status", "phase", "priority"):
        raise ValueError(column)
    return db.frame(
        f"SELECT coalesce({column}, 'unbekannt') AS value, count(*) AS projects FROM project "
        "GROUP BY ALL ORDER BY projects DESC, value"
    )


def share_total(db: Cursor, application_id: str) -> float | None:
    """The cost shares of an application together, in per cent; None where none is known."""
    found = db.value(
        "SELECT sum(share) FROM application_use WHERE application_id = ?", [application_id]
    )
    return None if found is None else float(found)


def incomplete_shares(db: Cursor) -> pd.DataFrame:
    """Applications whose cost shares do not add up to 100 %: application_id, title, share,
    uses."""
    return db.frame(
        "SELECT a.id AS application_id, a.title, sum(u.share) AS share, count(*) AS uses "
        "FROM application_use u JOIN application a ON a.id = u.application_id "
        # Exact, since shares are decimals; uses without a share are no error, they bear nothing.
        "WHERE u.share IS NOT NULL GROUP BY a.id, a.title HAVING sum(u.share) <> 100 "
        f"ORDER BY {german_order_sql('a.title')}, a.id"
    )


def time_quadrants(db: Cursor) -> pd.DataFrame:
    """Every living application with what the TIME picture needs: id, title, functional_fit,
    technical_fit, time_decision, life_cycle, suggestion (what its fit says: 4 and 5 are good, 1 and
    2 weak; None where it is not rated)."""
    return db.frame(
        "SELECT id, title, functional_fit, technical_fit, time_decision, life_cycle, "
        "CASE WHEN functional_fit IS NULL OR technical_fit IS NULL THEN NULL "
        "WHEN functional_fit >= 4 AND technical_fit >= 4 THEN 'ausbauen' "
        "WHEN technical_fit >= 3 THEN 'dulden' WHEN functional_fit >= 3 THEN 'ablösen' "
        "ELSE 'abschalten' END AS suggestion FROM application "
        "WHERE life_cycle IS DISTINCT FROM 'abgelöst' "
        f"ORDER BY {german_order_sql('title')}, id"
    )
