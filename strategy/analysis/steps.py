"""Where the plan stands: for each of the five steps what is done, what is missing, what is next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from strategy.kernel import german
from strategy.kernel.store import Cursor


@dataclass(frozen=True)
class StepState:
    """The state of one step.

    ``done`` and ``missing`` are short German sentences, ``next_action`` says what to do now (empty
    when nothing is missing), ``page`` is the address of the screen where that is done, ``share``
    the part of the step's milestones that is reached (0 to 1).
    """

    key: str
    title: str
    done: tuple[str, ...]
    missing: tuple[str, ...]
    next_action: str
    page: str
    share: float

    @property
    def word(self) -> str:
        """The state in one word."""
        if self.share == 0:
            return "noch nicht begonnen"
        return "erledigt" if not self.missing else "in Arbeit"


@dataclass(frozen=True)
class _Check:
    """One milestone: reached when ``sql`` yields at least ``least`` and nothing of ``gap``.

    ``sql`` counts what is there, ``gap`` (if any) what is there but incomplete.
    """

    sql: str
    done: Callable[[int], str]
    missing: str
    action: str
    page: str
    gap: str = ""
    gap_words: Callable[[int], str] = str
    gap_action: str = ""
    gap_page: str = ""
    least: int = 1


def _counted(singular: str, plural: str, rest: str) -> Callable[[int], str]:
    return lambda n: f"{german.number(n)} {singular if n == 1 else plural} {rest}"


def _all(table: str, where: str = "true") -> str:
    return f"SELECT count(*) FROM {table} WHERE {where}"


_GOALS = (
    _Check(
        _all("vision"),
        lambda n: "Das Leitbild ist beschrieben",
        "Ein Leitbild fehlt",
        "Beschreiben Sie das Leitbild: Wohin soll sich die Kommune entwickeln?",
        "leitbild",
    ),
    _Check(
        _all("framework_condition"),
        _counted("Rahmenbedingung", "Rahmenbedingungen", "festgehalten"),
        "Rahmenbedingungen fehlen",
        "Halten Sie fest, welche rechtlichen, finanziellen und personellen Bedingungen gelten.",
        "rahmenbedingungen",
    ),
    _Check(
        "SELECT count(DISTINCT kind) FROM swot_entry",
        lambda n: "Stärken, Schwächen, Chancen und Risiken sind gesammelt",
        "Die SWOT-Analyse ist nicht vollständig",
        "Tragen Sie Stärken, Schwächen, Chancen und Risiken ein, in jede Liste mindestens eine "
        "Aussage.",
        "swot",
        least=4,
    ),
    _Check(
        _all("goal"),
        _counted("Ziel", "Ziele", "festgelegt"),
        "Ziele fehlen",
        "Legen Sie Leitziele fest und leiten Sie daraus strategische Ziele ab.",
        "ziele",
    ),
    _Check(
        _all("indicator"),
        _counted("Kennzahl", "Kennzahlen", "mit Zielwert"),
        "Kennzahlen fehlen",
        "Legen Sie zu jedem Ziel fest, woran man seinen Erfolg misst.",
        "kennzahlen",
        _all("indicator", "target IS NULL"),
        _counted("Kennzahl hat", "Kennzahlen haben", "keinen Zielwert"),
        "Ergänzen Sie die Zielwerte der Kennzahlen.",
    ),
    _Check(
        _all("production_variant", "recommended"),
        lambda n: "Eine Variante der Erarbeitung ist empfohlen",
        "Es ist nicht festgelegt, wie die Strategie erarbeitet wird",
        "Vergleichen Sie eigenes Personal und externe Begleitung und empfehlen Sie eine Variante.",
        "varianten",
    ),
)

_HEARD = (
    "SELECT organisation_id FROM interview WHERE status = 'geführt' UNION "
    "SELECT u.parent_id FROM interview i JOIN organisation_unit u ON u.id = i.organisation_id "
    "WHERE i.status = 'geführt' AND u.parent_id IS NOT NULL"
)
_CURRENT_AMT = "level = 2 AND (valid_to IS NULL OR valid_to >= current_date)"
_HAS_COST = "SELECT application_id FROM cost_line WHERE application_id IS NOT NULL"

_ANALYSIS = (
    _Check(
        _all("organisation_unit", "level = 2"),
        _counted("Amt", "Ämter", "erfasst"),
        "Die Organisation fehlt",
        "Erfassen Sie Dezernate und Ämter oder lesen Sie sie aus einer Datei ein.",
        "organisation",
    ),
    _Check(
        _all("application"),
        _counted("Anwendung", "Anwendungen", "erfasst"),
        "Anwendungen fehlen",
        "Erfassen Sie die IT-Anwendungen oder lesen Sie Ihre Bestandsliste ein.",
        "anwendungen",
        _all("application", "organisation_id IS NULL"),
        _counted("Anwendung hat", "Anwendungen haben", "keine verantwortliche Einheit"),
        "Ordnen Sie jeder Anwendung eine verantwortliche Einheit zu.",
    ),
    _Check(
        _all("project"),
        _counted("Projekt", "Projekte", "erfasst"),
        "Projekte fehlen",
        "Erfassen Sie laufende und geplante Projekte.",
        "projekte",
    ),
    _Check(
        _all("cost_line", "measure_id IS NULL"),
        _counted("Kostenzeile", "Kostenzeilen", "erfasst"),
        "Kosten fehlen",
        "Tragen Sie die Sach- und Personalkosten der Anwendungen ein.",
        "kosten",
        f"SELECT count(*) FROM application WHERE life_cycle IS DISTINCT FROM 'abgelöst' "
        f"AND id NOT IN ({_HAS_COST})",
        _counted("Anwendung ist", "Anwendungen sind", "ohne Kostenangabe"),
        "Ergänzen Sie die Kosten der Anwendungen, bei denen noch keine Angabe steht.",
    ),
    _Check(
        _all("budget_line"),
        _counted("Haushaltszeile", "Haushaltszeilen", "eingelesen"),
        "Der Haushalt fehlt",
        "Lesen Sie den Haushaltsplan ein.",
        "einlesen",
    ),
    _Check(
        _all("service"),
        _counted("Leistung", "Leistungen", "erfasst"),
        "Verwaltungsleistungen fehlen",
        "Erfassen Sie die Verwaltungsleistungen mit ihrem Reifegrad.",
        "leistungen",
    ),
    _Check(
        f"SELECT count(*) FROM organisation_unit WHERE {_CURRENT_AMT} AND id IN ({_HEARD})",
        _counted("Amt", "Ämter", "befragt"),
        "Interviews fehlen",
        "Vereinbaren Sie Interviews mit den Ämtern.",
        "interviews",
        f"SELECT count(*) FROM organisation_unit WHERE {_CURRENT_AMT} AND id NOT IN ({_HEARD})",
        _counted("Amt wurde", "Ämter wurden", "noch nicht befragt"),
        "Führen Sie die Interviews mit den Ämtern, die noch fehlen.",
    ),
)

_WORKSHOP = (
    _Check(
        _all("workshop"),
        _counted("Werkstatt", "Werkstätten", "angelegt"),
        "Eine Zukunftswerkstatt fehlt",
        "Legen Sie eine Zukunftswerkstatt mit ihren drei Phasen an.",
        "werkstaetten",
    ),
    _Check(
        "SELECT count(DISTINCT kind) FROM workshop_phase",
        lambda n: "Kritik, Phantasie und Verwirklichung sind vorbereitet",
        "Die drei Phasen sind nicht vollständig",
        "Ergänzen Sie die Phasen Kritik, Phantasie und Verwirklichung.",
        "werkstaetten",
        least=3,
    ),
    _Check(
        _all("card"),
        _counted("Karte", "Karten", "gesammelt"),
        "Karten fehlen",
        "Erfassen Sie die Karten aus der Werkstatt.",
        "karten",
        _all("card", "state = 'eingegangen'"),
        _counted("Karte wartet", "Karten warten", "auf eine Entscheidung"),
        "Entscheiden Sie über die eingegangenen Karten.",
    ),
    _Check(
        _all("cluster"),
        _counted("Thema", "Themen", "gebildet"),
        "Themen fehlen",
        "Fassen Sie die Karten zu Themen zusammen.",
        "themen",
    ),
    _Check(
        "SELECT coalesce(sum(points), 0) FROM point",
        _counted("Punkt", "Punkte", "vergeben"),
        "Punkte fehlen",
        "Tragen Sie ein, wie viele Punkte jedes Thema erhielt.",
        "themen",
    ),
    _Check(
        _all("card", "state = 'in Maßnahme aufgenommen'"),
        _counted("Karte", "Karten", "in Maßnahmen aufgenommen"),
        "Aus keiner Karte ist bisher eine Maßnahme entstanden",
        "Machen Sie aus den wichtigsten Karten Maßnahmen.",
        "karten",
    ),
)

_DOMAINS = (
    _Check(
        _all("life_domain"),
        _counted("Lebensbereich", "Lebensbereiche", "festgelegt"),
        "Lebensbereiche fehlen",
        "Wählen Sie eine Gliederung der Lebensbereiche.",
        "lebensbereiche",
    ),
    _Check(
        _all("measure"),
        _counted("Maßnahme", "Maßnahmen", "beschrieben"),
        "Maßnahmen fehlen",
        "Beschreiben Sie die Maßnahmen oder machen Sie welche aus den Karten der Werkstatt.",
        "massnahmen",
        _all("measure", "domain_id IS NULL AND status IS DISTINCT FROM 'verworfen'"),
        _counted("Maßnahme gehört", "Maßnahmen gehören", "zu keinem Lebensbereich"),
        "Ordnen Sie jede Maßnahme einem Lebensbereich zu.",
    ),
    _Check(
        "SELECT count(DISTINCT l.from_id) FROM link l JOIN measure m ON m.id = l.from_id "
        "JOIN goal g ON g.id = l.to_id",
        _counted("Maßnahme dient", "Maßnahmen dienen", "einem Ziel"),
        "Keine Maßnahme ist mit einem Ziel verknüpft",
        "Verknüpfen Sie jede Maßnahme mit dem Ziel, dem sie dient.",
        "massnahmen",
        "SELECT count(*) FROM measure WHERE status IS DISTINCT FROM 'verworfen' AND id NOT IN "
        "(SELECT l.from_id FROM link l JOIN goal g ON g.id = l.to_id)",
        _counted("Maßnahme dient", "Maßnahmen dienen", "noch keinem Ziel"),
        "Verknüpfen Sie jede Maßnahme mit dem Ziel, dem sie dient.",
    ),
    _Check(
        _all("measure", "organisation_id IS NOT NULL"),
        _counted("Maßnahme hat", "Maßnahmen haben", "eine Federführung"),
        "Keine Maßnahme hat eine Federführung",
        "Legen Sie fest, wer federführend ist.",
        "massnahmen",
    ),
)

_STRATEGY = (
    _Check(
        "SELECT CASE WHEN sum(weight) = 100 THEN count(*) ELSE 0 END FROM criterion",
        _counted("Kriterium", "Kriterien", "mit zusammen 100 % Gewicht"),
        "Kriterien mit zusammen 100 % Gewicht fehlen",
        "Legen Sie die Kriterien fest, nach denen Sie Maßnahmen gewichten.",
        "prioritaeten",
    ),
    _Check(
        "SELECT count(DISTINCT measure_id) FROM score WHERE points IS NOT NULL",
        _counted("Maßnahme", "Maßnahmen", "bewertet"),
        "Bewertungen fehlen",
        "Bewerten Sie die Maßnahmen nach den Kriterien.",
        "prioritaeten",
    ),
    _Check(
        "SELECT count(DISTINCT measure_id) FROM cost_line WHERE measure_id IS NOT NULL",
        _counted("Maßnahme", "Maßnahmen", "mit Kosten"),
        "Kosten der Maßnahmen fehlen",
        "Tragen Sie die Kosten der Maßnahmen je Jahr ein.",
        "strategiekosten",
        "SELECT count(*) FROM measure WHERE (status IS NULL OR status NOT IN ('Ideenpool', "
        "'verworfen')) AND id NOT IN "
        "(SELECT measure_id FROM cost_line WHERE measure_id IS NOT NULL)",
        _counted("Maßnahme ist", "Maßnahmen sind", "ohne Kostenangabe"),
        "Ergänzen Sie die Kosten der Maßnahmen, bei denen noch keine Angabe steht.",
    ),
    _Check(
        "SELECT count(DISTINCT measure_id) FROM plan_entry",
        _counted("Maßnahme", "Maßnahmen", "auf Jahre verteilt"),
        "Die Mehrjahresplanung fehlt",
        "Legen Sie fest, welche Maßnahme in welchem Jahr vorbereitet und umgesetzt wird.",
        "mehrjahresplanung",
    ),
    _Check(
        _all("chapter", "body IS NOT NULL"),
        _counted("Kapitel", "Kapitel", "geschrieben"),
        "Textkapitel fehlen",
        "Schreiben Sie die Kapitel der Strategie.",
        "kapitel",
        _all("chapter", "body IS NULL"),
        _counted("Kapitel ist", "Kapitel sind", "noch leer"),
        "Schreiben Sie die Kapitel, die noch leer sind.",
    ),
)

_COUNCIL = (
    _Check(
        _all("body"),
        _counted("Gremium", "Gremien", "angelegt"),
        "Gremien fehlen",
        "Legen Sie Vertretung und Ausschüsse an.",
        "gremien",
    ),
    _Check(
        _all("paper"),
        _counted("Vorlage", "Vorlagen", "erfasst"),
        "Vorlagen fehlen",
        "Erfassen Sie die Vorlage, mit der die Strategie beschlossen werden soll.",
        "vorlagen",
    ),
    _Check(
        _all("consultation"),
        _counted("Beratung", "Beratungen", "geplant"),
        "Die Beratungsfolge fehlt",
        "Tragen Sie die Beratungsfolge der Vorlage ein.",
        "vorlagen",
        _all("consultation", "held_on < current_date AND coalesce(outcome, 'offen') = 'offen'"),
        _counted("Beratung hat", "Beratungen haben", "noch kein Ergebnis"),
        "Tragen Sie die Ergebnisse der Beratungen ein, die schon stattgefunden haben.",
    ),
    _Check(
        _all("resolution"),
        _counted("Beschluss", "Beschlüsse", "erfasst"),
        "Beschlüsse fehlen",
        "Erfassen Sie die Beschlüsse und verfolgen Sie ihre Umsetzung.",
        "beschluesse",
        _all("deadline", "done_on IS NULL AND due < current_date"),
        _counted("Frist ist", "Fristen sind", "überschritten"),
        "Kümmern Sie sich um die überschrittenen Fristen.",
        "fristen",
    ),
)

_STEPS = (
    ("1", "Ziele und Positionierung", _GOALS),
    ("2", "IST-Analyse", _ANALYSIS),
    ("3", "Zukunftswerkstatt", _WORKSHOP),
    ("4", "Lebensbereiche", _DOMAINS),
    ("5", "Digitalisierungsstrategie", _STRATEGY),
    ("gremien", "Gremien", _COUNCIL),
)


def step_states(db: Cursor) -> list[StepState]:
    """The five steps and the bodies, in order."""
    return [_state(db, key, title, checks) for key, title, checks in _STEPS]


def _state(db: Cursor, key: str, title: str, checks: tuple[_Check, ...]) -> StepState:
    # One statement per step, because the overview asks for all of them on every visit.
    columns = ", ".join(
        f"({check.sql}) AS n{place}, ({check.gap or 'SELECT 0'}) AS g{place}"
        for place, check in enumerate(checks)
    )
    counts = db.one(f"SELECT {columns}") or {}
    done: list[str] = []
    missing: list[str] = []
    # What has not begun yet comes before what is merely incomplete.
    begin: list[tuple[str, str]] = []
    complete: list[tuple[str, str]] = []
    reached = 0
    for place, check in enumerate(checks):
        there, gap = int(counts[f"n{place}"] or 0), int(counts[f"g{place}"] or 0)
        if there < check.least:
            missing.append(check.missing)
            begin.append((check.action, check.page))
            continue
        done.append(check.done(there))
        if gap:
            missing.append(check.gap_words(gap))
            complete.append((check.gap_action, check.gap_page or check.page))
        else:
            reached += 1
    # A milestone that is there but incomplete counts half.
    share = (len(done) + reached) / (2 * len(checks))
    action, page = [*begin, *complete, ("", checks[0].page)][0]
    return StepState(key, title, tuple(done), tuple(missing), action, page, share)
