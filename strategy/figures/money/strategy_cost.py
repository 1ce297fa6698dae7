"""What the strategy costs: the measures of the plan by year, life domain and Dezernat.

Rejected measures and the pool of ideas do not count, as in ``measures.plan_by_year``.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from strategy.figures.money.allocation import (
    MEASURES,
    allocated,
    kind_part,
    kind_sum,
    part_sum,
    raw_lines,
)
from strategy.figures.money.own_share import own_share_by_year
from strategy.figures.plan.measures import IN_PLAN, in_plan
from strategy.kernel.store import Cursor

_COUNTED = f"object_id IN (SELECT id FROM measure WHERE {IN_PLAN})"
_SACH = kind_part("Sachkosten")
_PERSONAL = kind_part("Personalkosten")
_UNKNOWN = "count(*) FILTER (WHERE amount_cents IS NULL) AS unknown_lines"


def strategy_by_year(db: Cursor, basis: str = "Plan") -> pd.DataFrame:
    """Per year: year, one_off_cents, running_cents, consumptive_cents, investive_cents,
    sach_cents, personal_cents, amount_cents, granted_cents (grants placed in that year), own_cents
    (the rest), fte, unknown_lines.  A kind without any line in a year is None."""
    with_, params = raw_lines(basis, None, MEASURES)
    years = db.frame(
        f"""
        {with_} SELECT year,
            {part_sum("recurrence = 'einmalig'")} AS one_off_cents,
            {part_sum("recurrence = 'laufend'")} AS running_cents,
            {part_sum("budget_kind = 'konsumtiv'")} AS consumptive_cents,
            {part_sum("budget_kind = 'investiv'")} AS investive_cents,
            {kind_sum("Sachkosten")} AS sach_cents,
            {kind_sum("Personalkosten")} AS personal_cents,
            sum(amount_cents) AS amount_cents,
            sum(fte) AS fte, {_UNKNOWN}
        FROM lines WHERE {_COUNTED} GROUP BY year ORDER BY year
        """,
        params,
    )
    # One model of money from outside: "Finanzierung" of a cost line names the source in the
    # budget, and adding those lines up gave a second total beside the grants themselves.
    names = ["grant_cents", "own_cents"]
    # A sum of nothing but unknown amounts stays unknown; pandas alone would make it 0.
    shares = own_share_by_year(db, basis).groupby("year")[names].sum(min_count=1)
    years["granted_cents"] = years["year"].map(shares["grant_cents"]).astype("Int64")
    years["own_cents"] = years["year"].map(shares["own_cents"]).astype("Int64")
    return years


def strategy_by_domain(db: Cursor, basis: str = "Plan", year: int | None = None) -> pd.DataFrame:
    """What the measures of the plan cost by life domain, in the order of the domains: domain_id,
    domain ("ohne Lebensbereich"), measures (those of the plan), left_out (Ideenpool or verworfen),
    amount_cents, unknown_lines, silent (measures of the plan without any known amount).

    Domains of the leading system are there without a measure too; others where one belongs to them.
    Every place that tells money by life domain takes it from here.
    """
    with_, params = raw_lines(basis, year, MEASURES)
    return db.frame(
        f"""
        {with_}, sums AS (
            SELECT object_id, sum(amount_cents) AS amount_cents, {_UNKNOWN}
            FROM lines GROUP BY object_id
        ), domains AS (
            SELECT d.id, d.title, d.position, s.is_leading
            FROM life_domain d LEFT JOIN life_domain_system s ON s.id = d.system_id
        ), counted AS (
            SELECT m.id, m.domain_id, {in_plan("m")} AS in_plan FROM measure m
        )
        SELECT d.id AS domain_id, coalesce(d.title, 'ohne Lebensbereich') AS domain,
            count(m.id) FILTER (WHERE m.in_plan) AS measures,
            count(m.id) FILTER (WHERE NOT m.in_plan) AS left_out,
            sum(s.amount_cents) AS amount_cents,
            CAST(coalesce(sum(s.unknown_lines), 0) AS BIGINT) AS unknown_lines,
            count(m.id) FILTER (WHERE m.in_plan AND s.amount_cents IS NULL) AS silent
        FROM domains d FULL OUTER JOIN counted m ON m.domain_id = d.id
        -- A measure outside the plan meets no sums, so its money is in no column.
        LEFT JOIN sums s ON s.object_id = m.id AND m.in_plan
        GROUP BY d.id, d.title, d.position, d.is_leading
        HAVING count(m.id) > 0 OR d.is_leading
        ORDER BY d.position NULLS LAST, d.id NULLS LAST
        """,
        params,
    )


def strategy_by_dezernat(db: Cursor, basis: str = "Plan", year: int | None = None) -> pd.DataFrame:
    """Per Dezernat in charge: dezernat_id, dezernat, sach_cents, personal_cents, amount_cents,
    unknown_lines."""
    with_, params = allocated(basis, year, MEASURES)
    return db.frame(
        f"{with_} SELECT dezernat_id, dezernat, {_SACH} AS sach_cents, "
        f"{_PERSONAL} AS personal_cents, sum(amount_cents) AS amount_cents, "
        "count(DISTINCT line_id) FILTER (WHERE unknown) AS unknown_lines "
        f"FROM allocated WHERE {_COUNTED} GROUP BY dezernat_id, dezernat "
        "ORDER BY dezernat_id NULLS LAST",
        params,
    )


def strategy_rows(
    db: Cursor,
    basis: str = "Plan",
    *,
    year: int | None = None,
    domain_id: str | None = None,
    dezernat_id: str | None = None,
) -> pd.DataFrame:
    """The rows behind those sums, the largest first: line_id, object_id, object_title, line_title,
    year, kind, cost_type, recurrence, budget_kind, financing, unit, fte, amount_cents.

    An empty string for ``domain_id`` or ``dezernat_id`` asks for what belongs to none.
    """
    with_, params = allocated(basis, year, MEASURES)
    conditions = [_COUNTED]
    # By the measure's leading domain; a measure that also belongs elsewhere counts only there.
    if domain_id is not None:
        conditions.append(
            "object_id IN (SELECT id FROM measure WHERE domain_id IS NOT DISTINCT FROM "
            "nullif(?, ''))"
        )
        params.append(domain_id)
    if dezernat_id is not None:
        conditions.append("dezernat_id IS NOT DISTINCT FROM nullif(?, '')")
        params.append(dezernat_id)
    return db.frame(
        f"{with_} SELECT line_id, object_id, object_title, line_title, year, kind, cost_type, "
        "recurrence, budget_kind, financing, unit, fte, amount_cents FROM allocated "
        f"WHERE {' AND '.join(conditions)} ORDER BY amount_cents DESC NULLS LAST, line_id, unit",
        params,
    )


def cost_of_measures(db: Cursor, ids: Sequence[str], basis: str = "Plan") -> pd.DataFrame:
    """What chosen measures cost per year, whatever their state: year, kind, amount_cents,
    unknown_lines."""
    with_, params = raw_lines(basis, None, MEASURES)
    return db.frame(
        f"{with_} SELECT year, kind, sum(amount_cents) AS amount_cents, {_UNKNOWN} FROM lines "
        "WHERE object_id IN (SELECT unnest(?)) GROUP BY ALL ORDER BY year, kind DESC",
        [*params, list(ids)],
    )


def cost_without_amount(db: Cursor, basis: str = "Plan") -> pd.DataFrame:
    """Measures of the plan whose cost is not fully known: measure_id, title, unknown_lines (0
    where no cost line stands at all)."""
    with_, params = raw_lines(basis, None, MEASURES)
    return db.frame(
        f"{with_}, sums AS (SELECT object_id, count(*) AS lines, {_UNKNOWN} FROM lines GROUP BY 1) "
        "SELECT m.id AS measure_id, m.title, "
        "CAST(coalesce(s.unknown_lines, 0) AS BIGINT) AS unknown_lines "
        f"FROM measure m LEFT JOIN sums s ON s.object_id = m.id WHERE {in_plan('m')} "
        "AND (s.lines IS NULL OR s.unknown_lines > 0) ORDER BY m.id",
        params,
    )
