"""The same cost in the two halves of a budget: paid in the Finanzhaushalt, borne in the
Ergebnishaushalt.

An investive payment stands in the Finanzhaushalt once and comes back in the Ergebnishaushalt as
depreciation.  The two halves are two views of one thing and are never added.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from strategy.figures.money.allocation import INVENTORY, part_sum, raw_lines
from strategy.figures.money.lines import owned_by
from strategy.kernel.store import Cursor

_CONSUMED = "budget_kind = 'konsumtiv'"


def budget_effect(db: Cursor, basis: str, objects: Sequence[str] = INVENTORY) -> pd.DataFrame:
    """Per year: year, sach_cents and personal_cents (konsumtiv), investment_cents, paid_cents (the
    three together: Finanzhaushalt), depreciation_cents, borne_cents (konsumtiv and depreciation:
    Ergebnishaushalt), unsettled_cents (lines without Haushaltsart, in neither), unknown_lines.

    A part without any line is 0 in a year that has lines, one of which nothing is known is None.
    In a year with depreciation alone nothing is known of what is paid.
    """
    # Two readings, because a year may have depreciation without any payment and the other way
    # round.
    paid, paid_params = raw_lines(basis, None, objects)
    worn, worn_params = raw_lines(basis, None, objects, depreciation=True)
    sach = part_sum(f"{_CONSUMED} AND kind = 'Sachkosten'")
    personal = part_sum(f"{_CONSUMED} AND kind = 'Personalkosten'")
    # In neither half: to count them as konsumtiv would be a guess that the Kämmerei has to make.
    unsettled = part_sum("budget_kind IS NULL")
    return db.frame(
        f"""
        WITH paid AS ({paid} SELECT year, {sach} AS sach_cents, {personal} AS personal_cents,
                {part_sum("budget_kind = 'investiv'")} AS investment_cents,
                {part_sum("budget_kind IS NOT NULL")} AS paid_cents,
                {part_sum(_CONSUMED)} AS consumed_cents, {unsettled} AS unsettled_cents,
                count(*) FILTER (WHERE amount_cents IS NULL) AS unknown_lines
            FROM lines GROUP BY year),
        worn AS ({worn} SELECT year, sum(amount_cents) AS cents,
                count(*) FILTER (WHERE amount_cents IS NULL) AS unknown_lines
            FROM lines GROUP BY year)
        SELECT coalesce(p.year, w.year) AS year,
            p.sach_cents,
            p.personal_cents,
            p.investment_cents,
            p.paid_cents,
            CASE WHEN w.year IS NULL THEN 0 ELSE w.cents END AS depreciation_cents,
            CASE WHEN p.consumed_cents IS NULL THEN w.cents
                 ELSE p.consumed_cents + coalesce(w.cents, 0) END AS borne_cents,
            p.unsettled_cents,
            coalesce(p.unknown_lines, 0) + coalesce(w.unknown_lines, 0) AS unknown_lines
        FROM paid p FULL JOIN worn w ON w.year = p.year ORDER BY 1
        """,
        [*paid_params, *worn_params],
    )


def assets_without_life(db: Cursor, basis: str, objects: Sequence[str] = INVENTORY) -> pd.DataFrame:
    """Investive lines whose depreciation nobody can work out, because the useful life is missing
    and the object has no depreciation of its own: line_id, object_title, year, line_title,
    amount_cents."""
    return db.frame(
        f"""
        SELECT l.id AS line_id, coalesce(a.title, p.title, m.title) AS object_title, l.year,
            l.title AS line_title, l.amount_cents
        FROM cost_line l LEFT JOIN application a ON a.id = l.application_id
        LEFT JOIN project p ON p.id = l.project_id LEFT JOIN measure m ON m.id = l.measure_id
        WHERE {owned_by(objects)} AND l.basis = ? AND l.budget_kind = 'investiv'
            AND l.cost_type IS DISTINCT FROM 'Abschreibung' AND l.useful_life_years IS NULL
            AND NOT EXISTS (SELECT 1 FROM cost_line o WHERE o.cost_type = 'Abschreibung'
                AND o.basis = l.basis AND coalesce(o.application_id, o.project_id, o.measure_id)
                    = coalesce(l.application_id, l.project_id, l.measure_id))
        ORDER BY l.amount_cents DESC NULLS LAST, l.id
        """,
        [str(basis)],
    )


def depreciation_schedule(db: Cursor, line_id: str) -> pd.DataFrame:
    """Year by year what one investive line wears off: year, amount_cents, left_cents (the value
    left at the end of the year).  Empty where it does not follow from useful life."""
    line = db.one("SELECT basis FROM cost_line WHERE id = ?", [line_id])
    # A new line that was not saved yet has no schedule.
    if line is None:
        return pd.DataFrame(columns=["year", "amount_cents", "left_cents"])
    worn, params = raw_lines(
        line["basis"], None, ("application", "project", "measure"), depreciation=True
    )
    return db.frame(
        f"{worn} SELECT year, amount_cents, sum(amount_cents) OVER () "
        "- sum(amount_cents) OVER (ORDER BY year) AS left_cents "
        "FROM lines WHERE line_id = ? AND computed ORDER BY year",
        [*params, line_id],
    )
