"""A table of differences whose rows lead to the measures behind them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from strategy.differences.comparing import Cell, Difference
from ui.tables.download import excel_button
from ui.tables.drill import show_drill
from ui.tables.format import Column, fte_column, money_column, text_column
from ui.tables.result_table import show_result
from ui.versions.compared import behind_frame


def show_differences(
    found: Difference,
    frame: pd.DataFrame,
    columns: Mapping[str, Column],
    behind: Callable[[str], Sequence[Cell]],
    *,
    key: str,
    title: str,
    posts: bool = False,
) -> None:
    """Draw ``frame``; choosing a row shows the measures that make its difference."""
    if frame.empty:
        st.caption("Hier unterscheiden sich die beiden Fassungen nicht.")
        return
    place = f"{key}_gewaehlt"
    show_drill(
        frame,
        columns,
        lambda one: st.session_state.update({place: one}),
        key=key,
        label=title,
        ids="key",
        prompt="Maßnahmen hinter einer Zeile zeigen",
        named_by=[name for name in columns if name not in (*_AMOUNTS, "measures")],
    )
    excel_button(lambda: frame, columns, title, key=key)
    chosen = st.session_state.get(place)
    if chosen is None or chosen not in [str(value) for value in frame["key"]]:
        return
    rows = behind_frame(found, behind(chosen), 10_000 if posts else 1)
    amount: Any = fte_column if posts else money_column
    line = frame[frame["key"].astype(str) == chosen].iloc[0]
    first = [columns[name].write(line[name]) for name in columns if name not in _AMOUNTS]
    st.markdown(f"**Dahinter: {', '.join(first)}**")
    show_result(
        rows,
        {
            "title": text_column("Maßnahme", width="medium"),
            "before": amount("vorher"),
            "after": amount("nachher"),
            "delta": amount("Unterschied"),
        },
        "id",
        key=f"{key}_dahinter",
        title=f"{title}, Maßnahmen",
    )


_AMOUNTS = ("before", "after", "delta")
