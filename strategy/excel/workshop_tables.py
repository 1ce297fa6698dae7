"""All that is known of one workshop, as tables with German headings.

The tables of cards and points are those that ``import`` reads: names instead of ids, a card named
by its code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from strategy.excel.column import SHOW_OF_KIND, SheetColumn, Show
from strategy.figures.workshop.fates import fates
from strategy.kernel import german
from strategy.kernel.record import Record
from strategy.kernel.records import find, get_
from strategy.kernel.store import Cursor
from strategy.nouns.participant_group import ParticipantGroup
from strategy.nouns.workshop import Workshop
from strategy.nouns.workshop_phase import WorkshopPhase
from strategy.workshop.decisions import decisions

CARDS, POINTS = "Karten", "Punkte"


@dataclass(frozen=True)
class WorkshopTable:
    """One kind of rows; ``rows`` hold values as the plan keeps them, None where unknown."""

    name: str
    columns: tuple[SheetColumn, ...]
    rows: list[list[Any]]


def workshop_tables(db: Cursor, workshop_id: str) -> list[WorkshopTable]:
    """Every table of a workshop; raises NotFound."""
    workshop = get_(db, Workshop, workshop_id)
    return [
        _workshop(db, workshop),
        _noun(db, "Phasen", WorkshopPhase, workshop_id, "position, id"),
        _noun(db, "Gruppen", ParticipantGroup, workshop_id, "id"),
        _query(db, CARDS, _CARD_COLUMNS, _CARDS, workshop_id),
        _query(db, "Themen", _CLUSTER_COLUMNS, _CLUSTERS, workshop_id),
        _query(db, POINTS, _POINT_COLUMNS, _POINTS, workshop_id),
        _decisions(db, workshop_id),
        _query(db, "Papierkarten", _PRINTED_COLUMNS, _PRINTED, workshop_id),
        _fates(db, workshop_id),
    ]


_WIDE = 48.0
_CARD_COLUMNS = (
    SheetColumn("Kennung", Show.CODE, "id"),
    SheetColumn("Werkstatt", source="workshop"),
    SheetColumn("Phase", source="phase"),
    SheetColumn("Art der Phase", source="kind"),
    SheetColumn("Text", Show.LONG, "body", width=_WIDE),
    SheetColumn("Gruppe", source="participants"),
    SheetColumn("Thema", source="cluster"),
    SheetColumn("Stand", source="state"),
    SheetColumn("Zusammengelegt mit", Show.CODE, "merged", width=16),
    SheetColumn("Teil von", Show.CODE, "part_of"),
    SheetColumn("Lebensbereich", source="domain"),
    SheetColumn("Begründung", Show.LONG, "reason"),
    SheetColumn("Kartencode", Show.CODE, "code"),
    SheetColumn("Weg", source="source"),
    SheetColumn("Eingegangen am", Show.MOMENT, "received_at"),
)
_CARDS = """
SELECT c.id, w.title AS workshop, p.title AS phase, p.kind, c.body, g.title AS participants,
    k.title AS cluster, c.state, coalesce(m.code, m.id) AS merged,
    coalesce(s.code, s.id) AS part_of, d.title AS domain, c.reason, c.code, c.source, c.received_at
FROM card c JOIN workshop w ON w.id = c.workshop_id
LEFT JOIN workshop_phase p ON p.id = c.phase_id
LEFT JOIN participant_group g ON g.id = c.group_id LEFT JOIN cluster k ON k.id = c.cluster_id
LEFT JOIN card m ON m.id = c.merged_into_id LEFT JOIN card s ON s.id = c.split_from_id
LEFT JOIN life_domain d ON d.id = c.domain_id WHERE c.workshop_id = ? ORDER BY c.id
"""
_CLUSTER_COLUMNS = (
    SheetColumn("Kennung", Show.CODE, "id"),
    SheetColumn("Werkstatt", source="workshop"),
    SheetColumn("Name", source="title", width=32),
    SheetColumn("Lebensbereich", source="domain"),
    SheetColumn("Anmerkung", Show.LONG, "note"),
    SheetColumn("Maßnahmen", Show.CODE, "measures", width=18),
)
_CLUSTERS = """
SELECT k.id, w.title AS workshop, k.title, d.title AS domain, k.note,
    (SELECT string_agg(DISTINCT from_id, ', ' ORDER BY from_id) FROM link
     WHERE to_id = k.id AND from_id LIKE 'M-%') AS measures
FROM cluster k JOIN workshop w ON w.id = k.workshop_id
LEFT JOIN life_domain d ON d.id = k.domain_id WHERE k.workshop_id = ? ORDER BY k.id
"""
_POINT_COLUMNS = (
    SheetColumn("Kennung", Show.CODE, "id"),
    SheetColumn("Werkstatt", source="workshop"),
    SheetColumn("Phase", source="phase"),
    SheetColumn("Art der Phase", source="kind"),
    SheetColumn("Thema", source="cluster", width=32),
    SheetColumn("Karte", Show.CODE, "card", width=14),
    SheetColumn("Gruppe", source="participants"),
    SheetColumn("Punkte", Show.INTEGER, "points"),
    SheetColumn("Weg", source="source"),
)
_POINTS = """
SELECT t.id, w.title AS workshop, p.title AS phase, p.kind, k.title AS cluster,
    coalesce(c.code, c.id) AS card, g.title AS participants, t.points, t.source
FROM point t JOIN workshop w ON w.id = t.workshop_id
LEFT JOIN workshop_phase p ON p.id = t.phase_id LEFT JOIN cluster k ON k.id = t.cluster_id
LEFT JOIN card c ON c.id = t.card_id LEFT JOIN participant_group g ON g.id = t.group_id
WHERE t.workshop_id = ? ORDER BY t.id
"""
_PRINTED_COLUMNS = (
    SheetColumn("Nummer", Show.INTEGER, "number"),
    SheetColumn("Kartencode", Show.CODE, "code"),
    SheetColumn("Karte", Show.CODE, "card"),
    SheetColumn("Text", Show.LONG, "body", width=_WIDE),
)
_PRINTED = """
SELECT t.number, t.code, c.id AS card, c.body FROM printed_card t
LEFT JOIN card c ON c.code = t.code WHERE t.workshop_id = ? ORDER BY t.number, t.id
"""


def _query(
    db: Cursor, name: str, columns: tuple[SheetColumn, ...], sql: str, key: str
) -> WorkshopTable:
    rows = db.rows(sql, [key])
    return WorkshopTable(
        name, columns, [[row[column.source] for column in columns] for row in rows]
    )


def _noun(db: Cursor, name: str, noun: type[Record], workshop_id: str, order: str) -> WorkshopTable:
    specs = [spec for spec in noun.specs() if spec.name != "workshop_id" and not spec.hidden]
    columns = tuple(SheetColumn(spec.label, SHOW_OF_KIND[spec.kind], spec.name) for spec in specs)
    rows = find(db, noun, "workshop_id = ?", [workshop_id], order=order)
    return WorkshopTable(
        name,
        (SheetColumn("Kennung", Show.CODE, "id"), *columns),
        [[row.id, *(getattr(row, spec.name) for spec in specs)] for row in rows],
    )


def _workshop(db: Cursor, workshop: Workshop) -> WorkshopTable:
    """One line per field, because a single row of twenty columns cannot be read."""
    phase = db.value("SELECT title FROM workshop_phase WHERE id = ?", [workshop.phase_id])
    rows: list[list[Any]] = [["Kennung", workshop.id]]
    for spec in Workshop.specs():
        value = phase if spec.name == "phase_id" else getattr(workshop, spec.name)
        rows.append([spec.label, _said(value)])
    return WorkshopTable(
        "Werkstatt", (SheetColumn("Angabe", width=30), SheetColumn("Wert", Show.LONG)), rows
    )


def _said(value: Any) -> str | None:
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return german.number(value, 0)
    return german.moment(value) if hasattr(value, "hour") else german.day(value)


def _decisions(db: Cursor, workshop_id: str) -> WorkshopTable:
    columns = (
        SheetColumn("Wann", Show.MOMENT, "at"),
        SheetColumn("Wer", source="actor"),
        SheetColumn("Vorgang", Show.LONG, "what"),
        SheetColumn("Eintrag", Show.CODE, "object_id"),
        SheetColumn("Was geschah", Show.LONG, "sentence", width=70),
        SheetColumn("Stand vorher", source="before"),
        SheetColumn("Stand nachher", source="after"),
        SheetColumn("Begründung", Show.LONG, "reason"),
    )
    return WorkshopTable("Entscheidungen", columns, _listed(decisions(db, workshop_id), columns))


def _fates(db: Cursor, workshop_id: str) -> WorkshopTable:
    columns = (
        SheetColumn("Karte", Show.CODE, "card_id"),
        SheetColumn("Kartencode", Show.CODE, "code"),
        SheetColumn("Text", Show.LONG, "body", width=_WIDE),
        SheetColumn("Phase", source="phase"),
        SheetColumn("Thema", source="cluster"),
        SheetColumn("Stand", source="state"),
        SheetColumn("Was daraus wurde", Show.LONG, "sentence", width=60),
        SheetColumn("Maßnahme", Show.CODE, "measure_id"),
        SheetColumn("Begründung", Show.LONG, "reason"),
    )
    return WorkshopTable("Schicksale", columns, _listed(fates(db, workshop_id), columns))


def _listed(frame: Any, columns: tuple[SheetColumn, ...]) -> list[list[Any]]:
    return [
        [None if german.is_unknown(value) else value for value in values]
        for values in frame[[column.source for column in columns]].itertuples(index=False)
    ]
