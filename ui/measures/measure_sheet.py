"""The sheet of a measure below its form: cost by year, grants, life domains, trace."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from strategy.figures.money.strategy_cost import cost_of_measures
from strategy.figures.plan.domains import domains_of_measure
from strategy.figures.plan.measures import funding_table, measure_table, needed_by
from strategy.kernel import german
from strategy.nouns.cost_line import Basis
from strategy.nouns.measure import Measure
from ui.charts.cost_by_year import show_cost_by_year
from ui.cost_sheet.editor import show_cost_sheet
from ui.measures.moving_form import show_moving
from ui.objects.trace_view import show_trace
from ui.run import session
from ui.tables.format import money_column, percent_column, text_column
from ui.tables.result_table import show_result


def show_sheet(measure: Measure) -> None:
    """What a councillor asks first: what it costs, who pays, where it belongs, whence it came."""
    with session.read() as db:
        # The table of all measures, for one row: there is no second way to work out these sums.
        sums = measure_table(db)
        costs = cost_of_measures(db, [measure.id])
        grants = funding_table(db)
        domains = domains_of_measure(db, measure.id)
        others = needed_by(db, measure.id)
    show_moving(measure)
    _show_cost(sums[sums["measure_id"] == measure.id].iloc[0], costs)
    show_cost_sheet(measure, [Basis.PLAN, Basis.ACTUAL])
    _show_grants(grants[grants["object_id"] == measure.id].reset_index(drop=True))
    if len(domains):
        st.subheader("Lebensbereiche")
        show_result(
            domains,
            {
                "domain": text_column("Lebensbereich"),
                "system": text_column("Gliederung"),
                "how": text_column("Wie"),
            },
            "domain_id",
            key="domains_of",
            title=f"Lebensbereiche von {measure.id}",
        )
    if len(others):
        # The other end of a dependency: who moves or drops this measure has to see it here too.
        st.subheader("Wer auf diese Maßnahme baut")
        show_result(
            others,
            {
                "kind": text_column("Art"),
                "title": text_column("Maßnahme"),
                "status": text_column("Stand"),
            },
            "measure_id",
            key="needed_by",
            title=f"Abhängig von {measure.id}",
        )
    # Its cost stands above, line by line; in the trace it would only repeat that.
    show_trace(measure.id, without="Kosten von")


def _show_cost(sums: pd.Series, costs: pd.DataFrame) -> None:
    st.subheader("Kosten nach Jahren (Plan)")
    if costs.empty:
        st.caption(
            "Die Kosten sind unbekannt: Noch gibt es keine Kostenzeile; im Kostenblatt lässt sich "
            "die erste eintragen."
        )
        return
    tiles = st.columns(4)
    for place, (label, name) in zip(
        tiles,
        (
            ("einmalig", "one_off_cents"),
            ("laufend", "running_cents"),
            ("Fördermittel", "grant_cents"),
            ("Eigenanteil", "own_cents"),
        ),
        strict=True,
    ):
        with place:
            # Unknown is a word and no 0: without a grant's amount nobody knows the own share.
            st.metric(label, german.money_short(sums[name]), border=True)
    missing = int(sums["unknown_lines"])
    if missing:
        lines = "Kostenzeile" if missing == 1 else "Kostenzeilen"
        st.caption(f"{missing} {lines} ohne Betrag; die Summen sind so lange unvollständig.")
    show_cost_by_year(costs, key="measure_cost", title="Kosten der Maßnahme nach Jahren")


def _show_grants(grants: pd.DataFrame) -> None:
    if grants.empty:
        return
    st.subheader("Förderung und Eigenanteil")
    show_result(
        grants,
        {
            "title": text_column("Programm"),
            "rate": percent_column("Förderquote"),
            "eligible_cents": money_column("Förderfähige Kosten"),
            "cap_cents": money_column("Höchstbetrag"),
            "grant_cents": money_column("Förderung"),
            "own_cents": money_column("Eigenanteil"),
        },
        "id",
        key="grants",
        title="Förderung der Maßnahme",
    )
