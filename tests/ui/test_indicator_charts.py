"""Charts of indicators, cities and slides, and the sequence table, without a browser."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from strategy.analysis.slides import Picture, Slide
from strategy.nouns.municipality import VoteColumns
from ui.charts.indicators import (
    city_chart,
    city_summary,
    course_chart,
    course_summary,
    series_chart,
    series_summary,
    signed,
)
from ui.charts.slide import TYPE_SIZE, slide_chart
from ui.run.plain_text import plain
from ui.tables.sequence_table import day_words, sequence_frame

COURSES = pd.DataFrame(
    {
        "title": ["<b>A</b>", "B", "C"],
        "reached": [57.0, -4.0, None],
        "course": ["voll auf Kurs", "nicht auf Kurs", "unbekannt"],
    }
)
INDICATOR = {
    "unit": "Tage",
    "baseline": 11,
    "baseline_day": date(2024, 12, 31),
    "target": 1,
    "target_year": 2027,
}


def test_course_says_state_by_sign_word_and_colour() -> None:
    figure = course_chart(COURSES)
    assert [trace.name for trace in figure.data] == [
        "● voll auf Kurs",
        "▼ nicht auf Kurs",
        "? unbekannt",
    ]
    assert len({trace.marker.color for trace in figure.data}) == 3
    assert figure.layout.yaxis.ticktext[0] == "&lt;b&gt;A&lt;/b&gt;"
    assert figure.data[2].text[0] == "unbekannt"
    assert course_summary(COURSES) == (
        "1 von 3 Kennzahlen ist voll oder weitgehend auf Kurs, 1 nicht; bei 1 fehlen Angaben, um "
        "es zu sagen."
    )
    assert "noch keine" in course_summary(COURSES.iloc[:0])
    assert course_chart(COURSES.iloc[:0]).data == ()
    assert signed(None) == "? unbekannt"


def test_series_runs_from_the_baseline_and_shows_the_way_to_the_target() -> None:
    series = pd.DataFrame(
        {"measured_on": [date(2026, 6, 30), date(2026, 12, 31)], "amount": [4.5, None]}
    )
    way, measured = series_chart(series, INDICATOR).data
    assert list(way.y) == [11.0, 1.0] and way.x[1] == "2027-12-31"
    assert list(measured.y) == [11.0, 4.5] and measured.customdata[1] == "30.06.2026"
    assert series_summary(series, INDICATOR, "voll auf Kurs") == (
        "Zuletzt gemessen: 4,5 Tage am 30.06.2026; Ziel ist 1 Tage bis 2027. "
        "Stand: ● voll auf Kurs."
    )
    bare = {**dict.fromkeys(INDICATOR), "unit": "Tage"}
    assert len(series_chart(series.iloc[:0], bare).data) == 1
    assert series_summary(series.iloc[:0], bare, "unbekannt") == (
        "Noch ist nichts gemessen; ein Zielwert fehlt."
    )


def test_the_own_city_stands_out_by_word_and_colour() -> None:
    frame = pd.DataFrame(
        {
            "label": ["Ahausen", "Probe", "Dritte"],
            "value": [12, 8, None],
            "own": [False, True, False],
        }
    )
    figure = city_chart(frame, "%")
    assert "(wir)" in figure.layout.yaxis.ticktext[1]
    assert figure.data[0].marker.color[1] != figure.data[0].marker.color[0]
    assert "8 %, Platz 2 von 2" in city_summary(frame, "Online", "%", False)
    assert "8 %, Platz 1 von 2" in city_summary(frame, "Online", "%", True)
    assert "1 Wert ist unbekannt" in city_summary(frame, "Online", "%", True)
    assert "noch kein Wert" in city_summary(frame[~frame["own"]], "Online", "%", True)


@pytest.mark.parametrize("picture", [item for item in Picture if item is not Picture.PAPERS])
def test_slides_are_read_from_the_last_row(picture: Picture) -> None:
    if picture is Picture.YEARS:
        frame = pd.DataFrame({"year": [2026], "kind": ["Sachkosten"], "amount_cents": [100]})
    else:
        frame = pd.DataFrame({"label": ["A"], "value": [3]})
    figure = slide_chart(Slide("x", "T.", "", "Q", picture, frame))
    assert figure is not None
    assert figure.layout.font.size >= TYPE_SIZE >= 24
    assert figure.layout.yaxis.tickfont.size >= 24


def test_a_slide_with_papers_has_no_chart() -> None:
    assert slide_chart(Slide("x", "T.", "", "Q", Picture.PAPERS, pd.DataFrame())) is None


def test_the_sequence_strikes_a_postponed_day_and_keeps_markdown_out() -> None:
    frame = pd.DataFrame(
        [
            {
                "body": "Rat *A*",
                "held_on": date(2026, 5, 7),
                "former_days": "09.04.2026 23.04.2026",
                "cancelled": False,
                "agenda_item": None,
                "public": None,
                "role": "Entscheidung",
                "yes": 0,
                "no": None,
                "abstentions": 2,
                "present": 9,
                "outcome": "offen",
            }
        ]
    )
    row = sequence_frame(frame, VoteColumns.WITH_ABSTENTION).iloc[0]
    assert row["Gremium"] == r"Rat \*A\*"
    assert row["Sitzung am"] == "~~09.04.2026~~ ~~23.04.2026~~ verlegt auf 07.05.2026"
    assert (row["Ja"], row["Nein"], row["Enth."], row["TOP"]) == ("/", "–", "2", "–")
    assert row["ö/nö"] == "unbekannt"
    present = sequence_frame(frame, VoteColumns.WITH_PRESENT).iloc[0]
    assert present["Anwesend"] == "9" and "Enth." not in present
    assert day_words(None, None) == "offen"


def test_plain_text_means_what_it_says() -> None:
    assert plain("a_b [c](d) :red[x] $5 <i>\nneu") == (r"a\_b \[c\](d) \:red\[x\] \$5 \<i\> neu")
    assert plain(None) == "unbekannt"
