"""Cost in the halves of the budget, and the Ämter side by side over the years."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from strategy.excel.book import Book
from strategy.excel.column import SheetColumn, Show
from strategy.excel.cost_data import add_up
from strategy.excel.page import Formula, Page
from strategy.excel.sheets.cost import records, sum_row
from strategy.excel.source import Source
from strategy.figures.inventory.units import UNASSIGNED
from strategy.figures.money.budget_effect import assets_without_life, budget_effect
from strategy.figures.money.year_comparison import dissolved_units, side_by_side, unit_years
from strategy.kernel import german
from strategy.nouns.cost_line import Basis

# Column of the table -> the rows of the cost data it adds up.
_PARTS = {
    "sach_cents": {"kind": '"Sachkosten"', "budget_kind": '"konsumtiv"'},
    "personal_cents": {"kind": '"Personalkosten"', "budget_kind": '"konsumtiv"'},
    "investment_cents": {"budget_kind": '"investiv"'},
}


def write_budget_effect(book: Book, source: Source) -> None:
    """Finanzhaushalt and Ergebnishaushalt year by year, plan and actual each for itself."""
    page = Page(
        book,
        "Finanz- und Ergebnishaushalt",
        "Finanz- und Ergebnishaushalt",
        "Eine Anschaffung steht im Finanzhaushalt einmal, wenn sie bezahlt wird, und im "
        "Ergebnishaushalt als Abschreibung über ihre Nutzungsdauer. Es sind zwei Sichten auf "
        "dasselbe Geld; die beiden Summen werden nie addiert.",
        [12, 18, 18, 18, 18, 18, 18, 18, 14],
    )
    for basis in Basis:
        page.heading(str(basis))
        rows = records(budget_effect(source.db, basis))
        if not rows:
            page.empty(f"Es sind noch keine Kosten ({basis}) erfasst.")
            continue
        first = page.row + 1
        page.table(
            (
                SheetColumn("Jahr", Show.YEAR),
                SheetColumn("Sachkosten konsumtiv", Show.MONEY),
                SheetColumn("Personalkosten konsumtiv", Show.MONEY),
                SheetColumn("Investitionen", Show.MONEY),
                SheetColumn("Finanzhaushalt", Show.MONEY),
                SheetColumn("Abschreibungen", Show.MONEY),
                SheetColumn("Ergebnishaushalt", Show.MONEY),
                SheetColumn("ohne Haushaltsart", Show.MONEY),
                SheetColumn("Zeilen ohne Betrag", Show.INTEGER),
            ),
            [_halves(source, basis, first + number, item) for number, item in enumerate(rows)],
        )
        if open_lines := len(assets_without_life(source.db, basis)):
            page.text(
                "Bei "
                + german.counted(open_lines, "investiven Kostenzeile", "investiven Kostenzeilen")
                + " ist die Abschreibung unbekannt, weil die Nutzungsdauer fehlt.",
                "note",
            )
        page.gap()


def _halves(source: Source, basis: Basis, row: int, item: dict[str, Any]) -> list[Any]:
    """One year; paid and borne are sums of their parts, which are sums of the cost data."""
    criteria = {"year": f"$A{row + 1}", "basis": f'"{basis}"'}
    # A year of which only depreciation is known has no row of cost at all: there it is 0.
    any_lines = any(item[name] for name in (*_PARTS, "unsettled_cents")) or item["unknown_lines"]
    parts: list[Any] = [
        source.inventory.sum(item[name], criteria, part) if any_lines else item[name]
        for name, part in _PARTS.items()
    ]
    return [
        int(item["year"]),
        *parts,
        # Finanzhaushalt: what is paid in the year, investments included and depreciation not.
        add_up(f"B{row + 1}:D{row + 1}", [item[name] for name in _PARTS]),
        item["depreciation_cents"],
        add_up(
            # Ergebnishaushalt: the same running cost, but depreciation in the place of the
            # investment.
            f"B{row + 1}:C{row + 1},F{row + 1}",
            [item["sach_cents"], item["personal_cents"], item["depreciation_cents"]],
        ),
        item["unsettled_cents"],
        item["unknown_lines"],
    ]


def write_years(book: Book, source: Source) -> None:
    """Every Amt with one column per year and the change, as recorded and as of today."""
    page = Page(
        book,
        "Jahre im Vergleich",
        f"Kosten je {source.level_2}: die Jahre im Vergleich",
        "Sach- und Personalkosten zusammen. Leere Jahre sind unbekannt oder ohne Kostenzeile; nach "
        "heutiger Gliederung zählen die Kosten aufgelöster Einheiten bei der Nachfolgerin.",
        [13, 36, 36, *[16] * 8],
    )
    today = source.head.stand
    gone = dissolved_units(source.db, today)
    for basis in Basis:
        _side_by_side(page, source, basis, None, f"{basis}, wie erfasst")
        if gone:
            _side_by_side(page, source, basis, today, f"{basis}, nach heutiger Gliederung")


def _side_by_side(
    page: Page, source: Source, basis: Basis, today: date | None, heading: str
) -> None:
    frame = unit_years(source.db, basis, today=today)
    page.heading(heading)
    if frame.empty:
        page.empty(f"Es sind noch keine Kosten ({basis}) erfasst.")
        return
    wide = side_by_side(frame)
    # The years are the columns whose names are numbers.
    years = [name for name in wide.columns if str(name).isdigit()]
    if today is not None:
        page.text(
            "Diese Tabelle steht fest: Die Kostendaten nennen die Einheit, für die erfasst wurde, "
            "und nicht ihre Nachfolgerin.",
            "note",
        )
    header, first = page.row, page.row + 1
    rows: list[list[Any]] = [
        [
            # A word instead of an empty cell, because SUMIFS cannot look for an empty one.
            item["amt_id"] or UNASSIGNED,
            item["dezernat"],
            item["amt"],
            *(
                item[year]
                if today is not None
                else source.inventory.sum(
                    item[year],
                    {
                        "amt_key": f"$A{first + number + 1}",
                        "year": xl_rowcol_to_cell(header, index, row_abs=True),
                        "basis": f'"{basis}"',
                    },
                )
                for index, year in enumerate(years, start=3)
            ),
            _change(first + number, len(years), item["change"]),
        ]
        for number, item in enumerate(records(wide))
    ]
    total = sum_row(rows, first, ["Summe", "", ""], 2 + len(years))
    sums = [cell.value for cell in total[3:]]
    # A change needs two known ends; with one year there is nothing to compare.
    known = len(years) > 1 and sums[0] is not None and sums[-1] is not None
    total.append(
        _change(first + len(rows), len(years), int(sums[-1]) - int(sums[0]) if known else None)
    )
    page.table(_columns(source, years), [*rows, total], strong=[len(rows)])
    page.gap()


def _columns(source: Source, years: Sequence[str]) -> list[SheetColumn]:
    return [
        SheetColumn("Nr.", Show.CODE),
        SheetColumn(source.level_1, Show.TEXT),
        SheetColumn(source.level_2, Show.TEXT),
        *(SheetColumn(year, Show.MONEY) for year in years),
        SheetColumn(f"{years[0]} bis {years[-1]}", Show.MONEY),
    ]


def _change(row: int, years: int, cents: int | None) -> Formula:
    """The last year less the first, unknown where one of the two is."""
    start, end = xl_rowcol_to_cell(row, 3), xl_rowcol_to_cell(row, 2 + years)
    # An unknown year reads as a word or a dash, and to subtract a text is an error in Excel.
    test = f"AND(ISNUMBER({start}),ISNUMBER({end}))" if years > 1 else "FALSE"
    return Formula(f'IF({test},{end}-{start},"–")', cents)
