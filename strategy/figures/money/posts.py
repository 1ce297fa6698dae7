"""Posts: what is in the Stellenplan, what of it is filled, what comes on top."""

from __future__ import annotations

import pandas as pd

from strategy.figures.inventory.units import UNASSIGNED, UNITS
from strategy.figures.money.allocation import MEASURES, allocated
from strategy.figures.plan.measures import IN_PLAN
from strategy.kernel.selection import german_order_sql
from strategy.kernel.store import Cursor


def group_columns(dezernat: str | None) -> tuple[str, str]:
    """Key and name by which a table is grouped: the Dezernate of a city, the Ämter of one."""
    return ("dezernat_id", "dezernat") if dezernat is None else ("amt_id", "amt")


def _rows(dezernat: str | None) -> tuple[str, list[str]]:
    # An empty id asks for posts that belong to no Dezernat; None asks for all.
    where = "" if dezernat is None else "WHERE u.dezernat_id IS NOT DISTINCT FROM nullif(?, '')"
    return (
        f"""WITH RECURSIVE {UNITS}, posts AS (
            SELECT p.*, p.fte - p.filled_fte AS vacant_fte, u.amt_id,
                coalesce(u.amt, '{UNASSIGNED}') AS amt, u.dezernat_id,
                coalesce(u.dezernat, '{UNASSIGNED}') AS dezernat
            FROM post p LEFT JOIN units u ON u.unit_id = p.organisation_id {where}
        )""",
        [] if dezernat is None else [dezernat],
    )


def post_rows(db: Cursor, dezernat: str | None = None) -> pd.DataFrame:
    """Every post, the vacant ones first: id, title, number, amt, dezernat, grade, fte, filled_fte,
    vacant_fte (None = unknown), vacant_reason, vacant_since, new_in_year, confirmed_on."""
    with_, params = _rows(dezernat)
    return db.frame(
        f"{with_} SELECT id, title, number, amt, dezernat, grade, fte, filled_fte, vacant_fte, "
        "vacant_reason, vacant_since, new_in_year, confirmed_on FROM posts "
        "ORDER BY vacant_fte DESC NULLS FIRST, id",
        params,
    )


def posts_by_unit(db: Cursor, year: int, dezernat: str | None = None) -> pd.DataFrame:
    """Per Dezernat, or per Amt of ``dezernat``: key, label, posts, fte, filled_fte, vacant_fte,
    unknown (posts of which it is unknown whether they are filled), new_fte (new in the Stellenplan
    of ``year``), reasons (of vacant posts, the most frequent first)."""
    key, label = group_columns(dezernat)
    with_, params = _rows(dezernat)
    return db.frame(
        f"""{with_}, why AS (
            SELECT {key} AS key, coalesce(vacant_reason, 'Grund unbekannt') AS reason,
                sum(vacant_fte) AS fte
            FROM posts WHERE vacant_fte > 0 GROUP BY ALL
        ), reasons AS (
            SELECT key, string_agg(
                reason, '; ' ORDER BY fte DESC, {german_order_sql("reason")}, reason) AS reasons
            FROM why GROUP BY key
        )
        SELECT p.{key} AS key, p.{label} AS label, count(*) AS posts, sum(p.fte) AS fte,
            sum(p.filled_fte) AS filled_fte, sum(p.vacant_fte) AS vacant_fte,
            count(*) FILTER (WHERE p.filled_fte IS NULL) AS unknown,
            coalesce(sum(p.fte) FILTER (WHERE p.new_in_year = ?), 0) AS new_fte,
            any_value(r.reasons) AS reasons
        FROM posts p LEFT JOIN reasons r ON r.key IS NOT DISTINCT FROM p.{key}
        GROUP BY p.{key}, p.{label} ORDER BY p.{key} NULLS LAST""",
        [*params, year],
    )


def measure_posts(db: Cursor, year: int, dezernat: str | None = None) -> pd.DataFrame:
    """The posts that measures of the plan reckon with in ``year``, row by row: line_id, measure_id,
    measure, amt_id, amt, dezernat_id, dezernat, grade, fte (None = unknown)."""
    # By allocation and not by the measure's own unit, so that posts follow the same units as their
    # cost.
    with_, params = allocated("Plan", year, MEASURES)
    where = "" if dezernat is None else "AND a.dezernat_id IS NOT DISTINCT FROM nullif(?, '')"
    return db.frame(
        f"{with_} SELECT a.line_id, a.object_id AS measure_id, a.object_title AS measure, "
        "a.amt_id, a.amt, a.dezernat_id, a.dezernat, c.grade, a.fte "
        "FROM allocated a JOIN cost_line c ON c.id = a.line_id "
        f"WHERE a.kind = 'Personalkosten' AND a.object_id IN (SELECT id FROM measure WHERE "
        f"{IN_PLAN}) {where} ORDER BY a.fte DESC NULLS LAST, a.line_id",
        [*params, *([] if dezernat is None else [dezernat])],
    )


def measure_posts_by_unit(db: Cursor, year: int, dezernat: str | None = None) -> pd.DataFrame:
    """The same per Dezernat, or per Amt of ``dezernat``: key, label, measure_fte, unknown."""
    key, label = group_columns(dezernat)
    rows = measure_posts(db, year, dezernat)
    grouped = rows.groupby([key, label], dropna=False, sort=False)["fte"]
    frame = grouped.agg(
        # min_count: pandas' sum of nothing but unknowns would be 0.
        measure_fte=lambda values: values.sum(min_count=1),
        unknown=lambda v: v.isna().sum(),
    )
    return frame.reset_index().rename(columns={key: "key", label: "label"})
