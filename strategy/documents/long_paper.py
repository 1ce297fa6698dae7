"""A document of many pages: contents, numbered captions, charts, header with edition and hash."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from strategy.documents.native_chart import BarChart, add_chart
from strategy.documents.parts import TextGrid, set_grid
from strategy.documents.sheet_of_paper import MUTED, PageWriter, printable


class LongPaper(PageWriter):
    """Writes from top to bottom; the contents are filled when all headings are known.

    ``for_word`` makes them a field that Word renews.  LibreOffice does not renew it when it makes
    a PDF, but it does count the page that a single line of the contents refers to.
    """

    def __init__(self, title: str, author: str, head: str, *, for_word: bool = True) -> None:
        super().__init__(title, author, size=10.0, margin_cm=2.2)
        section = self._document.sections[0]
        section.top_margin = section.bottom_margin = Cm(2.2)
        self._headings: list[tuple[str, int, str]] = []
        self._counts = {"Tabelle": 0, "Abbildung": 0}
        self._contents: Any = None
        self._for_word = for_word
        self._write_header(head)

    def title(self, text: str, below: str) -> None:
        """The title of the document and what stands below it, on a page with the contents."""
        self._document.add_paragraph(printable(text), style="Title")
        self.text(below, muted=True)
        # Not in the contents themselves, and so no heading of their own list.
        self._document.add_paragraph("Inhalt", style="TOC Heading")
        self._contents = self._document.add_paragraph()

    def heading(self, text: str, level: int = 1) -> None:
        """A heading with a mark that the contents lead to; chapters begin on a new page."""
        mark = f"_Kapitel{len(self._headings) + 1}"
        paragraph = self._document.add_heading(printable(text), level)
        if level == 1:
            # The contents have a page of their own; short chapters share theirs.
            paragraph.paragraph_format.page_break_before = not self._headings
            paragraph.paragraph_format.space_before = Pt(18)
        _bookmark(paragraph, mark, len(self._headings) + 1)
        self._headings.append((printable(text), level, mark))

    def captioned(self, one: TextGrid) -> None:
        """A table with its number above it."""
        self._caption("Tabelle", one.about)
        set_grid(self, one)

    def chart(self, chart: BarChart) -> None:
        """A chart with its number below it."""
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        number = self._counts["Abbildung"] + 1
        add_chart(self._document, paragraph, chart, number, self.width_cm)
        self._caption("Abbildung", chart.about)

    def save(self, path: Any) -> None:
        """Write the file with its contents; raises OSError."""
        if self._contents is not None:
            self._fill_contents()
        super().save(path)

    def _caption(self, kind: str, text: str) -> None:
        self._counts[kind] += 1
        paragraph = self._document.add_paragraph(f"{kind} ", style="Caption")
        # A field, so that a table put in by hand later moves the numbers behind it.
        _field(paragraph, f"SEQ {kind} \\* ARABIC", str(self._counts[kind]))
        paragraph.add_run(f": {printable(text)}")
        paragraph.paragraph_format.keep_with_next = kind == "Tabelle"

    def _write_header(self, head: str) -> None:
        section = self._document.sections[0]
        run = section.header.paragraphs[0].add_run(printable(head))
        run.font.size = Pt(8)
        run.font.color.rgb = RGBColor.from_string(MUTED)
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        foot.add_run("Seite ")
        _field(foot, "PAGE", "1")

    def _fill_contents(self) -> None:
        """The contents as Word makes them itself, filled already: a reader that does not renew
        fields would else show an empty page."""
        first = self._contents
        if self._for_word:
            _begin(first, 'TOC \\o "1-2" \\h \\z \\u', dirty=True)
        line = first
        shown = [one for one in self._headings if one[1] <= 2]
        for text, level, mark in shown:
            line.paragraph_format.left_indent = Cm(0.6 * (level - 1))
            line.paragraph_format.space_after = Pt(1)
            line.paragraph_format.tab_stops.add_tab_stop(
                Cm(self.width_cm), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
            )
            line.add_run(f"{text}\t")
            _field(line, f"PAGEREF {mark} \\h", "–")
            if (text, level, mark) != shown[-1]:
                following = self._document.add_paragraph()
                # Paragraphs are made at the end; the contents stand at the beginning.
                line._p.addnext(following._p)
                line = following
        if self._for_word:
            _end(line)


def _bookmark(paragraph: Any, name: str, number: int) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    paragraph._p.insert_element_before(start, "w:r")
    paragraph._p.append(end)


def _field(paragraph: Any, code: str, shown: str) -> None:
    """A field of Word with the text that stands there until it is renewed."""
    _begin(paragraph, code)
    paragraph.add_run(shown)
    _end(paragraph)


def _begin(paragraph: Any, code: str, *, dirty: bool = False) -> None:
    mark = _mark(paragraph, "begin")
    if dirty:
        # Word renews such a field when it opens the file, page numbers included.
        mark.set(qn("w:dirty"), "true")
    words = OxmlElement("w:instrText")
    words.set(qn("xml:space"), "preserve")
    words.text = f" {code} "
    paragraph.add_run()._r.append(words)
    _mark(paragraph, "separate")


def _end(paragraph: Any) -> None:
    _mark(paragraph, "end")


def _mark(paragraph: Any, kind: str) -> Any:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)
    return mark
