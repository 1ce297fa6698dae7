"""The budget as it came from the finance system.

Subtotal lines are kept in the plan but never counted.  Plan types (Ergebnis, Ansatz, Plan …) are
never added to each other, nor are Erträge and Einzahlungen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from strategy.figures.inventory.units import UNASSIGNED, UNITS
from strategy.figures.money.allocation import part_sum
from strategy.kernel import german
from strategy.kernel.store import Cursor

# Which lines count in a sum.  IS NOT TRUE and IS DISTINCT FROM keep lines that say neither; = and
# <> would drop them with NULL.
COUNTED_LINES = "is_subtotal IS NOT TRUE AND line_kind IS DISTINCT FROM 'Saldo'"
_SUMS = (
    "sum(amount_cents) AS amount_cents, count(*) AS lines, "
    "count(*) FILTER (WHERE amount_cents IS NULL) AS unknown_lines"
)


def budget_rows(
    db: Cursor,
    *,
    year: int | None = None,
    plan_type: str | None = None,
    product: str | None = None,
    line_kind: str | None = None,
    source: str | None = None,
    limit: int | None = None,
) -> pd.DataFrame:
    """The counted lines behind a total, the largest first: id, source, product, product_title,
    account, title, line_kind, year, plan_type, amount_cents, organisation_id."""
    wanted = {
        "year": year,
        "plan_type": plan_type,
        "product": product,
        "line_kind": line_kind,
        "source": source,
    }
    where, params = _where(wanted)
    end = "" if limit is None else f" LIMIT {int(limit)}"
    return db.frame(
        "SELECT id, source, product, product_title, account, title, line_kind, year, plan_type, "
        f"amount_cents, organisation_id FROM budget_line WHERE {where} "
        f"ORDER BY abs(amount_cents) DESC NULLS LAST, id{end}",
        params,
    )


def budget_by_year(db: Cursor, source: str | None = None) -> pd.DataFrame:
    """Per year, plan type and line kind: year, plan_type, flow (Ertrag, Aufwand, Einzahlung,
    Auszahlung or "ohne Art"), basis ("Ist" for results, else "Plan"), amount_cents, lines,
    unknown_lines."""
    where, params = _where({"source": source})
    return db.frame(
        "SELECT year, plan_type, coalesce(line_kind, 'ohne Art') AS flow, "
        "CASE WHEN plan_type IN ('Ergebnis', 'Ist') THEN 'Ist' ELSE 'Plan' END AS basis, "
        f"{_SUMS} FROM budget_line WHERE {where} GROUP BY ALL ORDER BY year, plan_type, flow",
        params,
    )


def leading_budget(db: Cursor, source: str | None = None) -> pd.DataFrame:
    """One plan type per year, for a chart over the years: the result where there is one, else the
    newest plan.  Columns as ``budget_by_year``."""
    where, params = _where({"source": source})
    return db.frame(
        f"""
        WITH sums AS (
            SELECT year, plan_type, coalesce(line_kind, 'ohne Art') AS flow,
                CASE WHEN plan_type IN ('Ergebnis', 'Ist') THEN 'Ist' ELSE 'Plan' END AS basis,
                {_SUMS} FROM budget_line WHERE {where} GROUP BY ALL
        ), ranked AS (
            SELECT *, dense_rank() OVER (PARTITION BY year ORDER BY {_RANK}) AS rank FROM sums
        )
        SELECT * EXCLUDE (rank) FROM ranked WHERE rank = 1 ORDER BY year, flow
        """,
        params,
    )


# What is surest comes first: the closed year, then the budget as amended, then plans further ahead.
_RANK = """
CASE plan_type WHEN 'Ergebnis' THEN 1 WHEN 'Ist' THEN 2 WHEN 'fortgeschriebener Ansatz' THEN 3
    WHEN 'Ansatz' THEN 4 WHEN 'Plan' THEN 5 WHEN 'Finanzplanung' THEN 6 ELSE 7 END
"""


def budget_result(db: Cursor, year: int, plan_type: str, source: str | None = None) -> int | None:
    """Erträge less Aufwendungen of one year and plan type in cents; None without such lines.

    Whichever sign the finance system writes expenses with, their size is subtracted.
    """
    where, params = _where({"year": year, "plan_type": plan_type, "source": source})
    # Some finance systems write expenses as negative numbers, others do not.
    found = db.value(
        "SELECT sum(CASE WHEN line_kind = 'Ertrag' THEN abs_or_own ELSE -abs_or_own END) FROM ("
        "SELECT line_kind, CASE WHEN line_kind = 'Aufwand' AND sum(amount_cents) < 0 "
        "THEN -sum(amount_cents) ELSE sum(amount_cents) END AS abs_or_own FROM budget_line "
        f"WHERE {where} AND line_kind IN ('Ertrag', 'Aufwand') GROUP BY line_kind)",
        params,
    )
    return None if found is None else int(found)


@dataclass(frozen=True)
class WithoutKind:
    """Counted lines that say neither income nor expense, so that no total of either holds them.

    ``size_cents`` adds their amounts without sign: costs and fees among them would else cancel out.
    """

    lines: int
    size_cents: int

    def sentence(self) -> str:
        """What a total leaves out, nothing where it leaves nothing out."""
        if not self.lines:
            return ""
        lines = german.counted(self.lines, "Zeile", "Zeilen")
        return (
            f"Nicht enthalten {'ist' if self.lines == 1 else 'sind'} {lines} ohne Art (weder "
            f"Ertrag noch Aufwand) mit zusammen {german.money(self.size_cents)} ohne Vorzeichen."
        )


def without_kind(
    db: Cursor, year: int, plan_type: str | None = None, source: str | None = None
) -> WithoutKind:
    """The lines of a year that the totals of income and expense cannot hold."""
    where, params = _where({"year": year, "plan_type": plan_type, "source": source})
    found = db.one(
        "SELECT count(*) AS lines, coalesce(sum(abs(amount_cents)), 0)::BIGINT AS size_cents "
        f"FROM budget_line WHERE {where} AND line_kind IS NULL",
        params,
    )
    assert found is not None
    return WithoutKind(int(found["lines"]), int(found["size_cents"]))


def budget_sources(db: Cursor) -> list[str]:
    """The tables of the budget that were read in."""
    found = db.rows("SELECT DISTINCT source FROM budget_line WHERE source IS NOT NULL ORDER BY 1")
    return [str(row["source"]) for row in found]


def _where(wanted: dict[str, Any]) -> tuple[str, Sequence[Any]]:
    conditions, params = [COUNTED_LINES], []
    for column, value in wanted.items():
        if value is not None:
            conditions.append(f"{column} = ?")
            params.append(value)
    return " AND ".join(conditions), params


def product_table(db: Cursor, year: int, plan_type: str, source: str | None = None) -> pd.DataFrame:
    """One row per product: product, product_title, income_cents, expense_cents, receipt_cents,
    payment_cents, other_cents of lines without a kind (0 without such a line, None where all are
    unknown), lines, unknown_lines."""
    where, params = _where({"year": year, "plan_type": plan_type, "source": source})
    return db.frame(
        f"SELECT product, max(product_title) AS product_title, {_FLOWS}, count(*) AS lines, "
        "count(*) FILTER (WHERE amount_cents IS NULL) AS unknown_lines FROM budget_line "
        f"WHERE {where} GROUP BY product ORDER BY product NULLS LAST",
        params,
    )


def budget_by_unit(
    db: Cursor, year: int, plan_type: str, source: str | None = None
) -> pd.DataFrame:
    """One row per Amt, with the lines of all units below it: dezernat, amt (both "ohne Zuordnung"
    where a line names no unit) and the sums of ``product_table``."""
    where, params = _where({"year": year, "plan_type": plan_type, "source": source})
    return db.frame(
        f"WITH RECURSIVE {UNITS}, counted AS (SELECT * FROM budget_line WHERE {where}) "
        f"SELECT coalesce(u.dezernat, '{UNASSIGNED}') AS dezernat, "
        f"coalesce(u.amt, '{UNASSIGNED}') AS amt, {_FLOWS}, count(*) AS lines, "
        "count(*) FILTER (WHERE amount_cents IS NULL) AS unknown_lines "
        "FROM counted LEFT JOIN units u ON u.unit_id = counted.organisation_id "
        "GROUP BY u.dezernat_id, u.dezernat, u.amt_id, u.amt "
        "ORDER BY u.dezernat_id NULLS LAST, u.amt_id NULLS LAST",
        params,
    )


def _part(kind: str) -> str:
    return part_sum(f"line_kind = '{kind}'")


_FLOWS = (
    ", ".join(
        f"{_part(kind)} AS {name}_cents"
        for kind, name in (
            ("Ertrag", "income"),
            ("Aufwand", "expense"),
            ("Einzahlung", "receipt"),
            ("Auszahlung", "payment"),
        )
    )
    + f", {part_sum('line_kind IS NULL')} AS other_cents"
)


def subtotal_count(db: Cursor, year: int, plan_type: str, source: str | None = None) -> int:
    """How many lines of a year and plan type are subtotals or balances and so not counted."""
    # Only the parameters are of use: the lines wanted are those that the condition leaves out.
    _, params = _where({"year": year, "plan_type": plan_type, "source": source})
    also = "" if source is None else " AND source = ?"
    return int(
        db.value(
            f"SELECT count(*) FROM budget_line WHERE NOT ({COUNTED_LINES}) AND year = ? "
            f"AND plan_type = ?{also}",
            params,
        )
    )
