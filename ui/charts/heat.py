"""The heat map of life domains and goals."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from strategy.kernel import german
from ui.charts.drawn import drawn, told
from ui.charts.style import BLUE, PALE, finish, wrapped


@drawn
def heat_chart(frame: pd.DataFrame) -> go.Figure:
    """Own share per domain (rows) and goal (columns); every cell says its amount.

    Index: names of domains; columns: names of goals; values: cents.
    """
    texts = [
        ["" if not value else german.money_short(value) for value in row]
        for row in frame.to_numpy(object).tolist()
    ]
    figure = go.Figure(
        go.Heatmap(
            z=(frame / 100).to_numpy().tolist(),
            # By number, because two goals may bear one name.
            x=list(range(len(frame.columns))),
            y=list(range(len(frame.index))),
            text=texts,
            texttemplate="%{text}",
            textfont={"size": 11},
            colorscale=[[0, PALE], [1, BLUE]],
            showscale=False,
            xgap=2,
            ygap=2,
            customdata=[
                [f"{wrapped(domain, 40)}<br>{wrapped(goal, 40)}" for goal in frame.columns]
                for domain in frame.index
            ],
            hovertemplate="%{customdata}<br>%{text}<extra></extra>",
        )
    )
    figure.update_xaxes(
        tickvals=list(range(len(frame.columns))),
        ticktext=[wrapped(name, 16, 4) for name in frame.columns],
        side="top",
        title=None,
    )
    figure.update_yaxes(
        tickvals=list(range(len(frame.index))),
        ticktext=[wrapped(name, 24, 2) for name in frame.index],
        autorange="reversed",
        title=None,
    )
    return finish(figure, max(320, 46 * len(frame.index) + 130), legend=False)


@told
def heat_summary(frame: pd.DataFrame) -> str:
    """Where most of the money goes."""
    total = int(frame.to_numpy().sum()) if frame.size else 0
    if not total:
        return "In dieser Auswahl steht noch kein Geld."
    values = frame.to_numpy()
    # By number, because two goals may bear one name.
    row, column = divmod(int(values.argmax()), len(frame.columns))
    domain, goal = frame.index[row], frame.columns[column]
    most = german.money_short(int(values[row, column]))
    return f"Das meiste Geld ({most}) steht in „{domain}“ für „{goal}“."
