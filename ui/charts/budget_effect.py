"""The same cost in the two halves of a budget, side by side and never on top of each other."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from strategy.kernel import german
from ui.charts.drawn import told
from ui.charts.style import GREEN, GREY, PERSONAL, SACH, finish, money_unit

_HALVES = {
    "Finanzhaushalt": (
        ("sach_cents", "Sachkosten", SACH),
        ("personal_cents", "Personalkosten", PERSONAL),
        ("investment_cents", "Investitionen", GREEN),
    ),
    "Ergebnishaushalt": (
        ("sach_cents", "Sachkosten", SACH),
        ("personal_cents", "Personalkosten", PERSONAL),
        ("depreciation_cents", "Abschreibungen", GREY),
    ),
}


def budget_effect_chart(frame: pd.DataFrame, planned: bool = True) -> go.Figure:
    """Two stacked bars per year: what is paid (left) and what is borne (right).

    Columns: year, sach_cents, personal_cents, investment_cents, depreciation_cents, paid_cents,
    borne_cents (None = unknown).  ``planned`` amounts are hatched, as everywhere.
    """
    scale, unit = money_unit([*frame["paid_cents"].dropna(), *frame["borne_cents"].dropna()])
    years, halves = [], []
    for year in frame["year"]:
        years += [str(year), str(year)]
        halves += ["Fin.", "Erg."]
    figure = go.Figure()
    seen: set[str] = set()
    for index, (half, parts) in enumerate(_HALVES.items()):
        for column, name, colour in parts:
            cents = [None if german.is_unknown(value) else int(value) for value in frame[column]]
            figure.add_bar(
                # Two lists make a two-level axis: the year below, both halves of the budget above
                # it.
                x=[years[index::2], halves[index::2]],
                y=[None if value is None else value / scale for value in cents],
                name=name,
                legendgroup=name,
                # Sachkosten stand in both halves; the legend is to name them once.
                showlegend=name not in seen,
                marker={
                    "color": colour,
                    "line": {"color": colour, "width": 1.5},
                    "pattern": {
                        "shape": "/",
                        "fgcolor": colour,
                        "bgcolor": "#FFFFFF",
                        "size": 7,
                        "solidity": 0.45,
                    }
                    if planned
                    else {"shape": ""},
                },
                customdata=[german.money(value) for value in cents],
                hovertemplate=f"{half} %{{x}}<br>{name}: %{{customdata}}<extra></extra>",
            )
            seen.add(name)
    figure.update_layout(barmode="relative")
    figure.update_xaxes(title=None)
    figure.update_yaxes(title=unit, tickformat=",.10~f", rangemode="tozero")
    return finish(figure)


@told
def budget_effect_summary(frame: pd.DataFrame, year: int | None) -> str:
    """What one year (else the last one) costs in either half."""
    rows = frame[frame["year"] == year] if year in set(frame["year"]) else frame.tail(1)
    if rows.empty:
        return "Es sind noch keine Kosten bekannt."
    row = rows.iloc[0]
    return (
        f"{int(row['year'])}: Im Finanzhaushalt stehen {german.money_short(row['paid_cents'])}, "
        f"davon {german.money_short(row['investment_cents'])} Investitionen; im Ergebnishaushalt "
        f"{german.money_short(row['borne_cents'])}, davon "
        f"{german.money_short(row['depreciation_cents'])} Abschreibungen."
    )
