"""Step 3: cards, one idea each; every card has exactly one state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from strategy.errors import Refused
from strategy.record import Record, choice, code, moment, ref, text


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
