"""Charts of workshop and strategy draw what the frame says and say it in one sentence."""

from __future__ import annotations

import pandas as pd

from ui import charts
from ui.charts.style import BLUE, GREEN

POINTS = pd.DataFrame(
    [
        ("CL-0001", "Bus <b>", "Vereine", 3),
        ("CL-0002", "Schule", "Vereine", 5),
        ("CL-0002", "Schule", "ohne Gruppe", 4),
        ("CL-0003", "Bus <b>", "Vereine", 1),
    ],
    columns=["cluster_id", "cluster", "participants", "points"],
).astype({"points": "Int64"})
YEARS = pd.DataFrame(
    [(2026, 100_00, 0, 100_00, 0), (2027, 200_00, 50_00, 250_00, 1), (2028, None, None, None, 1)],
    columns=["year", "one_off_cents", "running_cents", "amount_cents", "unknown_lines"],
).astype({name: "Int64" for name in ("one_off_cents", "running_cents", "amount_cents")})
PARTS = {"one_off_cents": ("einmalig", BLUE), "running_cents": ("laufend", GREEN)}
STAGES = pd.DataFrame(
    [
        ("M-0001", "Portal <i>", 2026, "Umsetzung"),
        ("M-0001", "Portal <i>", 2027, "Betrieb"),
        ("M-0002", "Portal <i>", 2026, "Umsetzung"),
        ("M-0003", "Wald", 2027, None),
    ],
    columns=["measure_id", "measure", "year", "stage"],
)


def test_points_are_stacked_by_group_with_the_most_on_top() -> None:
    figure = charts.points_chart(POINTS)
    drawn = {bar.name: dict(zip(bar.y, bar.x, strict=True)) for bar in figure.data}
    assert drawn == {"Vereine": {1: 3, 0: 5, 2: 1}, "ohne Gruppe": {0: 4}}
    assert figure.layout.yaxis.ticktext == ("Schule", "Bus &lt;b&gt;", "Bus &lt;b&gt;")
    assert charts.points_summary(POINTS) == (
        "Die meisten Punkte hat „Schule“ mit 9 von 13; die meisten davon kommen von: Vereine."
    )
    assert charts.points_summary(POINTS.head(0)) == "Es sind noch keine Punkte vergeben."


def test_parts_of_a_year_are_stacked_and_unknown_is_said() -> None:
    figure = charts.parts_by_year_chart(YEARS, PARTS)
    assert [bar.name for bar in figure.data] == ["einmalig", "laufend"]
    assert [list(bar.x) for bar in figure.data] == [[2026, 2027], [2026, 2027]]
    assert list(figure.data[1].y) == [0, 50]
    words = charts.parts_by_year_summary(YEARS, PARTS).replace("\N{NO-BREAK SPACE}", " ")
    assert words == (
        "Am meisten kostet das Jahr 2027 mit 250 €; über alle Jahre sind es 300 € einmalig und "
        "50 € laufend; 2 Beträge sind unbekannt."
    )
    nothing = charts.parts_by_year_summary(YEARS.tail(1), PARTS)
    assert nothing == "Es sind noch keine Kosten der Maßnahmen bekannt."


def test_stages_stand_in_their_years_and_differ_without_colour() -> None:
    figure = charts.stages_chart(STAGES)
    built, running = figure.data
    assert (built.name, list(built.y), list(built.base)) == ("Umsetzung", [0, 1], [2025.54] * 2)
    assert (running.name, list(running.y)) == ("Betrieb", [0])
    # Each on its own line, however far the next of its colour is.
    assert all(bar.width < 1 for bar in figure.data)
    assert built.marker.pattern.shape != running.marker.pattern.shape
    # Two measures of the same name keep a line each; one without a stage has none.
    assert figure.layout.yaxis.ticktext == ("Portal &lt;i&gt;", "Portal &lt;i&gt;")
    assert charts.stages_summary(STAGES) == (
        "2 Maßnahmen sind auf Jahre verteilt; 2026 werden die meisten umgesetzt (2)."
    )
    assert charts.stages_summary(STAGES.tail(1)) == "Noch ist keine Maßnahme auf Jahre verteilt."


def test_measures_with_the_same_points_are_told_apart() -> None:
    frame = pd.DataFrame(
        {
            "number": range(1, 46),
            "title": [f"Maßnahme mit langem Namen {number}" for number in range(45)],
            "effort": [1 + number % 4 for number in range(45)],
            "benefit": [4 + number % 2 for number in range(45)],
            "cost_cents": [100] * 45,
            "domain": ["Bildung", "Verkehr", None] * 15,
        }
    )
    figure = charts.effort_benefit_chart(frame)
    dots = [(x, y) for trace in figure.data for x, y in zip(trace.x, trace.y, strict=True)]
    assert len(set(dots)) == 45
    # Every dot has its own number, outside the tag that a narrow screen hides.
    shown = [text.partition("<span>")[0] for trace in figure.data for text in trace.text]
    assert sorted(shown, key=int) == [str(number) for number in range(1, 46)]
    # Pixels between two names in one column: the height of a line at least.
    pixels = (figure.layout.height - 120) / 7.2
    for x in {x for x, _ in dots}:
        column = sorted(y for at, y in dots if at == x)
        gaps = [b - a for a, b in zip(column, column[1:], strict=False)]
        assert min(gaps) * pixels >= 16.9
        # A name stays in the place of its own points.
        assert all(round(y - 0.42 + 0.4999) in (4, 5) for y in column)
