"""Every screen of the workbench: where it stands, what it is called, which address it has."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Screen:
    """One screen: script below pages/, German title, address, icon."""

    script: str
    title: str
    url: str
    icon: str

    @property
    def icon_name(self) -> str:
        """The icon's name in the font of the icons."""
        return self.icon.rpartition("/")[2].rstrip(":")


@dataclass(frozen=True)
class Section:
    """A group of screens in the navigation."""

    title: str
    places: tuple[Screen, ...]


def _place(script: str, title: str, url: str, icon: str) -> Screen:
    return Screen(script, title, url, f":material/{icon}:")


SECTIONS: tuple[Section, ...] = (
    Section("Überblick", (_place("start.py", "Überblick", "start", "home"),)),
    Section(
        "1 Ziele und Positionierung",
        (
            _place("step_1_goals/vision.py", "Leitbild und Leitlinien", "leitbild", "visibility"),
            _place("step_1_goals/framework.py", "Rahmenbedingungen", "rahmenbedingungen", "gavel"),
            _place("step_1_goals/swot.py", "Stärken und Schwächen", "swot", "grid_view"),
            _place("step_1_goals/goals.py", "Ziele", "ziele", "flag"),
            _place("step_1_goals/indicators.py", "Kennzahlen", "kennzahlen", "monitoring"),
            _place("step_1_goals/comparison.py", "Vergleichskommunen", "vergleich", "compare"),
            _place(
                "step_1_goals/variants.py", "Varianten der Erarbeitung", "varianten", "alt_route"
            ),
        ),
    ),
    Section(
        "2 IST-Analyse",
        (
            _place(
                "step_2_ist_analysis/organisation.py",
                "Organisation",
                "organisation",
                "account_tree",
            ),
            _place("step_2_ist_analysis/applications.py", "Anwendungen", "anwendungen", "apps"),
            _place(
                "step_2_ist_analysis/distribution_keys.py",
                "Verteilschlüssel",
                "verteilschluessel",
                "pie_chart",
            ),
            _place("step_2_ist_analysis/projects.py", "Projekte", "projekte", "assignment"),
            _place("step_2_ist_analysis/costs.py", "Kosten", "kosten", "euro"),
            _place(
                "step_2_ist_analysis/personnel_rates.py",
                "Personalkostensätze",
                "personalkostensaetze",
                "badge",
            ),
            _place(
                "step_2_ist_analysis/posts.py", "Stellen und Synergien", "stellen", "event_seat"
            ),
            _place("step_2_ist_analysis/budget.py", "Haushalt", "haushalt", "account_balance"),
            _place("step_2_ist_analysis/services.py", "Leistungen", "leistungen", "public"),
            _place("step_2_ist_analysis/maturity.py", "Reifegrad", "reifegrad", "stairs"),
            _place(
                "step_2_ist_analysis/interviews.py", "Interviews und Befunde", "interviews", "forum"
            ),
            _place("step_2_ist_analysis/surveys.py", "Erhebungen", "erhebungen", "fact_check"),
            _place(
                "step_2_ist_analysis/data_quality.py", "Datenqualität", "datenqualitaet", "verified"
            ),
            _place(
                "step_2_ist_analysis/council_answers.py",
                "Fragen der Politik",
                "fragen-der-politik",
                "contact_support",
            ),
            _place(
                "step_2_ist_analysis/recommendations.py",
                "Empfehlungen",
                "empfehlungen",
                "lightbulb",
            ),
        ),
    ),
    Section(
        "3 Zukunftswerkstatt",
        (
            _place("step_3_future_workshop/workshops.py", "Werkstätten", "werkstaetten", "groups"),
            _place(
                "step_3_future_workshop/prepare.py",
                "Werkstatt vorbereiten",
                "werkstatt-vorbereiten",
                "checklist",
            ),
            _place("step_3_future_workshop/desk.py", "Moderation", "moderation", "co_present"),
            _place("step_3_future_workshop/cards.py", "Karten", "karten", "sticky_note_2"),
            _place(
                "step_3_future_workshop/clusters.py", "Themen und Punkte", "themen", "bubble_chart"
            ),
            _place("step_3_future_workshop/results.py", "Ergebnisse", "ergebnisse", "leaderboard"),
            _place("step_3_future_workshop/ideas.py", "Ideenpool", "ideenpool", "lightbulb"),
        ),
    ),
    Section(
        "4 Lebensbereiche",
        (
            _place(
                "step_4_life_domains/domains.py", "Lebensbereiche", "lebensbereiche", "category"
            ),
            _place("step_4_life_domains/measures.py", "Maßnahmen", "massnahmen", "task"),
            _place(
                "step_4_life_domains/heat_map.py",
                "Lebensbereiche und Ziele",
                "lebensbereiche-ziele",
                "grid_view",
            ),
        ),
    ),
    Section(
        "5 Digitalisierungsstrategie",
        (
            _place(
                "step_5_final_strategy/planning_table.py",
                "Planungstabelle",
                "planung",
                "view_timeline",
            ),
            _place(
                "step_5_final_strategy/limits.py", "Obergrenzen und Regeln", "obergrenzen", "rule"
            ),
            _place("step_5_final_strategy/priorities.py", "Prioritäten", "prioritaeten", "sort"),
            _place(
                "step_5_final_strategy/staging.py",
                "Mehrjahresplanung",
                "mehrjahresplanung",
                "calendar_month",
            ),
            _place(
                "step_5_final_strategy/budget_view.py",
                "Kosten der Strategie",
                "strategiekosten",
                "savings",
            ),
            _place(
                "step_5_final_strategy/ranges.py", "Kostenspannen", "kostenspannen", "query_stats"
            ),
            _place("step_5_final_strategy/chapters.py", "Textkapitel", "kapitel", "article"),
            _place("step_5_final_strategy/report.py", "Bericht", "bericht", "summarize"),
        ),
    ),
    Section(
        "Gremien",
        (
            _place("council/papers.py", "Vorlagen und Beratungsfolge", "vorlagen", "description"),
            _place("council/resolutions.py", "Beschlüsse", "beschluesse", "how_to_vote"),
            _place("council/bodies.py", "Gremien und Sitzungen", "gremien", "event"),
            _place("council/working_group.py", "Arbeitsgruppe", "arbeitsgruppe", "diversity_3"),
            _place("council/deadlines.py", "Fristen und Berichte", "fristen", "alarm"),
            _place(
                "council/half_year.py", "Halbjahresbericht", "halbjahresbericht", "event_repeat"
            ),
            _place("council/dashboard.py", "Ausschussansicht", "ausschuss", "present_to_all"),
        ),
    ),
    Section(
        "Daten",
        (
            _place("plan_data/import_files.py", "Einlesen", "einlesen", "upload_file"),
            _place("plan_data/export.py", "Ausgeben und sichern", "ausgeben", "download"),
            _place("plan_data/history.py", "Verlauf", "verlauf", "history"),
            _place("plan_data/versions.py", "Fassungen", "fassungen", "content_copy"),
            _place(
                "plan_data/compare.py", "Fassungen vergleichen", "fassungsvergleich", "difference"
            ),
            _place("plan_data/publish.py", "Veröffentlichen", "veroeffentlichen", "public"),
            _place("plan_data/people.py", "Personen", "personen", "person"),
            _place(
                "plan_data/my_items.py", "Meine offenen Angaben", "meine-angaben", "assignment_ind"
            ),
            _place("plan_data/settings.py", "Kommune", "kommune", "settings"),
            _place("plan_data/accounts.py", "Zugänge und Datenschutz", "zugaenge", "key"),
            _place("plan_data/new_plan.py", "Neue Kommune anlegen", "neue-kommune", "add_home"),
            _place(
                "plan_data/accessibility.py",
                "Barrierefreiheit",
                "barrierefreiheit",
                "accessibility",
            ),
        ),
    ),
)


# Reached from the field above the way, not by a line of it.
SEARCH = _place("search.py", "Suche", "suche", "search")


def every_screen() -> tuple[Screen, ...]:
    """All screens in the order of the way, then those beside it."""
    return (*(place for section in SECTIONS for place in section.places), SEARCH)


def place_of(url: str) -> Screen:
    """The screen with this address."""
    return next(place for place in every_screen() if place.url == url)


def place_of_script(script: str) -> Screen:
    """The screen that a script below pages/ draws."""
    return next(place for place in every_screen() if place.script == script)
