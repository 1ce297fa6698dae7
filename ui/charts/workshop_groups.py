"""Which group wanted what: a field per cluster and group, the darker the more of its points."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from strategy.kernel import german
from ui.charts.drawn import drawn, told
from ui.charts.style import BLUE, COLOURS, PALE, finish, safe, wrapped
from ui.charts.workshop import room_for_legend


@drawn
def wishes_chart(frame: pd.DataFrame) -> go.Figure:
    """Clusters (the most points on top) against groups.

    Columns: cluster, participants, points, share (per cent of the points of the group); clusters
    of the same name count as one.  A field that got nothing stays empty.
    """
    totals = frame.groupby("cluster")["points"].sum().sort_values(ascending=False, kind="stable")
    groups = list(dict.fromkeys(frame["participants"]))
    shares = (
        frame.groupby(["cluster", "participants"])["share"]
        .sum()
        .unstack()
        # unstack sorts by name; the order here is by points, and groups stay in that of the
        # workshop.
        .reindex(index=totals.index, columns=groups)
    )
    points = (
        frame.groupby(["cluster", "participants"])["points"]
        .sum()
        .unstack()
        .reindex(index=totals.index, columns=groups)
    )
    written = [
        ["" if german.is_unknown(value) else german.percent(value, 0) for value in row]
        for row in shares.to_numpy().tolist()
    ]
    told = [
        [
            f"{wrapped(cluster, 40)}<br>{safe(group)}: "
            + (
                "keine Punkte"
                if german.is_unknown(points.loc[cluster, group])
                else f"{german.number(int(points.loc[cluster, group]), 0)} Punkte, "
                f"{german.percent(shares.loc[cluster, group], 1)} dieser Gruppe"
            )
            for group in groups
        ]
        for cluster in totals.index
    ]
    figure = go.Figure(
        go.Heatmap(
            z=[
                [None if german.is_unknown(value) else float(value) for value in row]
                for row in shares.to_numpy().tolist()
            ],
            x=list(range(len(groups))),
            y=list(range(len(totals))),
            text=written,
            texttemplate="%{text}",
            customdata=told,
            hovertemplate="%{customdata}<extra></extra>",
            colorscale=[[0, PALE], [1, BLUE]],
            zmin=0,
            showscale=False,
            xgap=2,
            ygap=2,
        )
    )
    figure.update_xaxes(
        tickvals=list(range(len(groups))),
        ticktext=[wrapped(group, 14, 3) for group in groups],
        side="top",
        showgrid=False,
        zeroline=False,
    )
    figure.update_yaxes(
        tickvals=list(range(len(totals))),
        ticktext=[wrapped(cluster, 26, 2) for cluster in totals.index],
        range=[len(totals) - 0.5, -0.5],
        showgrid=False,
        zeroline=False,
    )
    return finish(figure, max(260, 36 * len(totals) + 110), legend=False)


@told
def wishes_summary(frame: pd.DataFrame) -> str:
    """What each group gave the largest part of its points to."""
    if frame.empty:
        return "Es sind noch keine Punkte vergeben."
    said = []
    for group in dict.fromkeys(frame["participants"]):
        own = frame[frame["participants"] == group]
        most = own.loc[own["share"].astype(float).idxmax()]
        said.append(f"{group}: „{most['cluster']}“ ({german.percent(most['share'], 0)})")
    return f"Wofür jede Gruppe am meisten ihrer Punkte gab: {'; '.join(said)}."


@drawn
def phases_chart(frame: pd.DataFrame) -> go.Figure:
    """Lying bars per cluster, divided by the phase in which the points were given.

    Columns: cluster, phase (in their order), points.
    """
    totals = frame.groupby("cluster")["points"].sum().sort_values(ascending=False, kind="stable")
    place = {cluster: line for line, cluster in enumerate(totals.index)}
    figure = go.Figure()
    for number, phase in enumerate(dict.fromkeys(frame["phase"])):
        part = frame[frame["phase"] == phase]
        figure.add_bar(
            orientation="h",
            x=part["points"].astype(int),
            y=[place[cluster] for cluster in part["cluster"]],
            name=safe(phase),
            marker={"color": COLOURS[number % len(COLOURS)]},
            customdata=[
                f"{wrapped(row.cluster, 40)}<br>{safe(phase)}: {row.points} Punkte"
                for row in part.itertuples()
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    figure.update_layout(barmode="stack")
    figure.update_xaxes(title="Punkte", rangemode="tozero")
    figure.update_yaxes(
        tickvals=list(place.values()),
        ticktext=[wrapped(name, 28, 2) for name in place],
        range=[len(place) - 0.5, -0.5],
        title=None,
    )
    return room_for_legend(finish(figure, max(260, 34 * len(place) + 130)))


@told
def phases_summary(frame: pd.DataFrame) -> str:
    """How many points each phase got, and for what most of them."""
    if frame.empty:
        return "Es sind noch keine Punkte vergeben."
    said = []
    for phase in dict.fromkeys(frame["phase"]):
        own = frame[frame["phase"] == phase]
        most = own.loc[own["points"].astype(int).idxmax()]
        said.append(
            f"{phase}: {german.number(int(own['points'].sum()), 0)} Punkte, die meisten für "
            f"„{most['cluster']}“"
        )
    return "; ".join(said) + "."
