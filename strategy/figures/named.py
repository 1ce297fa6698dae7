"""How each named figure is worked out, with its German label; in the order of the five steps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from strategy.figures.figure import (
    CENT,
    COUNT,
    PERCENT,
    POSTS,
    TOTAL,
    CostCriteria,
    Figure,
    id_word,
)
from strategy.figures.inventory.counts import completeness_percent
from strategy.figures.inventory.interviews import coverage
from strategy.figures.inventory.quality import euro_quality
from strategy.figures.inventory.services import service_totals
from strategy.figures.inventory.units import UNASSIGNED
from strategy.figures.money.cost import unknown_costs
from strategy.figures.plan.goals import indicator_table
from strategy.figures.plan.measures import funding_table, measures_by
from strategy.figures.profile import sealed_on
from strategy.figures.workshop.cards import cards_by_state
from strategy.kernel import german
from strategy.kernel.store import Cursor
from strategy.nouns.card import CardState
from strategy.nouns.measure import MeasureStatus

GOALS = ("ziele_anzahl", "kennzahlen_anzahl", "kennzahlen_auf_kurs")
INVENTORY_IDS = (
    "anwendungen_anzahl",
    "anwendungen_vollstaendig",
    "projekte_anzahl",
    "projekte_laufend",
    "leistungen_anzahl",
    "leistungen_online",
    "leistungen_onlinequote",
    "aemter_anzahl",
    "aemter_befragt",
)
QUALITY = ("daten_euro_veraltet", "daten_euro_ohne_person")
WORKSHOP = (
    "karten_anzahl",
    *(f"karten_{id_word(state)}" for state in CardState),
    f"karten_{id_word(german.UNKNOWN)}",
    "punkte_anzahl",
)
MEASURE_IDS = ("massnahmen_anzahl", *(f"massnahmen_{id_word(status)}" for status in MeasureStatus))
FUNDING = ("foerderung_gesamt", "foerderung_eigenanteil", "foerderung_massnahmen")
COUNCIL = ("vorlagen_anzahl", "beschluesse_anzahl", "beschluesse_offen")


def budget_id(year: int, flow: str) -> str:
    return f"haushalt_{year}_{id_word(flow)}"


def posts_id(year: int) -> str:
    return f"massnahmen_{year}_stellen"


def goal_figures(db: Cursor) -> list[Figure]:
    indicators = indicator_table(db)
    unknown = int((indicators["course"] == "unbekannt").sum())
    # "Weitgehend" is on course as well: four stages, of which the upper two need no action.
    on_course = int(indicators["course"].isin(["voll auf Kurs", "weitgehend auf Kurs"]).sum())
    return [
        _count(db, "ziele_anzahl", "Ziele", "goal"),
        Figure("kennzahlen_anzahl", "Kennzahlen", len(indicators), COUNT),
        Figure(
            "kennzahlen_auf_kurs",
            "Kennzahlen auf Kurs",
            on_course,
            COUNT,
            unknown,
            "Voll oder weitgehend auf dem linearen Weg vom Ausgangs- zum Zielwert.",
        ),
    ]


def inventory_figures(db: Cursor) -> list[Figure]:
    services, heard = service_totals(db), coverage(db, sealed_on(db))
    return [
        _count(db, "anwendungen_anzahl", "Anwendungen", "application"),
        Figure(
            "anwendungen_vollstaendig",
            "Ausgefüllte Pflichtangaben der Anwendungen",
            completeness_percent(db),
            PERCENT,
        ),
        _count(db, "projekte_anzahl", "Projekte", "project"),
        _count(db, "projekte_laufend", "Laufende Projekte", "project", "status = 'in Bearbeitung'"),
        Figure(
            "leistungen_anzahl",
            "Verwaltungsleistungen",
            services.services,
            COUNT,
            # Said wherever the figure stands: the list of services is longer by these.
            note=f"Ohne {german.number(services.catalogue)} Einträge, die nur im Katalog stehen."
            if services.catalogue
            else "",
        ),
        Figure(
            "leistungen_online",
            "Online verfügbare Leistungen",
            services.online,
            COUNT,
            services.online_unknown,
        ),
        Figure(
            "leistungen_onlinequote",
            "Anteil online verfügbarer Leistungen",
            services.online_quote,
            PERCENT,
            services.online_unknown,
            "Bezogen auf Leistungen, bei denen bekannt ist, ob es sie online gibt.",
        ),
        Figure("aemter_anzahl", "Ämter", heard.units, COUNT),
        Figure("aemter_befragt", "Ämter mit geführtem Interview", heard.done, COUNT),
    ]


def quality_figures(db: Cursor) -> list[Figure]:
    # In an edition the day of sealing decides what was fresh, so its figure never changes.
    euros = euro_quality(db, sealed_on(db) or date.today())
    note = f"Kosten der Anwendungen und Projekte {euros.year or 'im Planjahr'} (Plan)."
    return [
        Figure(
            "daten_euro_veraltet",
            "Anteil der Euro ohne frische Bestätigung",
            euros.stale_percent,
            PERCENT,
            0,
            note,
        ),
        Figure(
            "daten_euro_ohne_person",
            "Anteil der Euro ohne Ansprechperson",
            euros.ownerless_percent,
            PERCENT,
            0,
            note,
        ),
    ]


def cost_figures(db: Cursor, frame: pd.DataFrame, wanted: Sequence[CostCriteria]) -> list[Figure]:
    figures = []
    for one in wanted:
        rows = frame[frame["year"] == one.year]
        what = one.part.value or "Kosten"
        # Only the whole tells how much is unknown: a sentence beside each part would say it again.
        note = unknown_costs(db, one.basis, one.year).sentence if one.part is TOTAL else ""
        figures.append(_sum(one, f"{what} {one.year} ({one.basis})", rows, note))
    return figures


def unit_cost_figures(frame: pd.DataFrame, wanted: Sequence[CostCriteria]) -> list[Figure]:
    by_unit = {one.unit: one for one in wanted}
    figures = []
    for row in frame[frame["year"] == wanted[0].year].to_dict("records"):
        # A missing id is NaN in a frame, which equals nothing, not even itself.
        one = by_unit[row["dezernat_id"] if isinstance(row["dezernat_id"], str) else UNASSIGNED]
        figures.append(
            Figure(
                one.id,
                f"Kosten {one.year} ({one.basis}), {row['dezernat']}",
                _int(row["amount_cents"]),
                CENT,
                int(row["unknown_lines"]),
                criteria=one,
            )
        )
    return figures


def budget_figures(frame: pd.DataFrame, year: int) -> list[Figure]:
    here = frame[frame["year"] == year]
    other = int(here.loc[here["flow"] == "ohne Art", "lines"].sum())
    # A total of income or expense cannot hold lines that say neither; that is said beside it.
    also = f" {other} Zeile(n) ohne Art sind nicht enthalten." if other else ""
    return [
        Figure(
            budget_id(year, row["flow"]),
            f"{row['flow']} {year} ({row['plan_type']})",
            _int(row["amount_cents"]),
            CENT,
            int(row["unknown_lines"]),
            f"Zwischensummen zählen nicht mit.{also}",
        )
        for row in here.to_dict("records")
        # Lines without a kind may be income or expense: a figure of them would mean nothing.
        if row["flow"] != "ohne Art"
    ]


def workshop_figures(db: Cursor) -> list[Figure]:
    states = cards_by_state(db)
    points = db.value("SELECT coalesce(sum(points), 0) FROM point")
    return [
        Figure("karten_anzahl", "Karten der Zukunftswerkstatt", int(states["cards"].sum()), COUNT),
        *(
            Figure(
                f"karten_{id_word(row['state'])}", f"Karten: {row['state']}", row["cards"], COUNT
            )
            for row in states.to_dict("records")
        ),
        Figure("punkte_anzahl", "Vergebene Punkte", int(points), COUNT),
    ]


def measure_figures(db: Cursor) -> list[Figure]:
    counts = dict(measures_by(db, "status").itertuples(index=False, name=None))
    return [
        _count(db, "massnahmen_anzahl", "Maßnahmen", "measure"),
        *(
            Figure(
                f"massnahmen_{id_word(status)}",
                f"Maßnahmen: {status}",
                int(counts.get(status, 0)),
                COUNT,
            )
            for status in MeasureStatus
        ),
    ]


def measure_cost_figures(
    plan: pd.DataFrame, posts: pd.DataFrame, year: int, wanted: Sequence[CostCriteria]
) -> list[Figure]:
    note = "Ohne Ideenpool und verworfene Maßnahmen."
    rows = plan[plan["year"] == year]
    figures = []
    for one in wanted:
        words = f", {one.part.value}" if one.part.value else ""
        figures.append(_sum(one, f"Kosten der Maßnahmen {year}{words}", rows, note))
    # No row and a row without a number both mean unknown here.
    fte = posts.loc[posts["year"] == year, "fte"].dropna()
    figures.append(
        Figure(
            posts_id(year),
            f"Stellen für Maßnahmen {year}",
            float(fte.iloc[0]) if len(fte) else None,
            POSTS,
            int(posts.loc[posts["year"] == year, "unknown_lines"].sum()),
            note,
        )
    )
    return figures


def funding_figures(db: Cursor) -> list[Figure]:
    grants = funding_table(db)
    # Two totals, because the cost of the strategy knows the grants of its own measures alone.
    everything = "Aller Maßnahmen und Projekte, auch von Ideenpool und Verworfenem."
    return [
        Figure(
            name,
            label,
            # min_count: grants whose amount nobody knows must not add up to 0.
            _int(rows[column].sum(min_count=1)),
            CENT,
            int(rows["grant_cents"].isna().sum()),
            note,
        )
        for name, label, rows, column, note in (
            (
                "foerderung_gesamt",
                "Fördermittel der Maßnahmen und Projekte",
                grants,
                "grant_cents",
                everything,
            ),
            (
                "foerderung_eigenanteil",
                "Eigenanteil an geförderten Kosten",
                grants,
                "own_cents",
                everything,
            ),
            (
                "foerderung_massnahmen",
                "Fördermittel der Maßnahmen",
                grants[grants["in_plan"]],
                "grant_cents",
                "Ohne Ideenpool und verworfene Maßnahmen.",
            ),
        )
    ]


def council_figures(db: Cursor) -> list[Figure]:
    return [
        _count(db, "vorlagen_anzahl", "Vorlagen", "paper"),
        _count(db, "beschluesse_anzahl", "Beschlüsse", "resolution"),
        _count(
            db,
            "beschluesse_offen",
            "Offene Beschlüsse",
            "resolution",
            "coalesce(status, 'offen') IN ('offen', 'in Arbeit')",
        ),
    ]


def _count(db: Cursor, name: str, label: str, table: str, where: str = "true") -> Figure:
    found = db.value(f"SELECT count(*) FROM {table} WHERE {where}")
    return Figure(name, label, int(found), COUNT)


def _sum(criteria: CostCriteria, label: str, whole: pd.DataFrame, note: str) -> Figure:
    """The sum of those rows of a year, ``whole``, that belong to the part of the criteria."""
    part = criteria.part
    rows = whole[whole[part.field] == part.value] if part.field else whole
    # A part without lines is 0 where something is known of the whole, else as unknown as that.
    nothing = bool(part.field) and bool(whole["amount_cents"].notna().any()) and rows.empty
    total = 0 if nothing else _int(rows["amount_cents"].sum(min_count=1))
    unknown = int(rows["unknown_lines"].sum())
    return Figure(criteria.id, label, total, CENT, unknown, note, criteria)


def _int(value: Any) -> int | None:
    return None if german.is_unknown(value) else int(value)
