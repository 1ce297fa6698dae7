"""The questions councils ask about digitalisation, answered from the plan.

Screen, Word and Excel all show the same ``Answer``: one sentence, one table with its sum, the day
it stands for.  A table has one row per Dezernat, or per Amt where one Dezernat is asked about.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from strategy.figures.inventory.projects import project_schedule
from strategy.figures.inventory.quality import euro_quality
from strategy.figures.inventory.services import digital_by_unit, service_rows
from strategy.figures.money.cost import cost_by_dezernat, cost_by_unit, cost_rows, unknown_costs
from strategy.figures.money.posts import (
    measure_posts,
    measure_posts_by_unit,
    post_rows,
    posts_by_unit,
)
from strategy.figures.money.strategy_cost import strategy_by_dezernat
from strategy.figures.money.synergies import synergies_by_unit, synergy_rows
from strategy.figures.profile import municipality, plan_year, sealed_on
from strategy.figures.sources import stand_of, stand_of_plan
from strategy.kernel import german
from strategy.kernel.errors import NotFound
from strategy.kernel.record import Kind, Spec
from strategy.kernel.store import Cursor

HORIZON = 5
KEYS = ("mittel", "stellen_neu", "stellen", "synergien", "digital", "projekte")


@dataclass(frozen=True)
class Scope:
    """About what is asked: the whole city (``dezernat`` None) or one Dezernat, in one year."""

    title: str
    year: int
    today: date
    dezernat: str | None = None
    unit_word: str = "Dezernat"

    @property
    def until(self) -> int:
        """The year five years from today."""
        return self.today.year + HORIZON


@dataclass(frozen=True)
class Answer:
    """One answer: ``table`` has the ``columns`` and a ``key``; ``total`` is its last row."""

    key: str
    question: str
    sentence: str
    columns: tuple[Spec, ...]
    table: pd.DataFrame
    stand: date | None
    total: dict[str, Any] | None = None
    notes: tuple[str, ...] = field(default=())

    @property
    def rows(self) -> pd.DataFrame:
        """The table with its sum as last row, in the order of ``columns``."""
        names = [column.name for column in self.columns]
        if self.total is None or self.table.empty:
            return self.table[names]
        last = pd.DataFrame([self.total], columns=names)
        return pd.concat([self.table[names].astype(object), last.astype(object)], ignore_index=True)


def read_scope(
    db: Cursor, unit: str | None = None, year: int | None = None, today: date | None = None
) -> Scope:
    """The scope for a Dezernat, given by id, title, number or short sign; None is the city.

    An edition stands for the day of its sealing.  Raises NotFound for a unit that is no Dezernat.
    """
    day = sealed_on(db) or today or date.today()
    profile = municipality(db)
    asked = year or plan_year(db) or day.year
    word = (profile.level_2 if unit else profile.level_1) if profile else None
    title = (profile.title if profile else None) or "Gesamte Verwaltung"
    if not unit:
        return Scope(title, asked, day, None, word or "Dezernat")
    rows = db.rows(
        "SELECT id, title, short, number FROM organisation_unit WHERE level = 1 ORDER BY id"
    )
    for row in rows:
        if unit.casefold() in {str(row[name] or "").casefold() for name in row}:
            return Scope(str(row["title"]), asked, day, str(row["id"]), word or "Amt")
    known = ", ".join(f"{row['id']} {row['title']}" for row in rows)
    raise NotFound(
        f"„{unit}“ ist keine Einheit der obersten Ebene; möglich sind: {known or 'noch keine'}."
    )


def council_answers(db: Cursor, scope: Scope) -> list[Answer]:
    """All six answers in the order in which councils ask."""
    return [_ANSWERS[key](db, scope) for key in KEYS]


def quality_sentence(db: Cursor, scope: Scope) -> str:
    """How many of these euros are stale or ownerless; stands below every answer."""
    return euro_quality(db, scope.today, scope.year, dezernat=scope.dezernat).sentence


def _name(scope: Scope) -> Spec:
    return Spec("label", scope.unit_word, Kind.TEXT)


def _funds(db: Cursor, scope: Scope) -> Answer:
    if scope.dezernat is None:
        table = cost_by_dezernat(db, "Plan", scope.year)
        table = table.rename(columns={"dezernat_id": "key", "dezernat": "label"})
        measures = strategy_by_dezernat(db, "Plan", scope.year)
        known = dict(zip(measures["dezernat_id"].fillna(""), measures["amount_cents"], strict=True))
        table["measure_cents"] = [_whole(known.get(key, 0)) for key in table["key"].fillna("")]
    else:
        table = cost_by_unit(db, "Plan", scope.year)
        table = table[table["dezernat_id"].fillna("") == scope.dezernat]
        table = table.rename(columns={"amt_id": "key", "amt": "label"}).reset_index(drop=True)
    total = _total(table, ("sach_cents", "personal_cents", "amount_cents", "measure_cents"))
    # A shared line without amount counts in each unit, but once in the whole.
    whole = cost_by_dezernat(db, "Plan", scope.year)
    total["unknown_lines"] = (
        unknown_costs(db, "Plan", scope.year).unknown_lines
        if scope.dezernat is None
        else int(whole.loc[whole["dezernat_id"] == scope.dezernat, "unknown_lines"].sum())
    )
    columns = [
        _name(scope),
        Spec("sach_cents", "Sachmittel", Kind.MONEY),
        Spec("personal_cents", "Personalmittel", Kind.MONEY),
        Spec("amount_cents", "Zusammen", Kind.MONEY),
        Spec("unknown_lines", "Zeilen ohne Betrag", Kind.INTEGER),
    ]
    notes = []
    if "measure_cents" in table:
        columns.insert(4, Spec("measure_cents", "Maßnahmen der Strategie", Kind.MONEY))
        notes.append("Maßnahmen der Strategie stehen für sich und sind nicht in „Zusammen“.")
    if total.get("amount_cents") is None:
        sentence = f"Für {scope.year} ist noch kein Betrag bekannt."
    else:
        sentence = (
            f"Für Anwendungen und Projekte sind {scope.year} {german.money(total['amount_cents'])} "
            f"geplant: {german.money(total['sach_cents'])} Sachmittel und "
            f"{german.money(total['personal_cents'])} Personalmittel."
        )
    if scope.dezernat is None:
        notes.insert(0, f"Stand der Angaben: {unknown_costs(db, 'Plan', scope.year).sentence}")
    if scope.dezernat is None:
        stand = stand_of_plan(db, scope.year)
    else:
        lines = cost_rows(db, "Plan", year=scope.year, dezernat=scope.dezernat)
        stand = stand_of(db, "cost_line", list(lines["line_id"].unique()))
    return Answer(
        "mittel",
        f"Welche Mittel stehen {scope.year} bereit?",
        sentence,
        tuple(columns),
        table,
        stand,
        total,
        tuple(notes),
    )


def _posts_sentence(year: int, posts: Any, measures: Any) -> str:
    """Both numbers in one sentence each, also where one of them is not known."""
    planned = (
        f"Wie viele Stellen {year} neu im Stellenplan sind, ist unbekannt"
        if german.is_unknown(posts)
        else f"Neu im Stellenplan {year} sind {german.fte(posts)} VZÄ"
    )
    wanted = (
        (
            "auch was die Maßnahmen der Strategie brauchen, ist nicht bekannt"
            if german.is_unknown(posts)
            else "was die Maßnahmen der Strategie brauchen, ist unbekannt"
        )
        if german.is_unknown(measures)
        else (f"die Maßnahmen der Strategie rechnen mit {german.fte(measures)} VZÄ")
    )
    return f"{planned}; {wanted}."


def _new_posts(db: Cursor, scope: Scope) -> Answer:
    posts = posts_by_unit(db, scope.year, scope.dezernat)[["key", "label", "new_fte"]]
    measures = measure_posts_by_unit(db, scope.year, scope.dezernat)
    keys = ["key", "label"]
    # Arrow strings cannot be merged where neither side has a row.
    posts[keys], measures[keys] = posts[keys].astype(object), measures[keys].astype(object)
    table = posts.merge(measures, how="outer", on=keys)
    for name in ("new_fte", "measure_fte"):
        table[name] = [None if german.is_unknown(v) else v for v in table[name].astype(object)]
    table["new_fte"] = [0 if value is None else value for value in table["new_fte"]]
    have = set(measures["key"].fillna(""))
    table["measure_fte"] = [
        value if key in have else 0
        for key, value in zip(table["key"].fillna(""), table["measure_fte"], strict=True)
    ]
    table = table.sort_values("key", na_position="last", kind="stable").reset_index(drop=True)
    total = _total(table, ("new_fte", "measure_fte"))
    return Answer(
        "stellen_neu",
        f"Welche zusätzlichen Stellen sind für {scope.year} vorgesehen?",
        _posts_sentence(scope.year, total["new_fte"], total["measure_fte"]),
        (
            _name(scope),
            Spec("new_fte", "Neu im Stellenplan (VZÄ)", Kind.FTE),
            Spec("measure_fte", "In Maßnahmen geplant (VZÄ)", Kind.FTE),
        ),
        table,
        _latest(
            stand_of(db, "post", list(post_rows(db, scope.dezernat)["id"])),
            stand_of(
                db, "cost_line", list(measure_posts(db, scope.year, scope.dezernat)["line_id"])
            ),
        ),
        total,
        ("Beide Zahlen werden nicht addiert, weil eine neue Stelle einer Maßnahme dienen kann.",),
    )


def _posts(db: Cursor, scope: Scope) -> Answer:
    table = posts_by_unit(db, scope.year, scope.dezernat)
    table["reasons"] = [
        row.reasons
        if isinstance(row.reasons, str)
        else "Besetzung unbekannt"
        if row.unknown
        else "alle besetzt"
        for row in table.itertuples()
    ]
    total = _total(table, ("fte", "filled_fte", "vacant_fte", "unknown"))
    rows = post_rows(db, scope.dezernat)
    if table.empty:
        sentence = "Noch ist keine Stelle erfasst."
    else:
        sentence = (
            f"Von {german.fte(total['fte'])} VZÄ sind {german.fte(total['filled_fte'])} besetzt "
            f"und {german.fte(total['vacant_fte'])} unbesetzt"
        )
        vacant = rows[rows["vacant_fte"].fillna(0) > 0]
        if len(vacant):
            counts = vacant.groupby(vacant["vacant_reason"].fillna("Grund unbekannt"))[
                "vacant_fte"
            ].sum()
            sentence += f", am meisten wegen „{counts.idxmax()}“"
        if total["unknown"]:
            sentence += f"; bei {_counted(total['unknown'], 'Stelle', 'Stellen')} ist es unbekannt"
        sentence += "."
    return Answer(
        "stellen",
        "Welche Stellen sind besetzt, welche nicht, und warum?",
        sentence,
        (
            _name(scope),
            Spec("fte", "Stellen (VZÄ)", Kind.FTE),
            Spec("filled_fte", "Besetzt (VZÄ)", Kind.FTE),
            Spec("vacant_fte", "Unbesetzt (VZÄ)", Kind.FTE),
            Spec("reasons", "Gründe", Kind.LONG),
        ),
        table,
        stand_of(db, "post", list(rows["id"])),
        {**total, "reasons": ""},
    )


def _synergies(db: Cursor, scope: Scope) -> Answer:
    table = synergies_by_unit(db, scope.dezernat)
    total = _total(table, ("sach_cents", "personal_cents", "fte", "once_cents", "unknown"))
    last = None if table.empty else int(table["year"].max())
    if table.empty:
        sentence = "Noch ist keine Synergie erfasst."
    else:
        sentence = (
            f"Bis {last} werden jährlich {german.money(total['sach_cents'])} Sachkosten und "
            f"{german.money(total['personal_cents'])} Personalkosten frei, das sind "
            f"{german.fte(total['fte'])} VZÄ; dazu einmalig {german.money(total['once_cents'])}."
        )
        if total["unknown"]:
            sentence += f" {_counted(total['unknown'], 'Eintrag', 'Einträge')} ohne Betrag."
    return Answer(
        "synergien",
        "Welche Synergien entstehen wo und wann?",
        sentence,
        (
            _name(scope),
            Spec("year", "Ab Jahr", Kind.YEAR),
            Spec("sach_cents", "Sach je Jahr", Kind.MONEY),
            Spec("personal_cents", "Personal je Jahr", Kind.MONEY),
            Spec("fte", "VZÄ", Kind.FTE),
            Spec("once_cents", "Einmalig", Kind.MONEY),
        ),
        table,
        stand_of(db, "synergy", list(synergy_rows(db, scope.dezernat)["id"])),
        {**total, "year": ""},
    )


def _digital(db: Cursor, scope: Scope) -> Answer:
    table = digital_by_unit(db, scope.until, scope.dezernat)
    rows = service_rows(db, scope.dezernat)
    online, known = int(table["online"].sum()), int(table["known"].sum())
    later, later_known = int(table["later"].sum()), int(table["later_known"].sum())
    total = {
        "label": "Zusammen",
        "services": len(rows),
        "online_quote": 100 * online / known if known else None,
        "later_quote": 100 * later / later_known if later_known else None,
        "maturity_actual": _mean(rows["maturity_actual"]),
        "maturity_target": _mean(rows["maturity_target"]),
    }
    if rows.empty:
        sentence = "Noch ist keine Leistung erfasst."
    else:
        sentence = (
            f"Heute sind {german.percent(total['online_quote'], 0)} der Leistungen online, "
            f"{scope.until} sollen es {german.percent(total['later_quote'], 0)} sein; der mittlere "
            f"Reifegrad soll von {german.number(total['maturity_actual'], 1)} auf "
            f"{german.number(total['maturity_target'], 1)} steigen."
        )
    return Answer(
        "digital",
        f"Wie weit ist die Digitalisierung heute und {scope.until}?",
        sentence,
        (
            _name(scope),
            Spec("services", "Leistungen", Kind.INTEGER),
            Spec("online_quote", "Heute online", Kind.PERCENT),
            Spec("later_quote", f"{scope.until} online", Kind.PERCENT),
            Spec("maturity_actual", "Reifegrad IST", Kind.NUMBER),
            Spec("maturity_target", "Reifegrad SOLL", Kind.NUMBER),
        ),
        table,
        stand_of(db, "service", list(rows["id"])),
        total,
        ("Anteile beziehen sich auf Leistungen, bei denen bekannt ist, ob es sie online gibt.",),
    )


def _projects(db: Cursor, scope: Scope) -> Answer:
    table = project_schedule(db, scope.today, scope.dezernat)
    table["key"], table["label"] = table["id"], table["title"]
    counts = table["status"].fillna(german.UNKNOWN).value_counts(sort=False)
    states = ", ".join(f"{count} {status}" for status, count in counts.items())
    months = table["months"].dropna()
    sentence = f"{_counted(len(table), 'Projekt', 'Projekte')}: {states}."
    if len(months):
        sentence += f" Im Mittel dauern sie {german.number(_mean(months), 0)} Monate."
    return Answer(
        "projekte",
        "Wann hat jedes Projekt begonnen, und wie lange dauert es?",
        sentence if len(table) else "Noch ist kein Projekt erfasst.",
        (
            Spec("label", "Projekt", Kind.TEXT),
            Spec("amt", "Federführung", Kind.TEXT),
            Spec("status", "Stand", Kind.TEXT),
            Spec("starts_on", "Beginn", Kind.DAY),
            Spec("ends_on", "Abschluss", Kind.DAY),
            Spec("months", "Monate", Kind.INTEGER),
        ),
        table,
        stand_of(db, "project", list(table["id"])),
    )


_ANSWERS: dict[str, Callable[[Cursor, Scope], Answer]] = {
    "mittel": _funds,
    "stellen_neu": _new_posts,
    "stellen": _posts,
    "synergien": _synergies,
    "digital": _digital,
    "projekte": _projects,
}


def answer(db: Cursor, key: str, scope: Scope) -> Answer:
    """One of the six answers by its key."""
    return _ANSWERS[key](db, scope)


def _total(table: pd.DataFrame, names: tuple[str, ...]) -> dict[str, Any]:
    """Sums of what is known; unknown where nothing is."""
    sums: dict[str, Any] = {"label": "Zusammen"}
    for name in names:
        if name in table:
            known = [value for value in table[name].tolist() if not german.is_unknown(value)]
            sums[name] = sum(known) if known else None
    return sums


def _whole(value: Any) -> int | None:
    return None if german.is_unknown(value) else int(value)


def _mean(values: pd.Series) -> float | None:
    known = values.dropna()
    return float(known.astype(float).mean()) if len(known) else None


def _latest(*days: date | None) -> date | None:
    return max((day for day in days if day is not None), default=None)


def _counted(count: int, singular: str, plural: str) -> str:
    return f"{german.number(count)} {singular if count == 1 else plural}"
