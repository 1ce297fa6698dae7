"""The picture of ranges: each year with a cap has its line, and no line reaches the next year."""

from __future__ import annotations

import pandas as pd

from ui.charts.ranges import ranges_chart


def test_the_line_of_a_cap_lies_over_its_own_year_alone() -> None:
    amounts = {name: [100, 200, 300] for name in ("plan", "p50", "p80", "p95")}
    figure = ranges_chart(
        pd.DataFrame({"year": [2027, 2028, 2029], **amounts, "cap": [1, None, 250]})
    )
    lines = [(line.x0, line.x1, line.y0) for line in figure.layout.shapes]
    # Years are places 0, 1, 2 on the axis; the year without a cap keeps its place.
    assert [round((x0 + x1) / 2) for x0, x1, _ in lines] == [0, 2]
    assert all(0 < x1 - x0 < 1 for x0, x1, _ in lines)
    assert [y for _, _, y in lines] == [0.01, 2.5]


def test_large_amounts_stand_in_millions_in_german() -> None:
    amounts = {name: [150_000_000] for name in ("plan", "p50", "p80", "p95")}
    figure = ranges_chart(pd.DataFrame({"year": [2027], **amounts, "cap": [120_000_000]}))
    assert figure.layout.yaxis.title.text == "Mio. €"
    assert [bar.y[0] for bar in figure.data] == [1.5, 1.5, 1.5, 1.5, 1.2]
    assert figure.layout.shapes[0].y0 == 1.2
