"""Pictures of ranges: planned own share against P50 to P95 and the cap of each year."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from strategy.kernel import german
from ui.charts.drawn import drawn, told
from ui.charts.style import BLUE, GREEN, ORANGE, RED, TEXT, finish, money_unit

_BARS = (("plan", "Plan", BLUE), ("p50", "P50", GREEN), ("p80", "P80", ORANGE), ("p95", "P95", RED))


@drawn
def ranges_chart(frame: pd.DataFrame) -> go.Figure:
    """Per year a bar for plan, P50, P80 and P95, and a line where a cap stands.

    Columns: year, plan, p50, p80, p95 (cents), cap (cents, None = no cap).
    """
    years = frame["year"].astype(str)
    # Else the axis would write 1,2M, which is no German.
    divisor, unit = money_unit(
        [*frame["p95"].dropna(), *frame["plan"].dropna(), *frame["cap"].dropna()]
    )
    figure = go.Figure()
    for name, word, colour in _BARS:
        figure.add_bar(
            name=word,
            x=years,
            # As floats, since a gap of a column of integers is no number that plotly leaves out.
            y=frame[name].astype(float) / divisor,
            marker={"color": colour},
            customdata=[german.money_short(value) for value in frame[name]],
            hovertemplate="%{x}, " + word + ": %{customdata}<extra></extra>",
        )
    capped = frame[frame["cap"].notna()]
    if len(capped):
        figure.add_scatter(
            name="Obergrenze",
            x=capped["year"].astype(str),
            y=capped["cap"].astype(float) / divisor,
            mode="markers",
            marker={
                "symbol": "line-ew-open",
                "size": 14,
                "line": {"width": 3, "color": TEXT},
                "color": TEXT,
            },
            customdata=[german.money_short(value) for value in capped["cap"]],
            hovertemplate="%{x}, Obergrenze: %{customdata}<extra></extra>",
        )
        # By their place in the whole frame, for a year without a cap has its place on the axis too.
        for place, cap in enumerate(frame["cap"]):
            if german.is_unknown(cap):
                continue
            # In units of the axis, where a category is 1 wide: a marker has pixels, and on a phone
            # the lines of neighbouring years would run into each other.
            figure.add_shape(
                type="line",
                x0=place - 0.4,
                x1=place + 0.4,
                y0=float(cap) / divisor,
                y1=float(cap) / divisor,
                line={"width": 3, "color": TEXT},
            )
    figure.update_layout(barmode="group")
    figure.update_xaxes(type="category", title=None)
    figure.update_yaxes(title=unit, rangemode="tozero")
    return finish(figure, 380)


@told
def ranges_summary(frame: pd.DataFrame) -> str:
    """How much more than planned all years together may cost, and which caps are in danger."""
    plan, p80 = int(frame["plan"].sum()), int(frame["p80_total"].iloc[0])
    said = (
        f"In 80 von 100 Fällen kostet der Plan die Kommune höchstens {german.money_short(p80)}; "
        f"geplant sind {german.money_short(plan)}."
    )
    # Where no year has a cap the column is of objects, and pandas compares None with nothing.
    over = frame[frame["p50"].astype(float) > frame["cap"].astype(float)]
    if over.empty:
        return said
    years = ", ".join(str(year) for year in over["year"])
    return f"{said} Eher überschritten als eingehalten wird die Obergrenze {years}."
