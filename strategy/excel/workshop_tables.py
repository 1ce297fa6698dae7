"""All that is known of one workshop, as tables with German headings.

The tables of cards and points are those that ``import`` reads: names instead of ids, a card named
by its code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from strategy.excel.column import SHOW_OF_KIND, Column, Show
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
class Table:
    """One kind of rows; ``rows`` hold values as the plan keeps them, None where unknown."""

    name: str
    columns: tuple[Column, ...]
    rows: list[list[Any]]


def workshop_tables(db: Cursor, workshop_id: str) -> list[Table]:
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
    Column("Kennung", Show.CODE, "id"),
    Column("Werkstatt", source="workshop"),
    Column("Phase", source="phase"),
    Column("Art der Phase", source="kind"),
    Column("Text", Show.LONG, "body", width=_WIDE),
    Column("Gruppe", source="participants"),
    Column("Thema", source="cluster"),
    Column("Stand", source="state"),
    Column("Zusammengelegt mit", Show.CODE, "merged", width=16),
    Column("Teil von", Show.CODE, "part_of"),
    Column("Lebensbereich", source="domain"),
    Column("Begründung", Show.LONG, "reason"),
    Column("Kartencode", Show.CODE, "code"),
    Column("Weg", source="source"),
    Column("Eingegangen am", Show.MOMENT, "received_at"),
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
    Column("Kennung", Show.CODE, "id"),
    Column("Werkstatt", source="workshop"),
    Column("Name", source="title", width=32),
    Column("Lebensbereich", source="domain"),
    Column("Anmerkung", Show.LONG, "note"),
    Column("Maßnahmen", Show.CODE, "measures", width=18),
)
_CLUSTERS = """
SELECT k.id, w.title AS workshop, k.title, d.title AS domain, k.note,
    (SELECT string_agg(DISTINCT from_id, ', ' ORDER BY from_id) FROM link
     WHERE to_id = k.id AND from_id LIKE 'M-%') AS measures
FROM cluster k JOIN workshop w ON w.id = k.workshop_id
LEFT JOIN life_domain d ON d.id = k.domain_id WHERE k.workshop_id = ? ORDER BY k.id
"""
_POINT_COLUMNS = (
    Column("Kennung", Show.CODE, "id"),
    Column("Werkstatt", source="workshop"),
    Column("Phase", source="phase"),
    Column("Art der Phase", source="kind"),
    Column("Thema", source="cluster", width=32),
    Column("Karte", Show.CODE, "card", width=14),
    Column("Gruppe", source="participants"),
    Column("Punkte", Show.INTEGER, "points"),
    Column("Weg", source="source"),
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
    Column("Nummer", Show.INTEGER, "number"),
    Column("Kartencode", Show.CODE, "code"),
    Column("Karte", Show.CODE, "card"),
    Column("Text", Show.LONG, "body", width=_WIDE),
)
_PRINTED = """
SELECT t.number, t.code, c.id AS card, c.body FROM printed_card t
LEFT JOIN card c ON c.code = t.code WHERE t.workshop_id = ? ORDER BY t.number, t.id
"""


def _query(db: Cursor, name: str, columns: tuple[Column, ...], sql: str, key: str) -> Table:
    rows = db.rows(sql, [key])
    return Table(name, columns, [[row[column.source] for column in columns] for row in rows])


def _noun(db: Cursor, name: str, noun: type[Record], workshop_id: str, order: str) -> Table:
    specs = [spec for spec in noun.specs() if spec.name != "workshop_id" and not spec.hidden]
    columns = tuple(Column(spec.label, SHOW_OF_KIND[spec.kind], spec.name) for spec in specs)
    rows = find(db, noun, "workshop_id = ?", [workshop_id], order=order)
    return Table(
        name,
        (Column("Kennung", Show.CODE, "id"), *columns),
        [[row.id, *(getattr(row, spec.name) for spec in specs)] for row in rows],
    )


def _workshop(db: Cursor, workshop: Workshop) -> Table:
    """One line per field, because a single row of twenty columns cannot be read."""
    phase = db.value("SELECT title FROM workshop_phase WHERE id = ?", [workshop.phase_id])
    rows: list[list[Any]] = [["Kennung", workshop.id]]
    for spec in Workshop.specs():
        value = phase if spec.name == "phase_id" else getattr(workshop, spec.name)
        rows.append([spec.label, _said(value)])
    return Table("Werkstatt", (Column("Angabe", width=30), Column("Wert", Show.LONG)), rows)


def _said(value: Any) -> str | None:
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return german.number(value, 0)
    return german.moment(value) if hasattr(value, "hour") else german.day(value)


def _decisions(db: Cursor, workshop_id: str) -> Table:
    columns = (
        Column("Wann", Show.MOMENT, "at"),
        Column("Wer", source="actor"),
        Column("Vorgang", Show.LONG, "what"),
        Column("Eintrag", Show.CODE, "object_id"),
        Column("Was geschah", Show.LONG, "sentence", width=70),
        Column("Stand vorher", source="before"),
        Column("Stand nachher", source="after"),
        Column("Begründung", Show.LONG, "reason"),
    )
    return Table("Entscheidungen", columns, _listed(decisions(db, workshop_id), columns))


def _fates(db: Cursor, workshop_id: str) -> Table:
    columns = (
        Column("Karte", Show.CODE, "card_id"),
        Column("Kartencode", Show.CODE, "code"),
        Column("Text", Show.LONG, "body", width=_WIDE),
        Column("Phase", source="phase"),
        Column("Thema", source="cluster"),
        Column("Stand", source="state"),
        Column("Was daraus wurde", Show.LONG, "sentence", width=60),
        Column("Maßnahme", Show.CODE, "measure_id"),
        Column("Begründung", Show.LONG, "reason"),
    )
    return Table("Schicksale", columns, _listed(fates(db, workshop_id), columns))


def _listed(frame: Any, columns: tuple[Column, ...]) -> list[list[Any]]:
    return [
        [None if german.is_unknown(value) else value for value in values]
        for values in frame[[column.source for column in columns]].itertuples(index=False)
    ]
