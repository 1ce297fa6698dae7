"""What a phone sends in a workshop, and what it is told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SentKind(StrEnum):
    """What a phone can send; the word is kept in the receipt."""

    JOIN = "Gruppe"
    CARD = "Karte"
    POINT = "Punkt"
    TAKE_BACK = "Punkt zurück"


class Refusal(StrEnum):
    """Why something was not taken."""

    CLOSED = "geschlossen"
    LIMIT = "Grenze erreicht"
    INPUT = "Eingabe"
    NOT_JOINED = "ohne Gruppe"
    GONE = "nicht mehr da"


@dataclass(frozen=True)
class Sent:
    """One form of one device; ``phase_id`` is the phase the form was shown in, ``target_id`` a
    group, or the cluster or card that gets a point or gives it back."""

    mark: str
    token: str
    kind: SentKind
    phase_id: str | None = None
    text: str = ""
    target_id: str = ""


@dataclass(frozen=True)
class Reply:
    """What the device is told; ``refusal`` is None where it was taken, now or earlier."""

    sentence: str
    refusal: Refusal | None = None
    card_code: str | None = None
