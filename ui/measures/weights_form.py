"""All weights of the criteria on one sheet, saved in one action and only as 100 %."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from strategy.acts.planning import set_weights
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.written_field import percent_written
from strategy.nouns.criterion import Criterion
from ui.run import kept_text, session
from ui.run.plain_text import plain


def show_weights_form(criteria: Sequence[Criterion]) -> None:
    """A field per criterion and what they add up to while one types."""
    if not criteria:
        return
    with st.expander("Gewichte festlegen", icon=":material/balance:"):
        total, unclear = Decimal(0), False
        for item in criteria:
            # Somebody else's change gives a fresh field, so that no old value is saved over it.
            typed = kept_text.text_input(
                f"Gewicht: {plain(item.title)}",
                german.percent(item.weight),
                key=_key(item),
                name=f"weight_{item.id}",
                autocomplete="off",
                disabled=not session.editable(),
            )
            try:
                total += percent_written(typed) or 0
            except Refused as error:
                unclear = True
                st.caption(f":red[{error}]")
        if not unclear:
            st.markdown(f"Zusammen {german.percent(total)} von 100 %.")
        st.button(
            "Gewichte speichern",
            icon=":material/save:",
            key="save_weights",
            on_click=_save,
            args=(criteria,),
            disabled=not session.editable(),
        )


def _key(item: Criterion) -> str:
    return f"weight_{item.id}_{item.version}"


def _save(criteria: Sequence[Criterion]) -> None:
    weights: dict[str, Decimal] = {}
    for item in criteria:
        try:
            value = percent_written(st.session_state.get(_key(item)) or "")
        except Refused as error:
            session.say("error", f"Gewicht „{item.title}“: {error}")
            return
        if value is None:
            session.say("error", f"Das Gewicht von „{item.title}“ fehlt; 0 % heißt: zählt nicht.")
            return
        weights[item.id] = value
    session.write("Gewichte der Kriterien festgelegt", lambda tx: set_weights(tx, weights))
