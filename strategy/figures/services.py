"""Services (OZG-Leistungen): how many are online, how mature they are and shall be."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from strategy.store import Cursor

# Services of which it is unknown whether they are online are no part of the quote.
_COLUMNS = """
    count(*) AS services,
    count(*) FILTER (WHERE online) AS online,
    count(*) FILTER (WHERE NOT online) AS offline,
    count(*) FILTER (WHERE online IS NULL) AS online_unknown,
    100.0 * count(*) FILTER (WHERE online) / nullif(count(online), 0) AS online_quote,
    sum(cases_digital) AS cases_digital, sum(cases_analogue) AS cases_analogue,
    avg(maturity_actual) AS maturity_actual, avg(maturity_target) AS maturity_target,
    count(*) FILTER (WHERE maturity_actual IS NULL) AS maturity_unknown
"""


@dataclass(frozen=True)
class ServiceTotals:
    """All services together; quote in per cent of those of which it is known, maturity as mean."""

    services: int
    online: int
    offline: int
    online_unknown: int
    online_quote: float | None
    cases_digital: int | None
    cases_analogue: int | None
    maturity_actual: float | None
    maturity_target: float | None
    maturity_unknown: int


def service_totals(db: Cursor) -> ServiceTotals:
    """The figures of all services together."""
    row = db.one(f"SELECT {_COLUMNS} FROM service")
    assert row is not None
    quote = row.pop("online_quote")
    return ServiceTotals(**row, online_quote=None if quote is None else float(quote))


def services_by_topic(db: Cursor) -> pd.DataFrame:
    """Per Themenfeld: topic ("ohne Themenfeld" where empty), services, online, offline,
    online_unknown, online_quote (per cent), cases_digital, cases_analogue, maturity_actual,
    maturity_target (means), maturity_unknown."""
    return db.frame(
        f"SELECT coalesce(topic, 'ohne Themenfeld') AS topic, {_COLUMNS} FROM service "
        "GROUP BY 1 ORDER BY 1"
    )


def maturity_by_topic(db: Cursor) -> pd.DataFrame:
    """Mean maturity per Themenfeld for the radar, to one decimal: label, ist, soll (None =
    unknown), services."""
    return db.frame(
        "SELECT coalesce(topic, 'ohne Themenfeld') AS label, "
        "round(avg(maturity_actual), 1) AS ist, round(avg(maturity_target), 1) AS soll, "
        "count(*) AS services FROM service GROUP BY 1 ORDER BY 1"
    )
