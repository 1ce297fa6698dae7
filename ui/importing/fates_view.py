"""What becomes of every column and row of a file, shown before and after it is taken over."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from strategy.intake.comparing.fates import FATE_WORDS, ColumnFate, Fate, RowsLeftOut
from strategy.kernel import german
from ui.run.plain_text import plain
from ui.tables.format import grid, text_column

_SHOWN = 100


def show_fates(columns: Sequence[ColumnFate], rows: Sequence[RowsLeftOut], key: str) -> None:
    """One table of the columns and a list of the rows that become no entry."""
    out = sum(one.fate is Fate.LEFT_OUT for one in columns)
    count = sum(one.count for one in rows)
    title = "Was aus jeder Spalte und Zeile wird"
    if out or count:
        parts = [german.counted(out, "Spalte", "Spalten")] if out else []
        parts += [german.counted(count, "Zeile", "Zeilen")] if count else []
        title += f" ({' und '.join(parts)} nicht übernommen)"
    with st.expander(title, icon=":material/fact_check:"):
        frame = pd.DataFrame(
            [
                {"column": one.column, "fate": FATE_WORDS[one.fate], "reason": one.reason}
                for one in columns
            ]
        )
        if len(frame):
            shown = {
                "column": text_column("Spalte der Datei"),
                "fate": text_column("wird"),
                "reason": text_column("als / weil", width="large"),
            }
            st.dataframe(**grid(frame, shown), key=key, alt="Was aus jeder Spalte wird")
        for one in rows[:_SHOWN]:
            st.markdown(f"- {plain(one.sentence())}")
        if not rows:
            st.caption("Jede Zeile der Tabelle wird übernommen.")
