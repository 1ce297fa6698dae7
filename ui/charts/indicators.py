"""Indicators: how far each has come, and the series of one against its way to the target."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from strategy.kernel import german
from ui.charts.drawn import drawn, told
from ui.charts.style import BLUE, GREY, ORANGE, STATES, finish, safe, wrapped

_ORDER = ("voll auf Kurs", "weitgehend auf Kurs", "teilweise auf Kurs", "nicht auf Kurs")


def signed(state: Any) -> str:
    """A state with its sign, "● voll auf Kurs"; "? unbekannt" where nothing is known."""
    if german.is_unknown(state) or state not in STATES:
        return f"? {german.UNKNOWN}"
    return f"{STATES[state][1]} {state}"


@drawn
def course_chart(frame: pd.DataFrame) -> go.Figure:
    """One lying bar per indicator: the part of the way from baseline to target that is gone.

    Columns: title, reached (per cent, None = unknown: no bar), course (Ampel as a German word).
    """
    frame = frame.reset_index(drop=True)
    figure = go.Figure()
    for course in (*_ORDER, german.UNKNOWN):
        part = frame[frame["course"].fillna(german.UNKNOWN) == course]
        if part.empty:
            continue
        reached = part["reached"].astype(float)
        colour = STATES.get(course, (GREY, "?"))[0]
        figure.add_bar(
            orientation="h",
            # A value far beyond its target would press all other bars flat; the text tells it in
            # full.
            x=reached.fillna(0).clip(-20, 120),
            # Lines by number, not by title: two indicators may be called the same.
            y=part.index,
            width=0.72,
            name=signed(course),
            marker={"color": colour},
            text=[german.percent(value, 0) for value in reached],
            textposition=["inside" if value > 50 else "outside" for value in reached.fillna(0)],
            insidetextanchor="end",
            textangle=0,
            constraintext="none",
            cliponaxis=False,
            customdata=[wrapped(title, 50, 4) for title in part["title"]],
            hovertemplate=f"%{{customdata}}<br>%{{text}} des Wegs, {course}<extra></extra>",
        )
    figure.update_layout(barmode="overlay")
    figure.add_vline(x=100, line={"color": GREY, "width": 1, "dash": "dot"})
    figure.update_xaxes(
        title="Weg zum Zielwert",
        ticksuffix=" %",
        dtick=50,
        range=[min(0.0, float(frame["reached"].astype(float).min(skipna=True) or 0)), 124],
    )
    figure.update_yaxes(
        tickvals=list(range(len(frame))),
        ticktext=[wrapped(title, 30, 2) for title in frame["title"]],
        range=[len(frame) - 0.5, -0.5],
        title=None,
    )
    return finish(figure, max(260, 36 * len(frame) + 120))


@told
def course_summary(frame: pd.DataFrame) -> str:
    """How many indicators are on course and how many nobody can tell."""
    if frame.empty:
        return "Es sind noch keine Kennzahlen eingetragen."
    on_course = int(frame["course"].isin(["voll auf Kurs", "weitgehend auf Kurs"]).sum())
    off = int((frame["course"] == "nicht auf Kurs").sum())
    unknown = int((~frame["course"].isin(_ORDER)).sum())
    verb = "ist" if on_course == 1 else "sind"
    tail = f"; bei {unknown} fehlen Angaben, um es zu sagen" if unknown else ""
    return (
        f"{on_course} von {len(frame)} Kennzahlen {verb} voll oder weitgehend auf Kurs, "
        f"{off} nicht{tail}."
    )


@drawn
def series_chart(series: pd.DataFrame, indicator: Mapping[str, Any]) -> go.Figure:
    """The measured values of one indicator as a line, the straight way to its target dashed.

    ``series`` columns: measured_on, amount (None = unknown).  ``indicator`` keys: unit, baseline,
    baseline_day, target, target_year (each may be None).
    """
    known = series.dropna(subset=["amount"])
    unit = indicator["unit"] or ""
    days = [*known["measured_on"]]
    values = [float(value) for value in known["amount"]]
    baseline, day = indicator["baseline"], indicator["baseline_day"]
    figure = go.Figure()
    if None not in (baseline, day):
        days, values = [day, *days], [float(baseline), *values]
        if None not in (indicator["target"], indicator["target_year"]):
            end = f"{indicator['target_year']}-12-31"
            figure.add_scatter(
                x=[_iso(day), end],
                y=[float(baseline), float(indicator["target"])],
                mode="lines+markers",
                name="Weg zum Ziel",
                line={"color": ORANGE, "width": 2, "dash": "dash"},
                marker={"symbol": ["circle-open", "diamond"], "size": [8, 13], "color": ORANGE},
                hovertemplate=f"Weg zum Ziel: %{{y:,.10~f}} {safe(unit)}<extra></extra>",
            )
    figure.add_scatter(
        x=[_iso(day) for day in days],
        y=values,
        mode="lines+markers",
        name="gemessen",
        line={"color": BLUE, "width": 3},
        marker={"size": 9, "color": BLUE},
        customdata=[german.day(day) for day in days],
        hovertemplate=f"%{{customdata}}: %{{y:,.10~f}} {safe(unit)}<extra></extra>",
    )
    # Without a step of twelve months plotly writes the same year several times on a short axis.
    figure.update_xaxes(type="date", tickformat="%Y", dtick="M12", title=None)
    figure.update_yaxes(title=safe(unit), rangemode="tozero")
    return finish(figure, 380)


@told
def series_summary(series: pd.DataFrame, indicator: Mapping[str, Any], course: str) -> str:
    """Where the indicator stands, where it shall be, and whether it is on course."""
    known = series.dropna(subset=["amount"])
    unit = indicator["unit"] or ""
    target, year = indicator["target"], indicator["target_year"]
    aim = (
        "ein Zielwert fehlt"
        if german.is_unknown(target)
        else (f"Ziel ist {german.number(target)} {unit}" + (f" bis {year}" if year else ""))
    )
    if known.empty:
        return f"Noch ist nichts gemessen; {aim}."
    last = known.iloc[-1]
    return (
        f"Zuletzt gemessen: {german.number(last['amount'])} {unit} am "
        f"{german.day(last['measured_on'])}; {aim}. Stand: {signed(course)}."
    )


@drawn
def city_chart(frame: pd.DataFrame, unit: str) -> go.Figure:
    """One lying bar per city, the own one in orange and named so.

    Columns: label, value (None = unknown: no bar, and the word), own (bool).
    """
    values = frame["value"].astype(float)
    longest = values.max()
    figure = go.Figure(
        go.Bar(
            orientation="h",
            x=values.fillna(0),
            y=list(range(len(frame))),
            marker={"color": [ORANGE if own else BLUE for own in frame["own"]]},
            text=[german.number(value) for value in frame["value"]],
            textposition=["inside" if value > longest / 2 else "outside" for value in values],
            insidetextfont={"color": ["#000000" if own else "#FFFFFF" for own in frame["own"]]},
            insidetextanchor="end",
            textangle=0,
            constraintext="none",
            cliponaxis=False,
            customdata=[wrapped(label, 50, 4) for label in frame["label"]],
            hovertemplate="%{customdata}<br>%{text}<extra></extra>",
        )
    )
    figure.update_xaxes(title=safe(unit), rangemode="tozero")
    figure.update_yaxes(
        tickvals=list(range(len(frame))),
        ticktext=[
            f"<b>{wrapped(row.label, 26, 2)}</b> (wir)" if row.own else wrapped(row.label, 28, 2)
            for row in frame.itertuples()
        ],
        range=[len(frame) - 0.5, -0.5],
        title=None,
    )
    return finish(figure, max(200, 44 * len(frame) + 60), legend=False)


@told
def city_summary(frame: pd.DataFrame, title: str, unit: str, lower_is_better: bool) -> str:
    """The place of the own municipality among those with a known value."""
    known = frame.dropna(subset=["value"])
    own = known[known["own"]]
    missing = len(frame) - len(known)
    tail = ""
    if missing:
        tail = f"; {missing} {'Wert ist' if missing == 1 else 'Werte sind'} unbekannt"
    if own.empty:
        return f"{title}: für die eigene Kommune ist noch kein Wert gemessen{tail}."
    value = float(own["value"].iloc[0])
    others = known["value"].astype(float)
    better = int((others < value).sum() if lower_is_better else (others > value).sum())
    return (
        f"{title}: {german.number(value)} {unit}, Platz {better + 1} von {len(known)} Kommunen "
        f"mit bekanntem Wert{tail}."
    )


def _iso(day: Any) -> str:
    return str(pd.Timestamp(day).date())
