"""Data: versions of the plan - draft, scenarios, sealed editions."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from strategy.kernel import german
from strategy.kernel.errors import StrategyError
from strategy.kernel.store.fingerprint import short_hash
from strategy.kernel.store.versions import (
    create_scenario,
    delete_scenario,
    describe_scenario,
    discard_scenario,
    list_binned,
    restore_scenario,
    seal_edition,
)
from ui.run import session
from ui.run.plain_text import plain
from ui.tables.format import grid, moment_column, text_column

KINDS = {"draft": "Entwurf", "scenario": "Szenario", "edition": "festgeschrieben"}


def make(kind: str) -> None:
    """Callback: copy the version looked at into a scenario or a sealed edition."""
    title = (st.session_state.get(f"title_{kind}") or "").strip()
    note = (st.session_state.get(f"note_{kind}") or "").strip() or None
    build = create_scenario if kind == "scenario" else seal_edition
    try:
        made = build(session.store(), session.actor(), title, session.version(), note)
    except StrategyError as error:
        session.say("error", str(error))
        return
    st.session_state[f"title_{kind}"] = st.session_state[f"note_{kind}"] = ""
    if kind == "scenario":
        # Set in the callback, since the choice of the version is drawn before this page.
        st.session_state["fassung"] = made.name
        session.say("success", f"Szenario „{made.title}“ angelegt; Sie arbeiten jetzt darin.")
    else:
        session.say(
            "success",
            f"Fassung „{made.title}“ festgeschrieben, Prüfsumme {short_hash(made.hash or '')}.",
        )


def describe(name: str) -> None:
    """Callback: give a scenario another name or assumption."""
    title = (st.session_state.get(f"describe_title_{name}") or "").strip()
    note = (st.session_state.get(f"describe_note_{name}") or "").strip() or None
    try:
        made = describe_scenario(session.store(), session.actor(), name, title, note)
    except StrategyError as error:
        session.say("error", str(error))
    else:
        session.say("success", f"Szenario „{made.title}“ gespeichert.")


def remove(name: str) -> None:
    """Callback: delete a scenario."""
    try:
        delete_scenario(session.store(), session.actor(), name)
    except StrategyError as error:
        session.say("error", str(error))
    else:
        if session.version() == name:
            # The choice would else hold a version that is no longer there.
            st.session_state["fassung"] = "main"
        session.say("success", "Szenario gelöscht; unten auf dieser Seite holen Sie es zurück.")


def bring_back(name: str) -> None:
    """Callback: take a deleted scenario out of the bin."""
    try:
        made = restore_scenario(session.store(), session.actor(), name)
    except StrategyError as error:
        session.say("error", str(error))
    else:
        session.say("success", f"Szenario „{made.title}“ ist wieder da.")


def discard(name: str) -> None:
    """Callback: delete a scenario for good."""
    try:
        discard_scenario(session.store(), session.actor(), name)
    except StrategyError as error:
        session.say("error", str(error))
    else:
        session.say("success", "Szenario endgültig gelöscht.")


st.title("Fassungen")
st.markdown(
    "Der Entwurf ist der lebende Plan. Ein Szenario ist eine Kopie zum Ausprobieren. Eine "
    "festgeschriebene Fassung ist der Stand, der einem Gremium vorlag; nichts kann sie mehr ändern."
)
versions = session.versions()
frame = pd.DataFrame(
    [
        {
            "title": item.title,
            "kind": KINDS[item.kind],
            "note": item.note,
            "created_at": item.created_at,
            "created_by": item.created_by,
            "hash": short_hash(item.hash) if item.hash else "entfällt",
        }
        for item in versions
    ]
)
columns = {
    "title": text_column("Fassung"),
    "kind": text_column("Art"),
    # The draft was not made at a moment, it is what goes on.
    "created_at": replace(moment_column("Angelegt am"), empty="laufend"),
    "created_by": replace(text_column("Angelegt von"), empty="–"),
    "note": replace(text_column("Annahme oder Anmerkung"), empty="–"),
    "hash": text_column(
        "Prüfsumme",
        help="Steht auch auf dem Deckblatt des Berichts; „python -m strategy verify“ vergleicht",
    ),
}
st.dataframe(**grid(frame, columns), key="versions_table", alt="Liste der Fassungen")

if len(versions) > 1:
    st.page_link(
        "plan_data/compare.py", label="Zwei Fassungen vergleichen", icon=":material/difference:"
    )

if not session.who().may_write:
    st.info(session.why_closed(), icon=":material/lock:")
    session.end_page()

now = next(item for item in versions if item.name == session.version())
st.markdown(f"Kopiert wird die Fassung, die Sie gerade ansehen: **{now.title}**.")
for kind, title, label in (
    ("scenario", "Szenario anlegen", "Name des Szenarios"),
    ("edition", "Fassung festschreiben", "Name der Fassung, zum Beispiel „Stadtrat 14.05.2027“"),
):
    st.header(title)
    st.text_input(label, key=f"title_{kind}", autocomplete="off")
    word = "Annahme: Was ist hier anders?" if kind == "scenario" else "Anmerkung"
    st.text_input(word, key=f"note_{kind}", autocomplete="off")
    st.button(
        title,
        key=f"make_{kind}",
        on_click=make,
        args=(kind,),
        icon=":material/content_copy:" if kind == "scenario" else ":material/lock:",
    )

scenarios = [item for item in versions if item.kind == "scenario"]
if scenarios:
    st.header("Szenario umbenennen, beschreiben oder löschen")
    chosen = st.selectbox(
        "Welches Szenario?",
        [item.name for item in scenarios],
        index=None,
        key="scenario_remove",
        placeholder="auswählen …",
        format_func=lambda name: next(item.title for item in scenarios if item.name == name),
    )
    # Shown once a scenario is chosen, so that no button stands there that deletes nothing.
    if chosen:
        known = next(one for one in scenarios if one.name == chosen)
        st.text_input(
            "Name des Szenarios", known.title, key=f"describe_title_{chosen}", autocomplete="off"
        )
        st.text_area("Annahme: Was ist hier anders?", known.note, key=f"describe_note_{chosen}")
        with st.container(horizontal=True):
            st.button(
                "Name und Annahme speichern",
                key="describe_scenario",
                on_click=describe,
                args=(chosen,),
                icon=":material/save:",
            )
            st.button(
                "Szenario löschen",
                key="remove_scenario",
                on_click=remove,
                args=(chosen,),
                icon=":material/delete:",
                help="Es lässt sich auf dieser Seite zurückholen.",
            )

with session.read() as db:
    # Scenarios have no undo of their own, being whole schemas; the bin is the way back.
    binned = list_binned(db)
if binned:
    st.header("Gelöschte Szenarien")
    for item in binned:
        text, actions = st.columns([2, 1])
        with text:
            st.markdown(
                f"**{plain(item.title)}**  \n:small[:gray[gelöscht am "
                f"{german.moment(item.binned_at)} von {plain(item.binned_by)}]]"
            )
        with actions, st.container(horizontal=True):
            st.button(
                "Zurückholen", key=f"back_{item.name}", on_click=bring_back, args=(item.name,)
            )
            st.button(
                "Endgültig löschen", key=f"gone_{item.name}", on_click=discard, args=(item.name,)
            )
