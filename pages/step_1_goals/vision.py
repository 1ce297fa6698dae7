"""Step 1: the vision in force and the guiding principles."""

import streamlit as st

from strategy.kernel.records import find
from strategy.kernel.selection import equal
from strategy.nouns.principle import Principle
from strategy.nouns.vision import Vision
from ui.objects.register import Register, new_button, show_list, show_object
from ui.run import session
from ui.run.plain_text import plain

VISIONS = Register(
    Vision,
    columns=["title", "horizon_year", "in_force"],
    filters=["in_force"],
    empty="Hier steht das Leitbild: in wenigen Sätzen, wie die Menschen in der Kommune in einigen "
    "Jahren leben, arbeiten und ihre Anliegen erledigen. Beginnen Sie mit einem Entwurf; der Rat "
    "kann ihn später ändern.",
)
PRINCIPLES = Register(
    Principle,
    columns=["title", "body", "position"],
    empty="Leitlinien gelten für jede Maßnahme, zum Beispiel „Der persönliche Weg bleibt offen“. "
    "Fünf bis zehn kurze Sätze genügen; beginnen Sie mit dem wichtigsten.",
    order="position",
)

st.title("Leitbild und Leitlinien")
st.markdown("Das Leitbild sagt, wohin die Kommune will; Leitlinien sagen, was auf dem Weg gilt.")
if show_object(VISIONS) or show_object(PRINCIPLES):
    session.end_page()

with session.read() as db:
    # Earlier visions stay in the plan: a council wants to read what it decided then.
    in_force = find(db, Vision, equal(in_force=True), order="id")
    principles = find(db, Principle, order="position, id")

with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Ein Leitbild hat etwa 60 bis 150 Wörter und kommt ohne Fachwörter aus. Das geltende trägt "
        "„Gilt: ja“; frühere Fassungen bleiben mit „Gilt: nein“ stehen. Leitlinien nummeriert die "
        "Werkbank nach dem Feld „Reihenfolge“."
    )
# Told and not refused: while one vision follows another, both may be marked for a moment.
if len(in_force) > 1:
    st.warning(
        f"{len(in_force)} Leitbilder gelten zugleich; setzen Sie bei den früheren „Gilt“ auf nein.",
        icon=":material/warning:",
    )
for vision in in_force:
    with st.container(border=True):
        st.header(plain(vision.title))
        st.text(vision.body)
        if vision.horizon_year:
            st.caption(f"Zieljahr {vision.horizon_year}")
if principles:
    st.header("Leitlinien")
    left, right = st.columns(2)
    # Down the left column first, so that the numbers read on where the columns stack on a phone.
    half = (len(principles) + 1) // 2
    for number, principle in enumerate(principles, start=1):
        with left if number <= half else right, st.container(border=True):
            st.subheader(f"{number}. {plain(principle.title)}")
            if principle.body:
                st.text(principle.body)

st.header("Leitbilder bearbeiten")
show_list(VISIONS)
st.header("Leitlinien bearbeiten")
if principles:
    show_list(PRINCIPLES)
else:
    st.info(PRINCIPLES.empty, icon=":material/info:")
    new_button(PRINCIPLES)
