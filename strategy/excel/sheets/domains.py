"""Step 4: measures by life domain."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from strategy.excel.book import Book
from strategy.excel.charts import Series, bars
from strategy.excel.column import NOTHING, SheetColumn, Show
from strategy.excel.cost_data import add_up
from strategy.excel.formats import SACH_COLOUR
from strategy.excel.page import Formula, Page
from strategy.excel.sheets.cost import records
from strategy.excel.source import Source
from strategy.figures.money.strategy_cost import strategy_by_domain
from strategy.figures.plan.measures import OUT_OF_PLAN, measure_table
from strategy.kernel import german
from strategy.nouns.cost_line import Basis


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
    members = _members(source)
    # The tables of the measures stand below: a heading, the row of headings, and one row between.
    places, below = {}, page.row + len(domains) + 3
    for one in domains:
        if count := len(members[one["domain_id"]]):
            places[one["domain_id"]] = below + 3, below + 2 + count
            below += count + 3
    first = page.row + 2
    last = first + len(domains) - 1
    body: list[list[Any]] = [
        [
            # Measures without a Lebensbereich have a row as well, or the sum would lack them.
            d["domain_id"] or "",
            d["domain"],
            d["measures"],
            d["left_out"],
            _in_plan(d["amount_cents"], places.get(d["domain_id"])),
            d["unknown_lines"],
        ]
        for d in domains
    ]
    body.append(
        [
            "Summe",
            "",
            *(
                add_up(
                    f"{letter}{first}:{letter}{last}",
                    [row[index] if index != 4 else row[index].value for row in body],
                )
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
    _measures(page, source, domains, members, places)


_Members = dict[str | None, list[dict[str, Any]]]


def _members(source: Source) -> _Members:
    by_domain: _Members = defaultdict(list)
    for measure in records(measure_table(source.db)):
        # None is a key like any other here: the measures without a Lebensbereich.
        by_domain[measure["domain_id"]].append(measure)
    return by_domain


def _in_plan(cents: int | None, place: tuple[int, int] | None) -> Formula:
    """The cost of a Lebensbereich as the sum of its measures below that are in the plan."""
    if place is None:
        return Formula(f'"{NOTHING}"', cents)
    first, last = place
    amounts, states = f"$F${first}:$F${last}", f"$D${first}:$D${last}"
    outside = [f'{states},"<>{status}"' for status in OUT_OF_PLAN]
    # Of text the sum takes no notice; what is known nowhere is not 0.
    counted = "*".join(f'({states}<>"{status}")' for status in OUT_OF_PLAN)
    known = f"SUMPRODUCT(ISNUMBER({amounts})*{counted})"
    return Formula(f'IF({known}=0,"{NOTHING}",SUMIFS({amounts},{",".join(outside)}))', cents)


def _measures(
    page: Page,
    source: Source,
    domains: list[dict[str, Any]],
    by_domain: _Members,
    places: dict[str | None, tuple[int, int]],
) -> None:
    for domain in domains:
        members = by_domain[domain["domain_id"]]
        if not members:
            continue
        first, _ = places[domain["domain_id"]]
        page.heading(domain["domain"])
        # The sums above point at these rows.
        assert page.row + 2 == first
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
                    source.measures.sum(
                        m["cost_cents"],
                        {"object_id": f"$A{first + number}", "basis": f'"{Basis.PLAN}"'},
                    ),
                    m["grant_cents"],
                ]
                for number, m in enumerate(members)
            ],
        )
