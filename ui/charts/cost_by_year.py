"""The picture of cost by year and kind with its table, as several pages show it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from ui.charts import cost_by_year_chart, cost_by_year_summary
from ui.charts.chart_block import show_chart
from ui.tables.format import money_column, number_column, text_column, year_column


def show_cost_by_year(costs: pd.DataFrame, *, key: str, title: str) -> None:
    """``costs`` has the columns year, kind, amount_cents and unknown_lines."""
    if not costs["amount_cents"].notna().any():
        # Axes without a bar would look like years that cost nothing.
        st.caption(cost_by_year_summary(costs))
        return
    show_chart(
        cost_by_year_chart(costs),
        cost_by_year_summary(costs),
        costs,
        {
            "year": year_column(),
            "kind": text_column("Kostenart"),
            "amount_cents": money_column("Betrag"),
            "unknown_lines": number_column("Zeilen ohne Betrag"),
        },
        key=key,
        title=title,
    )
