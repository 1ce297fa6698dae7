"""The rows behind each answer to the council, down to the single entry."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from strategy.analysis.council_answer import Scope
from strategy.figures.inventory.projects import project_schedule
from strategy.figures.inventory.services import service_rows
from strategy.figures.money.cost import cost_rows
from strategy.figures.money.posts import measure_posts, post_rows
from strategy.figures.money.synergies import synergy_rows
from strategy.kernel.record import Kind, Spec
from strategy.kernel.store import Cursor


@dataclass(frozen=True)
class Sources:
    """The entries an answer was made of: ``table`` has ``columns`` and ``id``, the entry's id."""

    title: str
    columns: tuple[Spec, ...]
    table: pd.DataFrame


_ID = Spec("id", "Kennung", Kind.CODE)
_AMT = Spec("amt", "Einheit", Kind.TEXT)
_CONFIRMED = Spec("confirmed_on", "Zuletzt bestätigt", Kind.DAY)


def answer_sources(db: Cursor, key: str, scope: Scope, limit: int | None = None) -> Sources:
    """The entries behind the answer ``key``; a shared cost line appears once per unit."""
    match key:
        case "mittel":
            rows = cost_rows(db, "Plan", year=scope.year, dezernat=scope.dezernat, limit=limit)
            # A row opens its cost line, because that is where an amount is put right.
            rows = rows.rename(columns={"line_id": "id"})
            return Sources(
                "Kostenzeilen",
                (
                    Spec("object_title", "Anwendung oder Projekt", Kind.TEXT),
                    _ID,
                    Spec("amount_cents", "Betrag", Kind.MONEY),
                    Spec("kind", "Art", Kind.TEXT),
                    Spec("amt", "Trägt", Kind.TEXT),
                    Spec("cost_type", "Kostenart", Kind.TEXT),
                    Spec("line_title", "Bezeichnung", Kind.TEXT),
                ),
                rows,
            )
        case "stellen_neu":
            return Sources(
                "Neue Stellen und Stellenanteile in Maßnahmen",
                (
                    Spec("title", "Stelle oder Maßnahme", Kind.TEXT),
                    _ID,
                    _AMT,
                    Spec("origin", "Steht in", Kind.TEXT),
                    Spec("grade", "Gruppe", Kind.TEXT),
                    Spec("fte", "VZÄ", Kind.FTE),
                ),
                _new_posts(db, scope),
            )
        case "stellen":
            return Sources(
                "Stellen",
                (
                    Spec("title", "Stelle", Kind.TEXT),
                    _ID,
                    _AMT,
                    Spec("grade", "Gruppe", Kind.TEXT),
                    Spec("fte", "VZÄ", Kind.FTE),
                    Spec("filled_fte", "Besetzt", Kind.FTE),
                    Spec("vacant_fte", "Unbesetzt", Kind.FTE),
                    Spec("vacant_reason", "Grund", Kind.TEXT),
                    Spec("vacant_since", "Seit", Kind.DAY),
                    _CONFIRMED,
                ),
                post_rows(db, scope.dezernat),
            )
        case "synergien":
            return Sources(
                "Synergien",
                (
                    Spec("title", "Wodurch gespart wird", Kind.TEXT),
                    _ID,
                    _AMT,
                    Spec("kind", "Art", Kind.TEXT),
                    Spec("year", "Ab Jahr", Kind.YEAR),
                    Spec("recurrence", "Häufigkeit", Kind.TEXT),
                    Spec("amount_cents", "Ersparnis", Kind.MONEY),
                    Spec("fte", "VZÄ", Kind.FTE),
                    Spec("status", "Stand", Kind.TEXT),
                    _CONFIRMED,
                ),
                synergy_rows(db, scope.dezernat),
            )
        case "digital":
            return Sources(
                "Leistungen",
                (
                    Spec("title", "Leistung", Kind.TEXT),
                    _ID,
                    _AMT,
                    Spec("online", "Online", Kind.FLAG),
                    Spec("online_year", "Online ab", Kind.YEAR),
                    Spec("maturity_actual", "Reifegrad IST", Kind.INTEGER),
                    Spec("maturity_target", "Reifegrad SOLL", Kind.INTEGER),
                    _CONFIRMED,
                ),
                service_rows(db, scope.dezernat),
            )
        case "projekte":
            return Sources(
                "Projekte",
                (
                    Spec("title", "Projekt", Kind.TEXT),
                    _ID,
                    Spec("amt", "Federführung", Kind.TEXT),
                    Spec("status", "Stand", Kind.TEXT),
                    Spec("light", "Ampel", Kind.TEXT),
                    Spec("starts_on", "Beginn", Kind.DAY),
                    Spec("ends_on", "Abschluss", Kind.DAY),
                    Spec("months", "Monate", Kind.INTEGER),
                    Spec("budget_cents", "Budget", Kind.MONEY),
                    _CONFIRMED,
                ),
                project_schedule(db, scope.today, scope.dezernat),
            )
    raise ValueError(key)


def _new_posts(db: Cursor, scope: Scope) -> pd.DataFrame:
    posts = post_rows(db, scope.dezernat)
    # Two origins in one list but told apart: their sums are never added, see the note of the
    # answer.
    posts = posts[posts["new_in_year"] == scope.year].assign(origin="Stellenplan")
    measures = measure_posts(db, scope.year, scope.dezernat).assign(origin="Maßnahme")
    measures = measures.rename(columns={"line_id": "id", "measure": "title"})
    columns = ["title", "id", "amt", "origin", "grade", "fte"]
    return pd.concat(
        # Without object, concat takes an empty frame's column type for both and warns.
        [frame[columns].astype(object) for frame in (posts, measures)],
        ignore_index=True,
    )
