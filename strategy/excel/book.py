"""The workbook of one version: opened safely, every sheet with the same print set-up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from strategy.excel.formats import Formats
from strategy.excel.text import clean_text
from strategy.kernel import german

CONTENTS = "Inhalt"
_A4 = 9


@dataclass(frozen=True)
class ReportHead:
    """What stands on the cover and at the edge of every printed page."""

    municipality: str
    version: str
    version_words: str
    stand: date
    changed_at: datetime | None
    content_hash: str


@dataclass(frozen=True)
class ContentsEntry:
    """A line of the contents."""

    sheet: str
    title: str
    about: str


class Book:
    """An XlsxWriter workbook in which no text becomes a formula or a link."""

    def __init__(self, path: Path, head: ReportHead) -> None:
        self.head = head
        self.workbook = Workbook(
            str(path),
            {
                # Texts of the plan come from many hands: "=HYPERLINK(…)" in a title must stay a
                # text.
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "nan_inf_to_errors": False,
                "default_date_format": "dd.mm.yyyy",
            },
        )
        self.formats = Formats(self.workbook)
        self.entries: list[ContentsEntry] = []
        # Every formula carries its value; Excel reckons anew when it opens the file all the same.
        self.workbook.set_calc_mode("auto")
        self.workbook.set_properties(
            {
                "title": clean_text(f"Digitalstrategie {head.municipality}"),
                "subject": clean_text(head.version_words),
                "author": clean_text(head.municipality),
                "company": clean_text(head.municipality),
                # The day the data stand for, so that a sealed edition comes out the same again.
                "created": datetime(head.stand.year, head.stand.month, head.stand.day),
            }
        )

    def add_sheet(
        self,
        name: str,
        title: str,
        about: str = "",
        repeat: int = 0,
        kind: type[Worksheet] | None = None,
    ) -> Worksheet:
        """A new sheet; ``repeat`` upper rows are printed on every page.

        ``about`` is its sentence in the contents; without one the sheet is not listed there.
        """
        sheet = self.workbook.add_worksheet(self._free_name(name), worksheet_class=kind)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        # One page wide, as many as needed long.
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
        sheet.hide_gridlines(2)
        if repeat:
            sheet.repeat_rows(0, repeat - 1)
        sheet.set_header(
            f"&L&9{_edge(self.head.municipality, 90)} – Digitalstrategie"
            f"&R&9{_edge(self.head.version_words, 90)}"
        )
        sheet.set_footer(
            f"&L&9Stand: {german.day(self.head.stand)}&C&9{_edge(title, 60)}&R&9Seite &P von &N"
        )
        if about:
            self.entries.append(ContentsEntry(sheet.get_name(), title, about))
        return sheet

    def close(self) -> None:
        """Write the file; raises OSError or FileCreateError."""
        self.workbook.close()

    def _free_name(self, name: str) -> str:
        """A sheet name that Excel takes: at most 31 characters, none of []:*?/\\, not taken."""
        plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).strip().strip("'")[:31].strip()
        # Excel compares names of sheets without regard to case.
        taken = {sheet.get_name().casefold() for sheet in self.workbook.worksheets()}
        free, count = plain, 1
        while free.casefold() in taken:
            count += 1
            free = f"{plain[: 31 - len(str(count)) - 1]} {count}"
        return free


def quoted(sheet: str) -> str:
    """A sheet name as it stands in a formula."""
    return "'" + sheet.replace("'", "''") + "'"


def _edge(text: str, length: int) -> str:
    """Text for header or footer; "&" would start a code there."""
    line = " ".join(clean_text(text).split())
    short = line if len(line) <= length else line[: length - 1] + "…"
    # A digit behind the font size would be read as part of it.
    return (" " if short[:1].isdigit() else "") + short.replace("&", "&&")
