"""Step 1: variants of how the strategy itself is produced."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from strategy.kernel.record import (
    Absent,
    Gender,
    Record,
    choice,
    flag,
    fte,
    integer,
    long,
    money,
    text,
)


class VariantKind(StrEnum):
    """Who writes the strategy."""

    OWN = "eigenes Personal"
    EXTERNAL = "externe Begleitung"
    MIXED = "gemischt"
    JOINT = "interkommunal"


@dataclass(frozen=True)
class ProductionVariant(Record):
    """One way to produce the strategy: cost, time, staff and risk, side by side with others."""

    TABLE = "production_variant"
    PREFIX = "PV"
    SINGULAR = "Variante"
    PLURAL = "Varianten"
    GENDER = Gender.FEMININE
    REPORT = "1 Ziele"
    IMPORT = Absent("few rows, typed in")

    title: str | None = text("Variante", required=True)
    kind: str | None = choice("Art", VariantKind, required=True)
    body: str | None = long("Beschreibung")
    one_off_cents: int | None = money("Einmalige Kosten")
    yearly_cents: int | None = money("Laufende Kosten je Jahr")
    duration_months: int | None = integer("Dauer in Monaten", unit="months")
    own_fte: Decimal | None = fte("Eigener Aufwand (VZÄ)")
    advantages: str | None = long("Vorteile")
    disadvantages: str | None = long("Nachteile")
    risk: str | None = long("Risiken")
    recommended: bool | None = flag("Empfohlen", default=False)
    reason: str | None = long("Begründung der Empfehlung")
