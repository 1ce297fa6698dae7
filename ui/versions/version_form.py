"""The forms that copy the version looked at into a scenario or a sealed edition."""

from __future__ import annotations

import streamlit as st

from strategy.acts.sealing import seal_for
from strategy.kernel.errors import StrategyError
from strategy.kernel.store.fingerprint import short_hash
from strategy.kernel.store.versions import create_scenario
from ui.run import kept_text, session
from ui.run.plain_text import plain
from ui.versions.occasion_form import show_occasion, typed_occasion
from ui.versions.version_list import close_all, open_version

FORMS = {
    "scenario": ("Szenario anlegen", "Name des Szenarios", "Annahme: Was ist hier anders?"),
    "edition": (
        "Fassung festschreiben",
        "Name der Fassung, zum Beispiel „Stadtrat 14.05.2027“",
        "Anmerkung",
    ),
}


def show_version_form(kind: str) -> None:
    """Name and note of the new version, and from which one it is copied."""
    title, label, word = FORMS[kind]
    st.button(
        "Zurück zur Liste", key="versions_back", icon=":material/arrow_back:", on_click=close_all
    )
    st.title(title)
    now = next(item for item in session.versions() if item.name == session.version())
    st.markdown(f"Kopiert wird die Fassung, die Sie gerade ansehen: **{plain(now.title)}**.")
    kept_text.text_input(label, key=f"title_{kind}", autocomplete="off")
    kept_text.text_input(word, key=f"note_{kind}", autocomplete="off")
    if kind == "edition":
        show_occasion()
    st.button(
        title,
        key=f"make_{kind}",
        type="primary",
        on_click=_make,
        args=(kind,),
        icon=":material/content_copy:" if kind == "scenario" else ":material/lock:",
    )


def _make(kind: str) -> None:
    title = (st.session_state.get(f"title_{kind}") or "").strip()
    note = (st.session_state.get(f"note_{kind}") or "").strip() or None
    where = session.store(), session.actor(), title, session.version(), note
    try:
        made = create_scenario(*where) if kind == "scenario" else seal_for(*where, typed_occasion())
    except StrategyError as error:
        session.say("error", str(error))
        return
    # Before the version changes: kept is the text for the version it was typed in.
    kept_text.forget(f"title_{kind}", f"note_{kind}", "seal_in_force")
    open_version(made.name)
    if kind == "scenario":
        # Set in the callback, since the choice of the version is drawn before this page.
        st.session_state["fassung"] = made.name
        session.say("success", f"Szenario „{made.title}“ angelegt; Sie arbeiten jetzt darin.")
    else:
        annex = f" Sie ist Anlage zu {made.paper_id}." if made.paper_id else ""
        session.say(
            "success",
            f"Fassung „{made.title}“ festgeschrieben, Prüfsumme {short_hash(made.hash or '')}."
            f"{annex}",
        )
