"""Give one or many cards or clusters their life domain."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from strategy.figures.plan.domains import leading_domains
from strategy.kernel import german
from strategy.workshop.afterwards import set_domain
from ui.run import session

_NONE = "kein Lebensbereich"


def domains() -> dict[str, str]:
    """The life domains of the leading system, or of all where none leads: id to name."""
    with session.read() as db:
        return leading_domains(db)


def show_domain_form(cards: Mapping[str, str], *, key: str) -> None:
    """Choose among ``cards`` (id to text) and a life domain, and save both in one action."""
    known = domains()
    if not known:
        st.caption("Es gibt noch keine Lebensbereiche; legen Sie sie in Schritt 4 an.")
        return
    st.multiselect(
        "Karten",
        list(cards),
        key=f"{key}_cards",
        placeholder="eine oder mehrere …",
        format_func=lambda one: cards.get(one, one),
    )
    st.selectbox(
        "Lebensbereich",
        [None, *known],
        key=f"{key}_domain",
        format_func=lambda one: _NONE if one is None else known.get(one, one),
    )
    st.button(
        "Lebensbereich zuordnen",
        key=f"{key}_save",
        on_click=_save,
        args=(key,),
        icon=":material/category:",
        disabled=not session.editable(),
    )


def _save(key: str) -> None:
    chosen = st.session_state.get(f"{key}_cards") or []
    domain = st.session_state.get(f"{key}_domain")
    words = f"{german.counted(len(chosen), 'Karte', 'Karten')} einem Lebensbereich zugeordnet"
    done = session.write(words, lambda tx: set_domain(tx, chosen, domain))
    if done is not None:
        st.session_state[f"{key}_cards"] = []


def show_cluster_domain(cluster_id: str, domain_id: str | None) -> None:
    """One choice that is saved as soon as it is made."""
    known = domains()
    if not known:
        return
    key = f"cluster_domain_{cluster_id}"
    options = [None, *known]
    # A domain of another system stays choosable, or looking at the page would seem to clear it.
    if domain_id and domain_id not in known:
        options.append(domain_id)
    st.selectbox(
        "Lebensbereich des Themas",
        options,
        options.index(domain_id),
        # What stands is in the key, so that somebody else's change gives a fresh field.
        key=f"{key}_{domain_id}",
        format_func=lambda one: _NONE if one is None else known.get(one, one),
        on_change=_save_cluster,
        args=(cluster_id, f"{key}_{domain_id}"),
        disabled=not session.editable(),
    )


def _save_cluster(cluster_id: str, key: str) -> None:
    chosen = st.session_state[key]
    session.write(
        f"Thema {cluster_id} einem Lebensbereich zugeordnet"
        if chosen
        else f"Thema {cluster_id} aus seinem Lebensbereich genommen",
        lambda tx: set_domain(tx, [cluster_id], chosen),
    )
