"""The slides of the committee view as PowerPoint: one message each, charts that can be edited.

Sentences and figures are those of ``analysis/slides``, which the page shows as well.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches, Length, Pt

from strategy.analysis.slides import Picture, Slide, slides
from strategy.excel.safe_file import replacing
from strategy.excel.source import read_head, version_name
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.store import Store
from strategy.nouns.visibility import Audience
from strategy.relations.audience import read_for, withheld_words

_WIDTH, _HEIGHT = Inches(13.333), Inches(7.5)
_LEFT, _INNER = Inches(0.7), Inches(11.93)
_TITLE_ONLY = 5
# The same colours as on the screen: material costs are blue, people orange.
_TEXT, _MUTED = RGBColor(0x1D, 0x20, 0x34), RGBColor(0x45, 0x4B, 0x6B)
_COLOURS = {"Sachkosten": RGBColor(0x20, 0x44, 0xAA), "Personalkosten": RGBColor(0xF6, 0x9A, 0x00)}
_BLUE = _COLOURS["Sachkosten"]
# 24 pixels of a screen of 1080 lines are 12 points of a slide of 7.5 inches.
_HEADLINE, _NOTE, _CHART, _SOURCE = Pt(34), Pt(22), Pt(16), Pt(14)
# A sentence of more letters takes three lines and would run into the note below it.
_LONG_HEADLINE, _LONG = Pt(27), 75
# A part of a column lower than this share of the highest has no room for its amount.
_LABELLED = 0.07
_PAPERS = 6


def write_slides(
    store: Store, path: Path | str, version: str, *, audience: Audience, today: date
) -> Path:
    """Write the slides of a version; raises Refused where the plan has nothing to show yet."""
    target = Path(path)
    with read_for(store, version_name(store, version), audience) as db:
        # The public and the council read what the cursor holds; papers also by their own field.
        shown = slides(db, today, audience is Audience.PUBLIC)
        head, _, _ = read_head(db, today)
        left_out = withheld_words(db)
    if not shown:
        raise Refused("Es gibt noch nichts zu zeigen; erfassen Sie zuerst Anwendungen oder Ziele.")
    deck = Presentation()
    deck.slide_width, deck.slide_height = _WIDTH, _HEIGHT
    deck.core_properties.title = f"Digitalstrategie {head.municipality}"
    deck.core_properties.author = str(head.municipality)
    deck.core_properties.language = "de-DE"
    stand = german.day(head.stand)
    _cover(deck, f"Digitalstrategie {head.municipality}", head.version_words, stand, left_out)
    for slide in shown:
        _add(deck, slide, f"{head.municipality}. Quelle: {slide.source}. Stand {stand}.")
    with replacing(target) as partial:
        deck.save(str(partial))
    return target


def _cover(deck: Any, title: str, version: str, stand: str, left_out: str | None) -> None:
    page = _page(deck, title)
    # The version says already for whom the output is made.
    words = [f"{version}, Stand {stand}", *([left_out.partition(". ")[2]] if left_out else [])]
    _text(page, "\n".join(words), Inches(2.4), Inches(2.5), _NOTE, _MUTED)


def _add(deck: Any, slide: Slide, source: str) -> None:
    page = _page(deck, slide.title)
    if slide.note:
        _text(page, slide.note, Inches(1.75), Inches(0.6), _NOTE, _TEXT)
    top = Inches(2.4)
    place = (_LEFT, top, _INNER, Inches(6.75) - top)
    match slide.picture:
        case Picture.PAPERS:
            source += _papers(page, slide, place)
        case Picture.YEARS:
            _years(page, slide, place)
        case _:
            _bars(page, slide, place)
    _text(page, source, Inches(6.85), Inches(0.5), _SOURCE, _MUTED)


def _page(deck: Any, title: str) -> Any:
    # A layout with a title, so that outline and screen reader know what each slide is about.
    page = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    shape = page.shapes.title
    shape.left, shape.top, shape.width, shape.height = _LEFT, Inches(0.4), _INNER, Inches(1.35)
    frame = shape.text_frame
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.text = title
    _dress(frame, _HEADLINE if len(title) <= _LONG else _LONG_HEADLINE, _TEXT, bold=True)
    return page


def _text(
    page: Any, text: str, top: Length, height: Length, size: Length, colour: RGBColor
) -> None:
    frame = page.shapes.add_textbox(_LEFT, top, _INNER, height).text_frame
    frame.word_wrap = True
    frame.text = text
    _dress(frame, size, colour)


def _dress(frame: Any, size: Length, colour: RGBColor, bold: bool = False) -> None:
    for paragraph in frame.paragraphs:
        # The theme centres titles; a sentence is read from the left.
        paragraph.alignment = 1
        for run in paragraph.runs:
            run.font.size, run.font.bold = size, bold
            run.font.color.rgb = colour
            run.font.language_id = MSO_LANGUAGE_ID.GERMAN


def _percent(value: object) -> str:
    return german.percent(value, 0)


_WRITTEN: dict[Picture, Callable[[Any], str]] = {
    Picture.BARS: german.number,
    Picture.MONEY_BARS: german.money_short,
    Picture.PERCENT_BARS: _percent,
}


def _number(picture: Picture, value: Any) -> float | None:
    """A value as the chart keeps it: euro and not cents; unknown is no bar and never 0."""
    if german.is_unknown(value):
        return None
    return float(value) / 100 if picture in (Picture.MONEY_BARS, Picture.YEARS) else float(value)


def _bars(page: Any, slide: Slide, place: tuple[int, ...]) -> None:
    rows = slide.frame.to_dict("records")
    data = CategoryChartData()
    data.categories = [str(row["label"]) for row in rows]
    data.add_series(
        slide.source.partition(";")[0], [_number(slide.picture, row["value"]) for row in rows]
    )
    chart = _chart(page, slide, XL_CHART_TYPE.BAR_CLUSTERED, place, data)
    chart.has_legend = False
    # The longest bar on top, as it is said.
    chart.category_axis.reverse_order = True
    plot = chart.plots[0]
    plot.gap_width = 45
    series = plot.series[0]
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = _BLUE
    write = _WRITTEN[slide.picture]
    for index, row in enumerate(rows):
        _label(series.points[index], write(row["value"]), XL_LABEL_POSITION.OUTSIDE_END)
    _note(page, slide, [f"{row['label']}: {write(row['value'])}" for row in rows])


def _years(page: Any, slide: Slide, place: tuple[int, ...]) -> None:
    amounts: dict[tuple[int, str], int] = {}
    for row in slide.frame.to_dict("records"):
        if not german.is_unknown(row["amount_cents"]):
            key = (int(row["year"]), str(row["kind"]))
            amounts[key] = amounts.get(key, 0) + int(row["amount_cents"])
    years = sorted({int(year) for year in slide.frame["year"]})
    data = CategoryChartData()
    data.categories = [str(year) for year in years]
    kinds = [kind for kind in _COLOURS if any(key[1] == kind for key in amounts)]
    for kind in kinds:
        data.add_series(kind, [_number(Picture.YEARS, amounts.get((y, kind))) for y in years])
    chart = _chart(page, slide, XL_CHART_TYPE.COLUMN_STACKED, place, data)
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.TOP
    chart.legend.include_in_layout = False
    chart.legend.font.size = _CHART
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 60, 100
    highest = max(sum(amounts.get((year, kind), 0) for kind in kinds) for year in years)
    for series, kind in zip(plot.series, kinds, strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = _COLOURS[kind]
        for index, year in enumerate(years):
            cents = amounts.get((year, kind))
            if cents is not None and cents >= _LABELLED * highest:
                white = RGBColor(0xFF, 0xFF, 0xFF) if kind == "Sachkosten" else _TEXT
                said = german.money_short(cents)
                _label(series.points[index], said, XL_LABEL_POSITION.CENTER, white)
    told = [
        f"{year}: "
        + ", ".join(f"{kind} {german.money(amounts.get((year, kind)))}" for kind in kinds)
        for year in years
    ]
    _note(page, slide, told)


def _note(page: Any, slide: Slide, lines: list[str]) -> None:
    """All figures of the picture as text beside the slide, for whoever speaks and for whoever
    cannot see it."""
    page.notes_slide.notes_text_frame.text = "\n".join([slide.title, *lines])


def _chart(page: Any, slide: Slide, kind: Any, place: tuple[int, ...], data: Any) -> Any:
    frame = page.shapes.add_chart(kind, *place, data)
    _describe(frame, slide.title)
    chart = frame.chart
    # The headline says it; a chart with one series would else bear the name of that.
    chart.has_title = False
    chart.font.size, chart.font.color.rgb = _CHART, _TEXT
    # The amounts stand at the bars; an axis would say them once more in another form.
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    chart.category_axis.format.line.color.rgb = RGBColor(0xA9, 0xAE, 0xC6)
    chart.category_axis.tick_labels.font.size = _CHART
    return chart


def _label(point: Any, said: str, position: Any, colour: RGBColor = _TEXT) -> None:
    """A label as people here write numbers; a number format would follow each reader's system."""
    label = point.data_label
    label.position = position
    frame = label.text_frame
    frame.text = said
    _dress(frame, _CHART, colour)


def _papers(page: Any, slide: Slide, place: tuple[int, ...]) -> str:
    rows = slide.frame.head(_PAPERS).to_dict("records")
    left, top, width, _ = place
    frame = page.shapes.add_table(
        len(rows) + 1, 3, left, top, width, Inches(0.55 * (len(rows) + 1))
    )
    _describe(frame, slide.title)
    table = frame.table
    for index, share in enumerate((0.58, 0.24, 0.18)):
        table.columns[index].width = Length(int(width * share))
    cells = [("Vorlage", "Gremium", "Sitzung am")]
    for row in rows:
        day = "offen" if german.is_unknown(row["held_on"]) else german.day(row["held_on"])
        cells.append((str(row["title"]), str(row["body"]), day))
    for number, texts in enumerate(cells):
        for column, text in enumerate(texts):
            cell = table.cell(number, column)
            cell.text_frame.text = text
            head = number == 0
            colour = RGBColor(0xFF, 0xFF, 0xFF) if head else _TEXT
            _dress(cell.text_frame, _CHART, colour, bold=head)
            cell.fill.solid()
            cell.fill.fore_color.rgb = _BLUE if head else RGBColor(0xF3, 0xF3, 0xF7)
    more = len(slide.frame) > _PAPERS
    return f" Gezeigt sind {_PAPERS} von {len(slide.frame)} Vorlagen." if more else ""


def _describe(frame: Any, words: str) -> None:
    """What a screen reader says of a picture."""
    frame.element.xpath(".//p:cNvPr")[0].set("descr", words)
