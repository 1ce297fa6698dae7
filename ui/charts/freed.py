"""What the old pays for the new: a waterfall of every year."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from strategy.kernel import german
from ui.charts.style import BLUE, GREEN, GREY, finish, money_unit


def freed_chart(frame: pd.DataFrame) -> go.Figure:
    """Three steps per year: own share of the new, less what the old frees, what is left to pay.

    Columns: year, new_cents, freed_cents, rest_cents.
    """
    scale, unit = money_unit([*frame["new_cents"].dropna(), *frame["freed_cents"].dropna()])
    years = [str(year) for year in frame["year"]]
    # Bars that hang where the step before ends; a waterfall of plotly has one colour for all that
    # stands on the ground, and new and left would look the same.
    steps = (
        ("neu", "Eigenanteil neu", BLUE, frame["new_cents"], [0] * len(frame)),
        ("frei", "frei durch Ablösung", GREEN, frame["freed_cents"], frame["rest_cents"]),
        ("bleibt", "bleibt zu zahlen", GREY, frame["rest_cents"], [0] * len(frame)),
    )
    figure = go.Figure()
    for step, name, colour, cents, base in steps:
        figure.add_bar(
            x=[years, [step] * len(years)],
            # Without an amount there is no bar; one of height 0 would be a claim.
            y=[None if german.is_unknown(value) else int(value) / scale for value in cents],
            base=[0 if german.is_unknown(value) else int(value) / scale for value in base],
            name=name,
            marker={"color": colour},
            customdata=[german.money(value) for value in cents],
            hovertemplate="%{x}: %{customdata}<extra></extra>",
        )
    figure.update_layout(barmode="overlay")
    figure.update_yaxes(title=unit)
    return finish(figure, height=360)


def freed_summary(frame: pd.DataFrame) -> str:
    """What the old pays in all, and when the new has paid for itself."""
    new, freed = int(frame["new_cents"].sum()), int(frame["freed_cents"].sum())
    first, last = int(frame["year"].min()), int(frame["year"].max())
    if frame["new_cents"].isna().all():
        return f"Was das Neue von {first} bis {last} kostet, ist unbekannt."
    told = (
        f"Von {german.money_short(new)} Eigenanteil ({first} bis {last}) trägt der Bestand "
        f"{german.money_short(freed)}"
    )
    cheap = frame[frame["rest_cents"] < 0]
    if cheap.empty:
        return f"{told}; in keinem Jahr wird es billiger als bisher."
    told += f"; ab {int(cheap['year'].min())} kostet das Neue im Jahr weniger als das Alte"
    left = frame["rest_cents"].cumsum()
    # From the back: cost that comes later may undo what seemed to be paid in full.
    owing = frame[left > 0]["year"]
    since = first if owing.empty else int(owing.max()) + 1
    if since > last:
        return f"{told}; bis {last} ist noch nicht alles bezahlt."
    return f"{told}, und {since} ist alles bezahlt."
