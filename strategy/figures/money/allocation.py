"""The base relation of all cost figures: one row per cost line and unit that bears it.

A line with a unit of its own is borne by that unit.  Otherwise the cost of an application is split
by the shares of its uses, what is missing to 100 % stays with the responsible unit; the cost of a
project or a measure is borne by the unit in charge.  Where no unit is known the cost is kept as
"ohne Zuordnung", so no total loses anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from strategy.figures.inventory.units import HEIRS, UNASSIGNED, UNITS
from strategy.figures.money.lines import INVENTORY, MEASURES, NAMES, lines

__all__ = ["INVENTORY", "MEASURES", "allocated", "kind_part", "kind_sum", "part_sum", "raw_lines"]

# Weights are per cent with four decimals as integers, so 100 % is 1000000.
_BEARERS = """
shares AS (
    SELECT application_id, organisation_id AS unit_id, sum(CAST(share * 10000 AS BIGINT)) AS weight
    FROM application_use WHERE share > 0 GROUP BY 1, 2
),
given AS (SELECT application_id, sum(weight) AS weight FROM shares GROUP BY 1),
bearers AS (
    SELECT object_id, unit_id, sum(weight) AS weight FROM (
        SELECT application_id AS object_id, unit_id, weight FROM shares
        UNION ALL
        SELECT a.id, a.organisation_id, 1000000 - coalesce(g.weight, 0)
        FROM application a LEFT JOIN given g ON g.application_id = a.id
        WHERE coalesce(g.weight, 0) < 1000000
        UNION ALL SELECT id, organisation_id, 1000000 FROM project
        UNION ALL SELECT id, organisation_id, 1000000 FROM measure
    ) GROUP BY 1, 2
),
weighed AS (
    SELECT object_id, unit_id, weight, sum(weight) OVER (PARTITION BY object_id) AS whole,
        count(*) OVER (PARTITION BY object_id) AS parts
    FROM bearers
)
"""

# Largest remainder on cents: every part is rounded towards zero, and the cents that are left go one
# by one to the parts that lost most.  The parts of a line sum exactly to its amount.  A line of
# depreciation occurs once per year.
_PARTS = """
joined AS (
    SELECT l.* EXCLUDE (own_unit_id), coalesce(l.own_unit_id, w.unit_id) AS bearing_id,
        w.weight, w.whole, coalesce(w.parts, 1) AS parts
    FROM lines l LEFT JOIN weighed w
        ON w.object_id = CASE WHEN l.own_unit_id IS NULL THEN l.object_id END
),
quotas AS (
    SELECT * EXCLUDE (weight, whole, parts),
        (CAST(abs(amount_cents) AS HUGEINT) * weight) // whole AS low,
        (CAST(abs(amount_cents) AS HUGEINT) * weight) % whole AS lost
    FROM joined WHERE parts > 1
),
placed AS (
    SELECT *, sum(low) OVER (PARTITION BY line_row, year) AS low_sum,
        row_number() OVER (PARTITION BY line_row, year ORDER BY lost DESC, bearing_id NULLS LAST)
            AS nth
    FROM quotas
),
spread AS (
    SELECT * EXCLUDE (weight, whole, parts) FROM joined WHERE parts = 1
    UNION ALL
    SELECT * EXCLUDE (low, lost, low_sum, nth) REPLACE (
        CAST(sign(amount_cents) * (low
            + CASE WHEN nth <= abs(amount_cents) - low_sum THEN 1 ELSE 0 END) AS BIGINT)
        AS amount_cents)
    FROM placed
)
"""

_BORNE_AS_RECORDED = "borne AS (SELECT * FROM spread)"
# Only who bears a part changes, never the part itself, so no total can change.
_BORNE_TODAY = f"""
{HEIRS},
borne AS (
    SELECT s.* EXCLUDE (bearing_id), coalesce(h.heir_id, s.bearing_id) AS bearing_id
    FROM spread s LEFT JOIN heirs h ON h.unit_id = s.bearing_id
)
"""

# The parts with the names of what they are for and of who bears them.  ``line`` are the columns of
# the line itself, ``join`` is where they come from.
NAMED = f"""
    SELECT b.line_row, {{line}} b.object_id, b.object_kind, n.noun AS object_noun,
        coalesce(n.title, b.object_id) AS object_title,
        u.unit_id, coalesce(u.unit, '{UNASSIGNED}') AS unit,
        u.amt_id, coalesce(u.amt, '{UNASSIGNED}') AS amt,
        u.dezernat_id, coalesce(u.dezernat, '{UNASSIGNED}') AS dezernat,
        b.year, b.kind, b.cost_type, b.amount_cents, b.computed,
        b.amount_cents IS NULL AS unknown
    FROM {{borne}} b {{join}} LEFT JOIN {{units}} u ON u.unit_id = b.bearing_id
    LEFT JOIN {{names}} n ON n.id = b.object_id
"""
_OWN_COLUMNS = "b.line_id, b.line_title, b.recurrence, b.budget_kind, b.basis, b.financing, b.fte,"


def part_sum(condition: str) -> str:
    """The sum of one part of a group: 0 where the part has no line, NULL where all are unknown.

    Where nothing is known of the whole group, a part without lines is no 0 either: both parts of a
    year would add up to 0, though nobody knows what it costs.
    """
    return (
        f"CASE WHEN count(*) FILTER (WHERE {condition}) = 0 "
        "THEN CASE WHEN count(amount_cents) > 0 THEN 0 END "
        f"ELSE sum(amount_cents) FILTER (WHERE {condition}) END"
    )


def kind_sum(kind: str) -> str:
    """The sum of one kind in a total of everything: NULL where no line of it stands.

    Nobody has said anything about the kind then; 0 would read as "costs nothing".
    """
    return f"sum(amount_cents) FILTER (WHERE kind = '{kind}')"


def kind_part(kind: str, within: str = "") -> str:
    """The sum of one kind in a group among others (an Amt): as ``part_sum``, but 0 only where an
    amount of the kind is known somewhere among the groups (of the same ``within``, a column).

    The query has to name its groups: with a window in it GROUP BY ALL finds none in DuckDB.
    Others show then that the kind was asked for.  Else a column of zeros and unknowns would add up
    to 0, while the total of everything (``kind_sum``) rightly says that nothing is known.
    """
    own = f"FILTER (WHERE kind = '{kind}')"
    over = f"PARTITION BY {within}" if within else ""
    return (
        f"CASE WHEN count(*) {own} = 0 THEN CASE WHEN count(amount_cents) > 0 "
        f"AND sum(count(amount_cents) {own}) OVER ({over}) > 0 THEN 0 END "
        f"ELSE sum(amount_cents) {own} END"
    )


def allocated(
    basis: str,
    year: int | None = None,
    objects: Sequence[str] = INVENTORY,
    depreciation: bool = False,
    today: date | None = None,
) -> tuple[str, list[Any]]:
    """``WITH …`` that defines the relation ``allocated``, and its parameters.

    ``objects`` says whose lines count: "application", "project", "measure".  Depreciation is left
    out, because the investive payment already stands there; ``depreciation=True`` yields it alone.
    With ``today`` a unit that is dissolved by then hands its cost on to its successor; without, the
    cost stays with the unit it was recorded for.
    """
    parts, params = borne_parts(basis, year, objects, depreciation, today)
    named = NAMED.format(line=_OWN_COLUMNS, join="", borne="borne", units="units", names="names")
    return f"WITH RECURSIVE {UNITS},{parts},{NAMES},allocated AS ({named})", params


def borne_parts(
    basis: str,
    year: int | None,
    objects: Sequence[str],
    depreciation: bool = False,
    today: date | None = None,
) -> tuple[str, list[Any]]:
    """Common table expressions (behind WITH RECURSIVE) that yield ``borne``: the lines with
    bearing_id, the unit that bears the part; and their parameters."""
    own, params = lines(basis, year, objects, depreciation)
    # The day as a literal: HEIRS is a part of several queries with parameters of their own order.
    borne = _BORNE_AS_RECORDED if today is None else _BORNE_TODAY.format(today=today.isoformat())
    return ",".join((own, _BEARERS, _PARTS, borne)), params


def raw_lines(
    basis: str,
    year: int | None = None,
    objects: Sequence[str] = INVENTORY,
    depreciation: bool = False,
) -> tuple[str, list[Any]]:
    """``WITH …`` that defines ``lines``, the lines before they are split, and ``names``."""
    own, params = lines(basis, year, objects, depreciation)
    return f"WITH RECURSIVE {own},{NAMES}", params
