"""Data: everything that was done in this version, in sentences, with the way back."""

import re

import streamlit as st

from strategy.history.sentences import action_sentences, plan_history
from strategy.kernel import german
from ui.objects.history_view import turn_back
from ui.run import session
from ui.run.plain_text import plain

PAGE = 50

st.title("Verlauf")
st.markdown(
    "Jede Änderung steht hier mit Namen und Zeit. Auch Gelöschtes lässt sich zurückholen, mit "
    "allem, was daran hing."
)
# The number of an action and not of a page: while one reads on, new changes push nothing along.
before = st.query_params.get("vor", "")
with session.read() as db:
    # Anybody may type into an address: digits alone, and few enough for a BIGINT.
    entries = plan_history(db, PAGE, int(before) if re.fullmatch(r"[0-9]{1,15}", before) else None)
if not entries:
    st.info("In dieser Fassung wurde noch nichts geändert.", icon=":material/info:")
wanted = st.query_params.get("aktion", "")
editable = session.editable()
for entry in entries:
    text, actions = st.columns([2, 1])
    with text:
        state = " – *rückgängig gemacht*" if entry.undone else ""
        st.markdown(f"{plain(entry.sentence)}{state}  \n:small[:gray[{german.moment(entry.at)}]]")
    with actions, st.container(horizontal=True):
        # Making a version changed no rows, so there is nothing more to tell.
        if entry.kind != "version":
            st.button(
                "Mehr",
                key=f"more_{entry.action_id}",
                help="Alle Einzelheiten dieser Änderung",
                on_click=st.query_params.__setitem__,
                args=("aktion", str(entry.action_id)),
            )
        if editable and entry.kind == "do" and not entry.undone:
            st.button(
                "Zurücknehmen",
                key=f"turn_{entry.action_id}",
                help="Diese Änderung rückgängig machen",
                on_click=turn_back,
                args=(entry.action_id,),
            )
    if wanted == str(entry.action_id):
        with st.container(border=True), session.read() as db:
            for sentence in action_sentences(db, entry.action_id, 100):
                st.markdown(f"- {plain(sentence)}")
if len(entries) == PAGE:
    st.button(
        "Ältere Änderungen",
        icon=":material/expand_more:",
        on_click=st.query_params.__setitem__,
        args=("vor", str(entries[-1].action_id)),
    )
if before:
    st.button("Neueste Änderungen", on_click=st.query_params.__delitem__, args=("vor",))
