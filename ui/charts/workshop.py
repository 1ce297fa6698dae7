"""The picture of a workshop: what got most points, and from whom."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from strategy.kernel import german
from ui.charts.drawn import drawn, told
from ui.charts.style import COLOURS, finish, safe, wrapped


@drawn
def points_chart(frame: pd.DataFrame) -> go.Figure:
    """Lying bars per cluster, the most points on top, divided by the group that gave them.

    Columns: cluster_id, cluster, participants, points (number; None counts as none).
    """
    given = frame.dropna(subset=["points"])
    totals = given.groupby("cluster_id")["points"].sum().sort_values(ascending=False, kind="stable")
    place = {cluster: line for line, cluster in enumerate(totals.index)}
    names = dict(zip(given["cluster_id"], given["cluster"], strict=True))
    figure = go.Figure()
    for number, group in enumerate(sorted(set(given["participants"]))):
        part = given[given["participants"] == group]
        figure.add_bar(
            orientation="h",
            x=part["points"].astype(int),
            y=[place[cluster] for cluster in part["cluster_id"]],
            name=safe(group),
            marker={"color": COLOURS[number % len(COLOURS)]},
            customdata=[
                f"{wrapped(row.cluster, 40)}<br>{safe(group)}: {row.points} Punkte"
                for row in part.itertuples()
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    figure.update_layout(barmode="stack")
    figure.update_xaxes(title="Punkte", rangemode="tozero")
    figure.update_yaxes(
        tickvals=list(place.values()),
        ticktext=[wrapped(names[cluster], 28, 2) for cluster in place],
        range=[len(place) - 0.5, -0.5],
        title=None,
    )
    return room_for_legend(finish(figure, max(260, 34 * len(place) + 130)))


def room_for_legend(figure: go.Figure) -> go.Figure:
    """Push the bars down by the lines that a long legend may take, so that it covers none."""
    lines = -(-len(figure.data) // 2)
    figure.update_layout(
        margin={"t": 20 + 24 * lines},
        height=figure.layout.height + 24 * max(lines - 1, 0),
        legend={"traceorder": "normal"},
    )
    return figure


@told
def points_summary(frame: pd.DataFrame) -> str:
    """Which cluster comes first and who stands behind it."""
    given = frame.dropna(subset=["points"])
    if given.empty:
        return "Es sind noch keine Punkte vergeben."
    totals = given.groupby("cluster_id")["points"].sum()
    # The first of equals in the order of the ids.
    place = totals.argmax()
    first = totals.index[int(place)]
    own = given[given["cluster_id"] == first]
    most = own.iloc[own["points"].astype(int).argmax()]
    count = german.number(int(totals.iloc[place]), 0)
    whole = german.number(int(totals.sum()), 0)
    return (
        f"Die meisten Punkte hat „{own['cluster'].iloc[0]}“ mit {count} von {whole}; die meisten "
        f"davon kommen von: {most['participants']}."
    )
