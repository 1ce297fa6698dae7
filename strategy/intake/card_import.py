"""Compare the cards of a file with those of a workshop, and write the new ones.

A card is known again by its code, else by its words in the same phase; of equal cards each stands
for one row.  A card that is there already keeps what was decided about it: the file only adds what
it lacks, and corrects the words of a card with the same code.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from strategy import german
from strategy.errors import Refused
from strategy.intake.import_kind import ImportKind
from strategy.intake.record_import import (
    Comparison,
    missing_objects,
    rejected_row,
    update_records,
)
from strategy.intake.record_rows import Named, RecordRows, Row
from strategy.intake.resolve import loose
from strategy.intake.room_names import Key, RoomNames, keys_of, settle
from strategy.nouns.card import Card, CardSource, CardState
from strategy.nouns.provenance import Provenance
from strategy.nouns.workshop import Workshop
from strategy.record import Record
from strategy.records import checked, delete_, find, insert
from strategy.room.cards import add_checked_cards
from strategy.room.codes import read_code
from strategy.store import Cursor, Transaction

# Stands for an id that is made when the rows are written.
_LATER = "?"


@dataclass
class RoomComparison(Comparison):
    """A comparison together with the names that its rows use."""

    names: RoomNames = field(default_factory=lambda: RoomNames([], {}, None))

    def used(self) -> set[Key]:
        """What has to be made for the rows that are written."""
        records = [record for _, record in self.new] + [record for _, _, record in self.changed]
        return {key for record in records for key in keys_of(record)}

    def fingerprint(self) -> tuple[Any, ...]:
        """Equal also in what will be made along with the rows."""
        return (*super().fingerprint(), tuple(sorted(str(key) for key in self.used())))


def compare_cards(
    db: Cursor, kind: ImportKind, found: RecordRows, source: str, leave_out: set[int],
    workshop: str | None,
) -> RoomComparison:
    """Find for every row the card it stands for; ``workshop`` is that of rows without one."""
    made = RoomComparison(rejected=list(found.rejected))
    made.names = RoomNames.read(db, workshop)
    out = leave_out | {cell.row for cell in found.rejected}
    standing = _Standing(db)
    lost: dict[str, int] = defaultdict(int)
    codes: dict[str, int] = {}
    for row in found.rows:
        if row.number in out:
            if row.number in leave_out and (old := standing.left_out(row)):
                standing.met.add(old.id)
            continue
        try:
            code = _code(row, codes)
            card = _card(made.names, row, code, found.rows, standing, lost)
            old = standing.of(card)
            if old is None:
                made.new.append((row, card))
                continue
            standing.met.add(old.id)
            changed = _added_to(old, card)
            if changed == old:
                made.unchanged += 1
            else:
                made.changed.append((row, old, changed))
        except Refused as refusal:
            made.rejected.append(rejected_row(found, row, refusal))
    made.missing = missing_objects(db, kind, source, standing.met)
    notices = made.names.notices(made.used())
    found.notices[:] = [one for one in found.notices if one not in notices] + notices
    for words, count in lost.items():
        sentence = f"{german.counted(count, 'Karte', 'Karten')} {words}"
        if sentence not in found.notices:
            found.notices.append(sentence)
    return made


def _code(row: Row, seen: dict[str, int]) -> str | None:
    code = read_code(str(row.values.get("code") or "")) or None
    if code is not None and code in seen:
        raise Refused(
            f"Zeile {row.number} hat denselben Kartencode wie Zeile {seen[code]}; jeder Code "
            "gehört zu einer Karte.", "code",
        )
    if code is not None:
        seen[code] = row.number
    return code


def _card(
    names: RoomNames, row: Row, code: str | None, rows: list[Row], standing: _Standing,
    lost: dict[str, int],
) -> Card:
    """The card of a row, with ``Named`` where the file brings along what it refers to."""
    workshop = names.workshop_of(row)
    places: dict[str, Any] = {
        "workshop_id": workshop,
        "phase_id": names.phase_of(row, workshop, needed=True),
        "group_id": names.group_of(row, workshop),
        "cluster_id": names.cluster_of(row, workshop),
    }
    state = row.values.get("state")
    target = row.values.get("merged_into_id")
    if state == CardState.TAKEN_UP:
        state = CardState.ACCEPTED
        lost["waren in eine Maßnahme aufgenommen, die es hier nicht gibt; sie gelten als "
             "angenommen."] += 1
    if state == CardState.MERGED and not (target and standing.knows(str(target), rows)):
        state = CardState.ACCEPTED
        lost["waren mit einer Karte zusammengelegt, die weder in der Datei noch im Plan steht; "
             "sie gelten als angenommen."] += 1
    if state == CardState.MERGED:
        places["merged_into_id"] = Named("card", str(target))
    if state is None:
        moderated = standing.moderated.get(workshop if isinstance(workshop, str) else "", True)
        state = CardState.RECEIVED if moderated else CardState.ACCEPTED
    named = {name: value for name, value in places.items() if isinstance(value, Named)}
    bare: dict[str, Any] = {
        name: _LATER if name in named else value for name, value in places.items()
    }
    card = checked(
        Card(
            **bare, body=row.values.get("body"), code=code, state=str(state),
            domain_id=row.values.get("domain_id"), reason=row.values.get("reason"),
            source=CardSource.FILE,
        )
    )
    holder = standing.by_code.get(code) if code else None
    if holder is not None and holder.workshop_id != workshop:
        raise Refused(
            f"Den Kartencode {code} hat schon die Karte {holder.id} einer anderen Werkstatt; "
            "prüfen Sie den Code.", "code",
        )
    return card.replace(**named)


class _Standing:
    """The cards of the plan by code, and by their words in their phase."""

    def __init__(self, db: Cursor) -> None:
        self.met: set[str] = set()
        self.by_code: dict[str, Card] = {}
        self.by_words: dict[tuple[Any, ...], list[Card]] = defaultdict(list)
        self.ids: set[str] = set()
        for card in find(db, Card):
            if card.code:
                self.by_code[read_code(card.code)] = card
            self.by_words[_words(card)].append(card)
            self.ids.add(card.id)
        self.moderated = {item.id: item.moderated is not False for item in find(db, Workshop)}

    def of(self, card: Card) -> Card | None:
        if card.code and (found := self.by_code.get(card.code)):
            return None if found.id in self.met else found
        for found in self.by_words.get(_words(card), []):
            # Two people may have had the same thought; their codes tell them apart.
            if found.id not in self.met and not (card.code and found.code):
                return found
        return None

    def left_out(self, row: Row) -> Card | None:
        code = read_code(str(row.values.get("code") or ""))
        return self.by_code.get(code)

    def knows(self, name: str, rows: list[Row]) -> bool:
        code = read_code(name)
        return (
            code in self.by_code or name in self.ids
            or any(_named(row, name) for row in rows)
        )


def _words(card: Card) -> tuple[Any, ...]:
    return card.workshop_id, card.phase_id, loose(card.body or "")


def _named(row: Row, name: str) -> bool:
    return row.values.get("row_id") == name or (
        read_code(str(row.values.get("code") or "")) == read_code(name)
    )


def _added_to(old: Card, fresh: Card) -> Card:
    """What stands in the plan stays; the file fills what is empty there."""
    changes: dict[str, Any] = {
        name: getattr(fresh, name)
        for name in ("group_id", "cluster_id", "domain_id", "code")
        if getattr(old, name) is None and getattr(fresh, name) is not None
    }
    if fresh.code and fresh.code == old.code and loose(fresh.body or "") != loose(old.body or ""):
        changes["body"] = fresh.body
    return old.replace(**changes)


def write_cards(
    tx: Transaction, kind: ImportKind, made: RoomComparison, import_id: str, delete_missing: bool
) -> int:
    """Insert new cards with their codes, fill up known ones, and say where each came from."""
    ids = made.names.make(tx, made.used())
    numbers = tx.next_ids(Card.PREFIX, len(made.new)) if made.new else []
    fresh = [
        settle(record, ids).replace(id=number)
        for (_, record), number in zip(made.new, numbers, strict=True)
    ]
    fresh = _merged(tx, [row for row, _ in made.new], fresh)
    new = add_checked_cards(tx, [card for card in fresh if isinstance(card, Card)])
    changed = [settle(record, ids) for _, _, record in made.changed]
    update_records(tx, changed)
    rows = [row for row, _ in made.new] + [row for row, _, _ in made.changed]
    write_provenance(tx, import_id, rows, [*new, *changed])
    if delete_missing:
        for object_id, _ in made.missing:
            delete_(tx, kind.noun, object_id)
    return len(made.missing) if delete_missing else 0


def _merged(tx: Transaction, rows: list[Row], cards: list[Record]) -> list[Record]:
    """Cards with the id of the one that stands for them, by its code or its id in the file."""
    known = {read_code(card.code): card.id for card in find(tx, Card) if card.code}
    known |= {card.id: card.id for card in find(tx, Card)}
    for row, card in zip(rows, cards, strict=True):
        if row.values.get("row_id"):
            known[str(row.values["row_id"])] = card.id
        if row.values.get("code"):
            known[read_code(str(row.values["code"]))] = card.id
    settled = []
    for card in cards:
        target = getattr(card, "merged_into_id", None)
        if isinstance(target, Named):
            found = known.get(target.name) or known.get(read_code(target.name))
            found = found if found != card.id else None
            state = CardState.MERGED if found else CardState.ACCEPTED
            card = card.replace(merged_into_id=found, state=str(state))
        settled.append(card)
    return settled


def write_provenance(
    tx: Transaction, import_id: str, rows: list[Row], records: list[Any]
) -> None:
    """From which cells each record came."""
    insert(
        tx,
        [
            Provenance(
                import_id=import_id, object_id=record.id, source_row=row.number,
                cells=json.dumps(row.cells, ensure_ascii=False),
            )
            for row, record in zip(rows, records, strict=True)
        ],
    )
