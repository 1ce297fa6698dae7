"""Kennzahlen: every named figure in a cell that carries its id as a defined name."""

from __future__ import annotations

import re

from strategy.excel.book import Book, quoted
from strategy.excel.column import Column, Show
from strategy.excel.page import Formula, Page
from strategy.excel.source import Source
from strategy.figures.catalogue import CENT, PERCENT, POSTS, Figure, all_figures
from strategy.figures.inventory.units import UNASSIGNED

_SHOWN = {CENT: Show.MONEY, PERCENT: Show.PERCENT, POSTS: Show.FTE}
_UNITS = {CENT: "Euro"}
_COST = re.compile(r"kosten_(plan|ist)_([0-9]{4})_(\w+)")
_MEASURES = re.compile(r"massnahmen_([0-9]{4})_(\w+)")
# The last word of an id and the rows it counts.
_PARTS: dict[str, dict[str, str]] = {
    "gesamt": {},
    "sach": {"kind": '"Sachkosten"'},
    "personal": {"kind": '"Personalkosten"'},
    "einmalig": {"recurrence": '"einmalig"'},
    "laufend": {"recurrence": '"laufend"'},
    "konsumtiv": {"budget_kind": '"konsumtiv"'},
    "investiv": {"budget_kind": '"investiv"'},
}


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
            Column("Kennung", Show.TEXT),
            Column("Kennzahl", Show.LONG),
            Column("Wert", Show.MONEY),
            Column("Einheit", Show.TEXT),
            Column("Angaben fehlen", Show.INTEGER),
            Column("Erläuterung", Show.LONG),
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
    for row, figure in enumerate(figures, start=table.first):
        value = _formula(source, figure) or figure.value
        page.write(row, 2, _SHOWN.get(figure.unit, Show.INTEGER), value)
        book.workbook.define_name(figure.id, f"={quoted(page.name)}!$C${row + 1}")
    page.sheet.freeze_panes(table.first, 2)
    page.sheet.autofilter(table.header, 0, table.last, 5)
    page.sheet.repeat_rows(table.header)


def _formula(source: Source, figure: Figure) -> Formula | None:
    """The formula of a cost figure; None for all others."""
    if figure.unit != CENT or not isinstance(figure.value, int | None):
        return None
    if match := _COST.fullmatch(figure.id):
        criteria = {"basis": f'"{match[1].capitalize()}"', "year": match[2]}
        part = _PARTS.get(match[3])
        if part is None:
            key = match[3].replace("_", "-")
            criteria["dezernat_key"] = f'"{key if key.startswith("OE-") else UNASSIGNED}"'
        return source.inventory.sum(figure.value, criteria, part)
    match = _MEASURES.fullmatch(figure.id)
    if match and match[2] in _PARTS:
        criteria = {"basis": '"Plan"', "year": match[1], "in_plan": '"ja"'}
        return source.measures.sum(figure.value, criteria, _PARTS[match[2]])
    return None
