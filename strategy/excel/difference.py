"""The comparison of two versions as a workbook: measures, money, posts, goals and domains."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from strategy.differences.comparing import Cell, Difference, MeasureChange
from strategy.differences.state import MeasureState
from strategy.excel.book import Book
from strategy.excel.column import SheetColumn, Show
from strategy.excel.page import Formula, Page
from strategy.excel.safe_file import replacing
from strategy.excel.sheets.cover import add_contents, fill_contents
from strategy.excel.source import read_head
from strategy.kernel.store import Store
from strategy.nouns.measure import Measure

CHANGE_WORDS = {
    "added": "neu",
    "dropped": "entfällt",
    "moved": "verschoben",
    "recosted": "andere Kosten",
    "restaffed": "andere Stellen",
    "reranked": "anderer Rang",
    "text": "anderer Text",
    "other": "andere Angaben",
}
_NONE = "Hier unterscheiden sich die beiden Fassungen nicht."


def change_words(item: MeasureChange) -> str:
    """What happened to a measure, in German: "verschoben, andere Kosten"."""
    return ", ".join(CHANGE_WORDS[kind] for kind in item.change)


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
            *_two(item, lambda state: state.cost_cents),
            *_two(item, lambda state: state.cost_cents - state.grant_cents),
        ]
        for item in found.measures
    ]
    _table(page, columns, rows)


def _two(item: MeasureChange, read: Any) -> list[Any]:
    states: list[MeasureState | None] = [item.before, item.after]
    return [None if state is None else read(state) for state in states]


def _write_fields(book: Book, found: Difference) -> None:
    page = _page(
        book, found, "Texte und Angaben", "Jedes Feld, das anders lautet.", [10, 40, 22, 50, 50]
    )
    columns = [
        SheetColumn("Kennung", Show.CODE),
        SheetColumn("Maßnahme"),
        SheetColumn("Feld"),
        SheetColumn("vorher", Show.LONG),
        SheetColumn("nachher", Show.LONG),
    ]
    rows: list[list[Any]] = [
        [
            item.id,
            item.title,
            Measure.spec(name).label,
            *("" if value is None else str(value) for value in (old, new)),
        ]
        for item in found.measures
        for name, old, new in item.texts
    ]
    _table(page, columns, rows)


def _write_money(book: Book, found: Difference, name: str, cells: tuple[Cell, ...]) -> None:
    page = _page(
        book,
        found,
        name,
        "Nach Dezernat, Jahr und Haushaltsart; nur was sich unterscheidet, auf den Cent.",
        [44, 8, 18, 17, 17, 17],
    )
    columns = [
        SheetColumn("Dezernat"),
        SheetColumn("Jahr", Show.YEAR),
        SheetColumn("Haushaltsart"),
        SheetColumn("vorher", Show.MONEY),
        SheetColumn("nachher", Show.MONEY),
        SheetColumn("Veränderung", Show.FORMULA),
    ]
    if not cells:
        page.empty(_NONE)
        return
    # Rows of the sheet count from 1, below the heading that ``table`` writes at ``page.row``.
    first = page.row + 2
    rows: list[list[Any]] = []
    for at, cell in enumerate(cells, start=first):
        title = found.titles.get(cell.key[0], "ohne Zuordnung")
        moved = Formula(f"E{at}-D{at}", cell.after - cell.before)
        rows.append([title, cell.key[1], cell.key[2], cell.before, cell.after, moved])
    sums = [sum(cell.before for cell in cells), sum(cell.after for cell in cells)]
    last = first + len(cells) - 1
    rows.append(
        [
            "Summe",
            None,
            None,
            *(
                Formula(f"SUM({letter}{first}:{letter}{last})", value)
                for letter, value in zip("DEF", [*sums, sums[1] - sums[0]], strict=True)
            ),
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
            Decimal(cell.before) / 10_000,
            Decimal(cell.after) / 10_000,
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
            cell = known.get((key, what))
            row += [None, None] if cell is None else [cell.before, cell.after]
        rows.append(row)
    _table(page, columns, rows)
