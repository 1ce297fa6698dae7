"""Cards of a file that name one another: merged into one, or parts of one that was divided.

A file names a card by its code or by the id it had where it comes from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from strategy.intake.kinds.record_rows import Named, Row
from strategy.kernel.records import find
from strategy.kernel.store import Transaction
from strategy.nouns.card import Card, CardState
from strategy.workshop.codes import read_code


def divided_names(rows: Sequence[Row]) -> set[str]:
    """What the parts in a file call the cards they are parts of, as codes are read, too."""
    names = {str(name) for row in rows if (name := row.values.get("split_from_id"))}
    return names | {read_code(name) for name in names}


def goes_by(row: Row, names: set[str]) -> bool:
    """Whether the card of a row is among ``names``."""
    code = read_code(str(row.values.get("code") or ""))
    return str(row.values.get("row_id") or "-") in names or (bool(code) and code in names)


def with_kin(tx: Transaction, rows: Sequence[Row], cards: Sequence[Card]) -> list[Card]:
    """New cards, one per row, with the ids of those they name instead of their names.

    Where a name leads nowhere the state says so: a card that is merged with none or divided into
    none counts as accepted, a part of a card that is not divided stands for itself.
    """
    standing = find(tx, Card)
    known = {read_code(card.code): card.id for card in standing if card.code}
    known |= {card.id: card.id for card in standing}
    for row, card in zip(rows, cards, strict=True):
        if row.values.get("row_id"):
            known[str(row.values["row_id"])] = card.id
        if row.values.get("code"):
            known[read_code(str(row.values["code"]))] = card.id
    settled = [
        _state(
            card.replace(
                merged_into_id=_found(known, card, card.merged_into_id),
                split_from_id=_found(known, card, card.split_from_id),
            )
        )
        for card in cards
    ]
    everything = {card.id: card for card in (*standing, *settled)}
    settled = [
        card if _is_part(card, everything) else card.replace(split_from_id=None) for card in settled
    ]
    parents = {card.split_from_id for card in settled}
    return [
        card
        if card.state != CardState.SPLIT or card.id in parents
        else card.replace(state=str(CardState.ACCEPTED))
        for card in settled
    ]


def _found(known: Mapping[str, str], card: Card, name: object) -> str | None:
    if not isinstance(name, Named):
        return None
    found = known.get(name.name) or known.get(read_code(name.name))
    return None if found == card.id else found


def _state(card: Card) -> Card:
    if card.state == CardState.MERGED and card.merged_into_id is None:
        return card.replace(state=str(CardState.ACCEPTED))
    return card


def _is_part(card: Card, everything: Mapping[str, Card]) -> bool:
    """Whether the card above is divided, in the same workshop and no part of this one itself."""
    above = everything.get(card.split_from_id or "")
    if above is None or above.state != CardState.SPLIT or above.workshop_id != card.workshop_id:
        return False
    seen: set[str] = set()
    while above is not None and above.id not in seen:
        if above.id == card.id:
            return False
        seen.add(above.id)
        above = everything.get(above.split_from_id or "")
    return True
