"""Points for a cluster, group by group, and the measure that is made of it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from strategy import german
from strategy.errors import Refused
from strategy.moderation import set_points, turn_cluster_into_measure
from strategy.nouns.card import Card
from strategy.nouns.cluster import Cluster
from strategy.nouns.participant_group import ParticipantGroup
from strategy.nouns.point import Point
from strategy.nouns.workshop_phase import WorkshopPhase
from strategy.records import find
from ui import session
from ui.places import object_link


def show_points_entry(cluster: Cluster) -> None:
    """One field per group with the points that stand now; empty is none."""
    st.subheader("Punkte eintragen")
    with session.read() as db:
        phases = {
            phase.id: str(phase.title)
            for phase in find(
                db, WorkshopPhase, "workshop_id = ?", [cluster.workshop_id],
                order="position NULLS LAST, id",
            )
        }
        groups = {
            group.id: str(group.title)
            for group in find(db, ParticipantGroup, "workshop_id = ?", [cluster.workshop_id])
        }
    phase_id = st.selectbox(
        "Phase", list(phases), key=f"points_phase_{cluster.id}",
        format_func=lambda one: phases.get(one, one),
    )
    with session.read() as db:
        given = {
            point.group_id: point.points
            for point in find(
                db, Point,
                "cluster_id = ? AND card_id IS NULL AND phase_id IS NOT DISTINCT FROM ?",
                [cluster.id, phase_id],
            )
        }
    names: dict[str | None, str] = {**groups, None: "ohne Gruppe"}
    prefix = f"points_{cluster.id}_{phase_id}_"
    places = st.columns(3)
    for number, (group_id, name) in enumerate(names.items()):
        with places[number % 3]:
            st.text_input(
                name, str(given.get(group_id) or ""), key=f"{prefix}{group_id}",
                autocomplete="off", disabled=not session.editable(), placeholder="z. B. 12",
            )
    st.button(
        "Punkte speichern", key=f"{prefix}save", on_click=_save_points,
        args=(cluster, phase_id, names, prefix), disabled=not session.editable(),
    )


def _save_points(
    cluster: Cluster, phase_id: str | None, names: Mapping[str | None, str], prefix: str
) -> None:
    points: dict[str | None, int | None] = {}
    for group_id, name in names.items():
        try:
            points[group_id] = german.parse_int(st.session_state[f"{prefix}{group_id}"] or "")
        except Refused as error:
            session.say("error", f"Punkte von „{name}“: {error}")
            return
        if (points[group_id] or 0) < 0:
            session.say("error", f"Punkte von „{name}“: Eine negative Zahl ist nicht möglich.")
            return
    session.write(
        f"Punkte für „{cluster.title}“ eingetragen",
        lambda tx: set_points(tx, cluster.id, phase_id, points),
    )


def show_cluster_measure(cluster: Cluster) -> None:
    """The cards on the heap, and one button that makes a measure of it."""
    st.subheader("Karten und Maßnahmen")
    with session.read() as db:
        cards = find(db, Card, "cluster_id = ?", [cluster.id])
        measures = db.rows(
            "SELECT m.id, m.title FROM link l JOIN measure m ON m.id = l.from_id "
            "WHERE l.to_id = ? AND l.kind = 'entstanden aus' ORDER BY m.id", [cluster.id],
        )
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
        "Diese Karten gehen in die Maßnahme ein", list(texts), key=key,
        default=[card.id for card in cards if card.state == "angenommen"],
        format_func=lambda one: texts.get(one, one), placeholder="keine",
    )
    st.button(
        "Maßnahme aus dem Thema machen", icon=":material/add_task:", key=f"measure_{cluster.id}",
        on_click=_make_measure, args=(cluster, key),
    )


def _make_measure(cluster: Cluster, key: str) -> None:
    session.write(
        f"Maßnahme aus dem Thema „{cluster.title}“ angelegt",
        lambda tx: turn_cluster_into_measure(tx, cluster.id, st.session_state[key]),
        f"Aus dem Thema „{cluster.title}“ ist eine Maßnahme entstanden; der Weg dorthin steht "
        "unten.",
    )
