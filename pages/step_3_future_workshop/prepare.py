"""Step 3: prepare a workshop: when and where, phases, groups, rules, its code."""

import streamlit as st

from strategy.kernel.records import find
from strategy.kernel.selection import equal
from strategy.kernel.store.database import DRAFT
from strategy.nouns.workshop import Workshop
from ui.frame.places import object_link
from ui.run import session
from ui.run.plain_text import plain
from ui.workshop.addresses import show_screens
from ui.workshop.preparing import save, show_groups, show_phases, show_place_and_day, show_rules

st.title("Werkstatt vorbereiten")
st.markdown(
    "In vier Schritten zur fertigen Werkstatt mit Zugangscode; alles lässt sich später ändern."
)
if session.version() != DRAFT or not session.editable():
    st.info(
        "Vorbereitet wird im Entwurf, weil Telefone und Leinwand ihn zeigen; wählen Sie ihn links "
        "als Fassung. Wer den Plan nur ansehen darf, bittet die Koordination darum.",
        icon=":material/lock:",
    )
    session.end_page()
with session.read() as db:
    # Read anew: between saving and this run it may have been undone.
    prepared = find(db, Workshop, equal(id=st.session_state.get("prepared", "")))
for workshop in prepared:
    with st.container(border=True):
        st.subheader(f"Fertig: {plain(workshop.title)}")
        object_link(workshop.id, "Werkstatt öffnen und ändern")
        st.page_link(
            "step_3_future_workshop/desk.py",
            label="Zur Moderation",
            icon=":material/co_present:",
            query_params={"moderation_werkstatt": str(workshop.title)},
        )
        show_screens(workshop)
st.header("1 Wann und wo")
show_place_and_day()
st.header("2 Format und Phasen")
show_phases()
st.header("3 Wer eingeladen ist")
st.markdown("Gezählt werden Personen je Gruppe; Namen werden nicht erfasst.")
show_groups()
st.header("4 Spielregeln")
show_rules()
st.button(
    "Werkstatt vorbereiten",
    type="primary",
    icon=":material/check:",
    key="prepare_save",
    on_click=save,
)
