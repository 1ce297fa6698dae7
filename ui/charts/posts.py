"""The picture of filled and vacant posts."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from strategy.kernel import german
from ui.charts.drawn import drawn, told
from ui.charts.style import BLUE, ORANGE, finish, wrapped


@drawn
def posts_chart(frame: pd.DataFrame) -> go.Figure:
    """Lying bars per unit, the filled part and behind it the vacant part, in VZÄ.

    Columns: label, filled_fte, vacant_fte (None = unknown, which draws nothing).
    """
    figure = go.Figure()
    places = list(range(len(frame)))
    for name, column, colour in (
        ("besetzt", "filled_fte", BLUE),
        ("unbesetzt", "vacant_fte", ORANGE),
    ):
        values = [0.0 if german.is_unknown(value) else float(value) for value in frame[column]]
        figure.add_bar(
            orientation="h",
            name=name,
            x=values,
            y=places,
            marker={"color": colour},
            text=[german.fte(value) if value else "" for value in values],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            customdata=[wrapped(label, 50, 4) for label in frame["label"]],
            hovertemplate=f"%{{customdata}}<br>%{{text}} VZÄ {name}<extra></extra>",
        )
    # Filled and vacant add up to the post; side by side the sum could not be seen.
    figure.update_layout(barmode="stack")
    figure.update_xaxes(title="VZÄ", rangemode="tozero")
    figure.update_yaxes(
        tickvals=places,
        ticktext=[wrapped(label, 28, 2) for label in frame["label"]],
        range=[len(frame) - 0.5, -0.5],
        title=None,
    )
    return finish(figure, max(220, 44 * len(frame) + 90))


@told
def posts_summary(frame: pd.DataFrame) -> str:
    """How much is filled, how much is not, and where most is missing."""
    filled = frame["filled_fte"].dropna().astype(float).sum()
    vacant = frame["vacant_fte"].dropna().astype(float).sum()
    unknown = int(frame["unknown"].sum())
    sentence = f"{german.fte(filled)} VZÄ sind besetzt, {german.fte(vacant)} VZÄ sind unbesetzt"
    if vacant:
        worst = frame.iloc[frame["vacant_fte"].fillna(0).astype(float).argmax()]
        sentence += f", am meisten fehlt in {worst['label']}: {german.fte(worst['vacant_fte'])} VZÄ"
    if unknown:
        sentence += f"; bei {unknown} {'Stelle' if unknown == 1 else 'Stellen'} ist es unbekannt"
    return sentence + "."
