"""Gremien: who brings a paper in; several factions may do so together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from strategy.kernel.errors import Refused
from strategy.kernel.record import Absent, Gender, Record, choice, integer, ref, text


class ProposerKind(StrEnum):
    """What kind of side brings a paper in."""

    FACTION = "Fraktion"
    GROUP = "Gruppe"
    QUORUM = "gesetzliches Quorum"
    MEMBER = "Mitglied der Vertretung"
    BODY = "Gremium"
    ADMINISTRATION = "Verwaltung"


@dataclass(frozen=True)
class PaperProposer(Record):
    """One of the sides that bring a paper in, in the order of the paper."""

    TABLE = "paper_proposer"
    PREFIX = "ES"
    SINGULAR = "Einreichende Seite"
    PLURAL = "Einreichende"
    GENDER = Gender.FEMININE
    REPORT = Absent("shows on the page of its paper and in the export")
    IMPORT = Absent("few rows, typed in")
    PART = True

    title: str | None = text("Wer reicht ein", required=True, help="Zum Beispiel Fraktion SPD.")
    paper_id: str | None = ref(
        "Vorlage", "paper", on_delete="cascade", required=True, trace="reicht ein"
    )
    faction_id: str | None = ref("Fraktion", "faction", on_delete="clear", empty="–")
    kind: str | None = choice("Art", ProposerKind, default=ProposerKind.FACTION)
    law: str | None = text(
        "Rechtsgrundlage", empty="–", help="Zum Beispiel § 53 KVG LSA; nötig bei einem Quorum."
    )
    position: int | None = integer("Reihenfolge", signed=True)

    def validate(self) -> None:
        # A quorum exists by the law that names it; without it nobody can check the number.
        if self.kind == ProposerKind.QUORUM and not self.law:
            raise Refused(
                "Ein gesetzliches Quorum braucht seine Rechtsgrundlage, zum Beispiel "
                "„§ 53 KVG LSA“.",
                "law",
            )
