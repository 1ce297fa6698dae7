"""Cards for people without a phone: typed in the room, printed, and entered when they come back."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.nouns.workshop import Workshop
from strategy.workshop.codes import shown_code
from strategy.workshop.printed import (
    enter_paper_card,
    look_up,
    missing_cards,
    print_cards,
    printed_cards,
    unknown_code,
)
from ui.frame.places import object_link
from ui.run import kept_text, session
from ui.run.plain_text import plain
from ui.workshop.addresses import screen_address

_MOST_NAMED = 60


def show_paper_entry(
    workshop: Workshop, phases: Mapping[str, str], groups: Mapping[str, str], phase_id: str
) -> None:
    """Type in what stands on a paper card, found by its code or number."""
    st.subheader("Papierkarte aufnehmen")
    with session.read() as db:
        printed = len(printed_cards(db, workshop.id))
        missing = missing_cards(db, workshop.id)
    if not printed:
        st.info(
            "Für diese Werkstatt sind noch keine Papierkarten angelegt; darunter legen Sie welche "
            "an.",
            icon=":material/info:",
        )
        return
    st.markdown(
        f"**{german.number(printed - len(missing), 0)} von {german.number(printed, 0)} "
        "Papierkarten sind zurück.**"
    )
    # The number of saved cards in the key empties the field after each of them.
    entered = st.session_state.setdefault("papers_entered", 0)
    typed = (
        kept_text.text_input(
            "Code oder Nummer der Karte",
            key=f"paper_code_{entered}",
            name="paper_code",
            autocomplete="off",
            placeholder="z. B. K7M3-XQ9P oder 12",
        )
        or ""
    )
    # A card that is in already must not be typed a second time, with other words.
    taken = False
    if typed.strip():
        with session.read() as db:
            paper = look_up(db, workshop.id, typed)
        taken = paper.card is not None
        if paper.card is not None:
            st.warning(
                f"Diese Karte ist schon aufgenommen: {plain(paper.card.body)}",
                icon=":material/content_copy:",
            )
            object_link(paper.card.id, f"Karte {paper.card.id} öffnen")
        elif paper.printed is None:
            st.error(unknown_code(typed, paper.nearest), icon=":material/error:")
        else:
            st.success(
                f"Nummer {paper.printed.number}, Code {shown_code(str(paper.printed.code))}: noch "
                "nicht aufgenommen.",
                icon=":material/check:",
            )
    # Drawn in any case: where the code cannot be read yet, the text can be typed already.
    kept_text.text_area("Text auf der Karte", key="paper_body", height=90)
    left, right = st.columns(2)
    with left:
        st.selectbox(
            "Phase der Papierkarte",
            list(phases),
            key="paper_phase",
            index=list(phases).index(phase_id) if phase_id in phases else 0,
            format_func=lambda one: phases.get(one, one),
        )
    with right:
        st.selectbox(
            "Gruppe der Papierkarte",
            [None, *groups],
            key="paper_group",
            format_func=lambda one: "ohne Gruppe" if one is None else groups.get(one, one),
        )
    st.button(
        "Papierkarte aufnehmen",
        key="paper_enter",
        type="primary",
        icon=":material/add:",
        on_click=_enter,
        args=(workshop,),
        disabled=taken or not phases,
    )
    if missing:
        with st.expander(f"Noch nicht zurück: {german.number(len(missing), 0)}"):
            st.markdown(
                ", ".join(
                    f"Nr. {item.number} ({shown_code(str(item.code))})"
                    for item in missing[:_MOST_NAMED]
                )
                + (" …" if len(missing) > _MOST_NAMED else "")
            )


def show_printing(workshop: Workshop) -> None:
    """Number and code further cards; the room kit prints them."""
    st.subheader("Papierkarten drucken")
    kept_text.text_input(
        "Anzahl weiterer Papierkarten",
        key="paper_count",
        placeholder="z. B. 40",
        autocomplete="off",
    )
    with st.container(horizontal=True):
        st.button(
            "Papierkarten anlegen",
            key="paper_print",
            icon=":material/note_add:",
            on_click=_print,
            args=(workshop,),
        )
        st.link_button(
            "Papierkarten drucken",
            screen_address(workshop, "mappe", blatt="karten"),
            icon=":material/print:",
        )


def _enter(workshop: Workshop) -> None:
    entered = st.session_state["papers_entered"]
    typed = st.session_state.get(f"paper_code_{entered}") or ""
    body = (st.session_state.get("paper_body") or "").strip()
    if not body:
        session.say("error", "Schreiben Sie ab, was auf der Karte steht.")
        return
    phase_id = st.session_state["paper_phase"]
    group_id = st.session_state.get("paper_group")
    saved = session.write(
        "Papierkarte aufgenommen",
        lambda tx: enter_paper_card(tx, workshop.id, typed, body, phase_id, group_id),
    )
    if saved is not None:
        st.session_state["paper_body"] = ""
        # Phase and group stay: cards come back table by table.
        st.session_state["papers_entered"] = entered + 1


def _print(workshop: Workshop) -> None:
    try:
        count = german.parse_int(st.session_state.get("paper_count") or "")
    except Refused as error:
        session.say("error", f"Anzahl der Papierkarten: {error}")
        return
    made = session.write(
        f"{german.counted(count or 0, 'Papierkarte', 'Papierkarten')} angelegt",
        lambda tx: print_cards(tx, workshop.id, count),
    )
    if made is not None:
        st.session_state["paper_count"] = ""
