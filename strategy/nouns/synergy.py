"""Step 2: what digitalisation saves, in money or posts, where and from when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from strategy.kernel.errors import Refused
from strategy.kernel.record import (
    Absent,
    Gender,
    Record,
    choice,
    day,
    fte,
    long,
    money,
    ref,
    text,
    year,
)


class SynergyKind(StrEnum):
    """Whether staff or other cost is saved; councils ask for both apart."""

    PERSONNEL = "Personal"
    MATERIAL = "Sach"


class Effect(StrEnum):
    """Once, or every year from then on."""

    ONCE = "einmalig"
    YEARLY = "jährlich"


class SynergyStatus(StrEnum):
    """Whether the saving is hoped for or there."""

    EXPECTED = "erwartet"
    REACHED = "eingetreten"


@dataclass(frozen=True)
class Synergy(Record):
    """One saving; an amount that nobody has worked out yet stays unknown."""

    TABLE = "synergy"
    PREFIX = "SY"
    SINGULAR = "Synergie"
    PLURAL = "Synergien"
    GENDER = Gender.FEMININE
    REPORT = Absent("answered to councils, with years and sums")
    IMPORT = Absent("few rows, typed in")
    EXPECTED = ("organisation_id", "amount_cents")

    title: str | None = text("Wodurch gespart wird", required=True)
    kind: str | None = choice("Art", SynergyKind, required=True)
    # The unit whose budget gets less, which need not be the one that runs the project.
    organisation_id: str | None = ref("Organisationseinheit", "organisation_unit", required=True)
    year: int | None = year("Wirksam ab Jahr", required=True)
    recurrence: str | None = choice("Häufigkeit", Effect, required=True, default=Effect.YEARLY)
    # Own field and not a negative cost: what is hoped for must not lower what is paid.
    amount_cents: int | None = money(
        "Ersparnis",
        # The own rule says where additional cost belongs.
        signed=True,
        help="Bei jährlicher Wirkung der Betrag eines Jahres.",
    )
    fte: Decimal | None = fte("Freiwerdende Arbeitszeit (VZÄ)")
    status: str | None = choice("Stand", SynergyStatus, default=SynergyStatus.EXPECTED)
    project_id: str | None = ref("Projekt", "project", on_delete="clear")
    measure_id: str | None = ref("Maßnahme", "measure", on_delete="clear")
    note: str | None = long("Wie gerechnet wurde")
    confirmed_on: date | None = day("Zuletzt bestätigt am")

    def validate(self) -> None:
        if self.fte is not None and self.kind != SynergyKind.PERSONNEL:
            raise Refused(
                "Freiwerdende Arbeitszeit gehört zur Art Personal; leeren Sie das Feld oder "
                "wählen Sie Personal.",
                "fte",
            )
        if self.amount_cents is not None and self.amount_cents < 0:
            raise Refused(
                "Eine Ersparnis wird als positiver Betrag eingetragen; Mehrkosten gehören zu den "
                "Kosten des Projekts oder der Maßnahme.",
                "amount_cents",
            )
