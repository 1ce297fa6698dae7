"""Pictures of the whole strategy: its cost per year in parts, measures over the years."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from strategy.kernel import german
from ui.charts.drawn import drawn, told
from ui.charts.style import BLUE, CYAN, GREEN, LINE, finish, money_unit, safe, wrapped

# Every stage has its colour and its hatch, so that it is told apart without colour too.
STAGES = {"Vorbereitung": (CYAN, "."), "Umsetzung": (BLUE, ""), "Betrieb": (GREEN, "/")}


@drawn
def parts_by_year_chart(frame: pd.DataFrame, parts: Mapping[str, tuple[str, str]]) -> go.Figure:
    """Stacked bars per year.

    Columns: year (int) and one column of cents (None = unknown) per key of ``parts``, which gives
    the word and the colour of each part.  The second part is hatched.
    """
    scale, unit = money_unit(frame[list(parts)].astype(float).fillna(0).sum(axis=1))
    figure = go.Figure()
    for number, (column, (word, colour)) in enumerate(parts.items()):
        known = frame.dropna(subset=[column])
        figure.add_bar(
            x=known["year"],
            y=known[column].astype(float) / scale,
            name=word,
            marker={
                "color": colour,
                "line": {"color": colour, "width": 1.5},
                "pattern": _hatch("/" if number else "", colour),
            },
            customdata=[german.money(value) for value in known[column]],
            hovertemplate=f"{word} %{{x}}<br>%{{customdata}}<extra></extra>",
        )
    figure.update_layout(barmode="relative")
    figure.update_xaxes(tickvals=sorted(set(frame["year"])), tickformat="d", title=None)
    figure.update_yaxes(title=unit, tickformat=",.10~f", rangemode="tozero")
    return finish(figure)


@told
def parts_by_year_summary(frame: pd.DataFrame, parts: Mapping[str, tuple[str, str]]) -> str:
    """The dearest year and what each part costs over all years."""
    known = frame.dropna(subset=["amount_cents"])
    if known.empty:
        return "Es sind noch keine Kosten der Maßnahmen bekannt."
    top = known.iloc[known["amount_cents"].astype(int).argmax()]
    words = " und ".join(
        # pandas adds unknown amounts up to 0, which would be a claim.
        f"{german.money_short(frame[column].astype('Int64').sum(min_count=1))} {word}"
        for column, (word, _) in parts.items()
    )
    missing = int(frame["unknown_lines"].sum())
    tail = ""
    if missing:
        tail = f"; {missing} {'Betrag ist' if missing == 1 else 'Beträge sind'} unbekannt"
    return (
        f"Am meisten kostet das Jahr {int(top['year'])} mit "
        f"{german.money_short(int(top['amount_cents']))}; über alle Jahre sind es {words}{tail}."
    )


@drawn
def stages_chart(frame: pd.DataFrame) -> go.Figure:
    """A line per measure and a field per year in the colour and hatch of its stage.

    Columns: measure_id, measure, year (int), stage (text; None = nothing planned, no field).
    """
    planned = frame.dropna(subset=["stage"])
    order = list(dict.fromkeys(planned["measure_id"]))
    names = dict(zip(planned["measure_id"], planned["measure"], strict=True))
    figure = go.Figure()
    for stage, (colour, hatch) in STAGES.items():
        part = planned[planned["stage"] == stage]
        if part.empty:
            continue
        figure.add_bar(
            orientation="h",
            base=part["year"].astype(int) - 0.46,
            x=[0.92] * len(part),
            y=[order.index(measure) for measure in part["measure_id"]],
            # Laid over each other, the bars of a colour would be as high as the gap to the next of
            # that colour, and hide the lines between.
            width=LINE,
            name=stage,
            marker={"color": colour, "pattern": _hatch(hatch, colour)},
            customdata=[
                f"{wrapped(row.measure, 50, 4)}<br>{row.year}: {safe(stage)}"
                for row in part.itertuples()
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(
        tickvals=sorted({int(year) for year in frame["year"]}),
        tickformat="d",
        side="top",
        title=None,
        showgrid=False,
    )
    figure.update_yaxes(
        tickvals=list(range(len(order))),
        ticktext=[wrapped(names[measure], 34, 2) for measure in order],
        range=[len(order) - 0.5, -0.5],
        title=None,
    )
    finish(figure, max(260, 34 * len(order) + 130))
    return figure.update_layout(legend={"y": -0.02, "yanchor": "top"}, margin={"t": 30})


@told
def stages_summary(frame: pd.DataFrame) -> str:
    """How many measures are planned, and the year in which most are being built."""
    planned = frame.dropna(subset=["stage"])
    if planned.empty:
        return "Noch ist keine Maßnahme auf Jahre verteilt."
    count = planned["measure_id"].nunique()
    words = "Eine Maßnahme ist" if count == 1 else f"{count} Maßnahmen sind"
    built = planned[planned["stage"] == "Umsetzung"].groupby("year").size()
    if built.empty:
        return f"{words} auf Jahre verteilt, umgesetzt wird noch keine."
    top = int(built.index[int(built.argmax())])
    return f"{words} auf Jahre verteilt; {top} werden die meisten umgesetzt ({built.max()})."


def _hatch(shape: str, colour: str) -> dict[str, object]:
    # Without a ground of its own plotly would draw white lines on nothing.
    return {"shape": shape, "bgcolor": colour, "fgcolor": "#FFFFFF", "size": 8, "solidity": 0.25}
