"""Gremien: papers with their consultation sequence and votes, resolutions, what is due."""

from __future__ import annotations

from typing import Any

from strategy.excel.book import Book
from strategy.excel.column import NOTHING, SheetColumn, Show
from strategy.excel.page import Page
from strategy.excel.sheets.cost import records
from strategy.excel.source import Source
from strategy.figures.plan.council import consultations, due_items, paper_table
from strategy.kernel.records import find
from strategy.nouns.municipality import VoteColumns
from strategy.nouns.resolution import Resolution


def write_council(book: Book, source: Source) -> None:
    """Papers, votes, resolutions and deadlines."""
    page = Page(
        book,
        "Vorlagen und Voten",
        "Vorlagen, Beratungen und Abstimmungen",
        "Welche Vorlagen durch welche Gremien gehen, wie abgestimmt wurde und was noch aussteht.",
        [12, 46, 22, 14, 12, 16, 12, 12, 15, 20],
    )
    _papers(page, source)
    _stations(page, source)
    _resolutions(page, source)
    _due(page, source)


def _papers(page: Page, source: Source) -> None:
    page.heading("Vorlagen")
    papers = records(paper_table(source.db))
    if not papers:
        page.empty("Es gibt noch keine Vorlagen; legen Sie sie in der Werkbank an.")
        return
    page.table(
        (
            SheetColumn("Nr.", Show.CODE),
            SheetColumn("Betreff", Show.LONG),
            SheetColumn("Art", Show.TEXT),
            SheetColumn("Nummer", Show.CODE),
            SheetColumn("Datum", Show.DAY),
            SheetColumn("Stand", Show.TEXT),
            SheetColumn("Stationen", Show.INTEGER),
            SheetColumn("davon fertig", Show.INTEGER),
        ),
        [
            [
                p["paper_id"],
                p["title"],
                p["paper_type"],
                p["reference"],
                p["dated"],
                p["status"],
                p["stations"],
                p["done"],
            ]
            for p in papers
        ],
    )


def _stations(page: Page, source: Source) -> None:
    stations = records(consultations(source.db))
    if not stations:
        return
    # Bavaria knows no abstention (Art. 48 GO) and records those present instead.
    present = source.profile is not None and source.profile.vote_columns == VoteColumns.WITH_PRESENT
    third = ("Anwesend", "present") if present else ("Enthaltungen", "abstentions")
    page.heading("Beratungsfolge und Abstimmungen")
    page.table(
        (
            SheetColumn("Vorlage", Show.CODE),
            SheetColumn("Gremium und Aufgabe", Show.LONG),
            SheetColumn("TOP", Show.CODE),
            SheetColumn("Öffentlich", Show.FLAG),
            SheetColumn("Sitzung", Show.DAY),
            # A meeting that was postponed keeps every earlier day; councils ask for them.
            SheetColumn("Frühere Tage", Show.TEXT),
            SheetColumn("Ja", Show.INTEGER),
            SheetColumn("Nein", Show.INTEGER),
            SheetColumn(third[0], Show.INTEGER),
            SheetColumn("Ergebnis", Show.TEXT),
        ),
        [
            [
                s["paper_id"],
                f"{s['body'] or ''}: {s['role'] or ''}",
                s["agenda_item"],
                s["public"],
                _or_nothing(s["held_on"]),
                _or_nothing(s["former_days"]),
                _or_nothing(s["yes"]),
                _or_nothing(s["no"]),
                _or_nothing(s[third[1]]),
                s["outcome"],
            ]
            for s in stations
        ],
    )


def _resolutions(page: Page, source: Source) -> None:
    resolutions = find(source.db, Resolution, order="decided_on, id")
    if not resolutions:
        return
    page.heading("Beschlusskontrolle")
    page.table(
        (
            SheetColumn("Nr.", Show.CODE),
            SheetColumn("Beschluss", Show.LONG),
            SheetColumn("Vorlage", Show.CODE),
            SheetColumn("Nummer", Show.CODE),
            SheetColumn("Vom", Show.DAY),
            SheetColumn("Stand", Show.TEXT),
        ),
        [[r.id, r.title, r.paper_id, r.reference, r.decided_on, r.status] for r in resolutions],
    )


def _due(page: Page, source: Source) -> None:
    # "Today" of an edition is the day of its sealing, so its report never changes.
    items = records(due_items(source.db, source.head.stand))
    if not items:
        return
    page.heading("Was noch aussteht")
    page.table(
        (
            SheetColumn("Nr.", Show.CODE),
            SheetColumn("Was", Show.LONG),
            SheetColumn("Zuständig", Show.TEXT),
            SheetColumn("Art", Show.TEXT),
            SheetColumn("Fällig am", Show.DAY),
            SheetColumn("Fällig bei", Show.TEXT),
            SheetColumn("Überfällig", Show.FLAG),
        ),
        [
            [
                i["object_id"],
                i["title"],
                i["responsible"],
                i["kind"],
                _or_nothing(i["due"]),
                i["event"],
                i["overdue"],
            ]
            for i in items
        ],
    )


def _or_nothing(value: Any) -> Any:
    """A dash where a station has no vote or day of its own; that is no missing entry."""
    return NOTHING if value is None else value
