"""Councils' questions about money and posts: what stands ready, what is new, what becomes free."""

from __future__ import annotations

from typing import Any

from strategy.analysis.council_answer import (
    Answer,
    Scope,
    counted,
    latest_day,
    total_of,
    unit_column,
    whole_cents,
)
from strategy.figures.money.cost import cost_by_dezernat, cost_by_unit, cost_rows, unknown_costs
from strategy.figures.money.posts import (
    measure_posts,
    measure_posts_by_unit,
    post_rows,
    posts_by_unit,
)
from strategy.figures.money.strategy_cost import strategy_by_dezernat
from strategy.figures.money.synergies import synergies_by_unit, synergy_rows
from strategy.figures.sources import stand_of, stand_of_plan
from strategy.kernel import german
from strategy.kernel.record import Kind, Spec
from strategy.kernel.store import Cursor


def funds(db: Cursor, scope: Scope) -> Answer:
    if scope.dezernat is None:
        table = cost_by_dezernat(db, "Plan", scope.year)
        table = table.rename(columns={"dezernat_id": "key", "dezernat": "label"})
        measures = strategy_by_dezernat(db, "Plan", scope.year)
        known = dict(zip(measures["dezernat_id"].fillna(""), measures["amount_cents"], strict=True))
        # A Dezernat without measures plans 0 for them; one whose measures have no amount is
        # unknown, and so is all where nobody's amount is known.
        none = 0 if measures["amount_cents"].notna().any() else None
        table["measure_cents"] = [
            whole_cents(known.get(key, none)) for key in table["key"].fillna("")
        ]
    else:
        table = cost_by_unit(db, "Plan", scope.year)
        table = table[table["dezernat_id"].fillna("") == scope.dezernat]
        table = table.rename(columns={"amt_id": "key", "amt": "label"}).reset_index(drop=True)
    total = total_of(table, ("sach_cents", "personal_cents", "amount_cents", "measure_cents"))
    # A shared line without amount counts in each unit, but once in the whole.
    whole = cost_by_dezernat(db, "Plan", scope.year)
    total["unknown_lines"] = (
        unknown_costs(db, "Plan", scope.year).unknown_lines
        if scope.dezernat is None
        else int(whole.loc[whole["dezernat_id"] == scope.dezernat, "unknown_lines"].sum())
    )
    columns = [
        unit_column(scope),
        Spec("sach_cents", "Sachmittel", Kind.MONEY),
        Spec("personal_cents", "Personalmittel", Kind.MONEY),
        Spec("amount_cents", "Zusammen", Kind.MONEY),
        Spec("unknown_lines", "Zeilen ohne Betrag", Kind.INTEGER),
    ]
    notes = []
    # Measures are known by leading Dezernat only, so a single Dezernat's answer by Amt lacks the
    # column.
    if "measure_cents" in table:
        columns.insert(4, Spec("measure_cents", "Maßnahmen der Strategie", Kind.MONEY))
        notes.append("Maßnahmen der Strategie stehen für sich und sind nicht in „Zusammen“.")
    else:
        notes.append("Maßnahmen der Strategie sind nicht enthalten.")
    # A budget line names a product and an account and often no unit: added up by unit it would be
    # another figure than the cost lines, which may be part of it.
    notes.append("Gezählt sind Kostenzeilen; Ansätze des Haushalts kommen nicht hinzu.")
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
        # A line shared by several units comes once per unit.
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


def new_posts(db: Cursor, scope: Scope) -> Answer:
    posts = posts_by_unit(db, scope.year, scope.dezernat)[["key", "label", "new_fte"]]
    measures = measure_posts_by_unit(db, scope.year, scope.dezernat)
    keys = ["key", "label"]
    # Arrow strings cannot be merged where neither side has a row.
    posts[keys], measures[keys] = posts[keys].astype(object), measures[keys].astype(object)
    # Outer: a unit may have new posts, or measures that need some, or both.
    table = posts.merge(measures, how="outer", on=keys)
    for name in ("new_fte", "measure_fte"):
        table[name] = [None if german.is_unknown(v) else v for v in table[name].astype(object)]
    # Here nothing means none: who has no post in the Stellenplan of the year gets none.
    table["new_fte"] = [0 if value is None else value for value in table["new_fte"]]
    have = set(measures["key"].fillna(""))
    # A need of nobody is known: then 0 would be the sum of all of them.
    none = 0 if any(value is not None for value in table["measure_fte"]) or not have else None
    table["measure_fte"] = [
        # But a unit whose measures do not say how much they need stays unknown.
        value if key in have else none
        for key, value in zip(table["key"].fillna(""), table["measure_fte"], strict=True)
    ]
    table = table.sort_values("key", na_position="last", kind="stable").reset_index(drop=True)
    total = total_of(table, ("new_fte", "measure_fte"))
    return Answer(
        "stellen_neu",
        f"Welche zusätzlichen Stellen sind für {scope.year} vorgesehen?",
        _posts_sentence(scope.year, total["new_fte"], total["measure_fte"]),
        (
            unit_column(scope),
            Spec("new_fte", "Neu im Stellenplan (VZÄ)", Kind.FTE),
            Spec("measure_fte", "In Maßnahmen geplant (VZÄ)", Kind.FTE),
        ),
        table,
        latest_day(
            stand_of(db, "post", list(post_rows(db, scope.dezernat)["id"])),
            stand_of(
                db, "cost_line", list(measure_posts(db, scope.year, scope.dezernat)["line_id"])
            ),
        ),
        total,
        ("Beide Zahlen werden nicht addiert, weil eine neue Stelle einer Maßnahme dienen kann.",),
    )


def posts(db: Cursor, scope: Scope) -> Answer:
    table = posts_by_unit(db, scope.year, scope.dezernat)
    table["reasons"] = [
        row.reasons
        if isinstance(row.reasons, str)
        else "Besetzung unbekannt"
        if row.unknown
        else "alle besetzt"
        for row in table.itertuples()
    ]
    total = total_of(table, ("fte", "filled_fte", "vacant_fte", "unknown"))
    rows = post_rows(db, scope.dezernat)
    if table.empty:
        sentence = "Noch ist keine Stelle erfasst."
    else:
        sentence = (
            f"Von {german.fte(total['fte'])} VZÄ sind {german.fte(total['filled_fte'])} besetzt "
            f"und {german.fte(total['vacant_fte'])} unbesetzt"
        )
        # Only what is known to be vacant can name the commonest reason.
        vacant = rows[rows["vacant_fte"].fillna(0) > 0]
        if len(vacant):
            counts = vacant.groupby(vacant["vacant_reason"].fillna("Grund unbekannt"))[
                "vacant_fte"
            ].sum()
            sentence += f", am meisten wegen „{counts.idxmax()}“"
        if total["unknown"]:
            sentence += f"; bei {counted(total['unknown'], 'Stelle', 'Stellen')} ist es unbekannt"
        sentence += "."
    return Answer(
        "stellen",
        "Welche Stellen sind besetzt, welche nicht, und warum?",
        sentence,
        (
            unit_column(scope),
            Spec("fte", "Stellen (VZÄ)", Kind.FTE),
            Spec("filled_fte", "Besetzt (VZÄ)", Kind.FTE),
            Spec("vacant_fte", "Unbesetzt (VZÄ)", Kind.FTE),
            Spec("reasons", "Gründe", Kind.LONG),
        ),
        table,
        stand_of(db, "post", list(rows["id"])),
        # A column of words has no sum; without a value it would read "unbekannt".
        {**total, "reasons": ""},
    )


def synergies(db: Cursor, scope: Scope) -> Answer:
    table = synergies_by_unit(db, scope.dezernat)
    total = total_of(table, ("sach_cents", "personal_cents", "fte", "once_cents", "unknown"))
    # The yearly sums hold once the last of the synergies has set in.
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
            sentence += f" {counted(total['unknown'], 'Eintrag', 'Einträge')} ohne Betrag."
    return Answer(
        "synergien",
        "Welche Synergien entstehen wo und wann?",
        sentence,
        (
            unit_column(scope),
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
