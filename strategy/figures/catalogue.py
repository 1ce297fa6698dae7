"""Every named figure of a plan, with an id that stays the same from year to year.

The ids are valid names in Excel, so the report carries each of them as a defined name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from strategy.figures.inventory.counts import completeness_percent
from strategy.figures.inventory.interviews import coverage
from strategy.figures.inventory.quality import euro_quality
from strategy.figures.inventory.services import service_totals
from strategy.figures.inventory.units import UNASSIGNED
from strategy.figures.money.allocation import MEASURES
from strategy.figures.money.budget import leading_budget
from strategy.figures.money.cost import (
    cost_by_dezernat_and_year,
    cost_by_year,
    cost_years,
    unknown_costs,
)
from strategy.figures.plan.goals import indicator_table
from strategy.figures.plan.measures import fte_by_year, funding_table, measures_by, plan_by_year
from strategy.figures.profile import horizon, sealed_on
from strategy.figures.workshop.cards import cards_by_state
from strategy.kernel import german
from strategy.kernel.store import Cursor
from strategy.nouns.measure import MeasureStatus

CENT, COUNT, PERCENT, POSTS = "Cent", "Anzahl", "Prozent", "VZÄ"


@dataclass(frozen=True)
class Figure:
    """One figure: ``value`` is an int (cents, counts) or float (per cent, VZÄ), None is unknown;
    ``unknown`` counts the entries that are missing behind it."""

    id: str
    label: str
    value: int | float | None
    unit: str
    unknown: int = 0
    note: str = ""

    @property
    def text(self) -> str:
        """The value as Germans write it."""
        if self.value is None:
            return german.UNKNOWN
        if self.unit == CENT:
            return german.money(self.value)
        if self.unit == PERCENT:
            return german.percent(self.value, 1)
        if self.unit == POSTS:
            return german.fte(self.value, unit=True)
        return german.number(self.value)


def all_figures(db: Cursor) -> list[Figure]:
    """Every figure of this version, in the order of the five steps.

    Years are those of the municipality's horizon; in a plan without profile those with cost.
    """
    years = _years(db)
    return [
        *_goals(db),
        *_inventory(db),
        *_quality(db),
        *_costs(db, years),
        *_budget(db, years),
        *_workshop(db),
        *_measures(db, years),
        *_council(db),
    ]


def _years(db: Cursor) -> list[int]:
    return horizon(db) or sorted({*cost_years(db, "Plan"), *cost_years(db, "Plan", MEASURES)})


def find_figures(db: Cursor, ids: Sequence[str]) -> list[Figure]:
    """Some figures in the order asked for; ids that this plan does not have are left out."""
    # The overview asks for six figures on every visit; the other hundreds are not worked out.
    asked = {int(year) for name in ids for year in re.findall(r"_([0-9]{4})_", name)}
    years = [year for year in _years(db) if year in asked] if asked else []
    found: list[Figure] = []
    if _any(ids, "ziele", "kennzahlen"):
        found += _goals(db)
    if _any(ids, "anwendungen", "projekte", "leistungen", "aemter"):
        found += _inventory(db)
    if _any(ids, "daten"):
        found += _quality(db)
    for basis in ("Plan", "Ist"):
        costs = [name for name in ids if name.startswith(f"kosten_{basis.lower()}_")]
        if costs:
            by_unit = not all(name.endswith(("_gesamt", "_sach", "_personal")) for name in costs)
            found += _costs(db, years, (basis,), by_unit)
    if _any(ids, "haushalt"):
        found += _budget(db, years)
    if _any(ids, "karten", "punkte"):
        found += _workshop(db)
    if _any(ids, "massnahmen", "foerderung"):
        found += _measures(db, years)
    if _any(ids, "vorlagen", "beschluesse"):
        found += _council(db)
    known = {figure.id: figure for figure in found}
    return [known[name] for name in ids if name in known]


def _any(ids: Sequence[str], *beginnings: str) -> bool:
    return any(name.startswith(tuple(f"{word}_" for word in beginnings)) for name in ids)


def _goals(db: Cursor) -> list[Figure]:
    indicators = indicator_table(db)
    unknown = int((indicators["course"] == "unbekannt").sum())
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


def _inventory(db: Cursor) -> list[Figure]:
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
        Figure("leistungen_anzahl", "Verwaltungsleistungen", services.services, COUNT),
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


def _quality(db: Cursor) -> list[Figure]:
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


def _costs(
    db: Cursor, years: list[int], bases: Sequence[str] = ("Plan", "Ist"), by_unit: bool = True
) -> list[Figure]:
    figures = []
    for basis in bases:
        frame = cost_by_year(db, basis)
        parts = cost_by_dezernat_and_year(db, basis) if by_unit else None
        for year in years:
            rows = frame[frame["year"] == year]
            name = f"kosten_{basis.lower()}_{year}"
            note = unknown_costs(db, basis, year).sentence
            figures.append(_sum(f"{name}_gesamt", f"Kosten {year} ({basis})", rows, note))
            for kind, short in (("Sachkosten", "sach"), ("Personalkosten", "personal")):
                part = rows[rows["kind"] == kind]
                figures.append(_sum(f"{name}_{short}", f"{kind} {year} ({basis})", part, "", rows))
            shares = [] if parts is None else parts[parts["year"] == year].to_dict("records")
            for row in shares:
                key = row["dezernat_id"] if isinstance(row["dezernat_id"], str) else UNASSIGNED
                figures.append(
                    Figure(
                        f"{name}_{_slug(key)}",
                        f"Kosten {year} ({basis}), {row['dezernat']}",
                        _int(row["amount_cents"]),
                        CENT,
                        int(row["unknown_lines"]),
                    )
                )
    return figures


def _budget(db: Cursor, years: list[int]) -> list[Figure]:
    frame = leading_budget(db)
    figures = []
    for row in frame[frame["year"].isin(years)].to_dict("records"):
        if row["flow"] == "ohne Art":
            continue
        figures.append(
            Figure(
                f"haushalt_{row['year']}_{_slug(row['flow'])}",
                f"{row['flow']} {row['year']} ({row['plan_type']})",
                _int(row["amount_cents"]),
                CENT,
                int(row["unknown_lines"]),
                "Zwischensummen zählen nicht mit.",
            )
        )
    return figures


def _workshop(db: Cursor) -> list[Figure]:
    states = cards_by_state(db)
    points = db.value("SELECT coalesce(sum(points), 0) FROM point")
    return [
        Figure("karten_anzahl", "Karten der Zukunftswerkstatt", int(states["cards"].sum()), COUNT),
        *(
            Figure(f"karten_{_slug(row['state'])}", f"Karten: {row['state']}", row["cards"], COUNT)
            for row in states.to_dict("records")
        ),
        Figure("punkte_anzahl", "Vergebene Punkte", int(points), COUNT),
    ]


def _measures(db: Cursor, years: list[int]) -> list[Figure]:
    figures = [_count(db, "massnahmen_anzahl", "Maßnahmen", "measure")]
    counts = dict(measures_by(db, "status").itertuples(index=False, name=None))
    for status in MeasureStatus:
        name = f"massnahmen_{_slug(status)}"
        figures.append(Figure(name, f"Maßnahmen: {status}", int(counts.get(status, 0)), COUNT))
    plan, posts = plan_by_year(db), fte_by_year(db)
    note = "Ohne Ideenpool und verworfene Maßnahmen."
    for year in years:
        rows = plan[plan["year"] == year]
        name = f"massnahmen_{year}"
        figures.append(_sum(f"{name}_gesamt", f"Kosten der Maßnahmen {year}", rows, note))
        for column, value, short in (
            ("kind", "Sachkosten", "sach"),
            ("kind", "Personalkosten", "personal"),
            ("recurrence", "einmalig", "einmalig"),
            ("recurrence", "laufend", "laufend"),
            ("budget_kind", "konsumtiv", "konsumtiv"),
            ("budget_kind", "investiv", "investiv"),
        ):
            part = rows[rows[column] == value]
            label = f"Kosten der Maßnahmen {year}, {value}"
            figures.append(_sum(f"{name}_{short}", label, part, note, rows))
        fte = posts.loc[posts["year"] == year, "fte"].dropna()
        figures.append(
            Figure(
                f"{name}_stellen",
                f"Stellen für Maßnahmen {year}",
                float(fte.iloc[0]) if len(fte) else None,
                POSTS,
                int(posts.loc[posts["year"] == year, "unknown_lines"].sum()),
                note,
            )
        )
    grants = funding_table(db)
    unknown = int(grants["grant_cents"].isna().sum())
    for name, label, column in (
        ("foerderung_gesamt", "Fördermittel", "grant_cents"),
        ("foerderung_eigenanteil", "Eigenanteil an geförderten Kosten", "own_cents"),
    ):
        total = _int(grants[column].sum(min_count=1))
        figures.append(Figure(name, label, total, CENT, unknown))
    return figures


def _council(db: Cursor) -> list[Figure]:
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


def _sum(
    name: str, label: str, rows: pd.DataFrame, note: str = "", whole: pd.DataFrame | None = None
) -> Figure:
    # A part without lines is 0 where the whole has some; without any line nothing is known.
    nothing = whole is not None and not whole.empty and rows.empty
    total = 0 if nothing else _int(rows["amount_cents"].sum(min_count=1))
    return Figure(name, label, total, CENT, int(rows["unknown_lines"].sum()), note)


def _int(value: Any) -> int | None:
    return None if german.is_unknown(value) else int(value)


def _slug(text: str) -> str:
    """Letters, digits and underscores; ids keep their capitals (OE_0001), words are lowered."""
    plain = re.sub(r"[^0-9A-Za-z]+", "_", german.spelled(text)).strip("_")
    return plain if re.fullmatch(r"[A-Z]+_[0-9]+", plain) else plain.lower()
