"""Compare the points of a file with those read in before, and write them.

Points that were given by phone or counted in the room are never touched: points of a file stand
beside them as "eingelesen".  Only a row that comes out of this very plan (same id, same place) is
known again whatever its way was.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from strategy.intake.comparing.resolve import loose
from strategy.intake.comparing.workshop_comparison import RoomComparison, placed
from strategy.intake.comparing.workshop_names import Place, RoomNames, settle
from strategy.intake.kinds.import_kind import ImportKind
from strategy.intake.kinds.record_rows import RecordRows, Row
from strategy.intake.recognising.mapping import Mapping
from strategy.intake.writing.record_import import missing_objects, rejected_row
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.records import find, insert
from strategy.kernel.store import Cursor, Transaction
from strategy.nouns.card import Card
from strategy.nouns.point import Point, PointSource
from strategy.workshop.codes import read_code

_PLACE = ("workshop_id", "phase_id", "cluster_id", "card_id", "group_id")


def compare_points(
    db: Cursor,
    kind: ImportKind,
    found: RecordRows,
    source: str,
    leave_out: set[int],
    mapping: Mapping,
) -> RoomComparison:
    """Find for every row the points it stands for; ``mapping`` may say whose they are."""
    made = RoomComparison.begin(db, found, mapping.workshop, mapping.phase)
    out = leave_out | {cell.row for cell in found.rejected}
    cards, standing = _Cards(db), _Standing(db)
    rows: list[tuple[Row, Point]] = []
    none = 0
    for row in found.rows:
        if row.number in out:
            continue
        if row.values.get("points") == 0:
            none += 1
            continue
        try:
            rows.append((row, _point(made.names, row, cards)))
        except Refused as refusal:
            made.rejected.append(rejected_row(found, row, refusal))
    for row, point, old in standing.matched(rows):
        if old is None:
            made.new.append((row, point))
        elif old.points == point.points:
            made.unchanged += 1
        else:
            made.changed.append((row, old, old.replace(points=point.points)))
    made.missing = missing_objects(db, kind, source, standing.met)
    made.tell(
        found,
        [
            f"{german.counted(none, 'Zeile', 'Zeilen')} mit 0 Punkten: niemand gab welche; "
            "dafür wird nichts angelegt."
        ]
        if none
        else [],
    )
    return made


def _point(names: RoomNames, row: Row, cards: _Cards) -> Point:
    workshop = names.workshop_of(row)
    places: dict[str, Place | None] = {
        "workshop_id": workshop,
        "phase_id": names.phase_of(row, workshop, needed=False),
        "cluster_id": names.cluster_of(row, workshop),
        "card_id": cards.of(row, workshop),
        "group_id": names.group_of(row, workshop),
    }
    return placed(Point, places, points=row.values.get("points"), source=PointSource.FILE)


class _Cards:
    """The cards of the plan by code, by id, and by words where these are unique."""

    def __init__(self, db: Cursor) -> None:
        self._codes: dict[str, Card] = {}
        self._ids: dict[str, Card] = {}
        self._words: dict[tuple[str, str], Card | None] = {}
        for card in find(db, Card):
            if card.code:
                self._codes[read_code(card.code)] = card
            self._ids[card.id] = card
            words = str(card.workshop_id), loose(card.body or "")
            self._words[words] = None if words in self._words else card

    def of(self, row: Row, workshop: Place) -> str | None:
        wanted = row.values.get("card_id")
        if wanted is None:
            return None
        name = str(wanted)
        card = self._codes.get(read_code(name)) or self._ids.get(name)
        if card is None and isinstance(workshop, str):
            card = self._words.get((workshop, loose(name)))
        if card is None or card.workshop_id != workshop:
            raise Refused(
                f"Eine Karte „{name}“ gibt es in dieser Werkstatt nicht; lesen Sie zuerst die "
                "Karten ein, oder berichtigen Sie den Code.",
                "card_id",
            )
        return card.id


class _Standing:
    """Points of the plan by their place; each stands for one row at most."""

    def __init__(self, db: Cursor) -> None:
        self.met: set[str] = set()
        self._ids: dict[str, Point] = {}
        self._read_in: dict[tuple[Any, ...], list[Point]] = defaultdict(list)
        for point in find(db, Point):
            self._ids[point.id] = point
            if point.source == PointSource.FILE:
                self._read_in[_place(point)].append(point)

    def matched(self, rows: list[tuple[Row, Point]]) -> list[tuple[Row, Point, Point | None]]:
        """Rows by their id first, then those with the same count, then the rest of the place."""
        found: dict[int, Point] = {}
        for row, point in rows:
            own = self._ids.get(str(row.values.get("row_id") or ""))
            if own is not None and own.id not in self.met and _same(own, point):
                found[row.number] = self._take(own)
        for exact in (True, False):
            for row, point in rows:
                if row.number in found:
                    continue
                for own in self._read_in.get(_place(point), []):
                    if own.id not in self.met and (not exact or own.points == point.points):
                        found[row.number] = self._take(own)
                        break
        return [(row, point, found.get(row.number)) for row, point in rows]

    def _take(self, point: Point) -> Point:
        self.met.add(point.id)
        return point


def _place(point: Point) -> tuple[Any, ...]:
    return tuple(getattr(point, name) for name in _PLACE)


def _same(own: Point, point: Point) -> bool:
    """A row that comes out of this plan; read into another one, equal numbers mean nothing."""
    return _place(own) == _place(point) and own.points == point.points


def write_points(
    tx: Transaction, kind: ImportKind, made: RoomComparison, import_id: str, delete_missing: bool
) -> int:
    """Insert new points, correct those read in before, and say where each came from."""
    ids = made.names.make(tx, made.used())
    new = insert(tx, [settle(record, ids) for _, record in made.new])
    return made.write(tx, kind, import_id, ids, new, delete_missing)
