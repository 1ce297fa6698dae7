"""The cards of a cluster, and the measure that is made of it."""

from __future__ import annotations

import streamlit as st

from strategy.kernel import german
from strategy.kernel.records import find
from strategy.kernel.selection import equal
from strategy.nouns.card import Card
from strategy.nouns.cluster import Cluster
from strategy.workshop.desk import measures_from
from strategy.workshop.moderation import turn_cluster_into_measure
from ui.frame.places import object_link
from ui.run import session


def show_cluster_measure(cluster: Cluster) -> None:
    """The cards on the cluster, and one button that makes a measure of it."""
    st.subheader("Karten und Maßnahmen")
    with session.read() as db:
        cards = find(db, Card, equal(cluster_id=cluster.id))
        measures = measures_from(db, cluster.id, "entstanden aus")
    for row in measures:
        object_link(row["id"], f"Maßnahme {row['id']}: {row['title']}")
    if cards:
        with st.expander(f"{german.counted(len(cards), 'Karte', 'Karten')} in diesem Thema"):
            for card in cards:
                object_link(card.id, f"{card.id} {card.body} ({card.state})")
    else:
        st.caption("In diesem Thema liegt noch keine Karte.")
    if measures or not session.editable():
        return
    texts = {card.id: f"{card.id} {card.body}" for card in cards}
    key = f"cluster_cards_{cluster.id}"
    st.multiselect(
        "Diese Karten gehen in die Maßnahme ein",
        list(texts),
        key=key,
        # Only what was accepted: a declined card must not enter a measure by a slip.
        default=[card.id for card in cards if card.state == "angenommen"],
        format_func=lambda one: texts.get(one, one),
        placeholder="keine",
    )
    st.button(
        "Maßnahme aus dem Thema machen",
        icon=":material/add_task:",
        key=f"measure_{cluster.id}",
        on_click=_make_measure,
        args=(cluster, key),
    )


def _make_measure(cluster: Cluster, key: str) -> None:
    session.write(
        f"Maßnahme aus dem Thema „{cluster.title}“ angelegt",
        lambda tx: turn_cluster_into_measure(tx, cluster.id, st.session_state[key]),
        f"Aus dem Thema „{cluster.title}“ ist eine Maßnahme entstanden; der Weg dorthin steht "
        "unten.",
    )
