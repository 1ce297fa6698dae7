"""The planning table as a workbook: one sheet on A3, caps above, measures in their groups."""

from __future__ import annotations

import io

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from strategy.figures.plan.limit_words import kind_words
from strategy.figures.plan.limits import FTE, STARTS
from strategy.kernel import german
from strategy.planning.groups import facts_words, verdict_words
from strategy.planning.lines import LineVerdict, Meter, judge, needs_words
from strategy.planning.rows import PlanRow, YearCell
from strategy.planning.shown import ShownPlan

_LEFT = ("Maßnahme", "Kennung", "Rang, Stand, Beginn", "Dezernat", "Lebensbereich", "Zur Linie")
_WIDTHS = (38, 9, 26, 22, 20, 30)
_PER_YEAR = ("Stufe", "Eigenanteil", "VZÄ")
_A3 = 8


def planning_book(shown: ShownPlan) -> bytes:
    """The workbook; amounts are numbers, what is unknown says so."""
    buffer = io.BytesIO()
    # Texts are what people typed: none may become a formula or a link.
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": shown.title})
    sheet = book.add_worksheet("Planungstabelle")
    _Writer(book, sheet, shown).write()
    book.close()
    return buffer.getvalue()


class _Writer:
    """One sheet from top to bottom."""

    def __init__(self, book: xlsxwriter.Workbook, sheet: Worksheet, shown: ShownPlan) -> None:
        self._sheet, self._shown = sheet, shown
        base = {"font_name": "Arial", "font_size": 9, "valign": "top"}
        self._text = book.add_format({**base, "text_wrap": True})
        self._head = book.add_format(
            {**base, "bold": True, "bg_color": "#E8E9EF", "bottom": 1, "text_wrap": True}
        )
        self._group = book.add_format({**base, "bold": True, "bg_color": "#E8E9EF"})
        self._cut = book.add_format({**base, "bold": True, "top": 5, "top_color": "#C31C13"})
        self._title = book.add_format({**base, "bold": True, "font_size": 14})
        self._unknown = book.add_format({**base, "italic": True, "align": "right"})
        money, posts = "#,##0.00 [$€-407]", "#,##0.00##"
        self._money = book.add_format({**base, "num_format": money})
        self._posts = book.add_format({**base, "num_format": posts})
        self._count = book.add_format({**base, "num_format": "0"})
        over = {**base, "bold": True, "font_color": "#C31C13", "text_wrap": True}
        self._over = book.add_format(over)
        self._row = 0

    def write(self) -> None:
        sheet, shown = self._sheet, self._shown
        sheet.write_string(0, 0, shown.title, self._title)
        sheet.write_string(1, 0, shown.note, self._text)
        self._row = 3
        self._heads(("Obergrenzen", *[""] * (len(_LEFT) - 1)), ("genutzt", "höchstens", "Stand"))
        for (kind, unit), line in shown.meter_rows():
            self._meter(kind_words(kind, unit, shown.table.unit_names), line)
        self._row += 1
        first = self._row
        self._heads(_LEFT, _PER_YEAR)
        verdicts = judge(shown.table)
        for group in shown.groups:
            look = self._cut if group.look == "cut" else self._group
            for index in range(self._columns):
                sheet.write_string(self._row, index, group.title if index == 0 else "", look)
            self._row += 1
            for row in group.rows:
                self._measure(row, verdicts[row.id])
        self._page(first)

    @property
    def _columns(self) -> int:
        return len(_LEFT) + len(_PER_YEAR) * len(self._shown.years)

    def _heads(self, left: tuple[str, ...], per_year: tuple[str, ...]) -> None:
        names = [*left, *(f"{year} {name}" for year in self._shown.years for name in per_year)]
        for index, name in enumerate(names):
            self._sheet.write_string(self._row, index, name, self._head)
        self._row += 1

    def _meter(self, label: str, line: list[Meter]) -> None:
        sheet = self._sheet
        sheet.write_string(self._row, 0, label, self._text)
        for number, meter in enumerate(line):
            at = len(_LEFT) + len(_PER_YEAR) * number
            look, scale = self._look(meter.key.kind)
            sheet.write_number(self._row, at, meter.used / scale, look)
            if meter.limit is not None:
                sheet.write_number(self._row, at + 1, meter.limit / scale, look)
            sheet.write_string(
                self._row, at + 2, meter.words, self._over if meter.over else self._text
            )
        self._row += 1

    def _look(self, kind: str) -> tuple[Format, int]:
        return {FTE: (self._posts, 10_000), STARTS: (self._count, 1)}.get(kind, (self._money, 100))

    def _measure(self, row: PlanRow, verdict: LineVerdict) -> None:
        said = verdict_words(verdict, needs_words(verdict, self._shown.table.unit_names))
        texts = (row.title, row.id, facts_words(row), row.dezernat, row.domain, said)
        for index, text in enumerate(texts):
            self._sheet.write_string(self._row, index, text, self._text)
        for number, year in enumerate(self._shown.years):
            if year in row.cells:
                self._cell(len(_LEFT) + len(_PER_YEAR) * number, row.cells[year])
        self._row += 1

    def _cell(self, at: int, cell: YearCell) -> None:
        self._sheet.write_string(self._row, at, cell.stage, self._text)
        if cell.own_cents is not None:
            self._sheet.write_number(self._row, at + 1, cell.own_cents / 100, self._money)
        elif cell.unknown_lines:
            self._sheet.write_string(self._row, at + 1, german.UNKNOWN, self._unknown)
        if cell.fte_e4:
            self._sheet.write_number(self._row, at + 2, cell.fte_e4 / 10_000, self._posts)

    def _page(self, first: int) -> None:
        sheet = self._sheet
        for index, width in enumerate(_WIDTHS):
            sheet.set_column(index, index, width)
        for number in range(len(self._shown.years)):
            at = len(_LEFT) + len(_PER_YEAR) * number
            sheet.set_column(at, at, 13)
            sheet.set_column(at + 1, at + 1, 14)
            sheet.set_column(at + 2, at + 2, 16)
        sheet.freeze_panes(first + 1, 1)
        sheet.set_landscape()
        sheet.set_paper(_A3)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(first)
        sheet.set_footer(f"&L{self._shown.title.replace('&', '&&')[:200]}&RSeite &P von &N")
