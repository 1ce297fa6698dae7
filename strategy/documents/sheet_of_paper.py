"""A Word document on A4 in German that a screen reader can walk through.

Headings are real headings, tables have a repeated header row and a description, the language is
set, nothing is merged or drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from strategy.kernel import german

FONT = "Arial"
INK, MUTED, LINE, SHADE = "1D2034", "454B6B", "A9AEC6", "E8E9EF"


class PageWriter:
    """Writes from top to bottom; ``size`` is the size of running text in points.

    Where a page ends, the word processor decides: it alone knows its fonts.
    """

    def __init__(self, title: str, author: str, size: float = 9.0, margin_cm: float = 1.6) -> None:
        self._document = Document()
        self._size = size
        section = self._document.sections[0]
        section.page_width, section.page_height = Cm(21.0), Cm(29.7)
        section.left_margin = section.right_margin = Cm(margin_cm)
        section.top_margin, section.bottom_margin = Cm(1.2), Cm(1.5)
        section.header_distance = section.footer_distance = Cm(0.7)
        self.width_cm = 21.0 - 2 * margin_cm
        self._set_styles()
        properties = self._document.core_properties
        properties.title, properties.author, properties.language = title, author, "de-DE"
        properties.comments = ""
        now = datetime.now(UTC).replace(tzinfo=None)
        properties.created = properties.modified = now

    def heading(self, text: str, level: int = 1) -> None:
        """A heading; level 1 stands once, at the top."""
        self._document.add_heading(_clean(text), level)

    def text(self, text: str, *, muted: bool = False, bold: bool = False) -> None:
        """A paragraph."""
        run = self._document.add_paragraph().add_run(_clean(text))
        run.bold = bold
        if muted:
            run.font.size = Pt(self._size - 1)
            run.font.color.rgb = RGBColor.from_string(MUTED)

    def table(
        self,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        right: Sequence[bool],
        shares: Sequence[float],
        about: str,
        total: bool = False,
    ) -> None:
        """A table of texts; ``shares`` are the parts of the width, ``about`` is read aloud.

        ``right`` says which columns hold numbers, ``total`` that the last row is the sum.
        """
        table = self._document.add_table(rows=0, cols=len(header))
        table.alignment = WD_TABLE_ALIGNMENT.LEFT
        table.autofit = False
        _describe(table, about)
        _draw_lines(table)
        widths = [Cm(self.width_cm * share / sum(shares)) for share in shares]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for place, values in enumerate([header, *rows]):
            row = table.add_row()
            _never_split(row)
            strong = place == 0 or (total and place == len(rows))
            for cell, value, width, to_right in zip(row.cells, values, widths, right, strict=True):
                cell.width = width
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(0)
                if to_right:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                run = paragraph.add_run(_clean(value))
                run.font.size = Pt(self._size - 1)
                run.bold = strong
                if place == 0:
                    _shade(cell)
            if place == 0:
                _repeat(row)
        # Word needs a paragraph behind a table; this one takes no room.
        gap = self._document.add_paragraph().paragraph_format
        gap.space_after, gap.line_spacing = Pt(0), Pt(1)

    def footer(self, text: str) -> None:
        """What stands at the bottom of the page."""
        paragraph = self._document.sections[0].footer.paragraphs[0]
        run = paragraph.add_run(_clean(text))
        run.font.size = Pt(7.5)
        run.font.color.rgb = RGBColor.from_string(MUTED)

    def save(self, path: Path) -> None:
        """Write the file; raises OSError."""
        self._document.save(str(path))

    def _set_styles(self) -> None:
        styles = self._document.styles
        looks = {
            "Normal": (self._size, False, 0.0, 2.0),
            "Heading 1": (15, True, 0.0, 2.0),
            "Heading 2": (self._size + 1.5, True, 5.0, 1.0),
            "Heading 3": (self._size, True, 5.0, 1.0),
        }
        for name, (size, bold, before, after) in looks.items():
            style = styles[name]
            style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
            style.font.color.rgb = RGBColor.from_string(INK)
            style.paragraph_format.space_before = Pt(before)
            style.paragraph_format.space_after = Pt(after)
            style.paragraph_format.line_spacing = 1.0
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
                fonts.set(qn(script), FONT)
            # The template's headings take their font from a theme, which would win.
            for script in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
                fonts.attrib.pop(qn(script), None)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "de-DE")
        properties = styles["Normal"].element.get_or_add_rPr()
        properties.append(language)
        for old in styles.element.findall(f".//{qn('w:rPrDefault')}//{qn('w:lang')}"):
            old.set(qn("w:val"), "de-DE")


def _clean(text: str) -> str:
    """Text without characters that XML cannot hold."""
    return "".join(char for char in text if char in "\t\n" or ord(char) >= 32)


def _describe(table: Any, about: str) -> None:
    for tag in ("w:tblCaption", "w:tblDescription"):
        element = OxmlElement(tag)
        element.set(qn("w:val"), _clean(about))
        table._tbl.tblPr.append(element)


def _draw_lines(table: Any) -> None:
    """Thin lines between rows; Word's own grid would weigh as much as the numbers."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", LINE)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties = table._tbl.tblPr
    # The order of these elements is fixed; caption and description come last.
    properties.insert_element_before(
        borders,
        "w:shd",
        "w:tblLayout",
        "w:tblCellMar",
        "w:tblLook",
        "w:tblCaption",
        "w:tblDescription",
    )


def _repeat(row: Any) -> None:
    """Mark a row as header: repeated on each page and read with every cell."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _never_split(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", SHADE)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def stand_words(day: Any) -> str:
    """ "Stand 09.03.2026", or that none is known."""
    return "Stand unbekannt" if german.is_unknown(day) else f"Stand {german.day(day)}"
