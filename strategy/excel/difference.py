"""The comparison of two versions as a workbook: measures, money, posts, goals and domains."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from strategy.differences.comparing import Cell, Difference, MeasureChange, added_up
from strategy.differences.redline import Piece, redline
from strategy.differences.state import MeasureState
from strategy.differences.told import (
    change_words,
    counted_amounts,
    deletions,
    field_words,
    left_out_sentence,
)
from strategy.excel.book import Book
from strategy.excel.column import SheetColumn, Show
from strategy.excel.page import Formula, Page
from strategy.excel.safe_file import replacing
from strategy.excel.sheets.cover import add_contents, fill_contents
from strategy.excel.source import read_head
from strategy.kernel import german
from strategy.kernel.store import Store
from strategy.nouns.measure import Measure

_NONE = "Hier unterscheiden sich die beiden Fassungen nicht."


def write_difference(store: Store, path: Path | str, found: Difference) -> Path:
    """Write the workbook; raises NotWritten, and then ``path`` is as it was before."""
    target = Path(path)
    with store.read(found.second.name) as db, replacing(target) as partial:
        head, _, _ = read_head(db)
        book = Book(partial, head)
        contents = add_contents(book)
        _write_measures(book, found)
        _write_fields(book, found)
        _write_money(book, found, "Kosten", found.money)
        _write_money(book, found, "Eigenanteil", found.own_money)
        _write_posts(book, found)
        _write_deletions(book, found)
        _write_groups(book, found, "Ziele", found.goals)
        _write_groups(book, found, "Lebensbereiche", found.domains)
        fill_contents(book, contents)
        book.close()
    return target


def _page(book: Book, found: Difference, name: str, about: str, widths: list[float]) -> Page:
    title = f"{name}: von „{found.first.title}“ zu „{found.second.title}“"
    return Page(book, name, title, about, widths)


def _table(page: Page, columns: list[SheetColumn], rows: list[list[Any]]) -> None:
    if not rows:
        page.empty(_NONE)
        return
    table = page.table(columns, rows)
    page.sheet.autofilter(table.header, 0, table.last, len(columns) - 1)


def _write_measures(book: Book, found: Difference) -> None:
    page = _page(
        book,
        found,
        "Maßnahmen",
        "Was neu ist, entfällt, verschoben wurde, anders kostet oder anders lautet.",
        [10, 44, 30, 10, 10, 17, 17, 17, 17],
    )
    if missing := left_out_sentence(found):
        page.text(missing, "note")
    columns = [
        SheetColumn("Kennung", Show.CODE),
        SheetColumn("Maßnahme"),
        SheetColumn("Änderung"),
        SheetColumn("Beginn vorher", Show.YEAR),
        SheetColumn("Beginn nachher", Show.YEAR),
        SheetColumn("Kosten vorher", Show.MONEY),
        SheetColumn("Kosten nachher", Show.MONEY),
        SheetColumn("Eigenanteil vorher", Show.MONEY),
        SheetColumn("Eigenanteil nachher", Show.MONEY),
    ]
    rows = [
        [
            item.id,
            item.title,
            change_words(item),
            *_two(item, lambda state: state.start_year),
            *counted_amounts(item, lambda money: money.cost),
            *counted_amounts(item, lambda money: money.own),
        ]
        for item in found.measures
    ]
    _table(page, columns, rows)


def _two(item: MeasureChange, read: Any) -> list[Any]:
    states: list[MeasureState | None] = [item.before, item.after]
    return [None if state is None else read(state) for state in states]


def _write_fields(book: Book, found: Difference) -> None:
    page = _page(
        book,
        found,
        "Texte und Angaben",
        "Jedes Feld, das anders lautet: durchgestrichen, was entfällt, unterstrichen, was neu ist.",
        [10, 34, 20, 70, 34, 34],
    )
    columns = [
        SheetColumn("Kennung", Show.CODE),
        SheetColumn("Maßnahme"),
        SheetColumn("Feld"),
        SheetColumn("Änderung", Show.LONG),
        SheetColumn("vorher", Show.LONG),
        SheetColumn("nachher", Show.LONG),
    ]
    rows: list[list[Any]] = [
        [item.id, item.title, Measure.spec(name).label, *_sides(name, old, new, found.titles)]
        for item in found.measures
        for name, old, new in item.texts
    ]
    _table(page, columns, rows)


def _sides(
    name: str, old: Any, new: Any, titles: dict[str, str]
) -> tuple[tuple[Piece, ...], str, str]:
    """A field as redline, before and after; an empty one is no word that goes or comes."""
    before, after = (field_words(name, value, titles) for value in (old, new))
    known = ("" if old is None else before, "" if new is None else after)
    return redline(*known), before, after


def _write_deletions(book: Book, found: Difference) -> None:
    page = _page(
        book,
        found,
        "Entfallene Einträge",
        "Was es nicht mehr gibt, außer den Maßnahmen selbst: Kosten, Verknüpfungen, Ziele.",
        [12, 26, 80],
    )
    columns = [SheetColumn("Kennung", Show.CODE), SheetColumn("Art"), SheetColumn("Bezeichnung")]
    _table(page, columns, [[one.id, one.noun, one.name] for one in deletions(found)])


def _write_money(book: Book, found: Difference, name: str, cells: tuple[Cell, ...]) -> None:
    page = _page(
        book,
        found,
        name,
        "Nach Dezernat, Jahr und Haushaltsart; nur was sich unterscheidet, auf den Cent.",
        [44, 8, 18, 17, 17, 17, 13, 13],
    )
    columns = [
        SheetColumn("Dezernat"),
        SheetColumn("Jahr", Show.YEAR),
        SheetColumn("Haushaltsart"),
        SheetColumn("vorher", Show.MONEY),
        SheetColumn("nachher", Show.MONEY),
        SheetColumn("Veränderung", Show.FORMULA),
        SheetColumn("Zeilen ohne Betrag vorher", Show.INTEGER),
        SheetColumn("Zeilen ohne Betrag nachher", Show.INTEGER),
    ]
    if not cells:
        page.empty(_NONE)
        return
    # Rows of the sheet count from 1, below the heading that ``table`` writes at ``page.row``.
    first = page.row + 2
    rows: list[list[Any]] = []
    for at, cell in enumerate(cells, start=first):
        title = found.titles.get(cell.key[0], "ohne Zuordnung")
        # What is unknown stands there as a word, with which no formula can reckon.
        known = f"COUNT(D{at}:E{at})=2"
        moved = Formula(
            f'IF({known},E{at}-D{at},"{german.UNKNOWN}")', cell.moved, nothing=german.UNKNOWN
        )
        left_out = [cell.before_left_out, cell.after_left_out]
        rows.append([title, *cell.key[1:], cell.before, cell.after, moved, *left_out])
    whole = added_up(cells)
    last = first + len(cells) - 1
    before, after = (f"SUM({letter}{first}:{letter}{last})" for letter in "DE")
    rows.append(
        [
            "Summe",
            None,
            None,
            Formula(before, whole.before or 0),
            Formula(after, whole.after or 0),
            # Of what is known on each side, which is the difference of the totals of the plans; the
            # column itself has no number in a row where one side is unknown.
            Formula(f"{after}-{before}", (whole.after or 0) - (whole.before or 0)),
            whole.before_left_out,
            whole.after_left_out,
        ]
    )
    page.table(columns, rows, [len(rows) - 1])


def _write_posts(book: Book, found: Difference) -> None:
    page = _page(book, found, "Stellen", "Nach Einheit und Jahr, in VZÄ.", [44, 8, 12, 12])
    columns = [
        SheetColumn("Einheit"),
        SheetColumn("Jahr", Show.YEAR),
        SheetColumn("vorher", Show.FTE),
        SheetColumn("nachher", Show.FTE),
    ]
    rows = [
        [
            found.titles.get(cell.key[0], "ohne Zuordnung"),
            cell.key[1],
            *(None if e4 is None else Decimal(e4) / 10_000 for e4 in (cell.before, cell.after)),
        ]
        for cell in found.posts
    ]
    _table(page, columns, rows)


def _write_groups(book: Book, found: Difference, name: str, cells: tuple[Cell, ...]) -> None:
    page = _page(
        book,
        found,
        name,
        "Wer gewinnt und wer verliert: Maßnahmen und ihr Eigenanteil.",
        [50, 12, 12, 17, 17],
    )
    columns = [
        SheetColumn("Bezeichnung"),
        SheetColumn("Maßnahmen vorher", Show.INTEGER),
        SheetColumn("Maßnahmen nachher", Show.INTEGER),
        SheetColumn("Eigenanteil vorher", Show.MONEY),
        SheetColumn("Eigenanteil nachher", Show.MONEY),
    ]
    known = {cell.key: cell for cell in cells}
    rows: list[list[Any]] = []
    for key in dict.fromkeys(cell.key[0] for cell in cells):
        row: list[Any] = [found.titles.get(key, "ohne Zuordnung")]
        for what in ("measures", "own_cents"):
            cell = known[key, what]
            row += [cell.before, cell.after]
        rows.append(row)
    _table(page, columns, rows)
