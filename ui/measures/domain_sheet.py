"""The page of one life domain: situation, aims, measures, money by year, indicators."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from strategy.figures.plan.domain_page import (
    domain_findings,
    domain_goals,
    domain_indicators,
    domain_measures,
    domain_money,
    domain_points,
    domains_below,
)
from strategy.kernel import german
from strategy.kernel.listing import names_by_id
from strategy.nouns.life_domain import LifeDomain
from ui.frame.places import object_link
from ui.run import session
from ui.sheets.groups import SheetGroup, show_groups
from ui.sheets.head import show_head
from ui.tables.format import Column, money_column, number_column, text_column, year_column
from ui.tables.plain_table import show_table
from ui.tables.result_table import show_result
from ui.tables.rows import rows_of


def show_domain_sheet(domain: LifeDomain) -> None:
    """Head and groups, everything read from the plan as it stands."""
    _show_head(domain)
    show_groups(
        domain,
        [
            SheetGroup(
                "Grunddaten",
                ["title", "system_id", "parent_id", "body", "position"],
                more=_show_below,
            ),
            SheetGroup("Lage", more=_show_situation),
            SheetGroup("Ziele", more=_show_goals),
            SheetGroup("Maßnahmen", more=_show_measures),
            SheetGroup("Geld nach Jahren", more=_show_money),
            SheetGroup("Kennzahlen", more=_show_indicators),
        ],
    )


def _show_head(domain: LifeDomain) -> None:
    with session.read() as db:
        measures, money = domain_measures(db, domain.id), domain_money(db, domain.id)
        points = domain_points(db, domain.id)
    counted = measures[measures["in_plan"]]
    show_head(
        {
            "Maßnahmen im Plan": german.number(len(counted), 0),
            "Kosten (Plan)": german.money_short(_sum(money, "cost_cents")),
            "Eigenanteil": german.money_short(_sum(money, "own_cents")),
            "Punkte der Werkstatt": german.number(int(points["points"].sum()), 0),
        }
    )
    # The two cases that need a word: people want something nobody pays, or money without a wish.
    if points["points"].sum() and _sum(money, "cost_cents") in (None, 0):
        st.warning(
            "Hier gab es Punkte, aber kein Geld: Noch kostet keine Maßnahme dieses Bereichs etwas.",
            icon=":material/warning:",
        )


def _sum(frame: pd.DataFrame, name: str) -> int | None:
    """The sum of a column; where no value is known it is unknown and not 0."""
    return int(frame[name].sum()) if frame[name].notna().any() else None


def _show_below(domain: LifeDomain) -> None:
    with session.read() as db:
        names = names_by_id(db, LifeDomain)
        below = [one for one in domains_below(db, domain.id) if one != domain.id]
    if below:
        st.markdown("**Bereiche darunter** (in allen Summen enthalten)")
        for one in below:
            object_link(one, f"{names.get(one)} ({one})")


def _table(
    frame: pd.DataFrame, columns: dict[str, Column], ids: str, key: str, title: str, empty: str
) -> None:
    if frame.empty:
        st.caption(empty)
    else:
        show_result(frame, columns, ids, key=key, title=title)


def _show_situation(domain: LifeDomain) -> None:
    with session.read() as db:
        findings, points = domain_findings(db, domain.id), domain_points(db, domain.id)
    if findings.empty and points.empty:
        st.caption("Noch ist kein Befund und kein Thema der Werkstatt mit dem Bereich verbunden.")
        return
    for row in rows_of(findings):
        object_link(row.object_id, f"{row.kind}: {row.title} ({row.object_id})")
    if len(points):
        _table(
            points,
            {
                "cluster": text_column("Thema der Werkstatt"),
                "cards": number_column("Karten"),
                "points": number_column("Punkte"),
            },
            "cluster_id",
            "domain_points",
            f"Themen in {domain.id}",
            "",
        )


def _show_goals(domain: LifeDomain) -> None:
    with session.read() as db:
        goals = domain_goals(db, domain.id)
    _table(
        goals,
        {
            "title": text_column("Ziel"),
            "status": text_column("Stand"),
            "measures": number_column("Maßnahmen"),
        },
        "goal_id",
        "domain_goals",
        f"Ziele in {domain.id}",
        "Keine Maßnahme dieses Bereichs dient einem Ziel; verknüpfen Sie sie auf ihrer Seite.",
    )


def _show_measures(domain: LifeDomain) -> None:
    with session.read() as db:
        measures = domain_measures(db, domain.id)
    _table(
        measures,
        {
            "title": text_column("Maßnahme"),
            "status": text_column("Stand"),
            "priority": text_column("Priorität"),
            "how": text_column("gehört hierher"),
        },
        "measure_id",
        "domain_measures",
        f"Maßnahmen in {domain.id}",
        "Noch gehört keine Maßnahme zu diesem Bereich.",
    )


def _show_money(domain: LifeDomain) -> None:
    with session.read() as db:
        money = domain_money(db, domain.id)
    if money.empty:
        st.caption("Noch hat keine Maßnahme des Plans in diesem Bereich Kosten.")
        return
    show_table(
        money,
        {
            "year": year_column(),
            "cost_cents": money_column("Kosten"),
            "grant_cents": money_column("Förderung"),
            "own_cents": money_column("Eigenanteil"),
            "unknown_lines": number_column("Zeilen ohne Betrag"),
        },
        key="domain_money",
        title=f"Geld in {domain.id} nach Jahren",
    )


def _show_indicators(domain: LifeDomain) -> None:
    with session.read() as db:
        indicators = domain_indicators(db, domain.id)
    _table(
        indicators,
        {
            "title": text_column("Kennzahl"),
            "unit": text_column("Einheit"),
            "baseline": number_column("Ausgangswert"),
            "latest": number_column("zuletzt"),
            "target": number_column("Zielwert"),
            "target_year": year_column("bis"),
        },
        "indicator_id",
        "domain_indicators",
        f"Kennzahlen in {domain.id}",
        "Weder die Maßnahmen noch ihre Ziele haben Kennzahlen.",
    )
