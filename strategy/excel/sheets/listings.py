"""The whole tables of the report: applications, projects, services, measures, cards, links."""

from __future__ import annotations

from strategy.excel.column import SheetColumn, Show
from strategy.excel.cost_data import CostData
from strategy.excel.listing import Listing
from strategy.excel.noun_rows import noun_rows
from strategy.excel.source import Source
from strategy.figures.money.allocation import INVENTORY, MEASURES, raw_lines
from strategy.kernel.record import Record
from strategy.kernel.records import all_nouns
from strategy.nouns.application import Application
from strategy.nouns.card import Card
from strategy.nouns.cost_line import Basis
from strategy.nouns.measure import Measure
from strategy.nouns.project import Project
from strategy.nouns.service import Service


def object_listings(source: Source) -> list[Listing]:
    """Applications, projects, services and measures, each with its cost in the plan year."""
    return [
        _with_cost(
            source,
            Application,
            "Anwendungen",
            source.inventory,
            INVENTORY,
            "Das Verzeichnis der Anwendungen mit den geplanten Kosten im Planjahr.",
            "Es sind noch keine Anwendungen erfasst; beginnen Sie in Schritt 2.",
        ),
        _with_cost(
            source,
            Project,
            "Projekte",
            source.inventory,
            INVENTORY,
            "Laufende und geplante Projekte mit den geplanten Kosten im Planjahr.",
            "Es sind noch keine Projekte erfasst; beginnen Sie in Schritt 2.",
        ),
        _plain(
            source,
            Service,
            "Leistungen",
            "Die Leistungen der Verwaltung, ob sie online sind und wie reif.",
            "Es sind noch keine Leistungen erfasst; beginnen Sie in Schritt 2.",
        ),
        _plain(
            source,
            Card,
            "Karten",
            "Jede Karte der Zukunftswerkstatt mit ihrem Stand.",
            "Es gibt noch keine Karten; sie entstehen in Schritt 3.",
        ),
        _with_cost(
            source,
            Measure,
            "Maßnahmen",
            source.measures,
            MEASURES,
            "Die Steckbriefe aller Maßnahmen mit den geplanten Kosten im Planjahr.",
            "Es gibt noch keine Maßnahmen; legen Sie sie in Schritt 4 an.",
        ),
    ]


def trace_listing(source: Source) -> Listing:
    """Spur: every link between two objects, one row each."""
    # Cast, because a union needs one type and what names an object differs by noun.
    named = " UNION ALL ".join(
        f"SELECT id, CAST({noun.NAME} AS TEXT) AS name, '{noun.SINGULAR}' AS noun FROM {noun.TABLE}"
        for noun in _linked(source)
    )
    names = f"WITH names AS ({named}) " if named else ""
    joins = (
        # Left joins: a link whose object was deleted stays a row, with its number and without a
        # name.
        "LEFT JOIN names f ON f.id = l.from_id LEFT JOIN names t ON t.id = l.to_id"
        if named
        else "LEFT JOIN (SELECT '' AS id, '' AS name, '' AS noun) f ON f.id = l.from_id "
        "LEFT JOIN (SELECT '' AS id, '' AS name, '' AS noun) t ON t.id = l.to_id"
    )
    return Listing(
        source.db,
        "Spur",
        "Spur: was woraus entstanden ist",
        "Jede Verknüpfung mit Art, Tag und Person: von der Karte über die Maßnahme bis zum "
        "Beschluss.",
        (
            SheetColumn("Nr.", Show.CODE, "id", width=11),
            SheetColumn("Von (Nr.)", Show.CODE, "from_id", width=12),
            SheetColumn("Was", Show.TEXT, "from_noun", width=18),
            SheetColumn("Von", Show.TEXT, "from_name", width=42),
            SheetColumn("Verknüpfung", Show.TEXT, "kind", width=20),
            SheetColumn("Zu (Nr.)", Show.CODE, "to_id", width=12),
            SheetColumn("Was", Show.TEXT, "to_noun", width=18),
            SheetColumn("Zu", Show.TEXT, "to_name", width=42),
            SheetColumn("Anmerkung", Show.TEXT, "note", width=26),
            SheetColumn("Verknüpft am", Show.MOMENT, "linked_at"),
            SheetColumn("Verknüpft von", Show.TEXT, "linked_by", width=20),
        ),
        f"{names}SELECT l.id AS id, l.from_id, f.noun AS from_noun, f.name AS from_name, l.kind, "
        "l.to_id, t.noun AS to_noun, t.name AS to_name, l.note, l.linked_at, l.linked_by "
        f"FROM link l {joins} ORDER BY l.id",
        empty="Es gibt noch keine Verknüpfungen; sie entstehen, wenn aus Karten Maßnahmen werden.",
    )


def _linked(source: Source) -> list[type[Record]]:
    """The nouns that occur in links; asking all of them would read the whole plan."""
    prefixes = {
        row["prefix"]
        for row in source.db.rows(
            # Everything before the last hyphen is the prefix of the noun.
            "SELECT DISTINCT regexp_replace(id, '-[^-]*$', '') AS prefix FROM ("
            "SELECT from_id AS id FROM link UNION SELECT to_id FROM link)"
        )
    }
    return [noun for noun in all_nouns() if noun.PREFIX in prefixes]


def _plain(source: Source, noun: type[Record], name: str, about: str, empty: str) -> Listing:
    columns, sql = noun_rows(noun)
    return Listing(source.db, name, name, about, columns, sql, empty=empty)


def _with_cost(
    source: Source,
    noun: type[Record],
    name: str,
    data: CostData,
    objects: tuple[str, ...],
    about: str,
    empty: str,
) -> Listing:
    """The noun's fields and a formula column with the planned cost of the plan year."""
    # Not split among the Ämter: this column is the whole cost of the object.
    with_, params = raw_lines(Basis.PLAN, source.plan_year, objects)
    # The value is cached per row by the query below; one text of a formula serves all rows.
    formula = data.sum(
        None, {"object_id": "$A{row}", "year": str(source.plan_year), "basis": f'"{Basis.PLAN}"'}
    )
    cost = SheetColumn(
        f"Kosten {source.plan_year} (Plan)",
        Show.FORMULA,
        "plan_cost",
        formula=formula.text,
        total=True,
    )
    columns, sql = noun_rows(noun)
    # The cost stands beside the name, where people look for it.
    index = 1 + next(i for i, column in enumerate(columns) if column.source == noun.NAME)
    columns.insert(index, cost)
    query = (
        f"{with_}, sums AS (SELECT object_id, sum(amount_cents) AS cents FROM lines "
        f"GROUP BY object_id) SELECT n.*, CAST(s.cents AS BIGINT) AS plan_cost FROM ({sql}) n "
        "LEFT JOIN sums s ON s.object_id = n.id ORDER BY n.id"
    )
    return Listing(source.db, name, name, about, columns, query, params, empty=empty)
