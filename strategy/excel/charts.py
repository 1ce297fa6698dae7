"""Native charts bound to cells: they follow whatever the formulas under them yield."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.chart import Chart
from xlsxwriter.workbook import Workbook

from strategy.excel.formats import INK, LINE, MUTED, PERSONAL_COLOUR, SACH_COLOUR

_FONT = {"name": "Arial", "size": 9, "color": MUTED}
_TITLE_FONT = {"name": "Arial", "size": 12, "bold": True, "color": INK}
EURO_AXIS = '#,##0 "€"'


@dataclass(frozen=True)
class Series:
    """One row or column of values with its name and colour."""

    name: str
    categories: str
    values: str
    colour: str


def stacked_columns(workbook: Workbook, title: str, series: Sequence[Series]) -> Chart:
    """Columns on top of each other, one per category, in euro."""
    return _chart(workbook, {"type": "column", "subtype": "stacked"}, title, series, EURO_AXIS)


def stacked_bars(workbook: Workbook, title: str, series: Sequence[Series]) -> Chart:
    """Lying bars for long names, the first category on top, in euro."""
    return _chart(workbook, {"type": "bar", "subtype": "stacked"}, title, series, EURO_AXIS)


def columns(workbook: Workbook, title: str, series: Sequence[Series], axis: str) -> Chart:
    """Columns side by side, one group per category."""
    return _chart(workbook, {"type": "column"}, title, series, axis)


def bars(workbook: Workbook, title: str, series: Sequence[Series], axis: str = "#,##0") -> Chart:
    """Lying bars of one series with their values."""
    return _chart(workbook, {"type": "bar"}, title, series, axis, labels=True)


def sach_personal(categories: str, sach: str, personal: str) -> list[Series]:
    """The two kinds of cost in their fixed colours."""
    return [
        Series("Sachkosten", categories, sach, SACH_COLOUR),
        Series("Personalkosten", categories, personal, PERSONAL_COLOUR),
    ]


def _chart(
    workbook: Workbook,
    kind: dict[str, str],
    title: str,
    series: Sequence[Series],
    axis: str,
    labels: bool = False,
) -> Chart:
    chart = workbook.add_chart(kind)
    for item in series:
        look: dict[str, Any] = {
            "name": item.name,
            "categories": f"={item.categories}",
            "values": f"={item.values}",
            "fill": {"color": item.colour},
            "border": {"color": "#FFFFFF", "width": 0.5},
            "gap": 60,
        }
        if labels:
            look["data_labels"] = {"value": True, "font": _FONT, "num_format": axis}
        chart.add_series(look)
    chart.set_title({"name": title, "name_font": _TITLE_FONT, "overlay": False})
    chart.set_legend({"none": True} if len(series) == 1 else {"position": "bottom", "font": _FONT})
    values: dict[str, Any] = {
        "num_format": axis,
        "num_font": _FONT,
        "major_gridlines": {"visible": True, "line": {"color": LINE, "width": 0.5}},
        "line": {"none": True},
    }
    names: dict[str, Any] = {"num_font": _FONT, "line": {"color": LINE}, "label_position": "low"}
    if kind["type"] == "bar":
        # The names stand at the left.  Excel draws the first one at the bottom unless the axis is
        # turned round; crossing at the end keeps the scale below the bars.
        chart.set_y_axis({**names, "reverse": True, "crossing": "max"})
        chart.set_x_axis(values)
    else:
        chart.set_x_axis(names)
        chart.set_y_axis(values)
    chart.set_chartarea({"border": {"color": LINE}})
    return chart
