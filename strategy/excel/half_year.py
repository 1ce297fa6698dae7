"""The half-yearly report as a workbook: a sheet per section, with filters and real sums."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from strategy.excel.book import Book
from strategy.excel.column import width_of
from strategy.excel.council_answer import write_answer_table
from strategy.excel.page import Page
from strategy.excel.safe_file import replacing
from strategy.excel.sheets.cover import add_contents, fill_contents
from strategy.excel.source import read_head
from strategy.kernel.store import Store
from strategy.kernel.store.versions import get_version
from strategy.nouns.report_definition import ReportDefinition
from strategy.nouns.visibility import Audience, audience_named
from strategy.relations.audience import read_for
from strategy.reporting.half_year import read_half_year


def write_half_year_book(
    store: Store, path: Path | str, definition: ReportDefinition, today: date | None = None
) -> Path:
    """Write the workbook; raises NotFound, Refused or NotWritten, then ``path`` is as it was."""
    target = Path(path)
    report = read_half_year(store, definition, today)
    audience = audience_named(definition.audience or Audience.ADMINISTRATION)
    with store.read() as db:
        name = get_version(db, definition.edition or "main").name
    with read_for(store, name, audience) as db, replacing(target) as partial:
        head, _, _ = read_head(db, report.last)
        book = Book(partial, head)
        contents = add_contents(book)
        for item in report.sections:
            widths = [width_of(column.kind) for column in item.columns]
            page = Page(book, item.key, f"{report.title}: {item.question}", item.sentence, widths)
            page.text(report.subtitle, "note")
            for note in item.notes:
                page.text(note, "note")
            if item.table.empty:
                page.empty("Dazu gibt es keinen Eintrag.")
                continue
            table = write_answer_table(page, item)
            # The sum is no row that a filter may hide.
            last = table.last - (item.total is not None)
            page.sheet.autofilter(table.header, 0, last, len(item.columns) - 1)
        fill_contents(book, contents)
        book.close()
    return target
