"""Step 4: measures by life domain."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from strategy.excel.book import Book
from strategy.excel.charts import Series, bars
from strategy.excel.column import SheetColumn, Show
from strategy.excel.cost_data import add_up
from strategy.excel.formats import SACH_COLOUR
from strategy.excel.page import Page
from strategy.excel.sheets.cost import records
from strategy.excel.source import Source
from strategy.figures.money.strategy_cost import strategy_by_domain
from strategy.figures.plan.measures import measure_table
from strategy.kernel import german


def write_domains(book: Book, source: Source) -> None:
    """The sheet of step 4."""
    page = Page(
        book,
        "4 Lebensbereiche",
        "4 Lebensbereiche",
        "Die Maßnahmen, geordnet nach den Lebensbereichen der Menschen in der Kommune; was im "
        "Ideenpool liegt oder verworfen ist, zählt in keiner Summe der Kosten.",
        [12, 50, 26, 20, 18, 18, 18],
    )
    domains = records(strategy_by_domain(source.db))
    if not domains:
        page.empty(
            "Es sind noch keine Lebensbereiche festgelegt; wählen Sie in Schritt 4 eine Gliederung."
        )
        return
    reserved = page.reserve(max(10, 5 + 2 * len(domains)))
    first = page.row + 2
    last = first + len(domains) - 1
    body: list[list[Any]] = [
        [
            # Measures without a Lebensbereich have a row as well, or the sum would lack them.
            d["domain_id"] or "",
            d["domain"],
            d["measures"],
            d["left_out"],
            d["amount_cents"],
            d["unknown_lines"],
        ]
        for d in domains
    ]
    body.append(
        [
            "Summe",
            "",
            *(
                add_up(f"{letter}{first}:{letter}{last}", [row[index] for row in body])
                # Each measure counts in its primary Lebensbereich alone, so the columns may be
                # added.
                for index, letter in ((2, "C"), (3, "D"), (4, "E"), (5, "F"))
            ),
        ]
    )
    table = page.table(
        (
            SheetColumn("Nr.", Show.CODE),
            SheetColumn("Lebensbereich", Show.TEXT),
            SheetColumn("Maßnahmen im Plan", Show.INTEGER),
            SheetColumn("Ideenpool, verworfen", Show.INTEGER),
            SheetColumn("Kosten aller Jahre", Show.MONEY),
            SheetColumn("Zeilen ohne Betrag", Show.INTEGER),
        ),
        body,
        strong=[len(domains)],
    )
    page.chart(
        reserved,
        bars(
            book.workbook,
            "Maßnahmen im Plan je Lebensbereich",
            [
                Series(
                    "Maßnahmen",
                    table.cells(1, last=table.last - 1),
                    table.cells(2, last=table.last - 1),
                    SACH_COLOUR,
                )
            ],
        ),
        "Balken je Lebensbereich. "
        + ", ".join(f"{d['domain']}: {german.number(d['measures'])}" for d in domains)
        + ".",
    )
    _measures(page, source, domains)


def _measures(page: Page, source: Source, domains: list[dict[str, Any]]) -> None:
    by_domain: dict[str | None, list[dict[str, Any]]] = defaultdict(list)
    for measure in records(measure_table(source.db)):
        by_domain[measure["domain_id"]].append(measure)
    for domain in domains:
        # None is a key like any other here: the measures without a Lebensbereich.
        members = by_domain.get(domain["domain_id"], [])
        if not members:
            continue
        page.heading(domain["domain"])
        page.table(
            (
                SheetColumn("Nr.", Show.CODE),
                SheetColumn("Maßnahme", Show.LONG),
                SheetColumn("Federführung", Show.TEXT),
                SheetColumn("Stand", Show.TEXT),
                SheetColumn("Priorität", Show.TEXT),
                SheetColumn("Kosten aller Jahre", Show.MONEY),
                SheetColumn("Fördermittel", Show.MONEY),
            ),
            [
                [
                    m["measure_id"],
                    m["title"],
                    m["amt"],
                    m["status"],
                    m["priority"],
                    m["cost_cents"],
                    m["grant_cents"],
                ]
                for m in members
            ],
        )
