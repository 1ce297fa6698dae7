"""Haushalt: sums per year, plan type and kind as formulas over the budget lines."""

from __future__ import annotations

from typing import Any

from strategy.excel.book import Book
from strategy.excel.charts import EURO_AXIS, Series, columns
from strategy.excel.column import NOTHING, SheetColumn, Show
from strategy.excel.formats import CHART_COLOURS
from strategy.excel.listing import Listing
from strategy.excel.noun_rows import noun_rows
from strategy.excel.page import Formula, Page
from strategy.excel.sheets.cost import records
from strategy.excel.source import Source
from strategy.figures.money.budget import budget_by_year, leading_budget
from strategy.kernel import german
from strategy.kernel.store import Cursor
from strategy.nouns.budget_line import BudgetLine

# What the figures call lines without a kind; the cell itself is empty there.
_NO_KIND = "ohne Art"
_MISSING = "Es ist noch kein Haushalt eingelesen; lesen Sie ihn in der Werkbank ein."


def budget_listing(db: Cursor) -> Listing:
    """Every budget line, subtotals marked."""
    columns, sql = noun_rows(BudgetLine)
    widths = {"title": 44, "details": 24, "product_title": 30, "source": 18}
    columns = [
        SheetColumn(c.label, c.show, c.source, widths.get(c.source, c.width)) for c in columns
    ]
    return Listing(
        db,
        "Haushaltszeilen",
        "Haushaltszeilen",
        "Jede Zeile des Haushalts, wie sie eingelesen wurde; Zwischensummen sind "
        "gekennzeichnet und werden nie mitgezählt.",
        columns,
        sql,
        empty=_MISSING,
    )


def write_budget(book: Book, source: Source, listing: Listing) -> None:
    """The sums of the budget and how they run over the years."""
    page = Page(
        book,
        "Haushalt",
        "Haushalt",
        "Erträge, Aufwendungen, Einzahlungen und Auszahlungen je Jahr und Planart; "
        "Zwischensummen sind nicht mitgezählt, Planarten nie zusammengezählt.",
        [14, 26, 20, 22, 16, 18],
    )
    sums = records(budget_by_year(source.db))
    if not sums:
        page.empty(_MISSING)
        return
    other = sum(int(row["lines"]) for row in sums if row["flow"] == _NO_KIND)
    if other:
        lines = german.counted(other, "Zeile ohne Art steht", "Zeilen ohne Art stehen")
        page.text(
            f"{lines} in der Tabelle für sich; in Erträgen, Aufwendungen, Ein- und Auszahlungen "
            "und im Verlauf sind sie nicht enthalten."
        )
    first = page.row + 2
    table = page.table(
        (
            SheetColumn("Jahr", Show.YEAR),
            SheetColumn("Planart", Show.TEXT),
            SheetColumn("Art", Show.TEXT),
            SheetColumn("Betrag", Show.MONEY),
            SheetColumn("Zeilen", Show.INTEGER),
            SheetColumn("Zeilen ohne Betrag", Show.INTEGER),
        ),
        [
            [
                int(r["year"]),
                r["plan_type"],
                r["flow"],
                _sum(listing, first + number, r),
                r["lines"],
                r["unknown_lines"],
            ]
            for number, r in enumerate(sums)
        ],
    )
    page.sheet.autofilter(table.header, 0, table.last, 5)
    _course(page, source)


def _sum(listing: Listing, row: int, item: dict[str, Any]) -> Formula:
    # A reference to the cell with "ohne Art" would look for this word; "" finds what is empty.
    kind = '""' if item["flow"] == _NO_KIND else f"$C{row}"
    sums, counts = [], []
    # A budget of more than a million lines stands on several sheets, and SUMIFS takes one range.
    for part in listing.parts:
        tests = (
            f"{part.area('year')},$A{row},{part.area('plan_type')},$B{row},"
            f'{part.area("line_kind")},{kind},{part.area("is_subtotal")},"<>ja"'
        )
        amounts = part.area("amount_cents")
        sums.append(f"SUMIFS({amounts},{tests})")
        # Counts cells that hold anything: a sum of unknown amounts alone must read as a dash and
        # not as 0.
        counts.append(f'COUNTIFS({amounts},"<>",{tests})')
    return Formula(f'IF({"+".join(counts)}=0,"{NOTHING}",{"+".join(sums)})', item["amount_cents"])


def _course(page: Page, source: Source) -> None:
    """Income and expense over the years, for each year its surest plan type."""
    rows = records(leading_budget(source.db))
    flows = [
        flow
        for flow in ("Ertrag", "Aufwand", "Einzahlung", "Auszahlung")
        if any(row["flow"] == flow for row in rows)
    ]
    if not flows:
        return
    years = sorted({int(row["year"]) for row in rows})
    # One plan type leads per year, so year and kind name one row.
    known = {(int(row["year"]), row["flow"]): row for row in rows}
    page.heading("Verlauf über die Jahre")
    page.text("Für jedes Jahr das Ergebnis, wo es vorliegt, sonst die neueste Planung.", "note")
    reserved = page.reserve()
    table = page.table(
        (
            SheetColumn("Jahr", Show.YEAR),
            SheetColumn("Planart", Show.TEXT),
            *(SheetColumn(flow, Show.MONEY) for flow in flows),
        ),
        [
            [
                year,
                next(row["plan_type"] for row in rows if int(row["year"]) == year),
                *(known.get((year, flow), {}).get("amount_cents") for flow in flows),
            ]
            for year in years
        ],
    )
    words = "; ".join(
        f"{year}: "
        + ", ".join(
            f"{flow} {german.money_short(known[(year, flow)]['amount_cents'])}"
            for flow in flows
            if (year, flow) in known
        )
        for year in years
    )
    page.chart(
        reserved,
        columns(
            page.book.workbook,
            "Haushalt nach Jahren",
            [
                Series(flow, table.cells(0), table.cells(2 + number), CHART_COLOURS[number])
                for number, flow in enumerate(flows)
            ],
            EURO_AXIS,
        ),
        f"Säulen je Jahr. {words}.",
    )
