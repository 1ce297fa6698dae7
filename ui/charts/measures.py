"""Charts of measures: when they run, and what they bring for which effort."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from strategy.kernel import german
from ui.charts.drawn import drawn, told
from ui.charts.style import GREY, LINE, domain_colours, finish, safe, wrapped
from ui.tables.rows import rows_of

NO_DOMAIN = "ohne Lebensbereich"


@drawn
def measures_timeline_chart(frame: pd.DataFrame, domains: Sequence[str] | None = None) -> go.Figure:
    """One bar per measure from start to end, coloured by life domain.

    Columns: title, start and end (dates or timestamps; None = unknown), domain (None = none),
    status (None = unknown).  Measures without both dates are left out.  ``domains`` are all life
    domains of the plan, so that each keeps its colour on every page.
    """
    dated = _dated(frame)
    tones = _tones(frame, domains)
    figure = go.Figure()
    # Two measures of the same title need two lines, so lines are numbered and then labelled.
    dated["line"] = range(len(dated))
    for domain, part in dated.groupby("domain", sort=False):
        days = (part["end"] - part["start"]).dt.days + 1
        figure.add_bar(
            orientation="h",
            base=part["start"].dt.strftime("%Y-%m-%d"),
            # On a date axis plotly takes the length of a bar in milliseconds.
            x=days * 86_400_000,
            y=part["line"],
            # Laid over each other, the bars of a colour would be as high as the gap to the next of
            # that colour, and hide the lines between.
            width=LINE,
            name=safe(domain),
            marker={"color": tones.get(str(domain), GREY)},
            customdata=[
                f"{wrapped(row.title, 50, 4)}<br>{german.day(row.start)} bis "
                f"{german.day(row.end)}<br>{safe(row.status)}"
                for row in rows_of(part)
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(type="date", tickformat="%Y", dtick="M12", title=None, showgrid=True)
    figure.update_yaxes(
        tickvals=list(range(len(dated))),
        ticktext=[wrapped(title, 30, 2) for title in dated["title"]],
        range=[len(dated) - 0.5, -0.5],
        title=None,
    )
    return finish(figure, max(260, 36 * len(dated) + 120))


@told
def measures_timeline_summary(frame: pd.DataFrame) -> str:
    """From when to when the measures run, and how many have no dates."""
    dated = _dated(frame)
    missing = len(frame) - len(dated)
    tail = f"; bei {_measures(missing, 'dative')} fehlen Beginn oder Ende" if missing else ""
    if dated.empty:
        return f"Noch keine Maßnahme hat Beginn und Ende{tail}."
    first, last = dated["start"].min(), dated["end"].max()
    verb = "läuft" if len(dated) == 1 else "laufen"
    return f"{_measures(len(dated))} {verb} von {first.year} bis {last.year}{tail}."


# A line of a name in the picture, and how many letters of it a place of the grid has room for.
_LINE, _LETTERS = 17, 14


@drawn
def effort_benefit_chart(frame: pd.DataFrame, domains: Sequence[str] | None = None) -> go.Figure:
    """Effort to the right, benefit upwards: every measure a dot with its number and name, coloured
    by life domain; measures with the same points stand in a column, so that none hides another.
    The table below the picture has the same numbers; a narrow screen shows only these.

    Columns: number, title, effort and benefit (points from 0 to 5, None = unknown), cost_cents
    (None = unknown, drawn as a hollow ring), domain (None = none).
    """
    rated = _rated(frame)
    tones = _tones(frame, domains)
    stacks = rated.groupby(["effort", "benefit"]).cumcount()
    longest = int(stacks.max()) + 1 if len(rated) else 1
    height = max(560, int(7.4 * longest * _LINE) + 120)
    # A step of the benefit takes a seventh of the picture; names start at its upper end.
    step = _LINE / ((height - 120) / 7.2)
    rated["y"] = rated["benefit"].astype(float) + 0.42 - stacks.astype(float) * step
    figure = go.Figure()
    for domain, part in rated.groupby("domain", sort=False):
        colour = tones.get(str(domain), GREY)
        figure.add_scatter(
            x=part["effort"].astype(float) - 0.45,
            y=part["y"],
            mode="markers+text",
            name=safe(domain),
            marker={
                "size": 9,
                "color": colour,
                "line": {"color": colour, "width": 2},
                "symbol": [
                    "circle" if value else "circle-open" for value in part["cost_cents"].notna()
                ],
            },
            # The names lie in a tag of their own, which look.css hides where there is no room.
            text=[
                f"{row.number}<span> {safe(_cut(str(row.title)))}</span>" for row in rows_of(part)
            ],
            textposition="middle right",
            textfont={"size": 11},
            customdata=[
                f"{row.number} {wrapped(row.title, 50, 4)}<br>"
                f"Aufwand {german.number(row.effort)}, Nutzen {german.number(row.benefit)}<br>"
                f"Kosten {german.money(row.cost_cents)}"
                for row in rows_of(part)
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    for x, y, words in (
        (0, 6, "gleich umsetzen"),
        (5.7, 6, "gut planen"),
        (0, -0.6, "nebenbei"),
        (5.7, -0.6, "zurückstellen"),
    ):
        figure.add_annotation(
            x=x,
            y=y,
            text=words,
            showarrow=False,
            opacity=0.85,
            font={"size": 13},
            xanchor="left" if x < 2.5 else "right",
        )
    line = {"color": "#A9AEC6", "width": 1, "dash": "dot"}
    figure.add_vline(x=2.5, line=line)
    figure.add_hline(y=2.5, line=line)
    # Half a step beyond the scale, so that the words in the corners stand clear of the names.
    figure.update_xaxes(title="Aufwand (Punkte)", range=[-0.5, 5.8], dtick=1, tick0=0)
    figure.update_yaxes(title="Nutzen (Punkte)", range=[-0.9, 6.3], tickvals=list(range(6)))
    return finish(figure, height)


def _cut(title: str) -> str:
    """The beginning of a name; the whole of it shows under the mouse and in the table."""
    return title if len(title) <= _LETTERS else f"{title[: _LETTERS - 1].rstrip()}…"


@told
def effort_benefit_summary(frame: pd.DataFrame) -> str:
    """How many measures bring much for little, and how many are not rated."""
    rated = _rated(frame)
    missing = len(frame) - len(rated)
    verb = "ist" if missing == 1 else "sind"
    number = "eine Maßnahme" if missing == 1 else f"{missing} Maßnahmen"
    tail = f"; {number} {verb} noch nicht bewertet" if missing else ""
    if rated.empty:
        return f"Noch keine Maßnahme ist nach Aufwand und Nutzen bewertet{tail}."
    easy = rated[(rated["effort"] < 2.5) & (rated["benefit"] > 2.5)]
    verb = "bringt" if len(easy) <= 1 else "bringen"
    best = ""
    if len(easy):
        top = easy.assign(gap=easy["benefit"] - easy["effort"]).sort_values("gap").iloc[-1]
        best = f", am meisten „{top['title']}“"
    return (
        f"{_measures(len(easy))} von {len(rated)} {verb} viel Nutzen für wenig Aufwand{best}{tail}."
    )


def _measures(count: int, case: str = "nominative") -> str:
    if count == 1:
        return "einer Maßnahme" if case == "dative" else "Eine Maßnahme"
    return f"{count} Maßnahmen" if count else "Keine Maßnahme"


def _dated(frame: pd.DataFrame) -> pd.DataFrame:
    dated = frame.copy()
    for column in ("start", "end"):
        dated[column] = pd.to_datetime(dated[column], errors="coerce")
    dated = dated.dropna(subset=["start", "end"])
    dated["domain"] = dated["domain"].fillna(NO_DOMAIN).replace("", NO_DOMAIN)
    dated["status"] = dated["status"].fillna(german.UNKNOWN)
    return dated.sort_values(["start", "end"], kind="stable").reset_index(drop=True)


def _rated(frame: pd.DataFrame) -> pd.DataFrame:
    rated = frame.dropna(subset=["effort", "benefit"]).copy()
    rated["domain"] = rated["domain"].fillna(NO_DOMAIN).replace("", NO_DOMAIN)
    return rated


def _tones(frame: pd.DataFrame, domains: Sequence[str] | None) -> dict[str, str]:
    return domain_colours(domains or [d for d in frame["domain"].dropna().astype(str) if d])
