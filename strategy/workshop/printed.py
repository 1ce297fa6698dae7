"""Numbered cards on paper: printed before a workshop, typed in when they come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.records import find, get_, insert
from strategy.kernel.store import Cursor, Transaction
from strategy.nouns.card import Card, CardSource, CardState
from strategy.nouns.printed_card import PrintedCard
from strategy.nouns.workshop import Workshop
from strategy.workshop.cards import add_cards
from strategy.workshop.codes import new_card_codes, read_code, shown_code

MOST = 2000
# Numbers have at most four digits, codes eight signs: what is typed tells which was meant.
_LONGEST_NUMBER = 4
_NEAREST = 3
_FARTHEST = 3


@dataclass(frozen=True)
class PaperCard:
    """What a typed code or number leads to: the printed card, and what was typed in from it.

    Where nothing is printed under it, ``nearest`` are the printed cards whose code is most alike.
    """

    printed: PrintedCard | None = None
    card: Card | None = None
    nearest: Sequence[PrintedCard] = ()


def print_cards(tx: Transaction, workshop_id: str, count: int | None) -> list[PrintedCard]:
    """Number ``count`` further cards of a workshop and give each its code.

    Raises Refused below 1 and above 2.000 cards of one workshop.
    """
    get_(tx, Workshop, workshop_id)
    standing = tx.one(
        "SELECT count(*) AS cards, coalesce(max(number), 0) AS last FROM printed_card "
        "WHERE workshop_id = ?",
        [workshop_id],
    )
    assert standing is not None
    if count is None or count < 1:
        raise Refused("Geben Sie an, wie viele Karten gedruckt werden sollen, zum Beispiel 40.")
    if standing["cards"] + count > MOST:
        raise Refused(
            f"Eine Werkstatt hat höchstens {german.number(MOST, 0)} Papierkarten; "
            f"{german.number(standing['cards'], 0)} gibt es schon."
        )
    codes = new_card_codes(tx, count)
    first = int(standing["last"]) + 1
    return insert(
        tx,
        [
            PrintedCard(workshop_id=workshop_id, number=number, code=code)
            for number, code in enumerate(codes, start=first)
        ],
    )


def printed_cards(db: Cursor, workshop_id: str) -> list[PrintedCard]:
    """The printed cards of a workshop by number."""
    return find(db, PrintedCard, "workshop_id = ?", [workshop_id], order="number, id")


def missing_cards(db: Cursor, workshop_id: str) -> list[PrintedCard]:
    """The printed cards from which nothing was typed in yet."""
    return find(
        db,
        PrintedCard,
        "workshop_id = ? AND code NOT IN (SELECT code FROM card WHERE code IS NOT NULL)",
        [workshop_id],
        order="number, id",
    )


def look_up(db: Cursor, workshop_id: str, typed: str) -> PaperCard:
    """What a typed code ("k7m3-xq9p") or number ("12") of a workshop's paper cards leads to."""
    wanted = read_code(typed)
    if not wanted:
        return PaperCard()
    printed = printed_cards(db, workshop_id)
    # Codes may consist of digits alone, but they are longer than any number.
    if wanted.isdecimal() and len(wanted) <= _LONGEST_NUMBER:
        found = next((item for item in printed if item.number == int(wanted)), None)
    else:
        found = next((item for item in printed if item.code == wanted), None)
    if found is not None:
        cards = find(db, Card, "code = ?", [found.code])
        return PaperCard(found, cards[0] if cards else None)
    # Cards of this workshop that came another way have a code too.
    others = find(db, Card, "workshop_id = ? AND code = ?", [workshop_id, wanted])
    if others:
        return PaperCard(None, others[0])
    # OSA counts swapped neighbours as one error, the commonest slip in typing a code.
    alike = process.extract(
        wanted,
        {item.id: item.code for item in printed},
        scorer=OSA.distance,
        limit=_NEAREST,
        score_cutoff=_FARTHEST,
    )
    by_id = {item.id: item for item in printed}
    return PaperCard(nearest=[by_id[item_id] for _, _, item_id in alike])


def enter_paper_card(
    tx: Transaction,
    workshop_id: str,
    typed: str,
    body: str,
    phase_id: str,
    group_id: str | None = None,
) -> Card:
    """Type in what stands on a paper card; it keeps the printed code.

    Raises Refused for an unknown code, naming those most alike, and for a card that is in the plan
    already.
    """
    workshop = get_(tx, Workshop, workshop_id)
    paper = look_up(tx, workshop_id, typed)
    if paper.card is not None:
        raise Refused(
            f"Diese Karte ist schon aufgenommen: {paper.card.id} „{paper.card.body}“. Öffnen Sie "
            "sie, wenn der Text nicht stimmt."
        )
    if paper.printed is None:
        raise Refused(unknown_code(typed, paper.nearest))
    state = CardState.RECEIVED if workshop.moderated else CardState.ACCEPTED
    card = Card(
        workshop_id=workshop_id,
        phase_id=phase_id,
        body=body,
        group_id=group_id,
        state=state,
        code=paper.printed.code,
        source=CardSource.PAPER,
    )
    return add_cards(tx, [card])[0]


def unknown_code(typed: str, nearest: Sequence[PrintedCard]) -> str:
    """One sentence about a code or number under which no card was printed."""
    if not read_code(typed):
        return "Geben Sie den Code oder die Nummer ein, die auf der Papierkarte steht."
    sentence = f"Unter „{typed.strip()[:20]}“ wurde keine Papierkarte gedruckt"
    if not nearest:
        return f"{sentence}; prüfen Sie den Code auf der Karte."
    alike = ", ".join(f"{shown_code(str(item.code))} (Nummer {item.number})" for item in nearest)
    return f"{sentence}; am ähnlichsten: {alike}."
