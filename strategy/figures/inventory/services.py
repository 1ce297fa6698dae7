"""Services (OZG-Leistungen): how many are online, how mature they are and shall be."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from strategy.figures.inventory.units import UNASSIGNED, UNITS
from strategy.figures.money.posts import group_columns
from strategy.kernel.store import Cursor

# A catalogue such as that of the OZG lists hundreds of services, and few are the task of one town.
# What came in with a key and of which nobody has said anything since is still a catalogue's only;
# what somebody typed without a key, or said something about, is the town's own.
_SAID = (
    *("organisation_id", "owner_id", "application_id", "online", "online_year", "url"),
    *("cases_analogue", "cases_digital", "efa", "maturity_actual", "maturity_target"),
    "confirmed_on",
)
TAKEN = (
    "(service.key IS NULL OR coalesce(service.own, false) OR "
    + " OR ".join(f"service.{name} IS NOT NULL" for name in _SAID)
    # Not by IN: an assessment of an Amt names no service, and IN over a NULL is neither yes nor no.
    + " OR EXISTS (SELECT 1 FROM assessment one WHERE one.service_id = service.id))"
)
OWN_SERVICES = f"(SELECT * FROM service WHERE {TAKEN})"

# Services of which it is unknown whether they are online are no part of the quote.
_COLUMNS = """
    count(*) AS services,
    count(*) FILTER (WHERE online) AS online,
    count(*) FILTER (WHERE NOT online) AS offline,
    count(*) FILTER (WHERE online IS NULL) AS online_unknown,
    100.0 * count(*) FILTER (WHERE online) / nullif(count(online), 0) AS online_quote,
    sum(cases_digital) AS cases_digital, sum(cases_analogue) AS cases_analogue,
    100.0 * sum(cases_digital) FILTER (WHERE cases_analogue IS NOT NULL)
        / nullif(sum(cases_digital + cases_analogue), 0) AS digital_share,
    avg(maturity_actual) AS maturity_actual, avg(maturity_target) AS maturity_target,
    count(*) FILTER (WHERE maturity_actual IS NULL) AS maturity_unknown
"""


@dataclass(frozen=True)
class ServiceTotals:
    """All services together; quote in per cent of those of which it is known, maturity as mean.

    ``digital_share`` is the share of cases that come in digitally, in per cent of the cases of
    services of which both numbers are known.  ``catalogue`` counts what stands in a catalogue and
    nobody has taken; it is in none of the other figures.
    """

    services: int
    online: int
    offline: int
    online_unknown: int
    online_quote: float | None
    cases_digital: int | None
    cases_analogue: int | None
    digital_share: float | None
    maturity_actual: float | None
    maturity_target: float | None
    maturity_unknown: int
    catalogue: int


def service_totals(db: Cursor) -> ServiceTotals:
    """The figures of all services together."""
    row = db.one(
        f"SELECT {_COLUMNS}, (SELECT count(*) FROM service WHERE NOT {TAKEN}) AS catalogue "
        f"FROM {OWN_SERVICES}"
    )
    assert row is not None
    for name in ("online_quote", "digital_share"):
        row[name] = None if row[name] is None else float(row[name])
    return ServiceTotals(**row)


def services_by_topic(db: Cursor) -> pd.DataFrame:
    """Per Themenfeld: topic ("ohne Themenfeld" where empty), services, online, offline,
    online_unknown, online_quote (per cent), cases_digital, cases_analogue, digital_share (per
    cent), maturity_actual, maturity_target (means), maturity_unknown."""
    return db.frame(
        f"SELECT coalesce(topic, 'ohne Themenfeld') AS topic, {_COLUMNS} FROM {OWN_SERVICES} "
        "GROUP BY 1 ORDER BY 1"
    )


def services_by_situation(db: Cursor) -> pd.DataFrame:
    """Per Themenfeld and Lage: topic ("ohne Themenfeld"), situation ("ohne Lage"), and the columns
    of ``services_by_topic``."""
    return db.frame(
        f"SELECT coalesce(topic, 'ohne Themenfeld') AS topic, "
        f"coalesce(situation, 'ohne Lage') AS situation, {_COLUMNS} FROM {OWN_SERVICES} "
        "GROUP BY 1, 2 ORDER BY 1, 2"
    )


def reuse_by_status(db: Cursor) -> pd.DataFrame:
    """How services built once for all are used: efa ("keine Angabe" where empty), services,
    online, cases_digital."""
    return db.frame(
        f"WITH named AS (SELECT coalesce(efa, 'keine Angabe') AS status, * FROM {OWN_SERVICES}) "
        "SELECT status AS efa, count(*) AS services, "
        "count(*) FILTER (WHERE online) AS online, sum(cases_digital) AS cases_digital "
        "FROM named GROUP BY status ORDER BY CASE status WHEN 'nachgenutzt' THEN 1 "
        "WHEN 'Nachnutzung geplant' THEN 2 WHEN 'verfügbar' THEN 3 "
        "WHEN 'nicht vorgesehen' THEN 4 ELSE 5 END"
    )


def maturity_by_topic(db: Cursor) -> pd.DataFrame:
    """Mean maturity per Themenfeld for the radar, to one decimal: label, ist, soll (None =
    unknown), services."""
    return db.frame(
        "SELECT coalesce(topic, 'ohne Themenfeld') AS label, "
        "round(avg(maturity_actual), 1) AS ist, round(avg(maturity_target), 1) AS soll, "
        f"count(*) AS services FROM {OWN_SERVICES} GROUP BY 1 ORDER BY 1"
    )


def digital_by_unit(db: Cursor, until: int, dezernat: str | None = None) -> pd.DataFrame:
    """Per Dezernat, or per Amt of ``dezernat``: key, label, services, online, online_quote (per
    cent of those known), later (online in the year ``until``, as planned), later_quote,
    maturity_actual, maturity_target (means), unknown (services of which nothing is known).

    Online in ``until`` is what is online today or is planned to be by then.
    """
    key, label = group_columns(dezernat)
    where = "" if dezernat is None else "WHERE u.dezernat_id IS NOT DISTINCT FROM nullif(?, '')"
    return db.frame(
        f"""WITH RECURSIVE {UNITS}, placed AS (
            SELECT s.*, u.amt_id, coalesce(u.amt, '{UNASSIGNED}') AS amt, u.dezernat_id,
                coalesce(u.dezernat, '{UNASSIGNED}') AS dezernat,
                coalesce(s.online, false) OR coalesce(s.online_year <= ?, false) AS later,
                s.online IS NOT NULL OR s.online_year IS NOT NULL AS later_known
            FROM {OWN_SERVICES} s LEFT JOIN units u ON u.unit_id = s.organisation_id {where}
        )
        SELECT {key} AS key, {label} AS label, count(*) AS services,
            count(*) FILTER (WHERE online) AS online, count(online) AS known,
            100.0 * count(*) FILTER (WHERE online) / nullif(count(online), 0) AS online_quote,
            count(*) FILTER (WHERE later) AS later,
            count(*) FILTER (WHERE later_known) AS later_known,
            100.0 * count(*) FILTER (WHERE later)
                / nullif(count(*) FILTER (WHERE later_known), 0) AS later_quote,
            avg(maturity_actual) AS maturity_actual, avg(maturity_target) AS maturity_target,
            count(*) FILTER (WHERE online IS NULL AND maturity_actual IS NULL) AS unknown
        FROM placed GROUP BY ALL ORDER BY key NULLS LAST""",
        [until, *([] if dezernat is None else [dezernat])],
    )


def service_rows(db: Cursor, dezernat: str | None = None) -> pd.DataFrame:
    """Every service of the town: id, title, amt, dezernat, online, online_year, maturity_actual,
    maturity_target, confirmed_on."""
    where = "" if dezernat is None else "WHERE u.dezernat_id IS NOT DISTINCT FROM nullif(?, '')"
    return db.frame(
        f"WITH RECURSIVE {UNITS} SELECT s.id, s.title, coalesce(u.amt, '{UNASSIGNED}') AS amt, "
        f"coalesce(u.dezernat, '{UNASSIGNED}') AS dezernat, s.online, s.online_year, "
        f"s.maturity_actual, s.maturity_target, s.confirmed_on FROM {OWN_SERVICES} s "
        f"LEFT JOIN units u ON u.unit_id = s.organisation_id {where} "
        "ORDER BY u.dezernat_id NULLS LAST, u.amt_id NULLS LAST, s.id",
        [] if dezernat is None else [dezernat],
    )
