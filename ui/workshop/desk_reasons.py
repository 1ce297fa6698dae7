"""The list of reasons for declining a card, changed line by line."""

from __future__ import annotations

import streamlit as st

from strategy.workshop.reasons import list_reasons, save_reasons
from ui.run import kept_text, session

_KEY = "desk_reasons"


def show_reasons() -> None:
    """One reason per line; the order of the lines is the order of the choice."""
    with session.read() as db:
        standing = list_reasons(db)
    base: list[str] = st.session_state.setdefault(f"{_KEY}_base", standing)
    typed = st.session_state.get(_key(base))
    if base != standing and (typed is None or typed == "\n".join(base)):
        # Nothing was typed over the older list, so the newer one takes its place.
        base = st.session_state[f"{_KEY}_base"] = standing
    st.markdown(
        "Diese Sätze stehen beim Ablehnen zur Wahl. Wer die Karte geschrieben hat, liest den "
        "gewählten Satz; auf schon abgelehnten Karten bleibt er, wie er war."
    )
    kept_text.text_area(
        "Begründungen, je Zeile eine", "\n".join(base), key=_key(base), name=_KEY, height=220
    )
    st.button("Liste speichern", key="desk_save_reasons", on_click=_save, args=(base,))


def _key(base: list[str]) -> str:
    # A field over another list is another field, which begins with what stands now.
    return f"{_KEY}_{abs(hash(tuple(base)))}"


def _save(base: list[str]) -> None:
    titles = (st.session_state.get(_key(base)) or "").splitlines()
    saved = session.write(
        "Liste der Begründungen geändert", lambda tx: save_reasons(tx, titles, base)
    )
    if saved is not None:
        st.session_state[f"{_KEY}_base"] = saved
