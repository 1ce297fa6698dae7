"""The map of interfaces: applications as points, data that flow between them as arrows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from ui.charts.drawn import told
from ui.charts.style import BLUE, GREY, MUTED, ORANGE, finish, wrapped
from ui.tables.rows import rows_of

# More points could not be told apart; those with most interfaces are drawn.
MOST = 60
# More names than these would lie on top of each other; the others are told on hovering.
_NAMED, _NAMED_AROUND_ONE = 12, 20
_ROUNDS = 200


def interface_map(frame: pd.DataFrame, middle: str = "") -> go.Figure:
    """Points placed so that what is connected lies close together; always the same picture.

    Columns: source_id, source, target_id, target, title.  ``middle`` (an id) is drawn in orange.
    """
    edges, names, degree = _graph(frame)
    ids = list(names)
    places = _places(ids, edges)
    figure = go.Figure()
    for source, target in edges:
        (x0, y0), (x1, y1) = places[source], places[target]
        figure.add_annotation(
            x=x1,
            y=y1,
            ax=x0,
            ay=y0,
            xref="x",
            yref="y",
            axref="x",
            ayref="y",
            text="",
            showarrow=True,
            arrowhead=2,
            arrowsize=1,
            arrowwidth=1.2,
            arrowcolor=GREY,
            standoff=9,
            startstandoff=7,
        )
    ranked = sorted(ids, key=lambda item: (-degree[item], names[item]))
    named = {*ranked[: _NAMED_AROUND_ONE if middle else _NAMED], middle}
    figure.add_scatter(
        x=[places[item][0] for item in ids],
        y=[places[item][1] for item in ids],
        mode="markers+text",
        text=[wrapped(names[item], 26, 2) if item in named else "" for item in ids],
        textposition=["bottom center" if places[item][1] < 0 else "top center" for item in ids],
        textfont={"size": 12},
        opacity=1,
        marker={
            "size": [10 + 4 * min(degree[item], 8) for item in ids],
            "color": [ORANGE if item == middle else BLUE for item in ids],
            "line": {"color": MUTED, "width": 1},
        },
        customdata=[
            f"{wrapped(names[item], 50, 3)}<br>{degree[item]} "
            f"{'Schnittstelle' if degree[item] == 1 else 'Schnittstellen'}"
            for item in ids
        ],
        hovertemplate="%{customdata}<extra></extra>",
        showlegend=False,
    )
    # Names stand beside their points and need room at the edge.
    figure.update_xaxes(visible=False, range=[-1.35, 1.35])
    figure.update_yaxes(visible=False, range=[-1.2, 1.2])
    return finish(figure, 720, legend=False)


@told
def interface_summary(frame: pd.DataFrame) -> str:
    """How many applications are connected, and which has most interfaces."""
    if frame.empty:
        return "Es sind noch keine Schnittstellen erfasst."
    ends = pd.concat([frame["source"], frame["target"]])
    counts = ends.value_counts()
    first = sorted(counts[counts == counts.max()].index)[0]
    applications = len(set(frame["source_id"]) | set(frame["target_id"]))
    flows = "Schnittstelle verbindet" if len(frame) == 1 else "Schnittstellen verbinden"
    tail = f"; im Bild stehen die {MOST} mit den meisten" if applications > MOST else ""
    return (
        f"{len(frame)} {flows} {applications} Anwendungen; die meisten hat {first} "
        f"({counts.max()}){tail}."
    )


def _graph(frame: pd.DataFrame) -> tuple[list[tuple[str, str]], dict[str, str], dict[str, int]]:
    names: dict[str, str] = {}
    degree: dict[str, int] = {}
    for row in rows_of(frame):
        for key, name in ((row.source_id, row.source), (row.target_id, row.target)):
            names[key] = name
            degree[key] = degree.get(key, 0) + 1
    kept = sorted(names, key=lambda item: (-degree[item], names[item], item))[:MOST]
    pairs = {
        (row.source_id, row.target_id)
        for row in rows_of(frame)
        if row.source_id in kept and row.target_id in kept
    }
    return sorted(pairs), {item: names[item] for item in sorted(kept)}, degree


def _places(ids: list[str], edges: list[tuple[str, str]]) -> dict[str, tuple[float, float]]:
    """Fruchterman and Reingold: points push each other away, edges pull them together."""
    count = len(ids)
    if count < 2:
        return {item: (0.0, 0.0) for item in ids}
    angle = 2 * np.pi * np.arange(count) / count
    # Two rings to begin with, because points on one circle would keep its symmetry.
    radius = np.where(np.arange(count) % 2 == 0, 1.0, 0.6)
    spots = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    index = {item: place for place, item in enumerate(ids)}
    pull = np.array([[index[a], index[b]] for a, b in edges if a != b], dtype=int).reshape(-1, 2)
    ideal = 2.2 / np.sqrt(count)
    for step in range(_ROUNDS):
        apart = spots[:, None, :] - spots[None, :, :]
        length = np.maximum(np.sqrt((apart**2).sum(axis=2)), 0.01)
        force = (apart * (ideal**2 / length**2)[:, :, None]).sum(axis=1)
        along = spots[pull[:, 0]] - spots[pull[:, 1]]
        strength = along * (np.sqrt((along**2).sum(axis=1)) / ideal)[:, None]
        np.add.at(force, pull[:, 0], -strength)
        np.add.at(force, pull[:, 1], strength)
        force -= 1.1 * spots  # keeps parts without connection in the picture
        size = np.maximum(np.sqrt((force**2).sum(axis=1)), 1e-9)
        heat = 0.15 * (1 - step / _ROUNDS)
        spots = spots + force / size[:, None] * np.minimum(size, heat)[:, None]
    spots -= (spots.max(axis=0) + spots.min(axis=0)) / 2
    spots /= np.maximum(np.abs(spots).max(axis=0), 1e-9)
    return {item: (float(x), float(y)) for item, (x, y) in zip(ids, spots, strict=True)}
