"""Points counted in the room, for a cluster or for a card that lies on none."""

from __future__ import annotations

import streamlit as st

from strategy.kernel.records import get_
from strategy.nouns.card import Card
from strategy.nouns.cluster import Cluster
from strategy.workshop.clusters import list_clusters
from strategy.workshop.desk import loose_cards
from strategy.workshop.live_workshop import ON_THE_WALL
from ui.run import session
from ui.workshop.points_form import show_points_entry


def show_room_points(workshop_id: str) -> None:
    """Choose what got the points, then enter them per group."""
    states = [str(state) for state in ON_THE_WALL]
    with session.read() as db:
        # Themen first, then cards that lie on none: only these can get points of their own.
        places = {
            key: f"Thema: {title}" for key, title in list_clusters(db, workshop_id).items()
        } | loose_cards(db, workshop_id, states)
    if not places:
        st.info(
            "Punkte brauchen Themen oder angenommene Karten; sichten Sie zuerst die Karten.",
            icon=":material/info:",
        )
        return
    chosen = str(
        st.selectbox(
            "Thema oder Karte",
            list(places),
            key="desk_points_for",
            format_func=lambda one: places.get(one, one),
        )
    )
    if chosen not in places:
        return
    with session.read() as db:
        target: Card | Cluster
        # One field for two nouns; the prefix of the id tells which it is.
        if chosen.startswith(f"{Card.PREFIX}-"):
            target = get_(db, Card, chosen)
        else:
            target = get_(db, Cluster, chosen)
    show_points_entry(target)
