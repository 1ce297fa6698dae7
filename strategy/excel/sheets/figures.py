"""Kennzahlen: every named figure in a cell that carries its id as a defined name."""

from __future__ import annotations

from strategy.excel.book import Book, quoted
from strategy.excel.column import SheetColumn, Show
from strategy.excel.page import Formula, Page
from strategy.excel.source import Source
from strategy.figures.catalogue import all_figures
from strategy.figures.figure import CENT, PERCENT, POSTS, Figure

_SHOWN = {CENT: Show.MONEY, PERCENT: Show.PERCENT, POSTS: Show.FTE}
_UNITS = {CENT: "Euro"}


def write_figures(book: Book, source: Source) -> None:
    """The sheet with all figures; those of cost are formulas over the cost data."""
    page = Page(
        book,
        "Kennzahlen",
        "Kennzahlen",
        "Jede Zahl der Strategie an einer Stelle, mit ihrer Bedeutung; die Kennung ist in dieser "
        "Arbeitsmappe ein Name, mit dem Sie rechnen können.",
        [40, 54, 20, 12, 14, 60],
    )
    figures = all_figures(source.db)
    table = page.table(
        (
            SheetColumn("Kennung", Show.TEXT),
            SheetColumn("Kennzahl", Show.LONG),
            SheetColumn("Wert", Show.MONEY),
            SheetColumn("Einheit", Show.TEXT),
            SheetColumn("Angaben fehlen", Show.INTEGER),
            SheetColumn("Erläuterung", Show.LONG),
        ),
        [
            [
                figure.id,
                figure.label,
                None,
                _UNITS.get(figure.unit, figure.unit),
                figure.unknown,
                figure.note,
            ]
            for figure in figures
        ],
    )
    # Written over afterwards: one column holds euros, per cents and numbers, and a table gives a
    # column one format.
    for row, figure in enumerate(figures, start=table.first):
        value = _formula(source, figure) or figure.value
        page.write(row, 2, _SHOWN.get(figure.unit, Show.INTEGER), value)
        # A defined name goes on pointing to its cell when rows are inserted above.
        book.workbook.define_name(figure.id, f"={quoted(page.name)}!$C${row + 1}")
    page.sheet.freeze_panes(table.first, 2)
    page.sheet.autofilter(table.header, 0, table.last, 5)
    page.sheet.repeat_rows(table.header)


def _formula(source: Source, figure: Figure) -> Formula | None:
    """The formula of a cost figure over the sheets of cost data; None for all others."""
    wanted = figure.criteria
    if wanted is None or not isinstance(figure.value, int | None):
        return None
    criteria = {"basis": f'"{wanted.basis}"', "year": str(wanted.year)}
    if wanted.of_plan:
        criteria["in_plan"] = '"ja"'
    if wanted.unit:
        criteria["dezernat_key"] = f'"{wanted.unit}"'
        # Cost of a Dezernat is known for the inventory only, whose lines are split among units.
        return source.inventory.sum(figure.value, criteria)
    part = {wanted.part.field: f'"{wanted.part.value}"'} if wanted.part.field else {}
    return (source.measures if wanted.of_plan else source.inventory).sum(
        figure.value, criteria, part
    )
