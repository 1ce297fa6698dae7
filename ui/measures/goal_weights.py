"""How much of a measure goes to each goal it serves, in per cent, saved in one action."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from strategy.acts.planning import set_goal_weights
from strategy.figures.plan.measures import goals_of_measure
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.written_field import percent_written
from strategy.nouns.measure import Measure
from ui.run import kept_text, session
from ui.run.plain_text import plain
from ui.tables.rows import rows_of


def show_goal_weights(measure: Measure) -> None:
    """The goals with their weight, and the fields to weigh them; nothing without a goal."""
    with session.read() as db:
        goals = goals_of_measure(db, measure.id)
    if goals.empty:
        return
    known = [german.percent(weight) for weight in goals["weight"] if not german.is_unknown(weight)]
    words = f"Gewicht der Beiträge: {', '.join(known)}" if known else "Beiträge gewichten"
    with st.expander(words, icon=":material/balance:"):
        for row in rows_of(goals):
            weight = "" if german.is_unknown(row.weight) else german.percent(row.weight)
            kept_text.text_input(
                f"Gewicht: {plain(row.title)}",
                weight,
                # What stands is in the key, so that a change elsewhere gives a fresh field.
                key=f"goal_weight_{row.link_id}_{weight}",
                name=f"goal_weight_{row.link_id}",
                placeholder="z. B. 60 %",
                autocomplete="off",
                disabled=not session.editable(),
            )
        st.button(
            "Gewichte speichern",
            icon=":material/save:",
            key=f"goal_weights_{measure.id}",
            on_click=_save,
            args=(measure.id, measure.name),
            disabled=not session.editable(),
        )


def _save(measure_id: str, name: str) -> None:
    with session.read() as db:
        goals = goals_of_measure(db, measure_id)
    weights: dict[str, Decimal | None] = {}
    for row in rows_of(goals):
        before = "" if german.is_unknown(row.weight) else german.percent(row.weight)
        typed = st.session_state.get(f"goal_weight_{row.link_id}_{before}") or ""
        try:
            weights[row.link_id] = percent_written(typed)
        except Refused as error:
            session.say("error", f"Gewicht „{row.title}“: {error}")
            return
    session.write(
        f"Beiträge von „{name}“ gewichtet", lambda tx: set_goal_weights(tx, measure_id, weights)
    )
