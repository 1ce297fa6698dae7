"""Cost of the Ämter side by side over the years, also across a reorganisation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from strategy.figures.money.allocation import INVENTORY, kind_part
from strategy.figures.money.allocation_table import KeptAllocation
from strategy.kernel import german
from strategy.kernel.store import Cursor

KINDS = {"": "amount_cents", "Sachkosten": "sach_cents", "Personalkosten": "personal_cents"}


def unit_years(
    db: Cursor, basis: str, objects: Sequence[str] = INVENTORY, today: date | None = None
) -> pd.DataFrame:
    """Per Amt and year: amt_id, amt, dezernat, year, sach_cents, personal_cents, amount_cents.

    Without ``today`` cost stays with the unit it was recorded for, also if that is dissolved; with
    it, dissolved units are counted with their successors and a series does not break.
    """
    return KeptAllocation(db, basis, None, objects, today=today).frame(
        f"""
        SELECT amt_id, amt, dezernat, year,
            {kind_part("Sachkosten", "year")} AS sach_cents,
            {kind_part("Personalkosten", "year")} AS personal_cents,
            sum(amount_cents) AS amount_cents
        FROM allocated GROUP BY amt_id, amt, dezernat, year
        ORDER BY dezernat, amt, amt_id NULLS LAST, year
        """
    )


def side_by_side(frame: pd.DataFrame, kind: str = "") -> pd.DataFrame:
    """One row per Amt: amt_id, amt, dezernat, a column per year (its number as text; cents, None =
    unknown or no line) and change (last year less first year, None where one is missing)."""
    units = ["amt_id", "amt", "dezernat"]
    years = sorted(int(year) for year in set(frame["year"]))
    rows = []
    # dropna=False: cost that no unit bears has no id, and would be missing without a word.
    for key, part in frame.groupby(units, sort=False, dropna=False):
        cents: dict[str, int | None] = {
            str(year): None if german.is_unknown(value) else int(value)
            for year, value in zip(part["year"], part[KINDS[kind]], strict=True)
        }
        first, last = (cents.get(str(year)) for year in (years[0], years[-1]))
        change = None if first is None or last is None or len(years) < 2 else last - first
        rows.append(
            {
                **dict(zip(units, key, strict=True)),
                **{str(year): cents.get(str(year)) for year in years},
                "change": change,
            }
        )
    wide = pd.DataFrame(rows, columns=[*units, *map(str, years), "change"])
    # Int64 holds gaps; plain columns would turn cents into floats as soon as one is unknown.
    return wide.astype({name: "Int64" for name in [*map(str, years), "change"]})


def dissolved_units(db: Cursor, today: date) -> int:
    """How many units are dissolved and have a successor; with none the two views are the same."""
    return int(
        db.value(
            "SELECT count(*) FROM organisation_unit "
            "WHERE valid_to < ? AND successor_id IS NOT NULL",
            [today],
        )
    )
