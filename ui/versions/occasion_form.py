"""For which paper and body an edition is sealed, and from when it holds."""

from __future__ import annotations

import streamlit as st

from strategy.acts.sealing import Occasion
from strategy.kernel import german
from strategy.kernel.listing import find, names_by_id
from strategy.nouns.body import Body
from strategy.nouns.paper import Paper, PaperStatus
from ui.run import kept_text, session


def show_occasion() -> None:
    """Paper, body and day; each may stay empty, and then that of the paper holds."""
    with session.read() as db:
        papers = {
            paper.id: f"{paper.reference or paper.id}: {paper.name}"
            for paper in find(db, Paper, order="-dated")
            # A new edition of what is decided needs a new paper.
            if paper.status != PaperStatus.DECIDED
        }
        bodies = names_by_id(db, Body)
    st.selectbox(
        "Zu welcher Vorlage gehört die Fassung als Anlage?",
        list(papers),
        index=None,
        key="seal_paper",
        placeholder="zu keiner",
        format_func=lambda one: papers.get(one, one),
    )
    left, right = st.columns(2)
    with left:
        st.selectbox(
            "Welchem Gremium liegt sie vor?",
            list(bodies),
            index=None,
            key="seal_body",
            placeholder="dem entscheidenden der Vorlage",
            format_func=lambda one: bodies.get(one, one),
        )
    with right:
        kept_text.text_input(
            "In Kraft ab",
            key="seal_in_force",
            placeholder="wie in der Vorlage, sonst z. B. 1.1.2027",
            autocomplete="off",
        )


def typed_occasion() -> Occasion:
    """What is typed in it; raises Refused for a day that is none."""
    return Occasion(
        st.session_state.get("seal_paper"),
        st.session_state.get("seal_body"),
        german.parse_date(st.session_state.get("seal_in_force") or ""),
    )
