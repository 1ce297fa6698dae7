"""One card that holds several ideas becomes several cards, and one again where that was wrong."""

from __future__ import annotations

from collections.abc import Sequence

from strategy.kernel.errors import Refused
from strategy.kernel.records import delete_, find, get_, save_
from strategy.kernel.store import Cursor, Transaction
from strategy.nouns.card import Card, CardState
from strategy.workshop.cards import add_cards
from strategy.workshop.moderation import refuse_fixed

LEAST, MOST = 2, 5


def parts_of(db: Cursor, card_id: str) -> list[Card]:
    """The cards that a card was split into."""
    return find(db, Card, "split_from_id = ?", [card_id])


def split_card(tx: Transaction, card_id: str, texts: Sequence[str]) -> list[Card]:
    """Split a card into 2 to 5 others, each with a code of its own; returns the parts.

    The parts lie where the card lay and are as far as it was; the card itself is "aufgeteilt".
    Raises Refused for another number of texts and for a card about which something else was
    decided already.
    """
    card = get_(tx, Card, card_id)
    refuse_fixed(tx, card)
    if card.state not in (CardState.RECEIVED, CardState.ACCEPTED):
        raise Refused(
            f"Die Karte {card.id} ist „{card.state}“; nehmen Sie diese Entscheidung zurück, bevor "
            "Sie die Karte aufteilen."
        )
    bodies = [text.strip() for text in texts if text.strip()]
    if not LEAST <= len(bodies) <= MOST:
        raise Refused(
            f"Eine Karte wird in {LEAST} bis {MOST} Teile aufgeteilt; schreiben Sie jeden Teil in "
            "eine eigene Zeile."
        )
    parts = add_cards(
        tx,
        [
            Card(
                workshop_id=card.workshop_id,
                phase_id=card.phase_id,
                body=body,
                group_id=card.group_id,
                cluster_id=card.cluster_id,
                domain_id=card.domain_id,
                state=card.state,
                split_from_id=card.id,
                source=card.source,
            )
            for body in bodies
        ],
    )
    save_(tx, card.replace(state=CardState.SPLIT))
    return parts


def join_parts(tx: Transaction, card_id: str) -> Card:
    """Take a splitting back: the parts go, the card is "eingegangen" again.

    Raises Refused where something was already done with a part.
    """
    card = get_(tx, Card, card_id)
    if card.state != CardState.SPLIT:
        raise Refused(f"Die Karte {card.id} ist nicht aufgeteilt.")
    for part in parts_of(tx, card_id):
        if part.state not in (CardState.RECEIVED, CardState.ACCEPTED) or _is_used(tx, part.id):
            raise Refused(
                f"Der Teil {part.id} ist schon „{part.state}“ oder hat Punkte oder Verknüpfungen; "
                "die Karte lässt sich deshalb nicht wieder zusammenfügen."
            )
        delete_(tx, Card, part.id)
    # With its last part a card has become itself again.
    return save_(tx, get_(tx, Card, card_id).replace(state=CardState.RECEIVED))


def _is_used(db: Cursor, card_id: str) -> bool:
    return db.has_rows(
        "SELECT 1 FROM point WHERE card_id = ? UNION ALL "
        "SELECT 1 FROM link WHERE ? IN (from_id, to_id) UNION ALL "
        "SELECT 1 FROM card WHERE merged_into_id = ?",
        [card_id, card_id, card_id],
    )
