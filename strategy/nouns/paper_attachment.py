"""Gremien: what is attached to a paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from strategy.kernel.record import Absent, Gender, Record, day, flag, integer, ref, text


@dataclass(frozen=True)
class PaperAttachment(Record):
    """One attachment of a paper: what it is and where it is found."""

    TABLE = "paper_attachment"
    PREFIX = "ANL"
    SINGULAR = "Anlage"
    PLURAL = "Anlagen"
    GENDER = Gender.FEMININE
    REPORT = Absent("shows on the page of its paper and in the export")
    IMPORT = Absent("few rows, typed in")
    PART = True

    title: str | None = text("Anlage", required=True)
    paper_id: str | None = ref(
        "Vorlage", "paper", on_delete="cascade", required=True, trace="Anlage zu"
    )
    found_at: str | None = text(
        "Fundstelle", help="Aktenzeichen, Ablage oder Adresse im Ratsinformationssystem."
    )
    dated: date | None = day("Datum")
    # A public paper may have an annex that is not, such as the offers of an award.
    public: bool | None = flag("Öffentlich", default=True)
    position: int | None = integer("Reihenfolge", signed=True)
