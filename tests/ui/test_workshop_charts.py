"""Pictures of a workshop's results: every group and phase, German, no markup of users."""

from __future__ import annotations

import pandas as pd

from ui.charts.style import for_dark
from ui.charts.workshop_groups import phases_chart, phases_summary, wishes_chart, wishes_summary

ROWS = pd.DataFrame(
    [
        ["CL-0001", "Bus <b>", "Vereine", "Kritik", 1200, 80.0],
        ["CL-0002", "Rad", "Vereine", "Phantasie", 300, 20.0],
        ["CL-0001", "Bus <b>", "ohne Gruppe", "Phantasie", 3, 100.0],
    ],
    columns=["cluster_id", "cluster", "participants", "phase", "points", "share"],
)


def test_each_group_is_a_column_and_what_got_nothing_stays_empty() -> None:
    figure = wishes_chart(ROWS)
    field = figure.data[0]
    assert [list(row) for row in field.z] == [[80.0, 100.0], [20.0, None]]
    assert list(field.text[1]) == ["20\N{NO-BREAK SPACE}%", ""]
    assert "1.200 Punkte, 80,0" in field.customdata[0][0]
    assert "keine Punkte" in field.customdata[1][1]
    assert "&lt;b&gt;" in figure.layout.yaxis.ticktext[0] and "<b>" not in field.customdata[0][0]
    assert for_dark(figure).data[0].colorscale != field.colorscale


def test_the_sentence_names_what_each_group_wanted_most() -> None:
    assert wishes_summary(ROWS) == (
        "Wofür jede Gruppe am meisten ihrer Punkte gab: Vereine: „Bus <b>“ (80\N{NO-BREAK SPACE}%)"
        "; ohne Gruppe: „Bus <b>“ (100\N{NO-BREAK SPACE}%)."
    )
    assert "noch keine Punkte" in wishes_summary(ROWS.head(0))


def test_phases_come_in_their_order_and_the_legend_covers_nothing() -> None:
    figure = phases_chart(ROWS)
    assert [trace.name for trace in figure.data] == ["Kritik", "Phantasie"]
    assert figure.layout.legend.traceorder == "normal" and figure.layout.margin.t >= 44
    assert phases_summary(ROWS) == (
        "Kritik: 1.200 Punkte, die meisten für „Bus <b>“; Phantasie: 303 Punkte, die meisten für "
        "„Rad“."
    )
    assert "noch keine Punkte" in phases_summary(ROWS.head(0))
