"""Reports that are made again and again: for whom, of what, with which columns and period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from strategy.kernel.errors import Refused
from strategy.kernel.record import Absent, Gender, Record, choice, code, day, long, ref, text

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor


class ReportSection(StrEnum):
    """The sections of the half-yearly report in their order."""

    TIME = "Zeit"
    RESULTS = "Ergebnisse"
    MONEY = "Geld"
    CHANGES = "Änderungen"
    ENDANGERED = "Gefährdete Maßnahmen"
    INDICATORS = "Kennzahlen"
    PROMISES = "Offene Zusagen"
    MOTIONS = "Offene Anträge"


# The same words as those of measures and of visibility: a noun imports none, so that each can be
# changed alone, and a test holds them together.
class ReportedStatus(StrEnum):
    """The states of measures that a report is about."""

    DECIDED = "beschlossen"
    RUNNING = "in Umsetzung"
    DONE = "umgesetzt"


class ReportAudience(StrEnum):
    """For whom a report is made."""

    PUBLIC = "öffentlich"
    COUNCIL = "Vertretung"
    ADMINISTRATION = "Verwaltung"


@dataclass(frozen=True)
class ReportDefinition(Record):
    """A report under a name, so that it is the same one half a year later."""

    TABLE = "report_definition"
    PREFIX = "BD"
    SINGULAR = "Berichtsdefinition"
    PLURAL = "Berichtsdefinitionen"
    GENDER = Gender.FEMININE
    REPORT = Absent("says how a report is made and is none")
    IMPORT = Absent("few rows, typed in")
    TRACE = Absent("no object of the plan")

    title: str | None = text("Name des Berichts", required=True)
    audience: str | None = choice(
        "Zielgruppe", ReportAudience, required=True, default=ReportAudience.ADMINISTRATION
    )
    organisation_id: str | None = ref(
        "Nur Maßnahmen der Einheit", "organisation_unit", on_delete="clear", empty="alle"
    )
    domain_id: str | None = ref(
        "Nur Maßnahmen im Lebensbereich", "life_domain", on_delete="clear", empty="alle"
    )
    status: str | None = choice("Nur Maßnahmen im Stand", ReportedStatus, empty="alle")
    sections: str | None = long(
        "Abschnitte", empty="alle", help="Je Zeile einer, zum Beispiel Zeit, Geld oder Kennzahlen."
    )
    columns: str | None = long(
        "Spalten", empty="alle", help="Je Zeile eine Überschrift; Nr. und Name bleiben immer."
    )
    first_day: date | None = day("Zeitraum von", edge="first", empty="seit dem letzten Bericht")
    last_day: date | None = day("Zeitraum bis", edge="last", empty="bis zum Stand")
    # Names or titles of versions, which are no rows of a table and so no references.
    edition: str | None = code("Fassung", empty="der Entwurf")
    since: str | None = code("Verglichen mit der Fassung", empty="letzte festgeschriebene")

    def validate(self) -> None:
        if self.first_day and self.last_day and self.first_day > self.last_day:
            raise Refused(
                "Der Zeitraum endet, bevor er beginnt; prüfen Sie beide Tage.", "first_day"
            )

    def validate_in(self, db: Cursor) -> None:
        """A name stands for one report: the command line knows it by nothing else."""
        if db.has_rows(
            "SELECT 1 FROM report_definition WHERE lower(title) = lower(?) AND id <> ?",
            [self.title, self.id],
        ):
            raise Refused(
                f"Einen Bericht namens „{self.title}“ gibt es schon; wählen Sie einen "
                "anderen Namen.",
                "title",
            )

    @property
    def section_names(self) -> list[str]:
        """The sections it has; all of them where none is named."""
        return _lines(self.sections)

    @property
    def column_names(self) -> list[str]:
        """The headings it keeps; all of them where none is named."""
        return _lines(self.columns)


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
