"""The answer to the council as a workbook: the answers on one sheet, the rows behind each on its
own."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from strategy.analysis.answer_sources import answer_sources
from strategy.analysis.council_answer import Answer, Scope
from strategy.analysis.council_answers import council_answers, quality_sentence, read_scope
from strategy.excel.book import Book
from strategy.excel.column import SHOW_OF_KIND, SheetColumn
from strategy.excel.page import Formula, Page, SheetTable
from strategy.excel.safe_file import replacing
from strategy.excel.sheets.cover import add_contents, fill_contents
from strategy.excel.source import read_head, version_name
from strategy.kernel import german
from strategy.kernel.record import Kind, Spec
from strategy.kernel.store import Cursor, Store
from strategy.kernel.store.database import DRAFT
from strategy.nouns.visibility import Audience
from strategy.relations.audience import read_for

_WIDTHS = {Kind.TEXT: 34.0, Kind.LONG: 46.0, Kind.MONEY: 17.0}


def write_council_workbook(
    store: Store,
    path: Path | str,
    version: str = DRAFT,
    *,
    unit: str | None = None,
    year: int | None = None,
    today: date | None = None,
    audience: Audience = Audience.ADMINISTRATION,
) -> Path:
    """Write the answers about the whole city or one Dezernat (``unit``) with their source rows.

    Raises Refused, NotFound or NotWritten; then ``path`` is as it was before.
    """
    target = Path(path)
    name = version_name(store, version)
    with read_for(store, name, audience) as db, replacing(target) as partial:
        scope = read_scope(db, unit, year, today)
        head, _, _ = read_head(db, scope.today)
        book = Book(partial, head)
        # First in the book, filled last, when all sheets are known.
        contents = add_contents(book)
        answers = council_answers(db, scope)
        _write_answers(book, scope, answers, quality_sentence(db, scope))
        for number, item in enumerate(answers, start=1):
            _write_sources(book, db, scope, item, number)
        fill_contents(book, contents)
        book.close()
    return target


def _write_answers(book: Book, scope: Scope, answers: list[Answer], quality: str) -> None:
    page = Page(
        book,
        "Antworten",
        f"Digitalisierung: Antworten für {scope.title}",
        f"Die Fragen der Politik zum Haushaltsjahr {scope.year}; die Einträge dahinter stehen auf "
        "den folgenden Blättern.",
        [44, 18, 18, 18, 26, 16],
    )
    for number, item in enumerate(answers, start=1):
        page.heading(f"{number} {item.question}")
        page.text(item.sentence)
        for note in (*item.notes, f"Stand der Einträge: {german.day(item.stand)}."):
            page.text(note, "note")
        if not item.table.empty:
            write_answer_table(page, item)
        page.gap()
    page.text(quality)


def write_answer_table(page: Page, item: Answer) -> SheetTable:
    """The table of an answer with its sum as a formula."""
    empty = [column.empty or None for column in item.columns]
    rows = [
        # What an empty field means is said as on paper; an unknown one stays unknown.
        [
            word if word and german.is_unknown(value) else value
            for value, word in zip(values, empty, strict=True)
        ]
        for values in item.rows.itertuples(index=False)
    ]
    if item.total is not None:
        first, last = page.row + 2, page.row + len(rows)
        for index, column in enumerate(item.columns):
            # Money adds up to the cent in Excel as well; a share or a mean is no sum.
            if column.kind is Kind.MONEY and not german.is_unknown(rows[-1][index]):
                letter = xl_col_to_name(index)
                rows[-1][index] = Formula(f"SUM({letter}{first}:{letter}{last})", rows[-1][index])
    strong = [len(rows) - 1] if item.total is not None else []
    return page.table(sheet_columns(item.columns), rows, strong)


def _write_sources(book: Book, db: Cursor, scope: Scope, item: Answer, number: int) -> None:
    sources = answer_sources(db, item.key, scope)
    page = Page(
        book,
        f"{number} {sources.title}",
        f"Zu Frage {number}: {item.question}",
        f"{sources.title}, aus denen die Antwort entstanden ist.",
        [_WIDTHS.get(column.kind, 16.0) for column in sources.columns],
    )
    if sources.table.empty:
        page.empty("Dazu gibt es noch keinen Eintrag.")
        return
    names = [column.name for column in sources.columns]
    rows: list[list[Any]] = [
        list(values) for values in sources.table[names].itertuples(index=False)
    ]
    table = page.table(sheet_columns(sources.columns), rows)
    page.sheet.autofilter(table.header, 0, table.last, len(names) - 1)


def sheet_columns(specs: tuple[Spec, ...]) -> list[SheetColumn]:
    """Columns of an answer as those of a sheet."""
    return [SheetColumn(spec.label, SHOW_OF_KIND[spec.kind]) for spec in specs]
