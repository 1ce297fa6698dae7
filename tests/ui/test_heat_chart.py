"""The heat map: a click leads to its cell, whichever way round the picture stands."""

from __future__ import annotations

import pandas as pd
import pytest

from strategy.kernel import german
from ui.charts.heat import heat_chart


@pytest.mark.parametrize("goals", [3, 12])
def test_every_point_bears_its_domain_goal_and_amount(goals: int) -> None:
    frame = pd.DataFrame(
        [[100_00 * (row + 1) * (column + 1) for column in range(goals)] for row in range(2)],
        index=["Mobilität", "Bildung"],
        columns=[f"Ziel {column}" for column in range(goals)],
    )
    figure = heat_chart(frame, ["Bildung"])
    heat, points = figure.data
    assert len(points.x) == frame.size == len({tuple(cell[:2]) for cell in points.customdata})
    for x, y, (row, column, told) in zip(points.x, points.y, points.customdata, strict=True):
        cents = int(frame.iloc[row, column])
        assert heat.z[y][x] * 100 == cents and told.endswith(german.money_short(cents))
        assert f"Ziel {column}" in told
    # Many goals stand one below the other, where their names have room.
    labels = figure.layout.yaxis.ticktext
    assert len(labels) == (2 if goals == 3 else 12)
    marked = labels if goals == 3 else figure.layout.xaxis.ticktext
    assert [label.startswith("! ") for label in marked] == [False, True]
