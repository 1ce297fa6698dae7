"""Erläuterung and Datenqualität: what the words mean and what is not known."""

from __future__ import annotations

from strategy.excel.book import Book
from strategy.excel.column import SheetColumn, Show
from strategy.excel.page import Page
from strategy.excel.sheets.cost import records
from strategy.excel.source import Source
from strategy.figures.inventory.counts import application_completeness
from strategy.figures.inventory.interviews import interview_coverage
from strategy.figures.money.allocation import INVENTORY, MEASURES
from strategy.figures.money.cost import unknown_costs
from strategy.kernel import german
from strategy.nouns.cost_line import Basis

_WORDS = (
    (
        "Kosten",
        "Alle Kostenzeilen außer Abschreibungen. Eine Investition zählt einmal, in dem Jahr, in "
        "dem sie bezahlt wird; ihre Abschreibung steht für sich und wird nie dazugezählt.",
    ),
    (
        "Sachkosten, Personalkosten",
        "Personalkosten sind Zeilen der Kostenart Personal; alle anderen Kostenarten sind "
        "Sachkosten.",
    ),
    ("Plan und Ist", "Geplante und tatsächliche Beträge; sie werden nie zusammengezählt."),
    (
        "Gemeinsame Anwendungen",
        "Nutzen mehrere Einheiten eine Anwendung, trägt jede ihren Anteil nach dem "
        "Verteilschlüssel. Was dabei auf ganze Cent nicht aufgeht, erhält die Einheit mit dem "
        "größten Rest; die Teile ergeben immer genau den ganzen Betrag.",
    ),
    (
        "Personalkosten aus Stellenanteilen",
        "Fehlt der Betrag, aber nicht der Stellenanteil, gilt: Stellenanteil × (Personalkosten + "
        "Arbeitsplatz + Gemeinkosten in Prozent der Personalkosten), auf volle Cent gerundet. Was "
        "ein Satz schon enthält, wird nicht noch einmal aufgeschlagen.",
    ),
    (
        "unbekannt und –",
        "Der Wert ist nicht bekannt. Er zählt in keiner Summe mit, auch nicht als 0; wie viele "
        "Angaben fehlen, steht neben der Summe.",
    ),
    ("Maßnahmen des Plans", "Alle Maßnahmen außer denen im Ideenpool und den verworfenen."),
    ("Zwischensummen im Haushalt", "Sie bleiben sichtbar und werden nie mitgezählt."),
)


def write_notes(book: Book, source: Source) -> None:
    """What figures mean, what is missing behind them."""
    page = Page(
        book,
        "Erläuterung",
        "Erläuterung und Datenqualität",
        "Wie gezählt und gerechnet wird, und welche Angaben noch fehlen.",
        [30, 70, 16, 16, 14],
    )
    page.heading("Wie gerechnet wird")
    page.table((SheetColumn("Begriff", Show.TEXT), SheetColumn("Bedeutung", Show.LONG)), _WORDS)
    page.heading("Was bei den Kosten bekannt ist")
    page.table(
        (SheetColumn("Jahr und Art", Show.TEXT), SheetColumn("Was bekannt ist", Show.LONG)),
        [
            [f"{year}, {words} ({basis})", unknown_costs(source.db, basis, year, objects).sentence]
            for words, objects, basis in (
                ("Anwendungen und Projekte", INVENTORY, Basis.PLAN),
                ("Anwendungen und Projekte", INVENTORY, Basis.ACTUAL),
                ("Maßnahmen", MEASURES, Basis.PLAN),
            )
            for year in source.years
        ],
    )
    _completeness(page, source)
    _interviews(page, source)


def _completeness(page: Page, source: Source) -> None:
    rows = records(application_completeness(source.db))
    page.heading("Wie vollständig die Anwendungen erfasst sind")
    # Without an application every share would be 0 of 0.
    if not rows or not rows[0]["total"]:
        page.empty("Es sind noch keine Anwendungen erfasst; beginnen Sie in Schritt 2.")
        return
    page.table(
        (
            SheetColumn("Angabe", Show.TEXT),
            SheetColumn("", Show.TEXT),
            SheetColumn("Ausgefüllt", Show.INTEGER),
            SheetColumn("Von", Show.INTEGER),
            SheetColumn("Anteil", Show.PERCENT),
        ),
        [[r["label"], "", r["filled"], r["total"], r["percent"]] for r in rows],
    )


def _interviews(page: Page, source: Source) -> None:
    rows = records(interview_coverage(source.db, source.head.stand))
    missing = [row["amt"] for row in rows if row["state"] != "geführt"]
    page.heading("Interviews")
    if not rows:
        page.empty("Es sind noch keine Einheiten angelegt; beginnen Sie in Schritt 2.")
        return
    page.text(
        f"In {german.number(len(rows) - len(missing))} von {german.number(len(rows))} Einheiten "
        f"({source.level_2}) wurde ein Interview geführt."
    )
    if missing:
        page.text("Noch ohne geführtes Interview: " + ", ".join(missing) + ".")
