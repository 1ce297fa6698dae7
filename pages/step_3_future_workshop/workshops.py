"""Step 3: future workshops with their rules, phases and groups of participants."""

import streamlit as st

from strategy.figures.workshop.cards import cards_by_phase, participants
from strategy.kernel.store.database import DRAFT
from strategy.nouns.participant_group import ParticipantGroup
from strategy.nouns.workshop import Workshop
from strategy.nouns.workshop_phase import PhaseKind, WorkshopPhase
from strategy.workshop.preparing import add_three_phases
from ui.frame.next_step import show_next
from ui.objects.register import Register, list_title, show_list, show_object
from ui.run import session
from ui.tables.format import number_column, text_column
from ui.tables.result_table import show_result
from ui.workshop.addresses import show_screens

WORKSHOPS = Register(
    Workshop,
    columns=["title", "held_on", "place", "format", "status", "code"],
    filters=["status"],
    # What runs just now, and whether, is turned at the desk, where it takes effect as a whole.
    without=["status", "code", "activity", "phase_id", "ends_at", "results_shown"],
    first=["title", "held_on", "place", "format"],
    order="-held_on",
    empty="Hier stehen die Zukunftswerkstätten, in denen Menschen aus der Kommune sagen, was sie "
    "stört und was sie sich wünschen. Legen Sie die erste an; Ort und Datum können Sie später "
    "ergänzen.",
    children=[
        Register(
            WorkshopPhase,
            columns=["title", "kind", "question", "minutes", "table_count", "rounds", "position"],
            parent_field="workshop_id",
            order="position",
            empty="Noch keine Phasen: Eine Zukunftswerkstatt geht von der Kritik über die "
            "Phantasie zur Verwirklichung.",
        ),
        Register(
            ParticipantGroup,
            columns=["title", "invited", "present"],
            parent_field="workshop_id",
            empty="Noch keine Gruppen: Halten Sie fest, wer eingeladen war und wie viele kamen; "
            "Namen werden nicht erfasst.",
        ),
    ],
)


def add_phases(workshop: Workshop) -> None:
    session.write(
        f"Drei Phasen für „{workshop.title}“ angelegt", lambda tx: add_three_phases(tx, workshop.id)
    )


def show_more(workshop: Workshop) -> None:
    """The way on from a workshop: its screens, phases in one action, its cards, its clusters."""
    # Phones and projector show the draft; a workshop in a scenario cannot be run.
    if session.version() == DRAFT:
        st.subheader("Durchführen")
        show_screens(workshop)
        st.page_link(
            "step_3_future_workshop/desk.py",
            label="Zur Moderation",
            icon=":material/co_present:",
            query_params={"moderation_werkstatt": str(workshop.title)},
        )
    with session.read() as db:
        phases = cards_by_phase(db, workshop.id)
    # Kritik, Phantasie, Verwirklichung make a Zukunftswerkstatt; more phases of a kind are allowed.
    if not set(PhaseKind) <= set(phases["kind"]):
        st.button(
            "Drei Phasen anlegen",
            icon=":material/playlist_add:",
            on_click=add_phases,
            args=(workshop,),
            disabled=not session.editable(),
            key="three_phases",
            help="Legt Kritik, Phantasie und Verwirklichung mit je einer Leitfrage an.",
        )
    cards, topics = st.columns(2)
    with cards:
        st.page_link(
            "step_3_future_workshop/cards.py",
            label=f"{phases['cards'].sum()} Karten zeigen",
            icon=":material/sticky_note_2:",
            query_params={"karten_werkstatt": str(workshop.title)},
        )
    with topics:
        st.page_link(
            "step_3_future_workshop/clusters.py",
            label="Themen und Punkte zeigen",
            icon=":material/bubble_chart:",
            query_params={"themen_werkstatt": str(workshop.title)},
        )


actions = list_title("Werkstätten")
st.markdown(
    "In der Zukunftswerkstatt sammeln Einwohnerschaft und Verwaltung Kritik, Wünsche und Ideen; "
    "aus ihnen werden Maßnahmen."
)
if show_object(WORKSHOPS, show_more):
    session.end_page()
show_next("3")
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "1. „Werkstatt vorbereiten“ führt durch Termin, Phasen, Gruppen und Spielregeln und "
        "vergibt den Zugangscode.\n"
        "2. Drucken Sie die Raummappe: Plakat mit QR-Code, Ablauf, Spielregeln, Papierkarten.\n"
        "3. Am Tag selbst führen Sie von der Seite Moderation aus durch die Phasen; die Leinwand "
        "zeigt Karten und Punkte.\n"
        "4. Machen Sie aus Karten und Themen Maßnahmen; die Herkunft bleibt sichtbar."
    )
st.page_link(
    "step_3_future_workshop/prepare.py", label="Werkstatt vorbereiten", icon=":material/checklist:"
)
shown = show_list(WORKSHOPS, actions=actions)
if shown.empty:
    session.end_page()
with session.read() as db:
    phases = cards_by_phase(db)
    groups = participants(db)
if len(phases):
    st.header("Karten je Phase")
    show_result(
        phases,
        {
            "phase": text_column("Phase"),
            "kind": text_column("Art"),
            "cards": number_column("Karten"),
        },
        "phase_id",
        key="phases",
        title="Karten je Phase",
    )
if len(groups):
    st.header("Wer teilgenommen hat")
    show_result(
        groups,
        {
            "participants": text_column("Gruppe"),
            "invited": number_column("Zielzahl"),
            "present": number_column("Anwesend"),
        },
        "group_id",
        key="groups",
        title="Teilnahme nach Gruppen",
    )
