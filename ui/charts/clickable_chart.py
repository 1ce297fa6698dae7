"""A chart whose points can be clicked: drawn like any other, and it says what was chosen."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from ui.charts.style import PLOTLY_DE, for_dark
from ui.run.plain_text import plain


def show_clickable(figure: go.Figure, summary: str, key: str) -> tuple[str, float, float] | None:
    """Draw ``figure`` under its sentence; returns the clicked point as the name of its trace, x and
    y, or None.  A page offers the same by buttons or a list, for those who cannot click."""
    st.markdown(plain(summary))
    dark = st.context.theme.type == "dark"
    event = st.plotly_chart(
        for_dark(figure) if dark else figure,
        key=f"{key}_chart",
        config=PLOTLY_DE,
        alt=summary,
        width="stretch",
        on_select="rerun",
        selection_mode="points",
    )
    points = event["selection"]["points"] if event else []
    if not points:
        return None
    # Plotly may report several points that lie on each other; the uppermost is what was clicked.
    point = points[0]
    trace = figure.data[point["curve_number"]]
    return str(trace.name), float(point["x"]), float(point["y"])
