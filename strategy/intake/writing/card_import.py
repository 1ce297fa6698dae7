"""Compare the cards of a file with those of a workshop, and write the new ones.

A card is known again by its code, else by its words in the same phase; of equal cards each stands
for one row.  A card that is there already keeps what was decided about it: the file only adds what
it lacks, and corrects the words of a card with the same code.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from strategy.intake.comparing.card_kin import divided_names, goes_by, with_kin
from strategy.intake.comparing.resolve import loose
from strategy.intake.comparing.workshop_comparison import RoomComparison, placed
from strategy.intake.comparing.workshop_names import Place, RoomNames, settle
from strategy.intake.kinds.import_kind import ImportKind
from strategy.intake.kinds.record_rows import Named, RecordRows, Row
from strategy.intake.recognising.mapping import Mapping
from strategy.intake.writing.record_import import missing_objects, rejected_row
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.records import find
from strategy.kernel.store import Cursor, Transaction
from strategy.nouns.card import Card, CardSource, CardState
from strategy.nouns.workshop import Workshop
from strategy.workshop.cards import add_checked_cards
from strategy.workshop.codes import read_code


def compare_cards(
    db: Cursor,
    kind: ImportKind,
    found: RecordRows,
    source: str,
    leave_out: set[int],
    mapping: Mapping,
) -> RoomComparison:
    """Find for every row the card it stands for; ``mapping`` may say whose they are."""
    made = RoomComparison.begin(db, found, mapping.workshop, mapping.phase)
    out = leave_out | {cell.row for cell in found.rejected}
    standing, divided = _Standing(db, found.rows), divided_names(found.rows)
    lost: dict[str, int] = defaultdict(int)
    codes: dict[str, int] = {}
    for row in found.rows:
        if row.number in out:
            if row.number in leave_out and (old := standing.left_out(row)):
                standing.met.add(old.id)
            continue
        try:
            code = _code(row, codes)
            card = _card(made.names, row, code, found.rows, standing, divided, lost)
            old = standing.of(card, row)
            if old is None:
                made.new.append((row, card))
                continue
            standing.met.add(old.id)
            changed = _added_to(old, card, row.values.get("row_id") in standing.own)
            if changed == old:
                made.unchanged += 1
            else:
                made.changed.append((row, old, changed))
        except Refused as refusal:
            made.rejected.append(rejected_row(found, row, refusal))
    made.missing = missing_objects(db, kind, source, standing.met)
    made.tell(
        found,
        [f"{german.counted(count, 'Karte', 'Karten')}: {words}" for words, count in lost.items()],
    )
    return made


def _code(row: Row, seen: dict[str, int]) -> str | None:
    code = read_code(str(row.values.get("code") or "")) or None
    if code is not None and code in seen:
        raise Refused(
            f"Zeile {row.number} hat denselben Kartencode wie Zeile {seen[code]}; jeder Code "
            "gehört zu einer Karte.",
            "code",
        )
    if code is not None:
        seen[code] = row.number
    return code


def _card(
    names: RoomNames,
    row: Row,
    code: str | None,
    rows: list[Row],
    standing: _Standing,
    divided: set[str],
    lost: dict[str, int],
) -> Card:
    """The card of a row, with ``Named`` where the file brings along what it refers to."""
    own = standing.own.get(str(row.values.get("row_id") or ""))
    if own is not None:
        # A list of cards need not show the workshop; the card itself knows it.
        row.values.setdefault("workshop_id", own.workshop_id)
        row.values.setdefault("phase_id", own.phase_id)
    workshop = names.workshop_of(row)
    places: dict[str, Place | None] = {
        "workshop_id": workshop,
        "phase_id": names.phase_of(row, workshop, needed=True),
        "group_id": names.group_of(row, workshop),
        "cluster_id": names.cluster_of(row, workshop),
    }
    state = own.state if own else row.values.get("state")
    target = own.merged_into_id if own else row.values.get("merged_into_id")
    if state == CardState.TAKEN_UP and own is None:
        state = CardState.ACCEPTED
        lost["in eine Maßnahme aufgenommen, die es hier nicht gibt; als angenommen geführt."] += 1
    if state == CardState.MERGED and not (target and standing.knows(str(target), rows)):
        state = CardState.ACCEPTED
        lost[
            "mit einer Karte zusammengelegt, die weder in der Datei noch im Plan steht; "
            "als angenommen geführt."
        ] += 1
    if state == CardState.MERGED:
        places["merged_into_id"] = Named("card", str(target))
    if state == CardState.SPLIT and own is None and not goes_by(row, divided):
        state = CardState.ACCEPTED
        lost["aufgeteilt in Karten, die nicht in der Datei stehen; als angenommen geführt."] += 1
    whole = row.values.get("split_from_id")
    if whole and standing.knows(str(whole), rows):
        places["split_from_id"] = Named("card", str(whole))
    elif whole:
        lost["Teil einer Karte, die weder in der Datei noch im Plan steht; einzeln geführt."] += 1
    if state is None:
        moderated = standing.moderated.get(workshop if isinstance(workshop, str) else "", True)
        state = CardState.RECEIVED if moderated else CardState.ACCEPTED
    card = placed(
        Card,
        places,
        body=row.values.get("body"),
        code=code,
        state=str(state),
        domain_id=row.values.get("domain_id"),
        reason=row.values.get("reason"),
        source=CardSource.FILE,
    )
    holder = standing.by_code.get(code) if code else None
    if holder is not None and holder.workshop_id != workshop:
        raise Refused(
            f"Den Kartencode {code} hat schon die Karte {holder.id} einer anderen Werkstatt; "
            "prüfen Sie den Code.",
            "code",
        )
    return card


class _Standing:
    """The cards of the plan by code, and by their words in their phase."""

    def __init__(self, db: Cursor, rows: list[Row]) -> None:
        self.met: set[str] = set()
        self.by_code: dict[str, Card] = {}
        self.by_words: dict[tuple[Any, ...], list[Card]] = defaultdict(list)
        self.ids: set[str] = set()
        for card in find(db, Card):
            if card.code:
                self.by_code[read_code(card.code)] = card
            self.by_words[_words(card)].append(card)
            self.ids.add(card.id)
        self.own = _own_cards(self, rows)
        self.moderated = {item.id: item.moderated is not False for item in find(db, Workshop)}

    def of(self, card: Card, row: Row) -> Card | None:
        own = self.own.get(str(row.values.get("row_id") or ""))
        if own is not None and own.id not in self.met:
            return own
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
        return code in self.by_code or name in self.ids or any(_named(row, name) for row in rows)


def _own_cards(standing: _Standing, rows: list[Row]) -> dict[str, Card]:
    """Cards of this plan by Kennung, where the file is a list of this plan.

    Another plan counts the same way, so most of the cards must say what those here say.
    """
    cards = {card.id: card for same in standing.by_words.values() for card in same}
    named = {str(row.values["row_id"]): row for row in rows if row.values.get("row_id")}
    own = {name: cards[name] for name in named if name in cards}
    same = sum(
        loose(card.body or "") == loose(str(named[name].values.get("body") or ""))
        for name, card in own.items()
    )
    return own if named and same * 2 >= len(named) else {}


def _words(card: Card) -> tuple[Any, ...]:
    return card.workshop_id, card.phase_id, loose(card.body or "")


def _named(row: Row, name: str) -> bool:
    return row.values.get("row_id") == name or (
        read_code(str(row.values.get("code") or "")) == read_code(name)
    )


def _added_to(old: Card, fresh: Card, by_id: bool) -> Card:
    """What stands in the plan stays; the file fills what is empty there."""
    changes: dict[str, Any] = {
        name: getattr(fresh, name)
        for name in ("group_id", "cluster_id", "domain_id", "code")
        if getattr(old, name) is None and getattr(fresh, name) is not None
    }
    known = by_id or (fresh.code and fresh.code == old.code)
    if known and loose(fresh.body or "") != loose(old.body or ""):
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
    cards = [card for card in fresh if isinstance(card, Card)]
    new = add_checked_cards(tx, with_kin(tx, [row for row, _ in made.new], cards))
    return made.write(tx, kind, import_id, ids, new, delete_missing)
