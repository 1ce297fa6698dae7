"""The sheet "Kostenspannen": how far cost may turn out differently, and which caps that breaks."""

from __future__ import annotations

from collections.abc import Mapping

from strategy.excel.book import Book
from strategy.excel.column import SheetColumn, Show
from strategy.excel.page import Page
from strategy.figures.plan.limit_words import key_words
from strategy.ranging.draws import SEED
from strategy.ranging.ranges import Range, Ranges


def write_ranges(book: Book, found: Ranges, names: Mapping[str, str]) -> None:
    """Cost and own share per year, the probability per cap, the strongest drivers."""
    page = Page(
        book,
        "Kostenspannen",
        "Kostenspannen",
        f"Ergebnis von {found.draws} Ziehungen (Startwert {SEED}); P80 heißt: in 80 von 100 "
        "Fällen kostet es nicht mehr.",
        [44, 18, 18, 18, 18],
    )
    for title, ranges in (("Kosten", found.cost), ("Eigenanteil", found.own_share)):
        page.heading(title)
        _write_amounts(page, ranges)
    page.heading("Obergrenzen")
    if found.caps:
        page.table(
            [
                SheetColumn("Obergrenze"),
                SheetColumn("höchstens", Show.MONEY),
                SheetColumn("geplant", Show.MONEY),
                SheetColumn("überschritten mit", Show.PERCENT),
            ],
            [
                [key_words(cap.key, names), cap.limit, cap.plan, round(100 * cap.probability, 1)]
                for cap in found.caps
            ],
        )
    else:
        page.empty("Der Plan nennt keine Obergrenzen für Geld.")
    page.heading("Woher die Abweichung kommt")
    if found.drivers:
        page.table(
            [SheetColumn("Treiber"), SheetColumn("Anteil", Show.PERCENT)],
            [[name, round(100 * share, 1)] for name, share in found.drivers],
        )
    else:
        page.empty("Keine Kostenzeile hat eine Spanne; die Kosten stehen fest wie geplant.")


def _write_amounts(page: Page, ranges: tuple[Range, ...]) -> None:
    columns = [
        SheetColumn("Jahr", Show.CODE),
        *(SheetColumn(name, Show.MONEY) for name in ("Plan", "P50", "P80", "P95")),
    ]
    page.table(
        columns,
        [
            [
                "gesamt" if item.year is None else str(item.year),
                item.plan,
                item.p50,
                item.p80,
                item.p95,
            ]
            for item in ranges
        ],
    )
