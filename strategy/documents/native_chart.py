"""A bar chart inside a Word document: a drawing of Word's own and no picture of one.

python-pptx writes the description of the chart, which is the same in Word and PowerPoint; it stays
sharp on paper, its texts can be read aloud, and no browser or font file is needed to draw it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm
from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
# Told apart in grey as well, since most council papers are copied without colours.
_COLOURS = ("2044AA", "8FA8E8", "5B6478")


@dataclass(frozen=True)
class BarChart:
    """Bars over categories; ``series`` are names with one amount in cents for each category, None
    where it is unknown.  ``about`` is the caption and is read aloud."""

    categories: Sequence[str]
    series: Sequence[tuple[str, Sequence[int | None]]]
    about: str
    lying: bool = False


def add_chart(document: Any, paragraph: Any, chart: BarChart, number: int, width: float) -> None:
    """Put a chart into a paragraph of a python-docx document; ``width`` is in centimetres."""
    name = PackURI(f"/word/charts/chart{number}.xml")
    part = Part(name, _TYPE, _described(chart), document.part.package)
    link = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    # A lying chart has a line per category and grows with them.
    height = min(2.5 + 0.7 * len(chart.categories), 20) if chart.lying else 7.5
    paragraph.add_run()._r.append(_frame(chart.about, link, number, width, height))


def _described(chart: BarChart) -> bytes:
    # python-pptx has no types; what it returns is bytes of XML.
    data: Any = cast(Any, CategoryChartData)(number_format="#,##0")
    data.categories = list(chart.categories)
    for title, cents in chart.series:
        # Whole thousands of euro: the table beside the chart has the cents.
        data.add_series(title, [None if one is None else one / 100_000 for one in cents])
    kind = XL_CHART_TYPE.BAR_STACKED if chart.lying else XL_CHART_TYPE.COLUMN_STACKED
    root = etree.fromstring(data.xml_bytes(kind))
    found = root.find(f"{{{_CHART}}}chart")
    found.find(f"{{{_CHART}}}autoTitleDeleted").set("val", "1")
    for index, series in enumerate(found.iter(f"{{{_CHART}}}ser")):
        _colour(series, _COLOURS[index % len(_COLOURS)])
    if chart.lying:
        # Word counts categories from below; people read a list from above.
        axis = found.find(f".//{{{_CHART}}}catAx/{{{_CHART}}}scaling/{{{_CHART}}}orientation")
        axis.set("val", "maxMin")
    if len(chart.series) > 1:
        legend = etree.Element(f"{{{_CHART}}}legend")
        etree.SubElement(legend, f"{{{_CHART}}}legendPos").set("val", "b")
        found.find(f"{{{_CHART}}}plotArea").addnext(legend)
    _set_letters(root)
    described: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return described


def _set_letters(root: Any) -> None:
    """One size for all texts of the chart; without it each program takes one of its own."""
    letters = etree.fromstring(
        f'<c:txPr xmlns:c="{_CHART}" xmlns:a="{_MAIN}"><a:bodyPr/><a:p><a:pPr><a:defRPr sz="900">'
        '<a:latin typeface="Arial"/></a:defRPr></a:pPr><a:endParaRPr lang="de-DE"/></a:p></c:txPr>'
    )
    for old in root.findall(f"{{{_CHART}}}txPr"):
        root.remove(old)
    # Behind the chart itself, where the description expects the look of its texts.
    root.find(f"{{{_CHART}}}chart").addnext(letters)


def _colour(series: Any, colour: str) -> None:
    shape = etree.Element(f"{{{_CHART}}}spPr")
    fill = etree.SubElement(shape, f"{{{_MAIN}}}solidFill")
    etree.SubElement(fill, f"{{{_MAIN}}}srgbClr").set("val", colour)
    # The order of the parts of a series is fixed: its look stands behind its name.
    series.find(f"{{{_CHART}}}tx").addnext(shape)


def _frame(about: str, link: str, number: int, width: float, height: float) -> Any:
    """The place of the chart in the text, with what a screen reader says of it."""
    frame = parse_xml(
        '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        f'xmlns:a="{_MAIN}" xmlns:c="{_CHART}" xmlns:r="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships">'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{Cm(width)}" '
        f'cy="{Cm(height)}"/><wp:docPr id="{1000 + number}" name="Diagramm {number}"/>'
        f'<a:graphic><a:graphicData uri="{_CHART}"><c:chart r:id="{link}"/></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing>"
    )
    # Set and not written into the XML above, because a title may hold any sign.
    frame.find(f".//{{{frame.nsmap['wp']}}}docPr").set("descr", about)
    return frame
