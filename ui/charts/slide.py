"""The picture of a slide, large enough for the last row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import plotly.graph_objects as go

from strategy.analysis.slides import Picture, Slide
from strategy.kernel import german
from ui.charts.cost import cost_by_year_chart
from ui.charts.general import bar_chart
from ui.run.plain_text import plain

# What the page of the slides looks like; sent by that page alone.
LOOK = Path(__file__).with_suffix(".css")
TYPE_SIZE = 24


def _whole_percent(value: object) -> str:
    return german.percent(value, 0)


_WRITTEN: dict[Picture, Callable[[object], str]] = {
    Picture.BARS: german.number,
    Picture.MONEY_BARS: german.money_short,
    Picture.PERCENT_BARS: _whole_percent,
}


def slide_chart(slide: Slide) -> go.Figure | None:
    """The chart of a slide with type from 24 px; None where the slide is a table."""
    # Sizes are set after the chart was made, since pages use the same charts with smaller type.
    match slide.picture:
        case Picture.MONEY_BARS:
            figure = bar_chart(slide.frame, write=_WRITTEN[Picture.MONEY_BARS])
        case Picture.BARS:
            figure = bar_chart(slide.frame)
        case Picture.PERCENT_BARS:
            figure = bar_chart(slide.frame, write=_WRITTEN[Picture.PERCENT_BARS])
        case Picture.YEARS:
            figure = cost_by_year_chart(slide.frame)
        case _:
            return None
    # Without a height of its own: the look gives the picture what the words leave of the screen.
    figure.update_layout(
        height=None, font_size=TYPE_SIZE, legend_font_size=TYPE_SIZE, uniformtext_minsize=TYPE_SIZE
    )
    # The sizes of words inside the picture are set apart from those of the layout.
    figure.update_traces(textfont_size=TYPE_SIZE, selector={"type": "bar"})
    figure.update_annotations(font_size=TYPE_SIZE)
    for update in (figure.update_xaxes, figure.update_yaxes):
        update(tickfont_size=TYPE_SIZE, title_font_size=TYPE_SIZE)
    return figure


def slide_rows(slide: Slide) -> list[dict[str, str]]:
    """The figures of a picture as rows of German words."""
    if slide.picture is Picture.YEARS:
        kinds = {"Sachkosten": "Sach", "Personalkosten": "Personal"}
        years: dict[int, dict[str, str]] = {}
        for row in slide.frame.to_dict("records"):
            told = years.setdefault(row["year"], {"Jahr": str(row["year"])})
            told[kinds[row["kind"]]] = german.money_short(row["amount_cents"])
        # A kind that a year does not have was not entered, which is not 0.
        return [
            {word: told.get(word, german.UNKNOWN) for word in ("Jahr", *kinds.values())}
            for told in years.values()
        ]
    write = _WRITTEN[slide.picture]
    return [
        {"Was": plain(row["label"]), "Wie viel": write(row["value"])}
        for row in slide.frame.to_dict("records")
    ]
