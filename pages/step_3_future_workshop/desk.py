"""Step 3: the facilitator's desk, from the start of a workshop to the last sorted card."""

import streamlit as st

from strategy.kernel.records import find
from strategy.kernel.selection import equal
from strategy.kernel.store.database import DRAFT
from strategy.nouns.participant_group import ParticipantGroup
from strategy.workshop.desk import VIEWS
from strategy.workshop.running import phases_of
from ui.run import session
from ui.workshop.card_actions import show_quick_entry
from ui.workshop.choice import choose_workshop
from ui.workshop.desk_clusters import show_clusters, show_proposals
from ui.workshop.desk_control import show_control
from ui.workshop.desk_decide import show_decisions
from ui.workshop.desk_entry import show_paper_entry, show_printing
from ui.workshop.desk_live import show_cards, show_numbers, show_turning
from ui.workshop.desk_points import show_room_points
from ui.workshop.desk_reasons import show_reasons

SECTIONS = ["Karten sichten", "Themen", "Karten eingeben", "Punkte", "Begründungen"]
RUNNING, ALL = "laufende Phase", "alle Phasen"

st.title("Moderation")
st.markdown(
    "Von hier aus führen Sie durch die Werkstatt: Phasen, Karten, Themen, Punkte. Die Leinwand und "
    "die Telefone folgen."
)
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "1. Öffnen Sie die Leinwand in einem eigenen Fenster und starten Sie die Werkstatt.\n"
        "2. Beginnen Sie die Phase und öffnen Sie „Karten schreiben“.\n"
        "3. Sichten Sie, was eingeht: annehmen, ablehnen, zusammenlegen, aufteilen, zu Themen "
        "legen. Mit der Tabulatortaste und der Leertaste geht das auch ohne Maus.\n"
        "4. Öffnen Sie „Punkte vergeben“ und zeigen Sie danach den Punktestand.\n"
        "5. Beenden Sie die Werkstatt; dann gilt der Code nicht mehr."
    )
# Devices know a code and no version: what they send goes into the draft.
if session.version() != DRAFT:
    st.info(
        "Eine Werkstatt läuft immer im Entwurf, weil Telefone und Leinwand ihn zeigen. Wählen Sie "
        "links als Fassung den Entwurf.",
        icon=":material/lock:",
    )
    session.end_page()
workshop = choose_workshop("moderation_werkstatt", running_first=True)
if workshop is None:
    session.end_page()
if not session.editable():
    st.info("Sie dürfen diesen Plan ansehen, aber nicht ändern.", icon=":material/lock:")
    session.end_page()
with session.read() as db:
    all_phases = phases_of(db, workshop.id)
    groups = {
        group.id: str(group.title)
        for group in find(db, ParticipantGroup, equal(workshop_id=workshop.id), order="title")
    }
phases = {phase.id: str(phase.title) for phase in all_phases}
show_control(workshop, all_phases)

section = st.segmented_control(
    "Bereich",
    SECTIONS,
    default=SECTIONS[0],
    # Otherwise a second click on the open section would leave none.
    required=True,
    key="moderation_bereich",
    bind="query-params",
)
phase_id: str | None = None
if section in SECTIONS[:2]:
    left, middle, right = st.columns(3)
    with left:
        chosen = st.selectbox("Aus welcher Phase?", [RUNNING, ALL], key="moderation_phase")
    phase_id = workshop.phase_id if chosen == RUNNING else None
if section == SECTIONS[0]:
    with middle:
        view = str(st.selectbox("Welche Karten?", list(VIEWS), key="moderation_ansicht"))
    with right:
        search = str(st.text_input("Suche im Text", key="moderation_suche") or "").strip()
    # A fragment of its own: it renews itself every two seconds without touching what is typed
    # below.
    show_numbers(workshop, phase_id)
    cards, actions = st.columns([1.5, 1])
    with cards:
        st.header("Karten")
        # Another view or search begins at its first card, not where the older list stood.
        place = f"moderation_ab_{workshop.id}_{phase_id}_{view}_{search}"
        show_cards(workshop, phase_id, view, search, st.session_state.get(place, 0))
        show_turning(place)
    with actions:
        st.header("Entscheiden")
        show_decisions(workshop.id)
elif section == SECTIONS[1]:
    st.header("Themen")
    show_clusters(workshop.id)
    st.header("Ähnliche Karten")
    show_proposals(workshop.id, phase_id)
elif section == SECTIONS[2]:
    st.header("Karten eingeben")
    if phases:
        show_quick_entry(workshop, phases, groups, workshop.phase_id or "")
        show_paper_entry(workshop, phases, groups, workshop.phase_id or "")
    else:
        st.info("Diese Werkstatt hat noch keine Phasen.", icon=":material/info:")
    show_printing(workshop)
elif section == SECTIONS[3]:
    st.header("Punkte im Saal zählen")
    show_room_points(workshop.id)
else:
    st.header("Begründungen für Ablehnungen")
    show_reasons()
