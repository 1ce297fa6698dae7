"""The one way new cards come into the plan, whoever writes them: each gets its code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from strategy.kernel.errors import Refused
from strategy.kernel.records import checked, insert
from strategy.kernel.store import Transaction
from strategy.nouns.card import Card
from strategy.workshop.codes import new_card_codes

# These signs turn the direction of all that follows, also beyond the card they stand in; Arabic
# and Hebrew letters know their direction by themselves.
_TURNS = {code: None for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}

# Looking up whether a code is taken costs as much for hundreds of them as for one.
_SPARE = 300


def words_of(text: str) -> str:
    """What of a text stands on a card: all but signs that would turn the text around it."""
    return text.translate(_TURNS)


def add_cards(tx: Transaction, cards: Sequence[Card]) -> list[Card]:
    """Insert new cards in one statement; returns them as they stand, in the same order.

    A card without a code gets one, a card without ``received_at`` the moment of the action (UTC).
    Raises Refused where a card breaks a rule, refers to what is not there, or brings a code that
    another card has already.
    """
    cards = [checked(card.replace(body=words_of(card.body or ""))) for card in cards]
    _refuse_loose_ends(tx, cards)
    _refuse_twins(tx, [card.code for card in cards if card.code])
    return add_checked_cards(tx, cards)


def add_checked_cards(
    tx: Transaction, cards: Sequence[Card], spare: list[str] | None = None
) -> list[Card]:
    """As ``add_cards``, for cards that were checked before against the same state of the plan.

    ``spare`` are fresh codes of this plan; those that are used are taken out.
    """
    if not cards:
        return []
    wanted = sum(card.code is None for card in cards)
    if spare is None:
        spare = new_card_codes(tx, wanted)
    elif len(spare) < wanted:
        # The list belongs to the hall and lives on, so the next batches need no look-up.
        spare += new_card_codes(tx, wanted + _SPARE)
    fresh = iter([spare.pop() for _ in range(wanted)])
    return insert(
        tx,
        [
            card.replace(code=card.code or next(fresh), received_at=card.received_at or tx.at)
            for card in cards
        ],
    )


def _refuse_loose_ends(tx: Transaction, cards: Sequence[Card]) -> None:
    for spec in Card.specs():
        wanted = {getattr(card, spec.name) for card in cards if spec.ref} - {None}
        if not wanted:
            continue
        # unnest takes the whole list as one parameter; DuckDB has no parameter for IN (…) of any
        # length.
        rows = tx.rows(
            f"SELECT id FROM {spec.ref} WHERE id IN (SELECT unnest(?))", [sorted(wanted)]
        )
        missing = sorted(wanted - {row["id"] for row in rows})
        if missing:
            raise Refused(
                f"„{spec.label}“: {missing[0]} gibt es in diesem Plan nicht; wählen Sie einen "
                "vorhandenen Eintrag.",
                spec.name,
            )


def _refuse_twins(tx: Transaction, codes: Sequence[str]) -> None:
    if not codes:
        return
    standing = tx.rows(
        "SELECT id, code FROM card WHERE code IN (SELECT unnest(?)) ORDER BY id", [list(codes)]
    )
    if standing:
        raise Refused(
            f"Den Kartencode {standing[0]['code']} hat schon die Karte {standing[0]['id']}; "
            "prüfen Sie den Code.",
            "code",
        )
    # The query above sees only what stands in the plan, not two equal codes of one call.
    twice = [code for code, count in Counter(codes).items() if count > 1]
    if twice:
        raise Refused(
            f"Der Kartencode {twice[0]} kommt mehrmals vor; prüfen Sie die Codes.", "code"
        )
