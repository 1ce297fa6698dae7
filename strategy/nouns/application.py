"""Step 2: the inventory of IT applications."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from strategy.kernel.errors import Refused
from strategy.kernel.field_rules import check_between, check_order
from strategy.kernel.record import Gender, Record, choice, code, day, flag, integer, long, ref, text

_TEST = "accessibility_tested"
_TEST_DETAILS = (
    "accessibility_method",
    "accessibility_tester",
    "accessibility_tested_on",
    "accessibility_result",
    "accessibility_report",
)


class Operation(StrEnum):
    """How an application is run."""

    OWN = "eigener Betrieb"
    DATA_CENTRE = "Rechenzentrum"
    SAAS = "SaaS"
    LOCAL = "Arbeitsplatz"


class LifeCycle(StrEnum):
    """Where an application stands in its life."""

    PLANNED = "geplant"
    INTRODUCTION = "in Einführung"
    ACTIVE = "aktiv"
    PHASE_OUT = "auslaufend"
    RETIRED = "abgelöst"


class Level(StrEnum):
    """Criticality and protection need (BSI: normal, hoch, sehr hoch)."""

    NORMAL = "normal"
    HIGH = "hoch"
    VERY_HIGH = "sehr hoch"


class AccessibilityMethod(StrEnum):
    """How accessibility was tested."""

    SELF = "Selbsttest"
    EXTERNAL = "externe Prüfstelle"
    VENDOR = "Erklärung des Herstellers"


class AccessibilityResult(StrEnum):
    """What the test found, in the words of the Erklärung zur Barrierefreiheit."""

    FULL = "vollständig vereinbar"
    PARTIAL = "teilweise vereinbar"
    NONE = "nicht vereinbar"


class TimeDecision(StrEnum):
    """The TIME quadrant."""

    TOLERATE = "dulden"
    INVEST = "ausbauen"
    MIGRATE = "ablösen"
    ELIMINATE = "abschalten"


@dataclass(frozen=True)
class Application(Record):
    """An IT application (Fachverfahren or general software)."""

    TABLE = "application"
    PREFIX = "A"
    SINGULAR = "Anwendung"
    PLURAL = "Anwendungen"
    GENDER = Gender.FEMININE
    REPORT = "Anwendungen"
    IMPORT = "applications"
    EXPECTED = (
        "purpose",
        "category",
        "organisation_id",
        "vendor",
        "operation",
        "users",
        "contract_end",
        "notice_months",
        "life_cycle",
        "criticality",
        "protection_need",
        "dpa",
        "processing_record",
        "functional_fit",
        "technical_fit",
    )

    title: str | None = text("Bezeichnung", required=True)
    # Not unique: two sources may number their lists alike, so the import compares title and key.
    key: str | None = code(
        "Schlüssel", help="Kennung aus der Quelle, zum Beispiel der Inventarliste."
    )
    purpose: str | None = long("Zweck")
    category: str | None = text("Kategorie")
    # Who answers for it; who uses it and bears its cost stands in application_use.
    organisation_id: str | None = ref("Verantwortliche Einheit", "organisation_unit")
    # A person may be deleted on request (Art. 17 DSGVO); the application must outlive that.
    owner_id: str | None = ref("Ansprechperson", "person", on_delete="clear")
    vendor: str | None = text("Hersteller")
    service_provider: str | None = text("Dienstleister")
    operation: str | None = choice("Betriebsart", Operation)
    users: int | None = integer("Nutzende")
    contract_start: date | None = day("Vertragsbeginn", edge="first")
    contract_end: date | None = day("Vertragsende", edge="last")
    # Months, because contracts count the notice from the end of the term and not in days.
    notice_months: int | None = integer("Kündigungsfrist in Monaten", unit="months")
    # Three values: most contracts go on by themselves, but nobody may take that for granted.
    ends_by_itself: bool | None = flag(
        "Endet ohne Kündigung",
        help="Der Vertrag läuft am Vertragsende aus, auch wenn niemand kündigt.",
    )
    support_end: date | None = day("Ende der Unterstützung", edge="last")
    life_cycle: str | None = choice("Lebenszyklus", LifeCycle)
    criticality: str | None = choice("Kritikalität", Level)
    protection_need: str | None = choice("Schutzbedarf", Level)
    # Three values on purpose: nobody may read "not entered" as "there is none".
    dpa: bool | None = flag("AVV vorhanden", help="Auftragsverarbeitungsvertrag, Art. 28 DSGVO")
    processing_record: bool | None = flag("Im VVT", help="Verzeichnis, Art. 30 DSGVO")
    impact_assessment: bool | None = flag("DSFA vorhanden", help="Folgenabschätzung, Art. 35 DSGVO")
    accessibility_tested: bool | None = flag("Barrierefreiheit geprüft")
    accessibility_method: str | None = choice("Art der Prüfung", AccessibilityMethod)
    accessibility_tester: str | None = text("Geprüft durch")
    accessibility_tested_on: date | None = day("Geprüft am")
    accessibility_result: str | None = choice("Ergebnis der Prüfung", AccessibilityResult)
    accessibility_report: str | None = text(
        "Prüfbericht", help="Aktenzeichen, Datei oder Adresse im Netz."
    )
    # 1 to 5, higher is better; technical and functional fit together give the TIME quadrant.
    functional_fit: int | None = integer("Fachliche Eignung (1 bis 5)")
    technical_fit: int | None = integer("Technische Eignung (1 bis 5)")
    time_decision: str | None = choice("Entscheidung (TIME)", TimeDecision)
    # The shares themselves stand in application_use; this says which named key made them last.
    distribution_key_id: str | None = ref("Verteilschlüssel", "distribution_key", on_delete="clear")
    note: str | None = long("Anmerkung")
    confirmed_on: date | None = day("Zuletzt bestätigt am")

    def validate(self) -> None:
        check_order(self, "contract_start", "contract_end")
        for name in ("functional_fit", "technical_fit"):
            check_between(self, name, 1, 5)
        check_between(self, "notice_months", 0, 120)
        check_between(self, "users", 0, 10_000_000)
        # A result of a test that did not take place would be reported in the accessibility
        # statement.
        details = [self.spec(name) for name in _TEST_DETAILS]
        given = next((s for s in details if getattr(self, s.name) is not None), None)
        if self.accessibility_tested is False and given is not None:
            raise Refused(
                f"„{self.spec(_TEST).label}“ steht auf nein, „{given.label}“ ist aber angegeben; "
                "ändern Sie eine der beiden Angaben.",
                _TEST,
            )
