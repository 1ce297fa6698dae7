"""How many may vote in a body on a day: its seats, or its members where all of them are entered.

Beside the nouns and not in one, because consultations and motions keep to the same limit and a noun
imports no noun.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from strategy.kernel import german

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor

# A mandate without days of its own lasts as long as its term; without either it has no limit.
FROM = "coalesce(g.starts_on, t.starts_on, DATE '0001-01-01')"
TO = "coalesce(g.ends_on, t.ends_on, DATE '9999-12-31')"
# A deputy votes in place of a member and not beside him.
VOTES = "(g.voting IS NOT FALSE AND g.deputy IS NOT TRUE)"
MANDATES = "membership g LEFT JOIN legislative_term t ON t.id = g.term_id"


@dataclass(frozen=True)
class VotingSeats:
    """The most that can vote, None where nobody knows."""

    count: int | None
    lead: str = ""
    singular: str = "Sitz"
    plural: str = "Sitze"

    def words(self, excluded: int | None = None) -> str:
        """ "Stadtrat hat 28 Sitze", "Stadtrat hat 26 Sitze ohne die 2 Ausgeschlossenen"."""
        count = (self.count or 0) - (excluded or 0)
        said = f"{self.lead} {german.counted(count, self.singular, self.plural)}"
        return f"{said} ohne die {excluded} Ausgeschlossenen" if excluded else said


def voting_seats(db: Cursor, body_id: str | None, on: date | None) -> VotingSeats:
    """The limit of votes in a body on a day."""
    body = db.one("SELECT title, seats, members_complete FROM body WHERE id = ?", [body_id])
    if body is None:
        return VotingSeats(None)
    # Only a list that somebody called complete limits votes: one that has just been begun would
    # refuse every true vote.
    if body["members_complete"] and on is not None:
        count = db.value(
            f"SELECT count(*) FROM {MANDATES} WHERE g.body_id = $1 AND {VOTES} "
            f"AND $2 BETWEEN {FROM} AND {TO}",
            [body_id, on],
        )
        return VotingSeats(
            int(count),
            f"{body['title']} hatte am {german.day(on)}",
            "stimmberechtigtes Mitglied",
            "stimmberechtigte Mitglieder",
        )
    return VotingSeats(body["seats"], f"{body['title']} hat")
