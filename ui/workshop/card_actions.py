"""What the facilitator does with cards: take one in, sort many, decide, make a measure of one."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from strategy.kernel import german
from strategy.nouns.card import Card, CardSource, CardState
from strategy.nouns.workshop import Workshop
from strategy.relations.links import turn_card_into_measure
from strategy.workshop.cards import add_cards
from strategy.workshop.clusters import list_clusters
from strategy.workshop.desk import measures_from
from strategy.workshop.moderation import decide_cards, sort_cards
from ui.frame.places import object_link
from ui.objects.fields import options_of
from ui.run import kept_text, session
from ui.run.plain_text import plain

_DECISIONS = {
    str(CardState.ACCEPTED): "annehmen",
    str(CardState.MERGED): "zusammenlegen",
    str(CardState.POOL): "in den Ideenpool",
    str(CardState.REJECTED): "ablehnen",
    str(CardState.RECEIVED): "Entscheidung zurücknehmen",
}


def show_quick_entry(
    workshop: Workshop, phases: Mapping[str, str], groups: Mapping[str, str], phase_id: str
) -> None:
    """One field and the return key: the text is taken in, the cursor stays for the next card.

    Nothing for those who may take no card in: what they typed would be lost.
    """
    if not session.editable():
        return
    # A form sends text and button together; without one, the return key would only send the text.
    with st.form("quick_card", enter_to_submit=True):
        # No max_chars: Streamlit drops a longer text without a word; the card refuses it in one.
        st.text_input(
            "Neue Karte",
            key="quick_text",
            autocomplete="off",
            placeholder="Ein Gedanke je Karte, dann die Eingabetaste",
        )
        left, right = st.columns(2)
        with left:
            if phase_id:
                st.markdown(f"Phase: **{plain(phases[phase_id])}**")
            else:
                st.selectbox(
                    "Phase der Karte",
                    list(phases),
                    key="quick_phase",
                    format_func=lambda one: phases[one],
                )
        with right:
            st.selectbox(
                "Gruppe",
                [None, *groups],
                key="quick_group",
                format_func=lambda one: "ohne Gruppe" if one is None else groups[one],
            )
        st.form_submit_button(
            "Karte aufnehmen",
            type="primary",
            icon=":material/add:",
            on_click=_take_in,
            args=(workshop, phase_id),
        )


def _take_in(workshop: Workshop, phase_id: str) -> None:
    text = (st.session_state["quick_text"] or "").strip()
    if not text:
        session.say("error", "Die Karte ist leer; schreiben Sie einen Gedanken hinein.")
        return
    card = Card(
        workshop_id=workshop.id,
        phase_id=phase_id or st.session_state.get("quick_phase"),
        body=text,
        group_id=st.session_state.get("quick_group"),
        # Where cards are checked before they hang, a new one waits for the decision.
        state=CardState.RECEIVED if workshop.moderated else CardState.ACCEPTED,
        source=CardSource.ROOM,
    )
    saved = session.write(
        "Karte aufgenommen", lambda tx: add_cards(tx, [card]), "Karte aufgenommen."
    )
    if saved is not None:
        st.session_state["quick_text"] = ""


def show_sorting(cards: Mapping[str, str], workshop_id: str) -> None:
    """Choose many cards, then lay them on a cluster or decide about them, in one action."""
    chosen = st.multiselect(
        "Karten auswählen",
        list(cards),
        key="chosen_cards",
        placeholder="eine oder mehrere …",
        format_func=lambda one: cards.get(one, one),
    )
    off = not session.editable() or not chosen
    with session.read() as db:
        clusters = list_clusters(db, workshop_id)
        all_cards = options_of(db, "card")
    left, right = st.columns(2)
    with left, st.container(border=True):
        st.header("Einem Thema zuordnen")
        st.selectbox(
            "Thema",
            [None, *clusters],
            key="target_cluster",
            format_func=lambda one: "kein Thema" if one is None else clusters.get(one, one),
        )
        st.button("Karten zuordnen", key="sort_cards", on_click=_sort, disabled=off)
    with right, st.container(border=True):
        st.header("Entscheiden")
        state = st.selectbox(
            "Entscheidung",
            list(_DECISIONS),
            key="decision",
            format_func=lambda one: _DECISIONS[one],
        )
        if state == CardState.MERGED:
            st.selectbox(
                "Diese Karte bleibt stehen",
                [one for one in all_cards if one not in chosen],
                index=None,
                key="merge_target",
                placeholder="auswählen …",
                format_func=lambda one: all_cards.get(one, one),
            )
        elif state in (CardState.POOL, CardState.REJECTED):
            kept_text.text_input(
                "Begründung (Pflichtfeld)",
                key="decision_reason",
                autocomplete="off",
                help="Wer die Karte geschrieben hat, soll verstehen, warum.",
            )
        st.button("Entscheidung speichern", key="decide_cards", on_click=_decide, disabled=off)


def _sort() -> None:
    chosen, cluster = st.session_state["chosen_cards"], st.session_state["target_cluster"]
    done = session.write(
        f"{german.counted(len(chosen), 'Karte', 'Karten')} einem Thema zugeordnet"
        if cluster
        else f"{german.counted(len(chosen), 'Karte', 'Karten')} aus ihrem Thema genommen",
        lambda tx: sort_cards(tx, chosen, cluster),
    )
    if done is not None:
        st.session_state["chosen_cards"] = []


def _decide() -> None:
    chosen, state = st.session_state["chosen_cards"], st.session_state["decision"]
    reason = (st.session_state.get("decision_reason") or "").strip() or None
    done = session.write(
        f"{german.counted(len(chosen), 'Karte', 'Karten')}: {state}",
        lambda tx: decide_cards(tx, chosen, state, reason, st.session_state.get("merge_target")),
    )
    if done is not None:
        st.session_state["chosen_cards"] = []
        st.session_state["decision_reason"] = ""


def show_card_actions(card: Card) -> None:
    """Below a card: decide about it, or make a measure of it."""
    st.subheader("Was wird aus der Karte?")
    with session.read() as db:
        measures = measures_from(db, card.id)
    for row in measures:
        object_link(row["id"], f"Maßnahme {row['id']}: {row['title']}")
    if not session.editable():
        return
    if card.state == CardState.MERGED and card.merged_into_id:
        object_link(card.merged_into_id, f"Für diese Karte steht die Karte {card.merged_into_id}")
    elif card.state == CardState.SPLIT:
        st.markdown("Die Karte ist aufgeteilt; entscheiden Sie über ihre Teile (unter „Spur“).")
    elif not measures:
        st.button(
            "Maßnahme daraus machen",
            icon=":material/add_task:",
            key=f"measure_of_{card.id}",
            on_click=make_measure,
            args=(card.id,),
            help="Legt die Maßnahme an und hält fest, dass sie aus dieser Karte entstand.",
        )
    kept_text.text_input(
        "Begründung für Ideenpool oder Ablehnung", key=f"reason_{card.id}", autocomplete="off"
    )
    accept, pool, reject = st.columns(3)
    for place, state in (
        (accept, CardState.ACCEPTED),
        (pool, CardState.POOL),
        (reject, CardState.REJECTED),
    ):
        word = _DECISIONS[str(state)]
        with place:
            st.button(
                word[0].upper() + word[1:],
                key=f"{state}_{card.id}",
                on_click=_decide_one,
                args=(card, str(state)),
                disabled=card.state == state,
                width="stretch",
            )


def _decide_one(card: Card, state: str) -> None:
    reason = (st.session_state.get(f"reason_{card.id}") or "").strip() or None
    done = session.write(
        f"Karte {card.id}: {state}", lambda tx: decide_cards(tx, [card.id], state, reason)
    )
    if done is not None:
        kept_text.forget(f"reason_{card.id}")


def make_measure(card_id: str) -> None:
    """Callback: a measure of this card, linked to it."""
    session.write(
        f"Maßnahme aus Karte {card_id} angelegt",
        lambda tx: turn_card_into_measure(tx, card_id),
        f"Aus der Karte {card_id} ist eine Maßnahme entstanden; der Weg dorthin steht unten.",
    )
