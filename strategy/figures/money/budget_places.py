"""Where the cost of a measure stands in the budget, and what has to be applied for.

A Verpflichtungsermächtigung is the leave of this year's budget to order what is paid in later
years; it is needed for investments of a measure that begins before they are paid.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from strategy.figures.money.allocation import MEASURES, raw_lines
from strategy.figures.plan.measures import IN_PLAN
from strategy.figures.profile import plan_year
from strategy.kernel.store import Cursor

# Amounts of a budget that is planned; results and actual figures are none.
_PLANNED = "('Ansatz', 'Plan', 'Finanzplanung', 'fortgeschriebener Ansatz')"


_NO_PLACE = "ohne Haushaltsstelle"


def budget_places(db: Cursor, of: str | Sequence[str] | None = None) -> pd.DataFrame:
    """Per measure and year with planned cost and place in the budget, and what has none:
    measure_id, title, year, share_id, product, account, share, amount_cents (that share of the
    year's cost), unknown_lines, state ("veranschlagt", "anzumelden", "ohne Haushaltsstelle"),
    budget_cents (what the imported budget holds there, None where it has no such line).

    ``of`` names one measure or several; without it all measures of the plan are meant.  The amounts
    of a measure and year add up to its cost: the last row takes what rounding leaves.
    """
    with_, params = raw_lines("Plan", None, MEASURES)
    wanted, chosen = _wanted(of)
    costs = db.rows(
        f"{with_} SELECT object_id, year, sum(amount_cents) AS cents, "
        "count(*) FILTER (WHERE amount_cents IS NULL) AS unknown FROM lines "
        f"WHERE object_id IN (SELECT id FROM measure WHERE {wanted}) GROUP BY ALL",
        [*params, *chosen],
    )
    shares = db.rows(
        "SELECT s.id, s.measure_id, s.year, s.product, s.account, s.share, s.state, "
        "(SELECT sum(b.amount_cents) FROM budget_line b WHERE b.product = s.product "
        "AND b.account = s.account AND b.year = s.year AND NOT coalesce(b.is_subtotal, false) "
        f"AND b.plan_type IN {_PLANNED}) AS budget_cents FROM budget_share s "
        f"WHERE s.measure_id IN (SELECT id FROM measure WHERE {wanted}) ORDER BY s.id",
        chosen,
    )
    titles = {row["id"]: row["title"] for row in db.rows("SELECT id, title FROM measure")}
    known = {(row["object_id"], row["year"]): row for row in costs}
    placed: dict[tuple[str, int], list[dict[str, Any]]] = {key: [] for key in known}
    for share in shares:
        placed.setdefault((share["measure_id"], share["year"]), []).append(share)
    rows = []
    for key in sorted(placed):
        cost = known.get(key, {"cents": None, "unknown": 0})
        for part in _parts(cost["cents"], placed[key]):
            rows.append([key[0], titles[key[0]], key[1], *part[:5], cost["unknown"], *part[5:]])
    names = ["measure_id", "title", "year", "share_id", "product", "account", "share"]
    return pd.DataFrame(
        rows, columns=[*names, "amount_cents", "unknown_lines", "state", "budget_cents"]
    )


def _wanted(of: str | Sequence[str] | None) -> tuple[str, list[Any]]:
    """The condition on measures and its values."""
    if of is None:
        return IN_PLAN, []
    return "id IN (SELECT unnest(?))", [[of] if isinstance(of, str) else list(of)]


def _parts(cents: int | None, shares: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """The cost of one measure and year by its places: id, product, account, share, cents, state and
    what the budget holds there."""
    # To the cent by running sums, so that the parts never add up to more than the whole.
    found: list[tuple[Any, ...]] = []
    placed, so_far = 0, 0
    for share in shares:
        so_far += int(share["share"] * 10_000)
        amount = None if cents is None else int(cents) * so_far // 1_000_000 - placed
        placed += amount or 0
        place = (share["id"], share["product"], share["account"], share["share"])
        found.append((*place, amount, share["state"], share["budget_cents"]))
    # A year of which no amount is known has to be applied for as well, once it is known.
    rest = None if cents is None else int(cents) - placed
    if so_far < 1_000_000 and rest != 0 and not (cents is None and shares):
        found.append((None, None, None, None, rest, _NO_PLACE, None))
    return found


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


def depreciation_of(db: Cursor, of: str | Sequence[str] | None = None) -> pd.DataFrame:
    """The investments of one measure or several (of all of the plan) in both halves of the budget,
    never to be added: year, payment_cents (Finanzhaushalt), depreciation_cents
    (Ergebnishaushalt)."""
    paid, paid_params = raw_lines("Plan", None, MEASURES)
    worn, worn_params = raw_lines("Plan", None, MEASURES, depreciation=True)
    wanted, chosen = _wanted(of)
    counted = f"object_id IN (SELECT id FROM measure WHERE {wanted})"
    return db.frame(
        f"WITH paid AS ({paid} SELECT year, sum(amount_cents) AS cents FROM lines "
        f"WHERE {counted} AND budget_kind = 'investiv' GROUP BY year), "
        f"worn AS ({worn} SELECT year, sum(amount_cents) AS cents FROM lines "
        f"WHERE {counted} GROUP BY year) "
        "SELECT coalesce(p.year, w.year) AS year, "
        "CASE WHEN p.year IS NULL THEN 0 ELSE p.cents END AS payment_cents, "
        "CASE WHEN w.year IS NULL THEN 0 ELSE w.cents END AS depreciation_cents "
        "FROM paid p FULL JOIN worn w ON w.year = p.year ORDER BY 1",
        [*paid_params, *chosen, *worn_params, *chosen],
    )
