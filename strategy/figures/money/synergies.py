"""Synergies: what digitalisation saves, by unit, year and kind; hoped for and reached apart."""

from __future__ import annotations

import pandas as pd

from strategy.figures.inventory.units import UNASSIGNED, UNITS
from strategy.figures.money.allocation import part_sum
from strategy.figures.money.posts import group_columns
from strategy.kernel.store import Cursor


def _rows(dezernat: str | None) -> tuple[str, list[str]]:
    where = "" if dezernat is None else "WHERE u.dezernat_id IS NOT DISTINCT FROM nullif(?, '')"
    return (
        f"""WITH RECURSIVE {UNITS}, synergies AS (
            SELECT s.*, coalesce(p.title, m.title) AS cause, u.amt_id,
                coalesce(u.amt, '{UNASSIGNED}') AS amt, u.dezernat_id,
                coalesce(u.dezernat, '{UNASSIGNED}') AS dezernat
            FROM synergy s LEFT JOIN units u ON u.unit_id = s.organisation_id
            LEFT JOIN project p ON p.id = s.project_id LEFT JOIN measure m ON m.id = s.measure_id
            {where}
        )""",
        [] if dezernat is None else [dezernat],
    )


def synergy_rows(db: Cursor, dezernat: str | None = None) -> pd.DataFrame:
    """Every synergy in the order of its year: id, title, amt, dezernat, kind, year, recurrence,
    amount_cents (None = unknown), fte, status, cause (title of project or measure),
    confirmed_on."""
    with_, params = _rows(dezernat)
    return db.frame(
        f"{with_} SELECT id, title, amt, dezernat, kind, year, recurrence, amount_cents, fte, "
        "status, cause, confirmed_on FROM synergies ORDER BY year, id",
        params,
    )


# Yearly and one-off savings stay apart: one euro once is not one euro a year.
_SACH = part_sum("kind = 'Sach' AND recurrence = 'jährlich'")
_PERSONAL = part_sum("kind = 'Personal' AND recurrence = 'jährlich'")
# Money saved sets nobody free; only where staff is saved can the posts be unknown.
_FTE = "CASE WHEN count(*) FILTER (WHERE kind = 'Personal') = 0 THEN 0 ELSE sum(fte) END"
_ONCE = part_sum("recurrence = 'einmalig'")


def synergies_by_unit(db: Cursor, dezernat: str | None = None) -> pd.DataFrame:
    """Per Dezernat (or Amt of ``dezernat``) and year from which on they work: key, label, year,
    sach_cents and personal_cents (of every year from then on), fte, once_cents, entries, unknown
    (entries without amount); a part without entries is 0, one without any amount None."""
    key, label = group_columns(dezernat)
    with_, params = _rows(dezernat)
    return db.frame(
        f"{with_} SELECT {key} AS key, {label} AS label, year, {_SACH} AS sach_cents, "
        f"{_PERSONAL} AS personal_cents, {_FTE} AS fte, {_ONCE} AS once_cents, "
        "count(*) AS entries, count(*) FILTER (WHERE amount_cents IS NULL) AS unknown "
        "FROM synergies GROUP BY ALL ORDER BY key NULLS LAST, year",
        params,
    )
