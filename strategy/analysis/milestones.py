"""What each of the five steps is measured by: when a milestone is reached, and what to do then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from strategy.figures.inventory.services import TAKEN
from strategy.figures.plan.measures import IN_PLAN
from strategy.kernel import german

# What is worked on where no single noun is meant.
IMPORT, STRATEGY_COST = "import", "strategy_cost"


@dataclass(frozen=True)
class StepMilestone:
    """One milestone: reached when ``sql`` yields at least ``least`` and nothing of ``gap``.

    ``sql`` counts what is there, ``gap`` (if any) what is there but incomplete.  ``about`` and
    ``gap_about`` say what the action works on: the table of a noun, IMPORT or STRATEGY_COST.
    """

    sql: str
    done: Callable[[int], str]
    missing: str
    action: str
    about: str
    gap: str = ""
    gap_words: Callable[[int], str] = str
    gap_action: str = ""
    gap_about: str = ""
    least: int = 1


def _counted(singular: str, plural: str, rest: str) -> Callable[[int], str]:
    return lambda n: f"{german.number(n)} {singular if n == 1 else plural} {rest}"


def _all(table: str, where: str = "true") -> str:
    return f"SELECT count(*) FROM {table} WHERE {where}"


# What came with the founding of the plan is nothing that somebody has done; a row that was changed
# since bears the number of that action and counts.
_TOUCHED = "version NOT IN (SELECT id FROM history.action WHERE kind = 'found')"


def _used(table: str, *uses: str) -> str:
    """How many rows there are once somebody has changed or used one of them, else 0."""
    done = " OR ".join(f"EXISTS ({use})" for use in (f"FROM {table} WHERE {_TOUCHED}", *uses))
    return f"SELECT CASE WHEN {done} THEN count(*) ELSE 0 END FROM {table}"


_GOALS = (
    StepMilestone(
        _all("vision"),
        lambda n: "Das Leitbild ist beschrieben",
        "Ein Leitbild fehlt",
        "Beschreiben Sie das Leitbild: Wohin soll sich die Kommune entwickeln?",
        "vision",
    ),
    StepMilestone(
        _all("framework_condition"),
        _counted("Rahmenbedingung", "Rahmenbedingungen", "festgehalten"),
        "Rahmenbedingungen fehlen",
        "Halten Sie fest, welche rechtlichen, finanziellen und personellen Bedingungen gelten.",
        "framework_condition",
    ),
    StepMilestone(
        # By kind and not by number: forty strengths alone are no SWOT.
        "SELECT count(DISTINCT kind) FROM swot_entry",
        lambda n: "Stärken, Schwächen, Chancen und Risiken sind gesammelt",
        "Die SWOT-Analyse ist nicht vollständig",
        "Tragen Sie Stärken, Schwächen, Chancen und Risiken ein, in jede Liste mindestens eine "
        "Aussage.",
        "swot_entry",
        least=4,
    ),
    StepMilestone(
        _all("goal"),
        _counted("Ziel", "Ziele", "festgelegt"),
        "Ziele fehlen",
        "Legen Sie Leitziele fest und leiten Sie daraus strategische Ziele ab.",
        "goal",
    ),
    StepMilestone(
        _all("indicator"),
        _counted("Kennzahl", "Kennzahlen", "mit Zielwert"),
        "Kennzahlen fehlen",
        "Legen Sie zu jedem Ziel fest, woran man seinen Erfolg misst.",
        "indicator",
        _all("indicator", "target IS NULL"),
        _counted("Kennzahl hat", "Kennzahlen haben", "keinen Zielwert"),
        "Ergänzen Sie die Zielwerte der Kennzahlen.",
    ),
    StepMilestone(
        _all("production_variant", "recommended"),
        lambda n: "Eine Variante der Erarbeitung ist empfohlen",
        "Es ist nicht festgelegt, wie die Strategie erarbeitet wird",
        "Vergleichen Sie eigenes Personal und externe Begleitung und empfehlen Sie eine Variante.",
        "production_variant",
    ),
)

_HEARD = (
    "SELECT organisation_id FROM interview WHERE status = 'geführt' UNION "
    # An interview in a Sachgebiet counts for the Amt above it.
    "SELECT u.parent_id FROM interview i JOIN organisation_unit u ON u.id = i.organisation_id "
    "WHERE i.status = 'geführt' AND u.parent_id IS NOT NULL"
)
_CURRENT_AMT = "level = 2 AND (valid_to IS NULL OR valid_to >= current_date)"
_HAS_COST = "SELECT application_id FROM cost_line WHERE application_id IS NOT NULL"

_ANALYSIS = (
    StepMilestone(
        _all("organisation_unit", "level = 2"),
        _counted("Amt", "Ämter", "erfasst"),
        "Die Organisation fehlt",
        "Erfassen Sie Dezernate und Ämter oder lesen Sie sie aus einer Datei ein.",
        "organisation_unit",
    ),
    StepMilestone(
        _all("application"),
        _counted("Anwendung", "Anwendungen", "erfasst"),
        "Anwendungen fehlen",
        "Erfassen Sie die IT-Anwendungen oder lesen Sie Ihre Bestandsliste ein.",
        "application",
        _all("application", "organisation_id IS NULL"),
        _counted("Anwendung hat", "Anwendungen haben", "keine verantwortliche Einheit"),
        "Ordnen Sie jeder Anwendung eine verantwortliche Einheit zu.",
    ),
    StepMilestone(
        _all("project"),
        _counted("Projekt", "Projekte", "erfasst"),
        "Projekte fehlen",
        "Erfassen Sie laufende und geplante Projekte.",
        "project",
    ),
    StepMilestone(
        _all("cost_line", "measure_id IS NULL"),
        _counted("Kostenzeile", "Kostenzeilen", "erfasst"),
        "Kosten fehlen",
        "Tragen Sie die Sach- und Personalkosten der Anwendungen ein.",
        "cost_line",
        f"SELECT count(*) FROM application WHERE life_cycle IS DISTINCT FROM 'abgelöst' "
        f"AND id NOT IN ({_HAS_COST})",
        _counted("Anwendung ist", "Anwendungen sind", "ohne Kostenangabe"),
        "Ergänzen Sie die Kosten der Anwendungen, bei denen noch keine Angabe steht.",
    ),
    StepMilestone(
        _all("budget_line"),
        _counted("Haushaltszeile", "Haushaltszeilen", "eingelesen"),
        "Der Haushalt fehlt",
        "Lesen Sie den Haushaltsplan ein.",
        IMPORT,
    ),
    StepMilestone(
        # A catalogue that was read in is nothing that somebody has recorded of the town.
        _all("service", TAKEN),
        _counted("Leistung", "Leistungen", "erfasst"),
        "Verwaltungsleistungen fehlen",
        "Erfassen Sie die Verwaltungsleistungen mit ihrem Reifegrad.",
        "service",
    ),
    StepMilestone(
        f"SELECT count(*) FROM organisation_unit WHERE {_CURRENT_AMT} AND id IN ({_HEARD})",
        _counted("Amt", "Ämter", "befragt"),
        "Interviews fehlen",
        "Vereinbaren Sie Interviews mit den Ämtern.",
        "interview",
        f"SELECT count(*) FROM organisation_unit WHERE {_CURRENT_AMT} AND id NOT IN ({_HEARD})",
        _counted("Amt wurde", "Ämter wurden", "noch nicht befragt"),
        "Führen Sie die Interviews mit den Ämtern, die noch fehlen.",
    ),
)

_WORKSHOP = (
    StepMilestone(
        _all("workshop"),
        _counted("Werkstatt", "Werkstätten", "angelegt"),
        "Eine Zukunftswerkstatt fehlt",
        "Legen Sie eine Zukunftswerkstatt mit ihren drei Phasen an.",
        "workshop",
    ),
    StepMilestone(
        "SELECT count(DISTINCT kind) FROM workshop_phase",
        lambda n: "Kritik, Phantasie und Verwirklichung sind vorbereitet",
        "Die drei Phasen sind nicht vollständig",
        "Ergänzen Sie die Phasen Kritik, Phantasie und Verwirklichung.",
        "workshop",
        least=3,
    ),
    StepMilestone(
        _all("card"),
        _counted("Karte", "Karten", "gesammelt"),
        "Karten fehlen",
        "Erfassen Sie die Karten aus der Werkstatt.",
        "card",
        _all("card", "state = 'eingegangen'"),
        _counted("Karte wartet", "Karten warten", "auf eine Entscheidung"),
        "Entscheiden Sie über die eingegangenen Karten.",
    ),
    StepMilestone(
        _all("cluster"),
        _counted("Thema", "Themen", "gebildet"),
        "Themen fehlen",
        "Fassen Sie die Karten zu Themen zusammen.",
        "cluster",
    ),
    StepMilestone(
        "SELECT coalesce(sum(points), 0) FROM point",
        _counted("Punkt", "Punkte", "vergeben"),
        "Punkte fehlen",
        "Tragen Sie ein, wie viele Punkte jedes Thema erhielt.",
        "cluster",
    ),
    StepMilestone(
        _all("card", "state = 'in Maßnahme aufgenommen'"),
        _counted("Karte", "Karten", "in Maßnahmen aufgenommen"),
        "Aus keiner Karte ist bisher eine Maßnahme entstanden",
        "Machen Sie aus den wichtigsten Karten Maßnahmen.",
        "card",
    ),
)

_DOMAINS = (
    StepMilestone(
        _used(
            "life_domain",
            f"FROM life_domain_system WHERE {_TOUCHED}",
            "FROM measure WHERE domain_id IS NOT NULL",
        ),
        _counted("Lebensbereich", "Lebensbereiche", "festgelegt"),
        "Lebensbereiche sind noch nicht festgelegt",
        "Wählen Sie eine Gliederung der Lebensbereiche, oder ordnen Sie die erste Maßnahme ein.",
        "life_domain",
    ),
    StepMilestone(
        _all("measure"),
        _counted("Maßnahme", "Maßnahmen", "beschrieben"),
        "Maßnahmen fehlen",
        "Beschreiben Sie die Maßnahmen oder machen Sie welche aus den Karten der Werkstatt.",
        "measure",
        # Rejected measures need no Lebensbereich; those without a state do, hence IS DISTINCT FROM.
        _all("measure", "domain_id IS NULL AND status IS DISTINCT FROM 'verworfen'"),
        _counted("Maßnahme gehört", "Maßnahmen gehören", "zu keinem Lebensbereich"),
        "Ordnen Sie jede Maßnahme einem Lebensbereich zu.",
    ),
    StepMilestone(
        "SELECT count(DISTINCT l.from_id) FROM link l JOIN measure m ON m.id = l.from_id "
        "JOIN goal g ON g.id = l.to_id",
        _counted("Maßnahme dient", "Maßnahmen dienen", "einem Ziel"),
        "Keine Maßnahme ist mit einem Ziel verknüpft",
        "Verknüpfen Sie jede Maßnahme mit dem Ziel, dem sie dient.",
        "measure",
        "SELECT count(*) FROM measure WHERE status IS DISTINCT FROM 'verworfen' AND id NOT IN "
        "(SELECT l.from_id FROM link l JOIN goal g ON g.id = l.to_id)",
        _counted("Maßnahme dient", "Maßnahmen dienen", "noch keinem Ziel"),
        "Verknüpfen Sie jede Maßnahme mit dem Ziel, dem sie dient.",
    ),
    StepMilestone(
        _all("measure", "organisation_id IS NOT NULL"),
        _counted("Maßnahme hat", "Maßnahmen haben", "eine Federführung"),
        "Keine Maßnahme hat eine Federführung",
        "Legen Sie fest, wer federführend ist.",
        "measure",
    ),
)

_STRATEGY = (
    StepMilestone(
        # Weights are decimals, so the comparison is exact.
        "SELECT CASE WHEN sum(weight) = 100 THEN count(*) ELSE 0 END FROM criterion "
        f"WHERE EXISTS (FROM criterion WHERE {_TOUCHED}) OR EXISTS (FROM score)",
        _counted("Kriterium", "Kriterien", "mit zusammen 100 % Gewicht"),
        "Kriterien mit zusammen 100 % Gewicht sind nicht festgelegt",
        "Legen Sie die Kriterien fest, nach denen Sie Maßnahmen gewichten, oder bewerten Sie nach "
        "den vorgeschlagenen.",
        "criterion",
    ),
    StepMilestone(
        "SELECT count(DISTINCT measure_id) FROM score WHERE points IS NOT NULL",
        _counted("Maßnahme", "Maßnahmen", "bewertet"),
        "Bewertungen fehlen",
        "Bewerten Sie die Maßnahmen nach den Kriterien.",
        "criterion",
    ),
    StepMilestone(
        "SELECT count(DISTINCT measure_id) FROM cost_line WHERE measure_id IS NOT NULL",
        _counted("Maßnahme", "Maßnahmen", "mit Kosten"),
        "Kosten der Maßnahmen fehlen",
        "Tragen Sie die Kosten der Maßnahmen je Jahr ein.",
        STRATEGY_COST,
        f"SELECT count(*) FROM measure WHERE {IN_PLAN} AND id NOT IN "
        "(SELECT measure_id FROM cost_line WHERE measure_id IS NOT NULL)",
        _counted("Maßnahme ist", "Maßnahmen sind", "ohne Kostenangabe"),
        "Ergänzen Sie die Kosten der Maßnahmen, bei denen noch keine Angabe steht.",
    ),
    StepMilestone(
        "SELECT count(DISTINCT measure_id) FROM plan_entry",
        _counted("Maßnahme", "Maßnahmen", "auf Jahre verteilt"),
        "Die Mehrjahresplanung fehlt",
        "Legen Sie fest, welche Maßnahme in welchem Jahr vorbereitet und umgesetzt wird.",
        "plan_entry",
    ),
    StepMilestone(
        _all("chapter", "body IS NOT NULL"),
        _counted("Kapitel", "Kapitel", "geschrieben"),
        "Textkapitel fehlen",
        "Schreiben Sie die Kapitel der Strategie.",
        "chapter",
        _all("chapter", "body IS NULL"),
        _counted("Kapitel ist", "Kapitel sind", "noch leer"),
        "Schreiben Sie die Kapitel, die noch leer sind.",
    ),
)

_COUNCIL = (
    StepMilestone(
        _used("body", "FROM meeting", "FROM consultation"),
        _counted("Gremium", "Gremien", "angelegt"),
        "Gremien sind noch nicht geprüft",
        "Legen Sie Vertretung und Ausschüsse an, oder prüfen und ergänzen Sie die vorgeschlagenen.",
        "body",
    ),
    StepMilestone(
        _all("paper"),
        _counted("Vorlage", "Vorlagen", "erfasst"),
        "Vorlagen fehlen",
        "Erfassen Sie die Vorlage, mit der die Strategie beschlossen werden soll.",
        "paper",
    ),
    StepMilestone(
        _all("consultation"),
        _counted("Beratung", "Beratungen", "geplant"),
        "Die Beratungsfolge fehlt",
        "Tragen Sie die Beratungsfolge der Vorlage ein.",
        "paper",
        _all("consultation", "held_on < current_date AND coalesce(outcome, 'offen') = 'offen'"),
        _counted("Beratung hat", "Beratungen haben", "noch kein Ergebnis"),
        "Tragen Sie die Ergebnisse der Beratungen ein, die schon stattgefunden haben.",
    ),
    StepMilestone(
        _all("resolution"),
        _counted("Beschluss", "Beschlüsse", "erfasst"),
        "Beschlüsse fehlen",
        "Erfassen Sie die Beschlüsse und verfolgen Sie ihre Umsetzung.",
        "resolution",
        _all("deadline", "done_on IS NULL AND due < current_date"),
        _counted("Frist ist", "Fristen sind", "überschritten"),
        "Kümmern Sie sich um die überschrittenen Fristen.",
        "deadline",
    ),
)

STEPS = (
    ("1", "Ziele und Positionierung", _GOALS),
    ("2", "IST-Analyse", _ANALYSIS),
    ("3", "Zukunftswerkstatt", _WORKSHOP),
    ("4", "Lebensbereiche", _DOMAINS),
    ("5", "Digitalisierungsstrategie", _STRATEGY),
    ("gremien", "Gremien", _COUNCIL),
)
