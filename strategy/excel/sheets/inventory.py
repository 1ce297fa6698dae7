"""Step 2: what there is, what it costs, what was found."""

from __future__ import annotations

from typing import Any

from strategy.acts.recommending import evidence_table
from strategy.excel.book import Book
from strategy.excel.charts import sach_personal, stacked_columns
from strategy.excel.column import SheetColumn, Show
from strategy.excel.cost_data import add_up
from strategy.excel.page import Page
from strategy.excel.sheets.cost import KINDS, PERSONAL, SACH, dezernat_table, records
from strategy.excel.source import Source
from strategy.figures.inventory.services import TAKEN
from strategy.figures.money.cost import (
    cost_by_object,
    cost_by_type,
    cost_by_year,
    depreciation_by_year,
    unknown_costs,
)
from strategy.kernel import german
from strategy.kernel.records import find
from strategy.nouns.cost_line import Basis
from strategy.nouns.finding import Finding
from strategy.nouns.recommendation import Recommendation
from strategy.relations.names import names_of

_DEAREST = 15


def write_inventory(book: Book, source: Source) -> None:
    """The sheet of step 2."""
    page = Page(
        book,
        "2 IST-Analyse",
        "2 IST-Analyse",
        "Was heute da ist: Anwendungen, Projekte und Leistungen, was sie kosten, und was die "
        "Gespräche in den Ämtern ergeben haben.",
        [14, 44, 18, 18, 18, 16, 16],
    )
    _counts(page, source)
    page.heading(f"Kosten nach Jahren ({Basis.PLAN})")
    _by_year(page, source)
    page.heading(f"Kosten nach {source.level_1} im Planjahr {source.plan_year}")
    dezernat_table(page, source, Basis.PLAN, source.plan_year)
    _by_type(page, source)
    _dearest(page, source)
    _findings(page, source)


def _counts(page: Page, source: Source) -> None:
    row = source.db.one(
        "SELECT (SELECT count(*) FROM application) AS a, (SELECT count(*) FROM project) AS p, "
        f"(SELECT count(*) FROM service WHERE {TAKEN}) AS s, "
        f"(SELECT count(*) FROM service WHERE NOT {TAKEN}) AS c, "
        "(SELECT count(*) FROM service WHERE online) AS o, "
        "(SELECT count(*) FROM interview WHERE status = 'geführt') AS i, "
        "(SELECT count(*) FROM organisation_unit WHERE level = 2) AS u"
    )
    assert row is not None
    page.heading("Bestand")
    page.pairs(
        {
            "Anwendungen": (Show.INTEGER, row["a"]),
            "Projekte": (Show.INTEGER, row["p"]),
            "Leistungen": (Show.INTEGER, row["s"]),
            "davon online": (Show.INTEGER, row["o"]),
            "weitere nur im Katalog": (Show.INTEGER, row["c"]),
            "Interviews geführt": (Show.INTEGER, row["i"]),
            f"Einheiten ({source.level_2})": (Show.INTEGER, row["u"]),
        }
    )


def _by_year(page: Page, source: Source) -> None:
    known = {
        (int(row["year"]), row["kind"]): row for row in records(cost_by_year(source.db, Basis.PLAN))
    }
    if not known:
        page.empty(
            "Es sind noch keine Kosten erfasst; tragen Sie sie bei Anwendungen und Projekten ein."
        )
        return
    years = sorted({*source.years, *(year for year, _ in known)})
    reserved = page.reserve()
    rows = []
    for number, year in enumerate(years):
        row = page.row + 2 + number
        # Known cost of one kind alone means 0 of the other; else both are unknown.
        some = any(known[year, k]["amount_cents"] is not None for k in KINDS if (year, k) in known)
        empty = {"amount_cents": 0 if some else None, "unknown_lines": 0}
        found = [known.get((year, kind), empty) for kind in KINDS]
        cents = [item["amount_cents"] for item in found]
        unknown = sum(item["unknown_lines"] for item in found)
        criteria = {"year": f"$A{row}", "basis": f'"{Basis.PLAN}"'}
        rows.append(
            [
                year,
                unknown_costs(source.db, Basis.PLAN, year).sentence,
                source.inventory.sum(cents[0], criteria, {"kind": f'"{SACH}"'}),
                source.inventory.sum(cents[1], criteria, {"kind": f'"{PERSONAL}"'}),
                add_up(f"C{row}:D{row}", cents),
                unknown,
            ]
        )
    table = page.table(
        (
            SheetColumn("Jahr", Show.YEAR),
            SheetColumn("Was bekannt ist", Show.LONG),
            SheetColumn(SACH, Show.MONEY),
            SheetColumn(PERSONAL, Show.MONEY),
            SheetColumn("Zusammen", Show.MONEY),
            SheetColumn("Zeilen ohne Betrag", Show.INTEGER),
        ),
        rows,
    )
    chart = stacked_columns(
        page.book.workbook,
        "Kosten der Anwendungen und Projekte nach Jahren (Plan)",
        sach_personal(table.cells(0), table.cells(2), table.cells(3)),
    )
    totals = ", ".join(f"{row[0]}: {german.money_short(row[4].value)}" for row in rows)
    page.chart(
        reserved, chart, f"Gestapelte Säulen aus Sach- und Personalkosten je Jahr. {totals}."
    )
    # In a table of its own below the chart: added to cost, an investment would count twice.
    depreciation = records(depreciation_by_year(source.db, Basis.PLAN))
    if depreciation:
        page.text(
            "Abschreibungen stehen für sich und werden nie zu den Kosten gezählt, weil die "
            "Investition dort schon steht.",
            "note",
        )
        page.table(
            (
                SheetColumn("Jahr", Show.YEAR),
                SheetColumn("Abschreibung", Show.MONEY),
                SheetColumn("Zeilen ohne Betrag", Show.INTEGER),
            ),
            [[int(r["year"]), r["amount_cents"], r["unknown_lines"]] for r in depreciation],
        )


def _by_type(page: Page, source: Source) -> None:
    rows = records(cost_by_type(source.db, Basis.PLAN, source.plan_year))
    if not rows:
        return
    page.heading(f"Kostenarten im Planjahr {source.plan_year}")
    first = page.row + 2
    body = [
        [
            row["kind"],
            row["cost_type"],
            source.inventory.sum(
                row["amount_cents"],
                {
                    "cost_type": f"$B{first + number}",
                    "year": str(source.plan_year),
                    "basis": f'"{Basis.PLAN}"',
                },
            ),
            row["unknown_lines"],
        ]
        for number, row in enumerate(rows)
    ]
    last = first + len(body) - 1
    body.append(
        [
            "Summe",
            "",
            add_up(f"C{first}:C{last}", [row["amount_cents"] for row in rows]),
            add_up(f"D{first}:D{last}", [row["unknown_lines"] for row in rows]),
        ]
    )
    page.table(
        (
            SheetColumn("Art", Show.TEXT),
            SheetColumn("Kostenart", Show.TEXT),
            SheetColumn("Betrag", Show.MONEY),
            SheetColumn("Zeilen ohne Betrag", Show.INTEGER),
        ),
        body,
        strong=[len(body) - 1],
    )


def _dearest(page: Page, source: Source) -> None:
    # The query puts unknown amounts last, so none of them takes the place of a dear one.
    rows = records(cost_by_object(source.db, Basis.PLAN, source.plan_year))[:_DEAREST]
    if not rows:
        return
    page.heading(f"Die teuersten Anwendungen und Projekte im Planjahr {source.plan_year}")
    first = page.row + 2
    page.table(
        (
            SheetColumn("Nr.", Show.CODE),
            SheetColumn("Bezeichnung", Show.TEXT),
            SheetColumn("Was", Show.TEXT),
            SheetColumn("Betrag", Show.MONEY),
            SheetColumn("Zeilen ohne Betrag", Show.INTEGER),
        ),
        [
            [
                row["object_id"],
                row["object_title"],
                row["object_noun"],
                source.inventory.sum(
                    row["amount_cents"],
                    {
                        "object_id": f"$A{first + number}",
                        "year": str(source.plan_year),
                        "basis": f'"{Basis.PLAN}"',
                    },
                ),
                row["unknown_lines"],
            ]
            for number, row in enumerate(rows)
        ],
    )


def _findings(page: Page, source: Source) -> None:
    findings = find(source.db, Finding, order="kind, id")
    page.heading("Befunde")
    if findings:
        page.table(
            (
                SheetColumn("Nr.", Show.CODE),
                SheetColumn("Befund", Show.LONG),
                SheetColumn("Art", Show.TEXT),
            ),
            [
                [item.id, "\n".join(part for part in (item.title, item.body) if part), item.kind]
                for item in findings
            ],
        )
    else:
        page.empty("Es sind noch keine Befunde aus Gesprächen festgehalten.")
    _recommendations(page, source)


def _recommendations(page: Page, source: Source) -> None:
    """Every recommendation with the figures and entries it rests on."""
    recommendations = find(source.db, Recommendation)
    if not recommendations:
        return
    page.heading("Empfehlungen")
    page.table(
        (
            SheetColumn("Nr.", Show.CODE),
            SheetColumn("Empfehlung", Show.LONG),
            SheetColumn("Art", Show.TEXT),
        ),
        [
            [item.id, "\n".join(part for part in (item.title, item.body) if part), item.kind]
            for item in recommendations
        ],
    )
    grounds = [row for item in recommendations for row in _grounds(source, item.id)]
    if not grounds:
        return
    page.heading("Worauf die Empfehlungen sich stützen")
    page.text(
        "Kennzahlen mit dem Wert, der bei der Empfehlung galt, und dem von heute; Einträge des "
        "Plans, mit denen sie verknüpft ist.",
        "note",
    )
    page.table(
        (
            SheetColumn("Empfehlung", Show.CODE),
            SheetColumn("Kennzahl oder Eintrag", Show.LONG),
            SheetColumn("Wert damals", Show.TEXT),
            SheetColumn("Stand", Show.TEXT),
            SheetColumn("Wert heute", Show.TEXT),
        ),
        grounds,
    )


def _grounds(source: Source, recommendation_id: str) -> list[list[Any]]:
    """Figures then and now, then the entries it is linked to as facts."""
    figures = [
        [
            recommendation_id,
            row["title"],
            row["shown"],
            # A figure has a day and an entry has none; as text, both fit into one column.
            german.day(row["noted_on"]) if row["noted_on"] else None,
            row["now"],
        ]
        for row in records(evidence_table(source.db, recommendation_id))
    ]
    facts = source.db.rows(
        "SELECT to_id AS id FROM link WHERE from_id = ? AND kind IN (?, ?) ORDER BY to_id",
        # Both kinds name a ground, whichever of them was chosen when the link was made.
        [recommendation_id, "stützt sich auf", "entstanden aus"],
    )
    names = names_of(source.db, [str(row["id"]) for row in facts])
    return [
        *figures,
        *([recommendation_id, f"{one} {name}", None, None, None] for one, name in names.items()),
    ]
