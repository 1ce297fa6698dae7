"""Step 3: cards, one idea each; every card has exactly one state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from strategy.kernel.errors import Refused
from strategy.kernel.record import Gender, Record, choice, code, moment, ref, text

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor, Transaction

# Without 0 O 1 I L U V, which are taken for one another on paper.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"
CODE_LENGTH = 8


class CardState(StrEnum):
    """The fate of a card."""

    RECEIVED = "eingegangen"
    ACCEPTED = "angenommen"
    MERGED = "zusammengelegt"
    SPLIT = "aufgeteilt"
    TAKEN_UP = "in Maßnahme aufgenommen"
    POOL = "im Ideenpool"
    REJECTED = "abgelehnt"


class CardSource(StrEnum):
    """How a card came into the plan."""

    PHONE = "Telefon"
    ROOM = "Saal"
    PAPER = "Papierkarte"
    FILE = "eingelesen"


@dataclass(frozen=True)
class Card(Record):
    """A card; ``code`` is printed on it and leads to its fate."""

    TABLE = "card"
    PREFIX = "C"
    SINGULAR = "Karte"
    PLURAL = "Karten"
    GENDER = Gender.FEMININE
    REPORT = "Karten"
    IMPORT = "cards"
    NAME = "body"

    workshop_id: str | None = ref("Werkstatt", "workshop", on_delete="cascade", required=True)
    # A card belongs to its phase: a criticism must not count among the wishes.
    phase_id: str | None = ref("Phase", "workshop_phase", on_delete="cascade", required=True)
    body: str | None = text("Text", required=True)
    group_id: str | None = ref("Gruppe", "participant_group", on_delete="clear")
    cluster_id: str | None = ref("Thema", "cluster", on_delete="clear", trace="im Thema")
    state: str | None = choice("Stand", CardState, default=CardState.ACCEPTED)
    merged_into_id: str | None = ref(
        "Zusammengelegt mit", "card", on_delete="clear", acyclic=True, trace="zusammengelegt mit"
    )
    split_from_id: str | None = ref(
        "Teil von", "card", on_delete="clear", acyclic=True, trace="Teil von"
    )
    domain_id: str | None = ref(
        "Lebensbereich", "life_domain", on_delete="clear", trace="im Lebensbereich"
    )
    reason: str | None = text("Begründung", help="Nötig bei Ablehnung und im Ideenpool.")
    # Unknown for cards of plans made before codes; give_codes() fills them in.
    code: str | None = code("Kartencode")
    source: str | None = choice("Weg", CardSource)
    received_at: datetime | None = moment("Eingegangen am")

    def validate(self) -> None:
        if self.state in (CardState.REJECTED, CardState.POOL) and not self.reason:
            raise Refused(
                "Eine abgelehnte oder zurückgestellte Karte braucht eine Begründung.", "reason"
            )
        # The limit of a paper card written with a marker; longer texts nobody reads on the wall.
        if self.body is not None and len(self.body) > 500:
            raise Refused(
                f"Der Kartentext hat {len(self.body)} Zeichen und darf höchstens 500 haben; bitte "
                "kürzen oder auf mehrere Karten verteilen.",
                "body",
            )

    def settled(self, db: Cursor) -> Self:
        """A card that is merged no longer forgets which one stood for it."""
        # Only where the reference is the old one: somebody who sets both has a reason to be told.
        left = self.state != CardState.MERGED and self.merged_into_id is not None
        if left and self.merged_into_id == db.value(
            "SELECT merged_into_id FROM card WHERE id = ?", [self.id]
        ):
            return self.replace(merged_into_id=None)
        return self

    def validate_in(self, db: Cursor) -> None:
        """A card says it was taken up, merged or divided only where that leads somewhere; its code
        leads to it alone."""
        if self.state != CardState.MERGED and self.merged_into_id is not None:
            raise Refused(
                "Wählen Sie den Stand „zusammengelegt“, wenn für diese Karte eine andere stehen "
                "bleibt; sonst leeren Sie „Zusammengelegt mit“.",
                "merged_into_id",
            )
        if self.state == CardState.SPLIT and not db.has_rows(
            "SELECT 1 FROM card WHERE split_from_id = ? OR (id = ? AND state = ?)",
            [self.id, self.id, str(CardState.SPLIT)],
        ):
            raise Refused(
                "Aufgeteilt ist eine Karte erst, wenn es ihre Teile gibt; teilen Sie sie auf der "
                "Seite Moderation auf.",
                "state",
            )
        # Before the last two rules, because a wrong code is the commoner slip.
        self._check_code(db)
        if self.state == CardState.MERGED and self.merged_into_id is None:
            raise Refused(
                "Wählen Sie unter „Zusammengelegt mit“ die Karte, die für diese stehen bleibt.",
                "merged_into_id",
            )
        if self.state == CardState.TAKEN_UP and not db.has_rows(
            "SELECT 1 FROM link WHERE to_id = ? AND from_id LIKE 'M-%' UNION ALL "
            "SELECT 1 FROM card WHERE id = ? AND state = ?",
            [self.id, self.id, str(CardState.TAKEN_UP)],
        ):
            raise Refused(
                "In eine Maßnahme aufgenommen ist eine Karte erst, wenn eine mit ihr verknüpft "
                "ist; machen Sie aus ihr eine Maßnahme oder verknüpfen Sie sie mit einer.",
                "state",
            )

    def _check_code(self, db: Cursor) -> None:
        """Only a new code is looked at: one that was read in from elsewhere stays as it is."""
        if self.code is None or self.code == db.value(
            "SELECT code FROM card WHERE id = ?", [self.id]
        ):
            return
        if len(self.code) != CODE_LENGTH or not set(self.code) <= set(CODE_ALPHABET):
            raise Refused(
                f"„{self.code}“ ist kein Kartencode; er hat {CODE_LENGTH} Zeichen aus Ziffern und "
                "Großbuchstaben, zum Beispiel K7M3XQ9P.",
                "code",
            )
        holder = db.value(
            "SELECT id FROM card WHERE code = ? AND id <> ? LIMIT 1", [self.code, self.id]
        )
        if holder:
            raise Refused(
                f"Den Kartencode {self.code} hat schon die Karte {holder}; prüfen Sie den Code.",
                "code",
            )

    @classmethod
    def before_delete(cls, tx: Transaction, ids: Sequence[str]) -> None:
        """Cards that were merged into one that goes stand for themselves again, and so does a
        divided one without its last part."""
        tx.run(
            # Their words would otherwise be gone from the wall together with the card that stood
            # for them.
            "UPDATE card SET state = 'angenommen', version = ? WHERE state = 'zusammengelegt' "
            "AND merged_into_id IN (SELECT unnest(?)) AND id NOT IN (SELECT unnest(?))",
            [tx.action_id, list(ids), list(ids)],
        )
        tx.run(
            "UPDATE card SET state = 'eingegangen', version = $1 WHERE state = 'aufgeteilt' "
            "AND id NOT IN (SELECT unnest($2)) "
            "AND id IN (SELECT split_from_id FROM card WHERE id IN (SELECT unnest($2))) "
            "AND id NOT IN (SELECT split_from_id FROM card WHERE split_from_id IS NOT NULL "
            "AND id NOT IN (SELECT unnest($2)))",
            [tx.action_id, list(ids)],
        )
