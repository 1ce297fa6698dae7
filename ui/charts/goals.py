"""The goal tree as a picture."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from strategy.kernel import german
from ui.charts.drawn import drawn, told
from ui.charts.style import GREY, STATES, finish, safe, wrapped
from ui.tables.rows import rows_of

# A goal without a known state reads "unbekannt" and takes this look.
_UNKNOWN = (GREY, "?")


@drawn
def goal_tree_chart(frame: pd.DataFrame) -> go.Figure:
    """Goals from left (Leitziel) to right, joined to the goal above them.

    Columns: id, parent_id (None = top), title, status (text or None).  A parent that is not in
    the frame counts as none.
    """
    order = _ordered(frame)
    places = {row.id: (row.depth, -row.line) for row in rows_of(order)}
    x_lines: list[float | None] = []
    y_lines: list[float | None] = []
    for row in rows_of(order):
        if row.parent_id in places and row.parent_id != row.id:
            (x0, y0), (x1, y1) = places[row.parent_id], places[row.id]
            # None lifts the pen: all branches are one trace, which draws quicker than one per goal.
            x_lines += [x0, x0, x1, None]
            y_lines += [y0, y1, y1, None]
    figure = go.Figure(
        go.Scatter(
            x=x_lines,
            y=y_lines,
            mode="lines",
            line={"color": "#A9AEC6", "width": 1.5},
            hoverinfo="skip",
            showlegend=False,
        )
    )
    for status, part in order.groupby(order["status"].fillna("unbekannt"), sort=False):
        colour, sign = STATES.get(str(status), _UNKNOWN)
        figure.add_scatter(
            x=part["depth"],
            y=-part["line"],
            mode="markers+text",
            name=f"{sign} {safe(status)}",
            marker={"color": colour, "size": 16, "line": {"width": 1, "color": colour}},
            text=[
                f"{sign} {wrapped(row.title, 34 if row.depth < 3 else 28, 2)}"
                for row in rows_of(part)
            ],
            textposition="middle right",
            customdata=[wrapped(title, 60, 8) for title in part["title"]],
            hovertemplate=f"%{{customdata}}<br>{safe(status)}<extra></extra>",
        )
    deepest = int(order["depth"].max()) if len(order) else 0
    # Small steps to the right leave room for the labels of the third level on a phone.
    figure.update_xaxes(visible=False, range=[-0.35, max(deepest + 1, 9)])
    figure.update_yaxes(visible=False, range=[-len(order), 1])
    return finish(figure, max(240, 48 * len(order) + 60))


@told
def goal_tree_summary(frame: pd.DataFrame) -> str:
    """How many goals there are and how many are on course."""
    if frame.empty:
        return "Es sind noch keine Ziele eingetragen."
    order = _ordered(frame)
    top = int((order["depth"] == 0).sum())
    on_course = int(frame["status"].isin(["weitgehend auf Kurs", "voll auf Kurs"]).sum())
    if len(frame) == 1:
        return "Ein Ziel ist eingetragen."
    if on_course == 0:
        course = "keines ist"
    else:
        course = "eines davon ist" if on_course == 1 else f"{on_course} davon sind"
    heads = "einem obersten Ziel" if top == 1 else f"{top} obersten Zielen"
    place = "nebeneinander" if top == len(frame) else f"unter {heads}"
    many = german.number(len(frame))
    return f"{many} Ziele stehen {place}; {course} weitgehend oder voll auf Kurs."


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    """The goals in reading order, with depth (0 = top) and line; leaves get a line each."""
    rows: dict[object, dict[Any, Any]] = {row["id"]: row for row in frame.to_dict("records")}
    children: dict[object, list[object]] = {}
    tops: list[object] = []
    for key, row in rows.items():
        parent = row["parent_id"]
        # A filter may leave the parent out of the frame; the goal then stands at the top.
        if parent in rows and parent != key:
            children.setdefault(parent, []).append(key)
        else:
            tops.append(key)
    out: list[dict[Any, object]] = []
    seen: set[object] = set()

    def walk(key: object, depth: int) -> None:
        if key in seen:
            return
        seen.add(key)
        out.append({**rows[key], "depth": depth, "line": len(out)})
        for child in children.get(key, []):
            walk(child, depth + 1)

    # Goals in a circle hang on no top; they are shown as tops rather than lost.
    for key in [*tops, *rows]:
        walk(key, 0)
    columns = ["id", "parent_id", "title", "status", "depth", "line"]
    return pd.DataFrame(out, columns=columns)
