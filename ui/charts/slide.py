"""The picture of a slide, large enough for the last row."""

from __future__ import annotations

from pathlib import Path

import plotly.graph_objects as go

from strategy.analysis.slides import Picture, Slide
from strategy.kernel import german
from ui.charts.cost import cost_by_year_chart
from ui.charts.general import bar_chart

# What the page of the slides looks like; sent by that page alone.
LOOK = Path(__file__).with_suffix(".css")
TYPE_SIZE = 24
HEIGHT = 410


def slide_chart(slide: Slide) -> go.Figure | None:
    """The chart of a slide with type from 24 px; None where the slide is a table."""
    # Sizes are set after the chart was made, since pages use the same charts with smaller type.
    match slide.picture:
        case Picture.MONEY_BARS:
            figure = bar_chart(slide.frame, write=german.money_short)
        case Picture.BARS:
            figure = bar_chart(slide.frame)
        case Picture.PERCENT_BARS:
            figure = bar_chart(slide.frame, write=lambda value: german.percent(value, 0))
        case Picture.YEARS:
            figure = cost_by_year_chart(slide.frame)
        case _:
            return None
    figure.update_layout(
        height=HEIGHT, font_size=TYPE_SIZE, legend_font_size=TYPE_SIZE, uniformtext_minsize=20
    )
    for update in (figure.update_xaxes, figure.update_yaxes):
        update(tickfont_size=TYPE_SIZE, title_font_size=TYPE_SIZE)
    return figure
