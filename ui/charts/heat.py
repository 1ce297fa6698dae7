"""The heat map of life domains and goals."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from strategy.kernel import german
from ui.charts.drawn import drawn, told
from ui.charts.style import BLUE, PALE, finish, wrapped

# So many goals have room side by side with their names; more of them stand one below the other.
_MOST_COLUMNS = 8


@drawn
def heat_chart(frame: pd.DataFrame, marked: Sequence[str] = ()) -> go.Figure:
    """Own share per domain and goal; every cell says its amount and can be clicked: its point
    bears the number of the domain and that of the goal as the first two values of customdata.

    Index: names of domains, those of ``marked`` with a sign; columns: names of goals; values:
    cents.
    """
    domains = [(f"! {name}" if name in marked else str(name)) for name in frame.index]
    goals = [str(name) for name in frame.columns]
    swapped = len(goals) > _MOST_COLUMNS
    shown = frame.T if swapped else frame
    rows, columns = (goals, domains) if swapped else (domains, goals)
    texts = [
        [
            "" if german.is_unknown(value) or not value else german.money_short(value)
            for value in row
        ]
        for row in shown.to_numpy(object).tolist()
    ]
    figure = go.Figure(
        go.Heatmap(
            z=(shown / 100).to_numpy().tolist(),
            # By number, because two goals may bear one name.
            x=list(range(len(columns))),
            y=list(range(len(rows))),
            text=texts,
            texttemplate="%{text}",
            textfont={"size": 11},
            colorscale=[[0, PALE], [1, BLUE]],
            showscale=False,
            xgap=2,
            ygap=2,
            hoverinfo="skip",
        )
    )
    # Plotly lets nobody choose cells of a heat map, but points of a scatter that nobody sees.
    cells = [(x, y) for y in range(len(rows)) for x in range(len(columns))]
    figure.add_scatter(
        x=[x for x, _ in cells],
        y=[y for _, y in cells],
        mode="markers",
        marker={"size": 40, "symbol": "square", "opacity": 0, "color": BLUE},
        # Chosen or not, the points stay unseen.
        selected={"marker": {"opacity": 0}},
        unselected={"marker": {"opacity": 0}},
        customdata=[
            [
                *((x, y) if swapped else (y, x)),
                f"{wrapped(rows[y], 40)}<br>{wrapped(columns[x], 40)}<br>"
                f"{texts[y][x] or german.money_short(0)}",
            ]
            for x, y in cells
        ],
        hovertemplate="%{customdata[2]}<extra></extra>",
    )
    figure.update_xaxes(
        tickvals=list(range(len(columns))),
        ticktext=[wrapped(name, 24, 1) if swapped else wrapped(name, 16, 4) for name in columns],
        tickangle=-90 if swapped else None,
        # Without a range the unseen points would be given room beyond the cells.
        range=[-0.5, len(columns) - 0.5],
        side="top",
        title=None,
    )
    figure.update_yaxes(
        tickvals=list(range(len(rows))),
        ticktext=[wrapped(name, 34 if swapped else 24, 2) for name in rows],
        range=[len(rows) - 0.5, -0.5],
        title=None,
    )
    return finish(figure, max(320, 46 * len(rows) + 130), legend=False)


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
