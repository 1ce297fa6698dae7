"""Charts that any page may use: bars of one value, and the radar of IST against SOLL."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import plotly.graph_objects as go

from strategy.kernel import german
from ui.charts.drawn import drawn, told
from ui.charts.style import BLUE, ORANGE, finish, safe, wrapped


@drawn
def bar_chart(
    frame: pd.DataFrame,
    unit: str = "",
    colour: str = BLUE,
    write: Callable[[object], str] = german.number,
) -> go.Figure:
    """Lying bars in the order of the frame, each with its value written beside it.

    Columns: label (text), value (number, None = unknown: no bar, and the word "unbekannt").
    ``write`` turns a value into German text, for example ``german.money_short`` for cents.
    """
    values = frame["value"].astype(float)
    longest = values.max()
    figure = go.Figure(
        go.Bar(
            orientation="h",
            x=values.fillna(0),
            y=list(range(len(frame))),
            marker={"color": colour},
            text=[write(value) for value in frame["value"]],
            # Beside a short bar, inside a long one, so that a phone shows it too.
            textposition=["inside" if long else "outside" for long in values > longest / 2],
            insidetextanchor="end",
            textangle=0,
            constraintext="none",
            cliponaxis=False,
            customdata=[wrapped(label, 50, 4) for label in frame["label"]],
            hovertemplate="%{customdata}<br>%{text}<extra></extra>",
        )
    )
    figure.update_xaxes(title=unit or None, showticklabels=False, rangemode="tozero")
    figure.update_yaxes(
        tickvals=list(range(len(frame))),
        ticktext=[wrapped(label, 28, 2) for label in frame["label"]],
        range=[len(frame) - 0.5, -0.5],
        title=None,
    )
    return finish(figure, max(200, 44 * len(frame) + 40), legend=False)


@told
def bar_summary(
    frame: pd.DataFrame, what: str, write: Callable[[object], str] = german.number
) -> str:
    """The largest value and what is unknown; ``what`` names the values ("Die meisten Kosten")."""
    known = frame.dropna(subset=["value"])
    missing = len(frame) - len(known)
    verb = "ist" if missing == 1 else "sind"
    tail = f"; {missing} von {len(frame)} Werten {verb} unbekannt" if missing else ""
    if known.empty:
        return f"{what}: noch keine Werte{tail}."
    top = known.iloc[known["value"].astype(float).argmax()]
    return f"{what}: {top['label']} mit {write(top['value'])}{tail}."


@drawn
def radar_chart(frame: pd.DataFrame, highest: float = 5) -> go.Figure:
    """IST as an area and SOLL as a dashed line over the fields of a maturity model.

    Columns: label, ist, soll (0 to ``highest``; None = unknown, which leaves a gap).
    """
    labels = [wrapped(label, 16, 3, cut_words=False) for label in frame["label"]]
    figure = go.Figure()
    for column, name, colour, dash, symbol in (
        ("ist", "IST", BLUE, "solid", "circle"),
        ("soll", "SOLL", ORANGE, "dash", "diamond"),
    ):
        values = [None if german.is_unknown(v) else float(v) for v in frame[column]]
        figure.add_scatterpolar(
            r=[*values, *values[:1]],
            theta=[*labels, *labels[:1]],
            name=name,
            mode="lines+markers",
            fill="toself" if column == "ist" and None not in values else "none",
            line={"color": colour, "width": 3, "dash": dash},
            marker={"color": colour, "size": 9, "symbol": symbol},
            opacity=0.85,
            hovertemplate=f"%{{theta}}<br>{name} %{{r:,.10~f}}<extra></extra>",
        )
    figure.update_layout(
        polar={
            "radialaxis": {"range": [0, highest], "dtick": 1, "angle": 90, "tickangle": 90},
            "angularaxis": {"direction": "clockwise", "rotation": 90},
            "bgcolor": "rgba(0,0,0,0)",
        }
    )
    finish(figure, 520)
    # The uppermost label stands where other charts have their legend.  Labels at the sides make no
    # room for themselves; the widest line of them needs some 7 pixels per letter.
    letters = max((len(part) for label in labels for part in label.split("<br>")), default=0)
    side = min(170, 30 + 7 * letters)
    figure.update_layout(
        margin={"l": side, "r": side, "t": 70, "b": 60}, legend={"y": -0.15, "yanchor": "top"}
    )
    return figure


@told
def radar_summary(frame: pd.DataFrame) -> str:
    """The field with the widest gap between IST and SOLL."""
    known = frame.dropna(subset=["ist", "soll"])
    if known.empty:
        return "Noch in keinem Feld sind IST und SOLL bekannt."
    gaps = known["soll"].astype(float) - known["ist"].astype(float)
    widest = known.iloc[gaps.argmax()]
    missing = len(frame) - len(known)
    verb = "ist" if missing == 1 else "sind"
    tail = f"; {missing} von {len(frame)} Feldern {verb} noch offen" if missing else ""
    if gaps.max() <= 0:
        return f"In allen bewerteten Feldern ist das SOLL erreicht{tail}."
    return (
        f"Der größte Abstand besteht bei {safe(widest['label'])}: IST "
        f"{german.number(widest['ist'])}, SOLL {german.number(widest['soll'])}{tail}."
    )
