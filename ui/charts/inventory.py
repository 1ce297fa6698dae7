"""Charts of the inventory: the fit of applications, and when projects run."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from strategy.kernel import german
from ui.charts.drawn import drawn, told
from ui.charts.style import BLUE, CYAN, GREEN, GREY, LINE, ORANGE, RED, finish, safe, wrapped
from ui.tables.rows import rows_of

# Every decision has its place beside a grid point, so that four bubbles do not hide each other.
_DECISIONS = {
    "ausbauen": (GREEN, "circle", 0.2, 0.2),
    "ablösen": (ORANGE, "diamond", -0.2, 0.2),
    "dulden": (BLUE, "square", 0.2, -0.2),
    "abschalten": (RED, "x", -0.2, -0.2),
    "offen": (GREY, "circle-open", 0.0, 0.0),
}
_NAMED = 8
_PROJECT_STATES = {
    "offen": (GREY, "○"),
    "in Planung": (CYAN, "◔"),
    "in Bearbeitung": (ORANGE, "◑"),
    "umgesetzt": (GREEN, "●"),
    "gestoppt": (RED, "■"),
}


@drawn
def time_chart(frame: pd.DataFrame) -> go.Figure:
    """Applications by technical fit (to the right) and functional fit (upwards).

    Columns: title, functional_fit and technical_fit (1 to 5, None = unknown), time_decision (None =
    not decided).  Applications at one point with one decision share a bubble with their number.
    """
    known = _rated(frame)
    figure = go.Figure()
    groups = known.groupby(["time_decision", "technical_fit", "functional_fit"])
    cells = groups["title"].agg(list).reset_index()
    largest = max((len(titles) for titles in cells["title"]), default=1)
    for decision, (colour, symbol, right, up) in _DECISIONS.items():
        part = cells[cells["time_decision"] == decision]
        if part.empty:
            continue
        counts = [len(titles) for titles in part["title"]]
        figure.add_scatter(
            x=part["technical_fit"].astype(float) + right,
            y=part["functional_fit"].astype(float) + up,
            mode="markers+text",
            name=decision,
            text=[str(count) for count in counts],
            textposition="middle right",
            marker={
                "color": colour,
                "symbol": symbol,
                # The square root: people compare areas, so a bubble of four is to be twice as wide
                # as one of one.
                "size": [12 + 20 * (count / largest) ** 0.5 for count in counts],
                "line": {"color": colour, "width": 2},
            },
            customdata=[_names(titles) for titles in part["title"]],
            hovertemplate=f"{decision}<br>%{{customdata}}<extra></extra>",
        )
    for x, y, words in (
        (1, 5.6, "fachlich gut, technisch schwach"),
        (5, 5.6, "in beidem gut"),
        (1, 0.4, "in beidem schwach"),
        (5, 0.4, "technisch gut, fachlich schwach"),
    ):
        figure.add_annotation(
            x=x,
            y=y,
            text=wrapped(words, 18, 2),
            showarrow=False,
            font={"size": 13},
            xanchor="left" if x == 1 else "right",
        )
    line = {"color": "#A9AEC6", "width": 1, "dash": "dot"}
    figure.add_vline(x=3, line=line)
    figure.add_hline(y=3, line=line)
    figure.update_xaxes(title="Technische Eignung", range=[0.5, 5.5], dtick=1, tick0=1)
    figure.update_yaxes(title="Fachliche Eignung", range=[0, 6], tickvals=[1, 2, 3, 4, 5])
    return finish(figure, 560)


@told
def time_summary(frame: pd.DataFrame) -> str:
    """How many applications are to be kept or to go, and how many are not rated."""
    if frame.empty:
        return "Es sind noch keine Anwendungen erfasst."
    counts = frame["time_decision"].fillna("offen").value_counts()
    parts = [f"{counts[name]} {name}" for name in _DECISIONS if counts.get(name, 0)]
    missing = len(frame) - len(_rated(frame))
    verb = "ist" if missing == 1 else "sind"
    tail = f"; {missing} {verb} noch nicht bewertet und stehen nicht im Bild" if missing else ""
    tail = tail.replace("ist noch nicht bewertet und stehen", "ist noch nicht bewertet und steht")
    return f"Entscheidung für {len(frame)} Anwendungen: {', '.join(parts)}{tail}."


@drawn
def projects_timeline_chart(frame: pd.DataFrame) -> go.Figure:
    """One bar per project from start to end, coloured by state; endangered ones carry a sign.

    Columns: title, start and end (dates, None = unknown), status (None = unknown), endangered.
    Projects without both dates are left out.
    """
    dated = _dated(frame)
    figure = go.Figure()
    for status, part in dated.groupby("status", sort=False):
        colour, sign = _PROJECT_STATES.get(str(status), (GREY, "?"))
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
            name=f"{sign} {safe(status)}",
            # The word beside a short bar, inside a long one: colour alone says nothing to some.
            text=[f"{sign} {safe(status)}"] * len(part),
            textposition="auto",
            insidetextanchor="start",
            cliponaxis=False,
            marker={"color": colour},
            customdata=[
                f"{wrapped(row.title, 50, 4)}<br>{german.day(row.start)} bis "
                f"{german.day(row.end)}<br>{safe(status)}{_danger(row.endangered, '<br>')}"
                for row in rows_of(part)
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(type="date", tickformat="%Y", dtick="M12", title=None, showgrid=True)
    figure.update_yaxes(
        tickvals=list(range(len(dated))),
        ticktext=[
            ("⚠ " if row.endangered is True else "") + wrapped(row.title, 30, 2)
            for row in rows_of(dated)
        ],
        range=[len(dated) - 0.5, -0.5],
        title=None,
    )
    return finish(figure, max(260, 36 * len(dated) + 120))


@told
def projects_timeline_summary(frame: pd.DataFrame) -> str:
    """From when to when the projects run, how many are endangered and how many have no dates."""
    dated = _dated(frame)
    if dated.empty:
        return "Noch kein Projekt hat Beginn und geplanten Abschluss."
    danger = int((frame["endangered"] == True).sum())  # noqa: E712  (unknown is not True)
    missing = len(frame) - len(dated)
    verb = "läuft" if len(dated) == 1 else "laufen"
    parts = [
        f"{len(dated)} {'Projekt' if len(dated) == 1 else 'Projekte'} {verb} von "
        f"{dated['start'].min().year} bis {dated['end'].max().year}"
    ]
    if danger:
        parts.append(f"{danger} {'ist' if danger == 1 else 'sind'} gefährdet (⚠)")
    if missing:
        parts.append(f"bei {missing} fehlen Beginn oder Abschluss")
    return "; ".join(parts) + "."


def _rated(frame: pd.DataFrame) -> pd.DataFrame:
    rated = frame.dropna(subset=["functional_fit", "technical_fit"]).copy()
    rated["time_decision"] = rated["time_decision"].fillna("offen")
    return rated


def _names(titles: list[str]) -> str:
    shown = [wrapped(title, 50, 1) for title in titles[:_NAMED]]
    more = len(titles) - len(shown)
    return "<br>".join(shown) + (f"<br>und {more} weitere" if more else "")


def _danger(endangered: object, before: str) -> str:
    return f"{before}⚠ gefährdet" if endangered is True else ""


def _dated(frame: pd.DataFrame) -> pd.DataFrame:
    dated = frame.copy()
    for column in ("start", "end"):
        dated[column] = pd.to_datetime(dated[column], errors="coerce")
    dated = dated.dropna(subset=["start", "end"])
    dated["status"] = dated["status"].fillna(german.UNKNOWN)
    dated["endangered"] = [
        # numpy's own True is no Python True, so it is compared and not asked for identity.
        bool(value) and value != 0
        for value in dated["endangered"].fillna(False)
    ]
    dated = dated.sort_values(["start", "end", "title"], kind="stable").reset_index(drop=True)
    dated["line"] = range(len(dated))
    return dated
