"""Step 3: cards, one idea each; every card has exactly one state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from strategy.errors import Refused
from strategy.record import Record, choice, code, moment, ref, text

if TYPE_CHECKING:
    from strategy.store import Cursor, Transaction


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
    NAME = "body"

    workshop_id: str | None = ref("Werkstatt", "workshop", on_delete="cascade", required=True)
    phase_id: str | None = ref("Phase", "workshop_phase", on_delete="cascade", required=True)
    body: str | None = text("Text", required=True)
    group_id: str | None = ref("Gruppe", "participant_group", on_delete="clear")
    cluster_id: str | None = ref("Thema", "cluster", on_delete="clear")
    state: str | None = choice("Stand", CardState, default=CardState.ACCEPTED)
    merged_into_id: str | None = ref("Zusammengelegt mit", "card", on_delete="clear", acyclic=True)
    split_from_id: str | None = ref("Teil von", "card", on_delete="clear", acyclic=True)
    domain_id: str | None = ref("Lebensbereich", "life_domain", on_delete="clear")
    reason: str | None = text("Begründung", help="Nötig bei Ablehnung und im Ideenpool.")
    code: str | None = code("Kartencode")
    source: str | None = choice("Weg", CardSource)
    received_at: datetime | None = moment("Eingegangen am")

    def validate(self) -> None:
        if self.state in (CardState.REJECTED, CardState.POOL) and not self.reason:
            raise Refused(
                "Eine abgelehnte oder zurückgestellte Karte braucht eine Begründung.", "reason"
            )
        if self.body is not None and len(self.body) > 500:
            raise Refused(
                f"Der Kartentext hat {len(self.body)} Zeichen und darf höchstens 500 haben; bitte "
                "kürzen oder auf mehrere Karten verteilen.", "body",
            )

    def validate_in(self, db: Cursor) -> None:
        """A card says it was taken up or merged only where that leads somewhere."""
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

    @classmethod
    def before_delete(cls, tx: Transaction, ids: Sequence[str]) -> None:
        """Cards that were merged into one that goes stand for themselves again."""
        tx.run(
            "UPDATE card SET state = 'angenommen', version = ? WHERE state = 'zusammengelegt' "
            "AND merged_into_id IN (SELECT unnest(?)) AND id NOT IN (SELECT unnest(?))",
            [tx.action_id, list(ids), list(ids)],
        )
