"""Gremien: resolutions and promises that are followed up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from strategy.kernel.errors import Refused
from strategy.kernel.record import Absent, Gender, Record, choice, code, day, long, money, ref, text

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor


class ResolutionStatus(StrEnum):
    """How far a resolution is carried out."""

    OPEN = "offen"
    RUNNING = "in Arbeit"
    DONE = "erledigt"
    CHANGED = "geändert"
    REVOKED = "aufgehoben"


class ResolutionForm(StrEnum):
    """Whether a body decided what was proposed."""

    AS_PROPOSED = "wie beantragt"
    AMENDED = "in geänderter Fassung"
    CONDITIONAL = "mit Auflagen"


@dataclass(frozen=True)
class Resolution(Record):
    """A decided resolution with its follow-up."""

    TABLE = "resolution"
    PREFIX = "BS"
    SINGULAR = "Beschluss"
    PLURAL = "Beschlüsse"
    GENDER = Gender.MASCULINE
    REPORT = "Vorlagen und Voten"
    IMPORT = Absent("few rows, typed in")
    PART = True

    title: str | None = text("Beschluss", required=True)
    reference: str | None = code("Beschlussnummer")
    # Cleared, not cascaded: a resolution stays in force when its paper is tidied away.
    paper_id: str | None = ref("Vorlage", "paper", on_delete="clear", trace="zur Vorlage")
    # Cleared as well: with the vote tidied away its resolution is flagged, and not gone.
    consultation_id: str | None = ref("Abstimmung", "consultation", on_delete="clear")
    body_id: str | None = ref("Gremium", "body")
    decided_on: date | None = day("Beschlossen am")
    form: str | None = choice("Beschlossen", ResolutionForm)
    body: str | None = long("Wortlaut")
    conditions: str | None = long("Auflagen", empty="–")
    amount_cents: int | None = money("Beschlossener Betrag")
    # The name of a version, which is no row of a table and so no reference.
    edition: str | None = code("Beschlossene Fassung", empty="–", hidden=True)
    due: date | None = day("Frist", edge="last")
    status: str | None = choice("Stand", ResolutionStatus, default=ResolutionStatus.OPEN)
    report: str | None = long("Sachstand")

    def validate(self) -> None:
        if self.form == ResolutionForm.CONDITIONAL and not self.conditions:
            raise Refused(
                "Der Beschluss ist „mit Auflagen“ gefasst; tragen Sie die Auflagen ein.",
                "conditions",
            )

    def validate_in(self, db: Cursor) -> None:
        """What is decided has been sealed; a resolution on a draft would be about nothing fixed."""
        before = db.one("SELECT edition FROM resolution WHERE id = ?", [self.id])
        if self.edition and (before is None or before["edition"] != self.edition):
            kind = db.value("SELECT kind FROM plan.version WHERE name = ?", [self.edition])
            if kind != "edition":
                raise Refused(
                    f"„{self.edition}“ ist keine festgeschriebene Fassung; über einen Entwurf "
                    "lässt sich nicht beschließen. Schreiben Sie die Fassung zuerst fest.",
                    "edition",
                )
        if before is None and self.paper_id and not self.edition:
            day = db.value("SELECT in_force_on FROM paper WHERE id = ?", [self.paper_id])
            sealed = db.value("SELECT edition FROM paper WHERE id = ?", [self.paper_id])
            if day is not None and sealed is None:
                raise Refused(
                    f"{self.paper_id} setzt die Strategie in Kraft, aber noch ist keine Fassung "
                    "dazu festgeschrieben; ein Beschluss über einen Entwurf gilt nicht. Schreiben "
                    "Sie zuerst die Fassung zu dieser Vorlage fest.",
                    "paper_id",
                )
