"""The pictures of the inventory draw what is known and say what is not."""

from __future__ import annotations

import datetime

import pandas as pd

from ui.charts.inventory import (
    projects_timeline_chart,
    projects_timeline_summary,
    time_chart,
    time_summary,
)

FIT = pd.DataFrame(
    [
        ("Akte", 4, 4, "ausbauen"),
        ("Pass <b>", 4, 4, "ausbauen"),
        ("Alt", 1, 2, None),
        ("Neu", None, 3, "dulden"),
    ],
    columns=["title", "functional_fit", "technical_fit", "time_decision"],
).astype({"functional_fit": "Int64", "technical_fit": "Int64"})
DAY = datetime.date
PROJECTS = pd.DataFrame(
    [
        ("Portal", DAY(2026, 1, 1), DAY(2027, 6, 30), "in Bearbeitung", True),
        ("Portal", DAY(2025, 1, 1), DAY(2025, 1, 1), None, None),
        ("Ohne Ende", DAY(2026, 1, 1), None, "offen", False),
    ],
    columns=["title", "start", "end", "status", "endangered"],
)


def test_applications_at_one_point_share_a_bubble_with_their_number() -> None:
    traces = {trace.name: trace for trace in time_chart(FIT).data}
    assert set(traces) == {"ausbauen", "offen"}
    assert traces["ausbauen"].text == ("2",)
    assert traces["ausbauen"].customdata == ("Akte<br>Pass &lt;b&gt;",)
    assert len({trace.marker.symbol for trace in traces.values()}) == 2


def test_the_sentence_counts_decisions_and_what_is_not_rated() -> None:
    assert time_summary(FIT) == (
        "Entscheidung für 4 Anwendungen: 2 ausbauen, 1 dulden, 1 offen; 1 ist noch nicht bewertet "
        "und steht nicht im Bild."
    )
    assert time_summary(FIT.head(0)) == "Es sind noch keine Anwendungen erfasst."
    assert not time_chart(FIT.head(0)).data


def test_projects_without_dates_are_told_and_endangered_ones_marked() -> None:
    figure = projects_timeline_chart(PROJECTS)
    assert sum(len(trace.y) for trace in figure.data) == 2
    assert list(figure.layout.yaxis.ticktext) == ["Portal", "⚠ Portal"]
    # Each on its own line, however far the next of its colour is.
    assert all(bar.width < 1 for bar in figure.data)
    assert any("gefährdet" in text for trace in figure.data for text in trace.customdata)
    assert projects_timeline_summary(PROJECTS) == (
        "2 Projekte laufen von 2025 bis 2027; 1 ist gefährdet (⚠); bei 1 fehlen Beginn oder "
        "Abschluss."
    )
    assert projects_timeline_summary(PROJECTS.head(0)).startswith("Noch kein Projekt")
