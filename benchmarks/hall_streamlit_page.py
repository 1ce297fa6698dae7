"""The participants' page as one writes it first: a plain Streamlit script over the same plan."""

from __future__ import annotations

import os

import streamlit as st

from strategy.kernel.records import find, get_, save_
from strategy.kernel.store import Store
from strategy.nouns.card import Card, CardSource
from strategy.nouns.cluster import Cluster
from strategy.nouns.participant_group import ParticipantGroup
from strategy.nouns.point import Point, PointSource
from strategy.nouns.workshop import Activity, Workshop
from strategy.nouns.workshop_phase import WorkshopPhase
from strategy.workshop.cards import add_cards
from strategy.workshop.codes import shown_code


@st.cache_resource
def store() -> Store:
    """The plan, opened once."""
    return Store.open(os.environ["STRATEGY_PLAN"])


@st.fragment(run_every=10)
def follow() -> None:
    """Draw the page anew when the facilitator has gone on."""
    with store().look() as db:
        now = find(db, Workshop)[0]
    st.caption(f"Gerade: {now.activity}")
    if st.session_state.get("activity") not in (None, now.activity):
        st.rerun()


with store().look() as db:
    workshop = find(db, Workshop)[0]
    phase = get_(db, WorkshopPhase, str(workshop.phase_id))
    groups = find(db, ParticipantGroup)
    clusters = find(db, Cluster)
mine = st.session_state.setdefault("mine", {"cards": [], "points": 0, "group": None})
st.session_state["activity"] = workshop.activity

st.title(workshop.title)
st.write(f"**{phase.title}** – {phase.question}")
follow()
if mine["group"] is None:
    with st.form("join"):
        chosen = st.radio("Zu welcher Gruppe gehören Sie?", groups, format_func=lambda g: g.title)
        if st.form_submit_button("Mitmachen"):
            mine["group"] = chosen.id
            st.success("Sie machen mit.")
elif workshop.activity == Activity.CARDS:
    left = (workshop.cards_per_person or 0) - len(mine["cards"])
    st.write(f"Sie können noch {left} Karten schreiben.")
    with st.form("card", clear_on_submit=True):
        body = st.text_area("Ihre Idee")
        if st.form_submit_button("Karte senden") and left > 0 and body:
            with store().write("Teilnehmende", "1 Karte eingegangen") as tx:
                (card,) = add_cards(
                    tx,
                    [
                        Card(
                            workshop_id=workshop.id,
                            phase_id=phase.id,
                            body=body,
                            group_id=mine["group"],
                            source=CardSource.PHONE,
                        )
                    ],
                )
            mine["cards"].append((card.body, card.code))
            st.success(f"Ihre Karte ist eingegangen; ihr Code ist {shown_code(str(card.code))}.")
    for text, code in mine["cards"]:
        st.text(f"{text} – {code}")
elif workshop.activity == Activity.POINTS:
    st.write(f"Sie haben noch {(workshop.points_per_person or 0) - mine['points']} Punkte.")
    for cluster in clusters:
        with st.container(horizontal=True):
            st.text(cluster.title)
            if st.button("Punkt geben", key=cluster.id) and mine["points"] < 5:
                with store().write("Teilnehmende", "1 Punkt vergeben") as tx:
                    save_(
                        tx,
                        Point(
                            workshop_id=workshop.id,
                            phase_id=phase.id,
                            cluster_id=cluster.id,
                            group_id=mine["group"],
                            points=1,
                            source=PointSource.PHONE,
                        ),
                    )
                mine["points"] += 1
                st.success("Ihr Punkt ist gezählt.")
