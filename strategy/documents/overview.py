"""The overview as one page of Word: where the plan stands, what it costs, what is next."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from strategy.analysis.overview import key_numbers, lead_sentence, stations
from strategy.documents.sheet_of_paper import PageWriter
from strategy.excel.safe_file import replacing
from strategy.excel.source import version_name
from strategy.figures.catalogue import find_figures
from strategy.figures.money.strategy_cost import strategy_by_domain
from strategy.figures.plan.council import due_items
from strategy.figures.profile import municipality, sealed_on, version_words
from strategy.kernel import german
from strategy.kernel.store import Cursor, Store
from strategy.kernel.store.database import DRAFT
from strategy.nouns.visibility import Audience
from strategy.relations.audience import read_for, withheld_words

# More deadlines than these do not help somebody who has one page.
_DUE = 8


def write_overview(
    store: Store,
    path: Path | str,
    version: str = DRAFT,
    audience: Audience = Audience.ADMINISTRATION,
) -> Path:
    """Write the page to ``path``; raises NotWritten, then ``path`` is as it was before."""
    target, name = Path(path), version_name(store, version)
    with read_for(store, name, audience) as db, replacing(target) as partial:
        _set(db).save(partial)
    return target


def _set(db: Cursor) -> PageWriter:
    town = municipality(db)
    where = town.title if town and town.title else "Digitalisierungsplan"
    today = sealed_on(db) or date.today()
    paper = PageWriter(f"Stand der Digitalstrategie {where}", where)
    paper.heading(f"Stand der Digitalstrategie {where}", 1)
    paper.text(lead_sentence(db, today))
    paper.heading("Die fünf Schritte", 2)
    paper.table(
        ["Schritt", "Stand"],
        [
            [
                f"{one.key} {one.title}",
                f"abgeschlossen am {german.day(one.done_on)}"
                if one.done_on
                else f"{one.reached} von {one.of} Punkten erreicht",
            ]
            for one in stations(db)
        ],
        right=[False, False],
        shares=[3, 2],
        about="Stand der fünf Schritte",
    )
    _numbers(paper, db, town.plan_year if town else None)
    _domains(paper, db)
    _due(paper, db, today)
    if said := withheld_words(db):
        paper.text(said, muted=True)
    paper.footer(
        f"{where}, {version_words(db)}, {german.day(today)}. "
        "„unbekannt“ heißt: nicht bekannt; eine unbekannte Zahl wird nie als 0 gezählt."
    )
    return paper


def _numbers(paper: PageWriter, db: Cursor, year: int | None) -> None:
    figures = find_figures(db, (f"kosten_plan_{year}_gesamt", f"massnahmen_{year}_gesamt"))
    numbers = key_numbers(db, year, figures) if len(figures) == 2 else []
    if numbers:
        paper.heading("Zahlen", 2)
        paper.table(
            ["Was", "Wert", "Richtung"],
            [[one.label, one.text, one.change] for one in numbers],
            right=[False, True, False],
            shares=[3, 2, 3],
            about="Die wichtigsten Zahlen",
        )


def _domains(paper: PageWriter, db: Cursor) -> None:
    rows = strategy_by_domain(db)
    if len(rows):
        paper.heading("Lebensbereiche", 2)
        paper.table(
            ["Lebensbereich", "Maßnahmen", "Kosten aller Jahre (Plan)"],
            [
                [
                    row["domain"],
                    german.number(row["measures"], 0),
                    german.money(row["amount_cents"]),
                ]
                for row in rows.to_dict("records")
            ],
            right=[False, True, True],
            shares=[3, 1, 2],
            about="Maßnahmen und Kosten je Lebensbereich",
        )


def _due(paper: PageWriter, db: Cursor, today: date) -> None:
    due = due_items(db, today)
    if len(due):
        paper.heading("Als Nächstes", 2)
        paper.table(
            ["Was", "Fällig", "Zuständig"],
            [
                [
                    f"{row['kind']}: {row['title']}",
                    german.day(row["due"])
                    if german.is_unknown(row["event"])
                    else f"bei: {row['event']}",
                    "" if german.is_unknown(row["responsible"]) else row["responsible"],
                ]
                for row in due.head(_DUE).to_dict("records")
            ],
            right=[False, False, False],
            shares=[4, 2, 2],
            about="Was als Nächstes fällig ist",
        )
