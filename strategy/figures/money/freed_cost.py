"""What the old pays for the new: the running cost that is freed when a measure replaces it.

An application costs on until the parallel run is over and the notice has run out, whichever is
later; a contract that ends without notice is paid until its last day instead.  From the month
after that its running Sachkosten are freed, by whole months.  Own staff is freed too, but no money
comes of it as long as the posts stay, so it is told apart.
"""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

import pandas as pd

from strategy.figures.money.allocation import part_sum
from strategy.figures.money.lines import lines
from strategy.figures.money.own_share import own_share_cells
from strategy.kernel import german
from strategy.kernel.store import Cursor

COLUMNS = [
    "replacement_id",
    "measure_id",
    "application_id",
    "application",
    "freed_on",
    "year",
    "months",
    "cost_cents",
    "freed_cents",
    "personal_cents",
    "unknown_lines",
]


def months_later(day: date, months: int) -> date:
    """The same day some months later; the last day of a month stays the last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    longest = calendar.monthrange(year, month + 1)[1]
    if day.day == calendar.monthrange(day.year, day.month)[1]:
        return date(year, month + 1, longest)
    return date(year, month + 1, min(day.day, longest))


def freed_on(
    replaced_on: date,
    parallel_months: int | None,
    notice_on: date | None,
    notice_months: int | None,
    fixed_end: date | None = None,
) -> date:
    """The last day that is still paid for: after the parallel run, and after the notice.

    ``fixed_end`` is the last day of a contract that ends without notice.  Whoever works with the
    application beyond it pays on, so the parallel run counts there as well.
    """
    parallel = months_later(replaced_on, parallel_months or 0)
    if fixed_end is not None:
        return max(parallel, fixed_end)
    return max(parallel, months_later(notice_on or replaced_on, notice_months or 0))


def freed_months(last_paid: date, year: int) -> int:
    """How many months of a year are free; the month of the last paid day is not."""
    if year < last_paid.year:
        return 0
    return 12 if year > last_paid.year else 12 - last_paid.month


def freed_cost(db: Cursor, measure_id: str | None = None) -> pd.DataFrame:
    """Per replaced application and year with planned running cost: see ``COLUMNS``; cost_cents is
    what it would cost in the year (Sachkosten), freed_cents the freed part of it, personal_cents
    the freed part of Personalkosten, each None where no amount of it is known; unknown_lines are
    in no amount."""
    own, params = lines("Plan", None, ("application",))
    sach, personal = part_sum("kind = 'Sachkosten'"), part_sum("kind = 'Personalkosten'")
    rows = db.rows(
        f"WITH RECURSIVE {own}, yearly AS (SELECT object_id, year, "
        f"{sach} AS sach, {personal} AS personal, "
        "count(*) FILTER (WHERE amount_cents IS NULL) AS unknown_lines "
        "FROM lines WHERE recurrence = 'laufend' GROUP BY ALL) "
        "SELECT r.id, r.measure_id, r.application_id, a.title, r.replaced_on, r.parallel_months, "
        "r.notice_on, a.notice_months, "
        "CASE WHEN a.ends_by_itself THEN a.contract_end END AS fixed_end, "
        "y.year, y.sach, y.personal, y.unknown_lines "
        "FROM replacement r JOIN application a ON a.id = r.application_id "
        "JOIN yearly y ON y.object_id = a.id "
        "WHERE r.replaced_on IS NOT NULL AND (? IS NULL OR r.measure_id = ?) "
        "ORDER BY r.measure_id, r.application_id, y.year",
        [*params, measure_id, measure_id],
    )
    found = []
    for row in rows:
        last = freed_on(
            row["replaced_on"],
            row["parallel_months"],
            row["notice_on"],
            row["notice_months"],
            row["fixed_end"],
        )
        months = freed_months(last, row["year"])
        found.append(
            [
                row["id"],
                row["measure_id"],
                row["application_id"],
                row["title"],
                last,
                row["year"],
                months,
                None if row["sach"] is None else int(row["sach"]),
                _part(row["sach"], months),
                _part(row["personal"], months),
                row["unknown_lines"] if months else 0,
            ]
        )
    amounts = ["cost_cents", "freed_cents", "personal_cents"]
    return pd.DataFrame(found, columns=COLUMNS).astype(dict.fromkeys(amounts, "Int64"))


def _part(cents: int | None, months: int) -> int | None:
    """Twelfths of a year's cost, half a cent up; of no month it is 0, whatever the cost."""
    if cents is None:
        return None if months else 0
    return (2 * int(cents) * months + 12) // 24


def paid_by_the_old(db: Cursor, measure_id: str) -> pd.DataFrame:
    """Per year: year, new_cents (own share of the measure), freed_cents, rest_cents (new less
    freed), left_cents (the rest of all years so far), unknown_lines.  What rests on an unknown
    amount is None."""
    names = ["own_cents", "freed_cents", "unknown_lines"]
    new = own_share_cells(db, [measure_id]).groupby("year")[names[::2]].sum(min_count=1)
    freed = freed_cost(db, measure_id).groupby("year")[names[1:]].sum(min_count=1)
    # Only years in which one of the two has something; the old costs on in all of them.
    years = sorted({*new.index, *freed[freed["freed_cents"].fillna(1) != 0].index})
    rows: list[list[int | None]] = []
    left: int | None = 0
    for year in years:
        cost = _known(new["own_cents"].get(year, 0))
        saved = _known(freed["freed_cents"].get(year, 0))
        rest = None if cost is None or saved is None else cost - saved
        left = None if rest is None or left is None else left + rest
        unknown = int(new["unknown_lines"].get(year, 0)) + int(freed["unknown_lines"].get(year, 0))
        rows.append([int(year), cost, saved, rest, left, unknown])
    names = ["year", "new_cents", "freed_cents", "rest_cents", "left_cents", "unknown_lines"]
    return pd.DataFrame(rows, columns=names).astype("Int64")


def _known(value: Any) -> int | None:
    return None if german.is_unknown(value) else int(value)
