"""PlanChange many measures at once: state, start year, unit in charge, life domain."""

from __future__ import annotations

from typing import Any

import streamlit as st

from strategy.figures.plan.domains import leading_domains
from strategy.kernel import german
from strategy.nouns.measure import MeasureStatus
from strategy.planning.rows import PlanTable
from strategy.planning.saving import MANY, edit_many
from ui.run import session


def show_many_form(table: PlanTable, shown: list[str]) -> None:
    """Choose measures, what is to change, and to what; one action, one undo."""
    titles = {row.id: row.title for row in table.rows}
    st.multiselect(
        "Maßnahmen",
        list(titles),
        key="planung_viele",
        format_func=lambda one: f"{titles.get(one, one)} ({one})",
        placeholder="auswählen …",
    )
    st.button(
        f"Alle gezeigten auswählen ({len(shown)})",
        key="planung_viele_alle",
        on_click=_choose,
        args=(shown,),
    )
    what = st.selectbox("Was ändern", list(MANY), format_func=MANY.__getitem__, key="planung_was")
    options = _options(table, what)
    st.selectbox(
        MANY[what],
        list(options),
        index=None,
        key=f"planung_wert_{what}",
        placeholder="auswählen …",
        format_func=lambda one: options.get(one, str(one)),
    )
    st.button(
        "Alle ausgewählten ändern",
        key="planung_viele_speichern",
        icon=":material/save:",
        on_click=_save,
        args=(options,),
    )


def _choose(shown: list[str]) -> None:
    st.session_state["planung_viele"] = shown


def _options(table: PlanTable, what: str) -> dict[Any, str]:
    if what == "status":
        return {str(status): str(status) for status in MeasureStatus}
    if what == "start":
        return {year: str(year) for year in table.years}
    if what == "domain_id":
        return session.recall(leading_domains)
    return dict(sorted(table.unit_names.items(), key=lambda item: item[1]))


def _save(options: dict[Any, str]) -> None:
    # Read at the press: arguments of a button are those of the run before.
    state = st.session_state
    chosen, what = list(state["planung_viele"]), state["planung_was"]
    value = state.get(f"planung_wert_{what}")
    many = german.counted(len(chosen), "Maßnahme", "Maßnahmen")
    said = session.write(
        f"{many}: {MANY[what]} „{options.get(value, value)}“",
        lambda tx: edit_many(tx, chosen, what, value),
    )
    if said is not None:
        state["planung_viele"] = []
        for sentence in said:
            session.say("info", sentence)
