"""Which group wanted what, and the ranking if every group had the same weight."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from strategy.figures.workshop.points import equal_voices
from strategy.kernel import german
from ui.charts.chart_block import show_chart
from ui.charts.workshop import points_chart, points_summary
from ui.charts.workshop_groups import wishes_chart, wishes_summary
from ui.run.plain_text import plain
from ui.tables.download import excel_button
from ui.tables.format import Column, grid, number_column, percent_column, text_column
from ui.workshop.ranking import foremost, say_cut

_NOBODY = "Noch hat niemand Punkte vergeben; danach steht hier, welche Gruppe was wollte."


def show_groups(by_group: pd.DataFrame, total: int) -> None:
    """``by_group`` as ``points.points_by_group``."""
    if by_group.empty:
        st.info(_NOBODY, icon=":material/info:")
        return
    columns: dict[str, Column] = {
        "participants": text_column("Gruppe"),
        "cluster": text_column("Thema"),
        "points": number_column("Punkte"),
        "share": percent_column("Anteil an den Punkten der Gruppe", places=1),
    }
    st.header("Was jede Gruppe wollte")
    st.caption(
        "Jede Spalte ist eine Gruppe: so viel Prozent ihrer Punkte gab sie dem Thema. So geht "
        "eine kleine Gruppe neben einer großen nicht unter."
    )
    show_chart(
        wishes_chart(foremost(by_group)),
        wishes_summary(by_group),
        by_group,
        columns,
        key="group_wishes",
        title="Was jede Gruppe wollte",
    )
    say_cut(by_group)
    st.header("Wenn jede Gruppe gleich viel zählte")
    # Beside the plain sum, which is that of whoever came in the largest number.
    even = equal_voices(by_group)
    # By place and not by label: after sorting, labels are those of the older order.
    first, largest = even.iloc[0], even.iloc[even["points"].argmax()]
    st.markdown(
        f"Mit gleichem Gewicht für jede Gruppe läge „{plain(first['cluster'])}“ vorn"
        + (
            ", wie auch nach allen Punkten."
            if first["cluster_id"] == largest["cluster_id"]
            else f"; nach allen Punkten liegt „{plain(largest['cluster'])}“ vorn."
        )
    )
    even_columns: dict[str, Column] = {
        "cluster": text_column("Thema", width="large"),
        "even": percent_column("Anteil bei gleichem Gewicht", places=1),
        "share": percent_column("Anteil an allen Punkten", places=1),
        "points": number_column("Punkte"),
    }
    st.dataframe(
        **grid(even, even_columns),
        key="group_even",
        alt="Themen bei gleichem Gewicht der Gruppen",
        height=min(38 + 35 * len(even), 480),
    )
    # A function, so that the file is made when it is asked for and not in each run.
    excel_button(lambda: even, even_columns, "Themen bei gleichem Gewicht", key="group_even")
    st.header("Punkte je Thema und Gruppe")
    # The chart groups by this key, and groupby leaves out rows without one: points in no Thema
    # would be missing.
    stacked = by_group.assign(cluster_id=by_group["cluster_id"].fillna("-"))
    show_chart(
        points_chart(foremost(stacked)),
        points_summary(stacked),
        by_group,
        columns,
        key="group_points",
        title="Punkte je Thema und Gruppe",
    )
    st.caption(
        f"Zusammen {german.counted(total, 'Punkt', 'Punkte')}; wer keine Gruppe genannt hat, steht "
        "unter „ohne Gruppe“."
    )
