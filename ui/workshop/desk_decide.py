"""Beside the list: what becomes of the chosen cards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from strategy.kernel import german
from strategy.kernel.store import Transaction
from strategy.nouns.card import Card, CardState
from strategy.workshop.clusters import list_clusters
from strategy.workshop.desk import still_there
from strategy.workshop.moderation import chosen_cards, decide_cards, lay_on_cluster, sort_cards
from strategy.workshop.reasons import list_reasons
from strategy.workshop.splitting import LEAST, MOST, join_parts, split_card
from ui.run import kept_text, session
from ui.run.plain_text import plain
from ui.workshop.desk_live import choose, choose_shown, chosen_ids

OWN = "eigener Text"
# So many chosen cards are named, each with so many signs of its text.
_NAMED, _SHORT = 8, 60


def show_decisions(workshop_id: str) -> None:
    """Everything that can be done with the cards ticked in the list."""
    with session.read() as db:
        # Somebody else may have deleted a card meanwhile, or another workshop is open now.
        # Chosen cards live in the session and outlast the list that showed them.
        ids = still_there(db, workshop_id, chosen_ids())
        if ids != chosen_ids():
            choose(ids)
        cards = chosen_cards(db, ids) if ids else []
        clusters = list_clusters(db, workshop_id)
        reasons = list_reasons(db)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            "**Keine Karte ausgewählt**"
            if not cards
            else f"**{german.counted(len(cards), 'Karte', 'Karten')} ausgewählt**"
        )
        st.button(
            "Alle gezeigten auswählen", key="desk_all", type="tertiary", on_click=choose_shown
        )
        st.button(
            "Auswahl aufheben",
            key="desk_none",
            type="tertiary",
            on_click=choose,
            args=((),),
            disabled=not cards,
        )
    _show_chosen(cards)
    off = not cards
    with st.container(horizontal=True):
        st.button(
            "Annehmen",
            key="desk_accept",
            type="primary",
            icon=":material/check:",
            disabled=off,
            on_click=_decide,
            args=("angenommen", CardState.ACCEPTED),
        )
        st.button(
            "Entscheidung zurücknehmen",
            key="desk_back",
            icon=":material/undo:",
            disabled=off,
            on_click=_put_back,
            help="Die Karten sind danach wieder „eingegangen“; Teile einer "
            "aufgeteilten Karte werden wieder zusammengefügt.",
        )
    _show_cluster_choice(clusters, off)
    _show_refusal(reasons, off)
    _show_merging(cards)
    _show_splitting(cards)


def _show_chosen(cards: list[Card]) -> None:
    """Which cards they are: the list beside may show others by now."""
    lines = [f"- {plain(_shortened(str(card.body)))} ({card.id})" for card in cards[:_NAMED]]
    if len(cards) > _NAMED:
        lines.append(f"- und {german.counted(len(cards) - _NAMED, 'Karte', 'Karten')} mehr")
    if lines:
        st.caption("\n".join(lines))


def _shortened(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[:_SHORT].rstrip()} …"


def _show_cluster_choice(clusters: dict[str, str], off: bool) -> None:
    with st.container(border=True):
        st.selectbox(
            "Thema",
            [None, *clusters],
            key="desk_cluster",
            format_func=lambda one: "neues Thema" if one is None else clusters.get(one, one),
        )
        if st.session_state.get("desk_cluster") is None:
            kept_text.text_input(
                "Name des neuen Themas", key="desk_new_cluster", autocomplete="off"
            )
        with st.container(horizontal=True):
            st.button(
                "Zum Thema legen",
                key="desk_lay",
                icon=":material/layers:",
                disabled=off,
                on_click=_lay,
                help="Eingegangene Karten gelten damit als angenommen.",
            )
            st.button(
                "Aus dem Thema nehmen", key="desk_off_cluster", disabled=off, on_click=_take_off
            )


def _show_refusal(reasons: list[str], off: bool) -> None:
    with st.container(border=True):
        reason = st.selectbox(
            "Begründung",
            [*reasons, OWN],
            key="desk_reason",
            index=None,
            placeholder="für Ablehnung oder Ideenpool wählen …",
            help="Wer die Karte geschrieben hat, liest diesen Satz.",
        )
        # Outside a form on purpose: the field has to appear as soon as the choice is made.
        if reason == OWN:
            kept_text.text_input("Eigene Begründung", key="desk_own_reason", autocomplete="off")
        with st.container(horizontal=True):
            st.button(
                "Ablehnen",
                key="desk_reject",
                icon=":material/block:",
                disabled=off,
                on_click=_decide,
                args=("abgelehnt", CardState.REJECTED),
            )
            st.button(
                "In den Ideenpool",
                key="desk_pool",
                icon=":material/lightbulb:",
                disabled=off,
                on_click=_decide,
                args=("in den Ideenpool gelegt", CardState.POOL),
            )


def _show_merging(cards: list[Card]) -> None:
    # Hidden and not greyed out: these two only make sense for certain numbers of cards.
    if len(cards) < 2:
        return
    texts = {card.id: f"{card.body} ({card.id})" for card in cards}
    with st.container(border=True):
        st.selectbox(
            "Diese Karte bleibt stehen",
            list(texts),
            key="desk_target",
            format_func=lambda one: texts.get(one, one),
        )
        st.button(
            "Zusammenlegen",
            key="desk_merge",
            icon=":material/join:",
            on_click=_merge,
            help="Die anderen gelten als zusammengelegt; ihre Punkte zählen mit.",
        )


def _show_splitting(cards: list[Card]) -> None:
    if len(cards) != 1:
        return
    card = cards[0]
    with st.container(border=True):
        kept_text.text_area(
            f"{card.id} aufteilen: je Zeile eine Karte",
            str(card.body),
            # The card in the key: text typed for one card must not stand in the field of the next.
            key=f"split_{card.id}",
            help=f"{LEAST} bis {MOST} Zeilen; die Teile bekommen eigene Codes.",
        )
        st.button(
            "Aufteilen",
            key="desk_split",
            icon=":material/call_split:",
            on_click=_split,
            args=(card.id,),
        )


def _act(done: str, work: Callable[[Transaction, list[str]], Any]) -> bool:
    """Do something with the chosen cards as one action; the choice is lifted where it succeeds."""
    # Asked at the moment of the press; what a button was given is as old as the last run of the
    # page.
    ids = chosen_ids()
    if not ids:
        session.say("error", "Wählen Sie zuerst mindestens eine Karte.")
        return False
    counted = german.counted(len(ids), "Karte", "Karten")
    result = session.write(f"{counted} {done}", lambda tx: work(tx, ids))
    if result is None:
        return False
    choose(())
    return True


def _decide(done: str, state: CardState) -> None:
    reason = None
    if state in (CardState.REJECTED, CardState.POOL):
        reason = st.session_state.get("desk_reason")
        if reason == OWN:
            reason = (st.session_state.get("desk_own_reason") or "").strip() or None
    if _act(done, lambda tx, ids: decide_cards(tx, ids, state, reason)):
        st.session_state["desk_own_reason"] = ""


def _put_back() -> None:
    def work(tx: Transaction, ids: list[str]) -> int:
        for card in chosen_cards(tx, ids):
            # Parts got codes of their own; taking back a division has to join them as well.
            if card.state == CardState.SPLIT:
                join_parts(tx, card.id)
            else:
                decide_cards(tx, [card.id], CardState.RECEIVED)
        return len(ids)

    _act("wieder auf „eingegangen“ gesetzt", work)


def _lay() -> None:
    cluster_id = st.session_state.get("desk_cluster")
    title = st.session_state.get("desk_new_cluster") or ""
    if _act("zu einem Thema gelegt", lambda tx, ids: lay_on_cluster(tx, ids, cluster_id, title)):
        st.session_state["desk_new_cluster"] = ""


def _take_off() -> None:
    _act("aus ihrem Thema genommen", lambda tx, ids: sort_cards(tx, ids, None))


def _merge() -> None:
    target = st.session_state.get("desk_target")

    def work(tx: Transaction, ids: list[str]) -> int:
        # The card that stays is among the chosen, and cannot be merged with itself.
        others = [card_id for card_id in ids if card_id != target]
        return decide_cards(tx, others, CardState.MERGED, merged_into_id=target)

    _act(f"zusammengelegt, {target} bleibt stehen", work)


def _split(card_id: str) -> None:
    texts = (st.session_state.get(f"split_{card_id}") or "").splitlines()
    _act("aufgeteilt", lambda tx, ids: split_card(tx, card_id, texts))
