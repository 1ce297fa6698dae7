"""Step 3: workshops with groups, phases, what got most points and what became of the cards."""

from __future__ import annotations

from strategy.excel.book import Book
from strategy.excel.charts import Series, bars
from strategy.excel.column import NOTHING, SheetColumn, Show
from strategy.excel.cost_data import add_up
from strategy.excel.formats import SACH_COLOUR
from strategy.excel.page import Page
from strategy.excel.sheets.cost import records
from strategy.excel.source import Source
from strategy.figures.workshop.cards import cards_by_phase, cards_by_state, participants
from strategy.figures.workshop.points import cluster_results
from strategy.kernel.records import find
from strategy.nouns.workshop import Workshop

# More bars than this leave no room for their names; the table below the chart has all.
_CHARTED = 12


def write_workshops(book: Book, source: Source) -> None:
    """The sheet of step 3."""
    page = Page(
        book,
        "3 Zukunftswerkstatt",
        "3 Zukunftswerkstatt",
        "Wer mitgemacht hat, was die Menschen bewegt, und was aus ihren Karten wurde.",
        [14, 44, 26, 14, 14, 14, 14],
    )
    workshops = find(source.db, Workshop, order="held_on, id")
    if not workshops:
        page.empty("Es gab noch keine Zukunftswerkstatt; legen Sie in Schritt 3 eine an.")
    for workshop in workshops:
        _one_workshop(page, source, workshop)


def _one_workshop(page: Page, source: Source, workshop: Workshop) -> None:
    page.heading(workshop.title or workshop.id)
    page.pairs(
        {
            "Datum": (Show.DAY, workshop.held_on),
            "Ort": (Show.TEXT, workshop.place),
            "Stand": (Show.TEXT, workshop.status),
        }
    )
    groups = records(participants(source.db, workshop.id))
    if groups:
        page.table(
            (
                SheetColumn("Nr.", Show.CODE),
                SheetColumn("Gruppe", Show.TEXT),
                SheetColumn("Eingeladen", Show.INTEGER),
                SheetColumn("Anwesend", Show.INTEGER),
            ),
            [[g["group_id"], g["participants"], g["invited"], g["present"]] for g in groups],
        )
    phases = records(cards_by_phase(source.db, workshop.id))
    if phases:
        page.table(
            (
                SheetColumn("Nr.", Show.CODE),
                SheetColumn("Phase", Show.TEXT),
                SheetColumn("Art", Show.TEXT),
                SheetColumn("Karten", Show.INTEGER),
            ),
            [[p["phase_id"], p["phase"], p["kind"], p["cards"]] for p in phases],
        )
    _clusters(page, source, workshop)
    states = records(cards_by_state(source.db, workshop.id))
    # The heading comes next and Excel counts rows from 1: hence two more than the free row of the
    # page.
    first = page.row + 2
    whole = add_up(f"C{first}:C{first + len(states) - 1}", [s["cards"] for s in states])
    page.table(
        (
            SheetColumn("", Show.CODE),
            SheetColumn("Stand der Karten", Show.TEXT),
            SheetColumn("Karten", Show.INTEGER),
        ),
        [*(["", s["state"], s["cards"]] for s in states), ["Summe", "", whole]],
        strong=[len(states)],
    )
    if workshop.note:
        page.text(workshop.note)
        page.gap()


def _clusters(page: Page, source: Source, workshop: Workshop) -> None:
    clusters = records(cluster_results(source.db, workshop.id))
    # Loose cards share a row without an id; with nothing else there is no Thema to rank.
    if not any(c["cluster_id"] for c in clusters):
        page.empty("Die Karten sind noch nicht zu Themen geordnet.")
        return
    # Reserved before the table is written: the chart stands above the cells that it is drawn from.
    reserved = page.reserve(max(10, 5 + 2 * min(len(clusters), _CHARTED)))
    table = page.table(
        (
            SheetColumn("Nr.", Show.CODE),
            SheetColumn("Thema", Show.TEXT),
            SheetColumn("Lebensbereich", Show.TEXT),
            SheetColumn("Rang", Show.INTEGER),
            SheetColumn("Karten", Show.INTEGER),
            SheetColumn("Punkte", Show.INTEGER),
            SheetColumn("Anteil", Show.PERCENT),
        ),
        [
            [
                c["cluster_id"],
                c["cluster"],
                c["domain"],
                # A Thema without points has no rank; an unknown one it is not.
                c["rank"] or NOTHING,
                c["cards"],
                c["points"],
                c["share"],
            ]
            for c in clusters
        ],
    )
    if any(c["declined"] for c in clusters):
        declined = sum(c["declined"] for c in clusters)
        page.text(f"Davon liegen {declined} Punkte auf abgelehnten Karten; sie zählen mit.", "note")
    # The table is in the order of points, so the first rows are the best.
    last = min(table.last, table.first + _CHARTED - 1)
    best = clusters[0]
    page.chart(
        reserved,
        bars(
            page.book.workbook,
            "Themen nach Punkten",
            [Series("Punkte", table.cells(1, last=last), table.cells(5, last=last), SACH_COLOUR)],
        ),
        f"Balken der Themen nach Punkten; vorn liegt „{best['cluster']}“ mit "
        f"{best['points']} Punkten.",
    )
