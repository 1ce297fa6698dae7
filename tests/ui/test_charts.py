"""Charts draw what the frame says, leave unknown out of the picture, and say so in words."""

from __future__ import annotations

import datetime
import io
import re
from typing import Any

import openpyxl
import pandas as pd
import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from strategy.excel.table import CellKind, write_table
from strategy.kernel import german
from ui import charts
from ui.charts import style

TREE = pd.DataFrame(
    [
        ("Dezernat I", "Hauptamt", "Akte <b>", 300_00),
        ("Dezernat I", "Kämmerei", "Finanzen", 500_00),
        ("Dezernat II", None, "Bürgerbüro", 200_00),
        ("Dezernat II", "Bauamt", "Pläne", None),
    ],
    columns=["dezernat", "amt", "object_title", "amount_cents"],
).astype({"amount_cents": "Int64"})
YEARS = pd.DataFrame(
    [
        (2025, "Sachkosten", "Ist", 300_000_00),
        (2025, "Personalkosten", "Ist", 100_000_00),
        (2026, "Sachkosten", "Plan", 400_000_00),
        (2026, "Personalkosten", "Plan", 100_000_00),
        (2026, "Sachkosten", "Plan", None),
    ],
    columns=["year", "kind", "basis", "amount_cents"],
).astype({"amount_cents": "Int64"})
BUDGET = YEARS.rename(columns={"kind": "flow"}).replace(
    {"flow": {"Sachkosten": "Aufwand", "Personalkosten": "Ertrag"}}
)
GOALS = pd.DataFrame(
    [
        ("Z1", None, "Oben", "offen"),
        ("Z2", "Z1", "Mitte", "voll auf Kurs"),
        ("Z3", "Z2", "Unten", None),
        ("Z4", "weg", "Ohne Eltern", "offen"),
    ],
    columns=["id", "parent_id", "title", "status"],
)
MEASURES = pd.DataFrame(
    [
        (
            "Akte",
            datetime.date(2026, 1, 1),
            datetime.date(2027, 12, 31),
            "Bildung",
            "Idee",
            1,
            4,
            100_00,
        ),
        ("Akte", datetime.date(2026, 1, 1), datetime.date(2026, 1, 1), None, None, 4, 4, None),
        ("Ohne Daten", None, None, "Bildung", "Idee", None, None, None),
    ],
    columns=["title", "start", "end", "domain", "status", "effort", "benefit", "cost_cents"],
).astype({"cost_cents": "Int64"})
MEASURES["number"] = range(1, len(MEASURES) + 1)
BARS = pd.DataFrame({"label": ["a", "b"], "value": pd.array([500, None], dtype="Int64")})
RADAR = pd.DataFrame({"label": ["Technik", "Daten"], "ist": [2.0, 1.0], "soll": [3.0, None]})

EVERY = [
    (charts.cost_treemap, charts.cost_treemap_summary, TREE),
    (charts.cost_by_year_chart, charts.cost_by_year_summary, YEARS),
    (charts.budget_by_year_chart, charts.budget_by_year_summary, BUDGET),
    (charts.goal_tree_chart, charts.goal_tree_summary, GOALS),
    (charts.measures_timeline_chart, charts.measures_timeline_summary, MEASURES),
    (charts.effort_benefit_chart, charts.effort_benefit_summary, MEASURES),
    (charts.bar_chart, lambda frame: charts.bar_summary(frame, "Am meisten"), BARS),
    (charts.radar_chart, charts.radar_summary, RADAR),
]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(("draw", "say", "frame"), EVERY)
def test_every_chart_takes_empty_and_unknown_values(draw: Any, say: Any, frame: Any) -> None:
    blank = frame.copy()
    for column in ("amount_cents", "cost_cents", "effort", "benefit", "value", "ist", "soll"):
        if column in blank:
            blank[column] = pd.array([None] * len(blank), dtype="Int64")
    for version in (frame, frame.head(1), frame.head(0), blank):
        before = version.copy(deep=True)
        figure, sentence = draw(version), say(version)
        assert isinstance(figure, go.Figure)
        assert figure.layout.separators == ",."
        assert sentence.endswith(".") and "\n" not in sentence
        assert not re.search(r"\b(nan|none|<na>)\b", sentence.lower())
        pd.testing.assert_frame_equal(version, before)
        assert charts.for_dark(figure).layout.height == figure.layout.height


def test_the_treemap_adds_up_and_shows_texts_as_texts() -> None:
    area = charts.cost_treemap(TREE).data[0]
    values = dict(zip(area.ids, area.values, strict=True))
    assert values["Dezernat I"] == 80_000
    assert values["Dezernat II\x1fohne Zuordnung"] == 20_000
    assert sum(v for i, v in values.items() if i.count("\x1f") == 0) == 100_000
    assert "Akte &lt;b&gt;" in area.labels
    assert plain(charts.cost_treemap_summary(TREE)) == (
        "Von 1.000 € entfallen 80 % auf Dezernat I; am teuersten ist Finanzen mit 500 €; "
        "ein Betrag ist unbekannt."
    )


def test_kinds_keep_their_colours_and_plan_is_hatched() -> None:
    figure = charts.cost_by_year_chart(YEARS)
    for bar in figure.data:
        expected = style.BLUE if bar.name.startswith("Sach") else style.ORANGE
        assert bar.marker.color == expected
        assert (bar.marker.pattern.shape == "/") == ("Plan" in bar.name)
    assert figure.layout.yaxis.title.text == "Tsd. €"
    heights = {bar.name: list(bar.y) for bar in figure.data}
    assert heights["Sachkosten (Ist)"] == [300.0]
    assert heights["Sachkosten (Plan)"] == [400.0]


def test_plan_and_actual_are_never_added() -> None:
    groups = {bar.name: bar.offsetgroup for bar in charts.cost_by_year_chart(YEARS).data}
    assert groups["Sachkosten (Ist)"] != groups["Sachkosten (Plan)"]
    assert "sind 2025" not in charts.cost_by_year_summary(YEARS)
    assert plain(charts.cost_by_year_summary(YEARS)).startswith(
        "Die Kosten laut Ist betragen 2025 400.000 €; 25 % davon sind Personalkosten."
    )


def test_a_year_without_personnel_is_not_said_to_be_cheaper() -> None:
    frame = pd.DataFrame(
        [
            (2026, "Sachkosten", 200_000_00),
            (2026, "Personalkosten", 140_000_00),
            (2028, "Sachkosten", 250_000_00),
        ],
        columns=["year", "kind", "amount_cents"],
    ).astype({"amount_cents": "Int64"})
    said = plain(charts.cost_by_year_summary(frame))
    assert "Kosten sinken" not in said and "Sachkosten steigen von 200.000 € (2026)" in said
    assert "Personalkosten für 2028 unbekannt" in said
    only = plain(charts.cost_by_year_summary(frame[frame["kind"] == "Sachkosten"]))
    assert "0 %" not in only and only.endswith("Personalkosten sind nicht bekannt.")
    # Known at both ends: the sums are compared.
    whole = pd.concat([frame, frame.iloc[[1]].assign(year=2028, amount_cents=10_000_00)])
    assert "Kosten sinken von 340.000 € (2026) auf 260.000 € (2028)" in plain(
        charts.cost_by_year_summary(whole)
    )


def test_lost_and_circular_goals_are_still_shown() -> None:
    circle = pd.DataFrame(
        [("A", "B", "a", None), ("B", "A", "b", None)],
        columns=["id", "parent_id", "title", "status"],
    )
    for frame in (GOALS, circle):
        texts = [text for trace in charts.goal_tree_chart(frame).data for text in trace.text or ()]
        assert len(texts) == len(frame)


def test_two_measures_of_one_title_get_two_bars() -> None:
    figure = charts.measures_timeline_chart(MEASURES)
    assert sorted(line for bar in figure.data for line in bar.y) == [0, 1]
    assert len(figure.layout.yaxis.ticktext) == 2
    # Each on its own line, however far the next of its colour is.
    assert all(bar.width < 1 for bar in figure.data)
    one_day = next(bar for bar in figure.data if bar.name == "ohne Lebensbereich")
    assert list(one_day.x) == [86_400_000]
    assert "fehlen Beginn oder Ende" in charts.measures_timeline_summary(MEASURES)


def test_unknown_cost_is_a_ring_and_not_a_size() -> None:
    symbols = {
        trace.name: trace.marker.symbol for trace in charts.effort_benefit_chart(MEASURES).data
    }
    assert symbols == {"Bildung": ("circle",), "ohne Lebensbereich": ("circle-open",)}


def test_bars_write_unknown_in_words() -> None:
    bar = charts.bar_chart(BARS, write=german.money).data[0]
    assert [plain(text) for text in bar.text] == ["5,00 €", "unbekannt"]


def test_a_domain_keeps_its_colour() -> None:
    domains = [f"Bereich {i}" for i in range(16)]
    colours = charts.domain_colours(domains)
    assert len(set(colours.values())) == 16
    assert charts.domain_colours(reversed(domains)) == colours  # type: ignore[arg-type]


def page() -> None:
    """One chart as pages show it."""
    import pandas as pd

    from ui import charts
    from ui.charts.chart_block import show_chart
    from ui.tables.format import money_column, text_column

    frame = pd.DataFrame({"label": ["Bauamt"], "value": [12_345]})
    columns = {"label": text_column("Amt"), "value": money_column("Kosten")}
    show_chart(charts.bar_chart(frame), "Ein Satz.", frame, columns, "k", "Kosten")


def test_a_chart_comes_with_sentence_table_and_excel() -> None:
    app = AppTest.from_function(page, default_timeout=120).run()
    assert not app.exception
    assert app.markdown[0].value == "Ein Satz."
    assert len(app.get("plotly_chart")) == 1
    assert [item.label for item in app.expander] == ["Als Tabelle"] and not app.dataframe
    app.session_state["k_expander"] = True
    app.run()
    assert not app.exception
    assert app.dataframe[0].value["value"].tolist() == [12_345]
    assert app.get("download_button")[0].label == "Tabelle nach Excel"


def test_the_excel_table_holds_numbers_dates_and_harmless_texts() -> None:
    frame = pd.DataFrame(
        {
            "Text": ["=1+1", "http://x.de", "+49", None],
            "Betrag": pd.array([123456, None, -5, 0], dtype="Int64"),
            "Anteil": [12.5, None, 0.0, 100.0],
            "Tag": [datetime.date(2026, 3, 9), None, datetime.date(1800, 1, 1), None],
        }
    )
    content = write_table(
        frame, "A/B: Kosten?", {"Betrag": CellKind.MONEY, "Anteil": CellKind.PERCENT}
    )
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows == [
        ["Text", "Betrag", "Anteil", "Tag"],
        ["=1+1", 1234.56, 0.125, datetime.datetime(2026, 3, 9)],
        ["http://x.de", "unbekannt", "unbekannt", "unbekannt"],
        ["+49", -0.05, 0, "01.01.1800"],
        ["unbekannt", 0, 1, "unbekannt"],
    ]
    assert sheet["A2"].data_type == "s"
    assert sheet["A3"].hyperlink is None
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:D5"
    assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9
