"""Gremien: council papers (Vorlagen, Anträge, Anfragen)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from strategy.kernel.circles import circle_words, find_way
from strategy.kernel.errors import Refused
from strategy.kernel.record import Absent, Gender, Record, choice, code, day, flag, long, ref, text

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor


class PaperStatus(StrEnum):
    """The state of a paper."""

    DRAFT = "Entwurf"
    SUBMITTED = "eingebracht"
    DECIDED = "beschlossen"
    NOTED = "zur Kenntnis genommen"
    REJECTED = "abgelehnt"
    WITHDRAWN = "zurückgezogen"


class StaffCouncil(StrEnum):
    """Whether the Personalrat has a say in what is proposed."""

    NOT_NEEDED = "nicht erforderlich"
    NEEDED = "erforderlich, noch offen"
    DONE = "erforderlich und erfolgt"


class PaperOccasion(StrEnum):
    """Why the administration proposes something."""

    LAW = "Rechtsvorschrift"
    RESOLUTION = "Ratsbeschluss"
    ADMINISTRATION = "Verwaltungshandeln"


@dataclass(frozen=True)
class Paper(Record):
    """A paper for the bodies with its text; consultations and votes hang on it."""

    TABLE = "paper"
    PREFIX = "VO"
    SINGULAR = "Vorlage"
    PLURAL = "Vorlagen"
    GENDER = Gender.FEMININE
    REPORT = "Vorlagen und Voten"
    IMPORT = Absent("few rows, typed in")

    title: str | None = text("Betreff", required=True)
    reference: str | None = code("Vorlagen- oder Beschlussnummer")
    # Plauen writes one and the same motion "222-21" and "222/21".
    also_written: str | None = text(
        "Auch geschrieben als", empty="–", help="Weitere Schreibweisen, mit Komma getrennt."
    )
    paper_type: str | None = text("Art der Vorlage", required=True)
    dated: date | None = day("Datum")
    sign: str | None = text("Zeichen", empty="–")
    originator: str | None = text(
        "Einreichende", help="In Worten wie auf der Vorlage; die einzelnen Seiten stehen darunter."
    )
    legal_basis: str | None = text(
        "Eingereicht nach", empty="–", help="Zum Beispiel § 6 Abs. 1 der Geschäftsordnung."
    )
    addressed_to: str | None = text("Gerichtet an", empty="–")
    organisation_id: str | None = ref("Federführung", "organisation_unit")
    public: bool | None = flag("Öffentlich", default=True)
    status: str | None = choice("Stand", PaperStatus, default=PaperStatus.DRAFT)
    proposal: str | None = long("Beschlussvorschlag")
    facts: str | None = long("Sachverhalt")
    opinion: str | None = long("Stellungnahme der Verwaltung")
    # The amounts themselves are those of the measures the paper is about; this says what they mean.
    has_effects: bool | None = flag("Hat finanzielle Auswirkungen")
    financial_effects: str | None = long("Finanzielle Auswirkungen")
    cheaper_checked: bool | None = flag("Kostengünstigere Alternativen geprüft")
    if_rejected: str | None = long("Folgen bei Ablehnung")
    other_units: str | None = text("Folgekosten zu Lasten anderer Einheiten", empty="–")
    staff_council: str | None = choice("Beteiligung des Personalrats", StaffCouncil)
    occasion: str | None = choice("Anlass", PaperOccasion)
    with_variants: bool | None = flag(
        "Varianten der Erarbeitung aufführen",
        empty="nein",
        help="Die Varianten aus Schritt 1 stehen dann als Alternativen in der Vorlage.",
    )
    basis: str | None = text("Grundlage", help="Zum Beispiel der Antrag, auf den sie antwortet.")
    predecessor_id: str | None = ref(
        "Vorgängerin", "paper", on_delete="clear", acyclic=True, trace="folgt auf"
    )
    consulted_with: str | None = text("Beraten und abgestimmt mit")
    to_revoke: str | None = text(
        "Beschlüsse, die aufzuheben oder zu ändern sind", help="„keine“, wenn es keine gibt."
    )
    carrier_id: str | None = ref("Verantwortlich für die Durchführung", "organisation_unit")
    carrier: str | None = text("Durchführung: Stelle oder Funktion", empty="–")
    in_force_on: date | None = day("In Kraft ab", edge="first")
    # Set by sealing and never typed: the name of the edition that is an annex of the paper.
    edition: str | None = code("Fassung als Anlage", empty="–", hidden=True)

    def validate_in(self, db: Cursor) -> None:
        """Papers follow each other in one direction, and what is put in force is sealed."""
        before = db.one(
            "SELECT predecessor_id, status, edition FROM paper WHERE id = ?", [self.id]
        ) or {"predecessor_id": None, "status": None, "edition": None}
        if self.predecessor_id not in (None, before["predecessor_id"]):
            self._check_chain(db)
        decided = self.status == PaperStatus.DECIDED and before["status"] != PaperStatus.DECIDED
        if decided and self.in_force_on is not None and self.edition is None:
            raise Refused(
                f"{self.id or 'Die Vorlage'} setzt die Strategie in Kraft, aber noch ist keine "
                "Fassung dazu festgeschrieben; ein Beschluss über einen Entwurf gilt nicht. "
                "Schreiben Sie zuerst die Fassung zu dieser Vorlage fest.",
                "status",
            )
        if self.edition not in (None, before["edition"]) and not db.has_rows(
            "SELECT 1 FROM plan.version WHERE name = ? AND kind = 'edition'", [self.edition]
        ):
            raise Refused(
                f"„{self.edition}“ ist keine festgeschriebene Fassung; schreiben Sie sie fest.",
                "edition",
            )

    def _check_chain(self, db: Cursor) -> None:
        """Predecessors and links "folgt auf" make one chain; a circle over both is refused."""
        rows = db.rows(
            "SELECT id AS later, predecessor_id AS earlier FROM paper "
            "WHERE predecessor_id IS NOT NULL AND id <> $1 UNION ALL "
            "SELECT from_id, to_id FROM link WHERE kind = 'folgt auf' AND from_id LIKE 'VO-%' "
            "AND to_id LIKE 'VO-%'",
            [self.id],
        )
        steps: dict[str, list[str]] = {}
        for row in rows:
            steps.setdefault(row["later"], []).append(row["earlier"])
        way = find_way(steps, str(self.predecessor_id), self.id)
        if way is not None:
            raise Refused(
                f"Das ergäbe einen Kreis: {circle_words(self.id, way)}; wählen Sie eine andere "
                "Vorgängerin oder lösen Sie eine dieser Verbindungen.",
                "predecessor_id",
            )
