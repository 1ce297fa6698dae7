"""Gremien: council papers (Vorlagen, Anträge, Anfragen)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from strategy.kernel.record import Absent, Gender, Record, choice, code, day, flag, long, ref, text


class PaperStatus(StrEnum):
    """The state of a paper."""

    DRAFT = "Entwurf"
    SUBMITTED = "eingebracht"
    DECIDED = "beschlossen"
    NOTED = "zur Kenntnis genommen"
    REJECTED = "abgelehnt"
    WITHDRAWN = "zurückgezogen"


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
    paper_type: str | None = text("Art der Vorlage", required=True)
    dated: date | None = day("Datum")
    originator: str | None = text("Einreichende", help="Fraktion, Quorum oder Verwaltung.")
    organisation_id: str | None = ref("Federführung", "organisation_unit")
    public: bool | None = flag("Öffentlich", default=True)
    status: str | None = choice("Stand", PaperStatus, default=PaperStatus.DRAFT)
    proposal: str | None = long("Beschlussvorschlag")
    facts: str | None = long("Sachverhalt")
    opinion: str | None = long("Stellungnahme der Verwaltung")
    financial_effects: str | None = long("Finanzielle Auswirkungen")
    basis: str | None = text("Grundlage", help="Zum Beispiel der Antrag, auf den sie antwortet.")
    predecessor_id: str | None = ref(
        "Vorgängerin", "paper", on_delete="clear", acyclic=True, trace="folgt auf"
    )
    in_force_on: date | None = day("In Kraft ab", edge="first")
