"""Where the cost of a measure stands in the budget, and what has to be applied for.

A Verpflichtungsermächtigung is the leave of this year's budget to order what is paid in later
years; it is needed for investments of a measure that begins before they are paid.
"""

from __future__ import annotations

import pandas as pd

from strategy.figures.money.allocation import MEASURES, raw_lines
from strategy.figures.plan.measures import IN_PLAN
from strategy.figures.profile import plan_year
from strategy.kernel.store import Cursor

# Amounts of a budget that is planned; results and actual figures are none.
_PLANNED = "('Ansatz', 'Plan', 'Finanzplanung', 'fortgeschriebener Ansatz')"


def budget_places(db: Cursor, measure_id: str) -> pd.DataFrame:
    """Per year with planned cost and place in the budget, and what has none: year, share_id,
    product, account, share, amount_cents (that share of the year's cost), state ("veranschlagt",
    "anzumelden", "ohne Haushaltsstelle"), budget_cents (what the imported budget holds there, None
    where it has no such line).

    The amounts of a year add up to its cost: the last row takes what rounding leaves.
    """
    with_, params = raw_lines("Plan", None, MEASURES)
    costs = db.rows(
        f"{with_} SELECT year, sum(amount_cents) AS cents FROM lines WHERE object_id = ? "
        "GROUP BY year ORDER BY year",
        [*params, measure_id],
    )
    shares = db.rows(
        "SELECT s.id, s.year, s.product, s.account, s.share, s.state, "
        "(SELECT sum(b.amount_cents) FROM budget_line b WHERE b.product = s.product "
        "AND b.account = s.account AND b.year = s.year AND NOT coalesce(b.is_subtotal, false) "
        f"AND b.plan_type IN {_PLANNED}) AS budget_cents "
        "FROM budget_share s WHERE s.measure_id = ? ORDER BY s.year, s.id",
        [measure_id],
    )
    rows = []
    known = {row["year"]: row["cents"] for row in costs}
    for year in sorted({*known, *(share["year"] for share in shares)}):
        cents = known.get(year)
        here = [share for share in shares if share["year"] == year]
        # To the cent by running sums, so that the parts never add up to more than the whole.
        placed, so_far = 0, 0
        for share in here:
            so_far += int(share["share"] * 10_000)
            amount = None if cents is None else int(cents) * so_far // 1_000_000 - placed
            placed += amount or 0
            rows.append(
                [
                    year,
                    share["id"],
                    share["product"],
                    share["account"],
                    share["share"],
                    amount,
                    share["state"],
                    share["budget_cents"],
                ]
            )
        if so_far < 1_000_000 and cents is not None and int(cents) != placed:
            rows.append(
                [year, None, None, None, None, int(cents) - placed, "ohne Haushaltsstelle", None]
            )
    names = ["year", "share_id", "product", "account", "share", "amount_cents", "state"]
    return pd.DataFrame(rows, columns=[*names, "budget_cents"])


def commitments(db: Cursor, measure_id: str | None = None) -> pd.DataFrame:
    """Verpflichtungsermächtigungen that the budget of the plan year needs: measure_id, title, year
    (in which is paid), amount_cents, unknown_lines.

    Counted are investive planned cost of years after the plan year, of measures of the plan that
    begin in the plan year or earlier; what begins later is ordered by a later budget.
    """
    year = plan_year(db)
    with_, params = raw_lines("Plan", None, MEASURES)
    return db.frame(
        f"{with_} SELECT l.object_id AS measure_id, m.title, l.year, "
        "sum(l.amount_cents) AS amount_cents, "
        "count(*) FILTER (WHERE l.amount_cents IS NULL) AS unknown_lines "
        "FROM lines l JOIN measure m ON m.id = l.object_id "
        f"WHERE l.budget_kind = 'investiv' AND l.year > ? AND {IN_PLAN} "
        "AND (? IS NULL OR m.id = ?) AND least(year(m.starts_on), "
        "(SELECT min(o.year) FROM lines o WHERE o.object_id = m.id)) <= ? "
        "GROUP BY ALL ORDER BY l.object_id, l.year",
        [*params, year, measure_id, measure_id, year],
    )


def depreciation_of(db: Cursor, measure_id: str) -> pd.DataFrame:
    """The investments of one measure in both halves of the budget, never to be added: year,
    payment_cents (Finanzhaushalt), depreciation_cents (Ergebnishaushalt)."""
    paid, paid_params = raw_lines("Plan", None, MEASURES)
    worn, worn_params = raw_lines("Plan", None, MEASURES, depreciation=True)
    return db.frame(
        f"WITH paid AS ({paid} SELECT year, sum(amount_cents) AS cents FROM lines "
        "WHERE object_id = ? AND budget_kind = 'investiv' GROUP BY year), "
        f"worn AS ({worn} SELECT year, sum(amount_cents) AS cents FROM lines "
        "WHERE object_id = ? GROUP BY year) "
        "SELECT coalesce(p.year, w.year) AS year, "
        "CASE WHEN p.year IS NULL THEN 0 ELSE p.cents END AS payment_cents, "
        "CASE WHEN w.year IS NULL THEN 0 ELSE w.cents END AS depreciation_cents "
        "FROM paid p FULL JOIN worn w ON w.year = p.year ORDER BY 1",
        [*paid_params, measure_id, *worn_params, measure_id],
    )
