"""A chart as every page shows it: picture, sentence, its table, and the table for Excel."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from ui.charts.style import PLOTLY_DE, for_dark
from ui.run.plain_text import plain
from ui.tables.format import Column, excel_table, grid

EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_chart(
    figure: go.Figure,
    summary: str,
    table: pd.DataFrame,
    columns: Mapping[str, Column],
    key: str,
    title: str = "Diagramm",
    on_choose: Callable[[], None] | None = None,
) -> None:
    """Draw ``figure`` under its sentence, with ``table`` below it and as a download.

    ``columns`` names and writes the columns of ``table``; ``title`` names the Excel file.  The
    sentence is the picture's text alternative too.  ``on_choose`` is called when somebody clicks a
    point, which stands in the state of ``{key}_chart``.
    """
    st.markdown(plain(summary))
    dark = st.context.theme.type == "dark"
    st.plotly_chart(
        for_dark(figure) if dark else figure,
        key=f"{key}_chart",
        config=PLOTLY_DE,
        alt=summary,
        width="stretch",
        on_select=on_choose or "ignore",
        selection_mode="points",
    )
    # Most pictures are only looked at; their table is drawn once somebody opens it.
    folded = st.expander("Als Tabelle", key=f"{key}_expander", on_change="rerun")
    if not folded.open:
        return
    with folded:
        st.dataframe(**grid(table, columns), key=f"{key}_table", width="stretch")
        st.download_button(
            "Tabelle nach Excel",
            data=lambda: excel_table(table, columns, title),
            file_name=f"{title}.xlsx",
            mime=EXCEL_TYPE,
            icon=":material/download:",
            on_click="ignore",
            key=f"{key}_excel",
        )
