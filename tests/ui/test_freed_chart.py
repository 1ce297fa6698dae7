"""The waterfall of what the old pays: steps hang where the one before ends, the sentence agrees."""

from __future__ import annotations

import pandas as pd

from ui.charts.freed import freed_chart, freed_summary


def _frame(*rows: tuple[int, int, int]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["year", "new_cents", "freed_cents"])
    return frame.assign(rest_cents=frame["new_cents"] - frame["freed_cents"])


def test_each_year_falls_from_the_new_to_what_is_left() -> None:
    figure = freed_chart(_frame((2027, 900_000, 0), (2028, 300_000, 500_000)))
    new, freed, left = figure.data
    for place in range(2):
        assert freed.base[place] == left.y[place]
        assert freed.base[place] + freed.y[place] == new.y[place]
    assert left.customdata[1] == "-2.000,00\N{NO-BREAK SPACE}€"


def test_the_sentence_says_when_the_new_is_cheaper() -> None:
    told = freed_summary(_frame((2027, 900_000, 0), (2028, 300_000, 500_000)))
    assert "ab 2028 kostet das Neue im Jahr weniger als das Alte;" in told
    assert told.endswith("; bis 2028 ist noch nicht alles bezahlt.")
    rows = [(2027, 900_000, 0), (2028, 0, 900_000), (2029, 100, 0), (2030, 0, 100), (2031, 0, 1)]
    assert freed_summary(_frame(*rows)).endswith("Alte, und 2030 ist alles bezahlt.")
    assert "5.000\N{NO-BREAK SPACE}€" in told and "12.000\N{NO-BREAK SPACE}€" in told
    assert freed_summary(_frame((2027, 2, 1))).endswith(
        "in keinem Jahr wird es billiger als bisher."
    )
