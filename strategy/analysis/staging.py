"""The plan of several years as a table: a row per measure, a column per year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from strategy.kernel import german

NOTHING = "–"
NO_STAGE = "ohne Stufe"


def stage_grid(measures: pd.DataFrame, cells: pd.DataFrame, years: Sequence[int]) -> pd.DataFrame:
    """One row per measure: measure_id, title, domain, then a text per year ("2027").

    ``measures`` has measure_id, title, domain; ``cells`` is ``measure_years``: measure_id, year,
    stage, amount_cents, unknown_lines.  A text reads "Umsetzung · 4.200 €"; a year without stage
    and cost reads "–", a stage without any cost line its word alone.
    """
    # As plain lists: thousands of records from pandas take longer than the texts.
    told = [
        cells[name].to_numpy(object).tolist()
        for name in ("measure_id", "year", "stage", "amount_cents", "unknown_lines")
    ]
    # By pair of measure and year: pandas' own pivot would turn the texts' gaps into NaN.
    texts = {
        (measure, year): _text(stage, cents, unknown)
        for measure, year, stage, cents, unknown in zip(*told, strict=True)
    }
    grid = measures[["measure_id", "title", "domain"]].reset_index(drop=True)
    ids = grid["measure_id"].to_numpy(object).tolist()
    for year in years:
        grid[str(year)] = [texts.get((measure, year), NOTHING) for measure in ids]
    return grid


def _text(stage: Any, cents: Any, unknown: int) -> str:
    word = NO_STAGE if german.is_unknown(stage) else str(stage)
    if german.is_unknown(cents):
        return f"{word} · {german.UNKNOWN}" if unknown else word
    return f"{word} · {german.money_short(cents)}"
