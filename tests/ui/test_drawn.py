"""A remembered figure is the figure that would be drawn anew, and no other."""

from __future__ import annotations

import pandas as pd

from strategy.kernel import german
from ui.charts import bar_chart, for_dark, radar_chart


def bars(*values: float, label: str = "Amt") -> pd.DataFrame:
    return pd.DataFrame({"label": [f"{label} {i}" for i in range(len(values))], "value": values})


def test_equal_data_is_drawn_once_and_like_the_first_time() -> None:
    first = bar_chart(bars(1, 2, 3), unit="Tage")
    assert bar_chart(bars(1, 2, 3), unit="Tage") is first
    assert bar_chart.__wrapped__(bars(1, 2, 3), unit="Tage").to_json() == first.to_json()


def test_whatever_differs_is_drawn_anew() -> None:
    def writer(places: int):  # type: ignore[no-untyped-def]
        return lambda value: german.percent(value, places)

    drawn = [
        bar_chart(bars(1, 2)),
        bar_chart(bars(1, 2.5)),
        bar_chart(bars(1, 2, label="Dezernat")),
        bar_chart(bars(1, 2), unit="Tage"),
        bar_chart(bars(1, 2), write=german.money_short),
        bar_chart(bars(1, 2), write=writer(0)),
        bar_chart(bars(1, 2), write=writer(1)),
        bar_chart(bars(1, 2).astype({"value": "Int64"})),
    ]
    assert len({id(figure) for figure in drawn}) == len(drawn)
    assert bar_chart(bars(1, 2), write=writer(1)) is drawn[6]


def test_the_dark_twin_belongs_to_its_figure() -> None:
    frame = pd.DataFrame({"label": ["a", "b", "c"], "ist": [1, 2, 3], "soll": [3, 3, 3]})
    light = radar_chart(frame)
    before = light.to_json()
    assert for_dark(light) is for_dark(light)
    assert for_dark(light) is not for_dark(bar_chart(bars(1, 2)))
    assert light.to_json() == before
