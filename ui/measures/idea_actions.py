"""What is done with an idea in the pool: back into discussion, or into a measure."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from strategy.nouns.card import CardState
from strategy.relations.links import turn_card_into_measure
from strategy.workshop.moderation import decide_cards
from ui.objects.domain_form import show_domain_form
from ui.run import session


def show_idea_actions(ideas: Mapping[str, str]) -> None:
    """Choose one of ``ideas`` (id of the card to its words) and act on it."""
    st.header("Eine Idee wieder aufgreifen")
    chosen = st.selectbox(
        "Idee", list(ideas), key="idea_chosen", format_func=lambda one: ideas.get(one, one)
    )
    # The pool may be empty after the last idea was taken up.
    off = not session.editable() or chosen is None
    with st.container(horizontal=True):
        st.button(
            "Maßnahme daraus machen",
            key="idea_measure",
            icon=":material/add_task:",
            type="primary",
            on_click=_measure,
            args=(chosen,),
            disabled=off,
            help="Legt die Maßnahme an und hält fest, dass sie aus dieser Karte entstand.",
        )
        st.button(
            "Zurück in die Diskussion",
            key="idea_back",
            icon=":material/undo:",
            on_click=_back,
            args=(chosen,),
            disabled=off,
            help="Die Karte gilt wieder als angenommen; die Begründung bleibt im Verlauf.",
        )
    with st.expander("Ideen einem Lebensbereich zuordnen", icon=":material/category:"):
        show_domain_form(ideas, key="ideas")


def _measure(card_id: str) -> None:
    made = session.write(
        f"Maßnahme aus Karte {card_id} angelegt", lambda tx: turn_card_into_measure(tx, card_id)
    )
    # Said apart from "saved", since the card vanishes from the list above.
    if made is not None:
        session.say(
            "info",
            f"Die Maßnahme {made.id} steht auf der Seite Maßnahmen; die Karte "
            "liegt nicht mehr im Pool.",
        )


def _back(card_id: str) -> None:
    session.write(
        f"Karte {card_id} aus dem Ideenpool genommen",
        lambda tx: decide_cards(tx, [card_id], CardState.ACCEPTED),
    )
