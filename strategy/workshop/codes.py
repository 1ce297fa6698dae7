"""Codes that people read from a screen or a printed card and type on a phone."""

from __future__ import annotations

import secrets

from strategy.kernel.store import Cursor
from strategy.nouns.card import CODE_ALPHABET, CODE_LENGTH

ALPHABET = CODE_ALPHABET
WORKSHOP_LENGTH = 6
CARD_LENGTH = CODE_LENGTH


def new_workshop_code(db: Cursor) -> str:
    """A code that no workshop of the plan has, for example "K7M3XQ"."""
    taken = {row["code"] for row in db.rows("SELECT code FROM workshop WHERE code IS NOT NULL")}
    return _fresh(taken, WORKSHOP_LENGTH, 1)[0]


def new_card_codes(db: Cursor, count: int = 1) -> list[str]:
    """Codes that neither a card nor a printed card of the plan has.

    With 29⁸ of them nobody finds a card by trying (web/participants/limits.py slows them down).
    """
    fresh = _fresh(set(), CARD_LENGTH, count)
    # A code may be drawn that exists already; those are drawn anew until none is left.
    while taken := {
        row["code"]
        for row in db.rows(
            "SELECT code FROM card WHERE list_contains($1, code) "
            "UNION ALL SELECT code FROM printed_card WHERE list_contains($1, code)",
            [fresh],
        )
    }:
        kept = [code for code in fresh if code not in taken]
        fresh = [*kept, *_fresh({*fresh}, CARD_LENGTH, count - len(kept))]
    return fresh


def read_code(typed: str) -> str:
    """What somebody meant: capitals, without blanks and hyphens."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def shown_code(code: str) -> str:
    """A code in groups of four, as it is printed: "K7M3-XQ9P"."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _fresh(taken: set[str], length: int, count: int) -> list[str]:
    fresh: dict[str, None] = {}
    while len(fresh) < count:
        # secrets and not random: whoever could guess the next code could read somebody's card.
        code = "".join(secrets.choice(ALPHABET) for _ in range(length))
        if code not in taken:
            fresh[code] = None
    return list(fresh)
