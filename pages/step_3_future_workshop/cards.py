"""Step 3: the cards of a workshop: taken in, sorted, decided, turned into measures."""

import streamlit as st

from strategy.figures.workshop.cards import cards_by_state, wall
from strategy.kernel import german
from strategy.kernel.records import find
from strategy.kernel.selection import equal
from strategy.nouns.card import Card
from strategy.nouns.participant_group import ParticipantGroup
from strategy.workshop.codes import shown_code
from strategy.workshop.running import phases_of
from ui.frame.next_step import show_next
from ui.objects.domain_form import show_domain_form
from ui.objects.register import Register, show_list, show_object
from ui.objects.trace_view import show_trace
from ui.run import session
from ui.run.plain_text import plain
from ui.tables.rows import rows_of
from ui.workshop.card_actions import show_card_actions, show_quick_entry, show_sorting
from ui.workshop.card_wall import show_wall
from ui.workshop.choice import choose_workshop, chosen_workshop_id

CARDS = Register(
    Card,
    columns=["body", "phase_id", "group_id", "cluster_id", "state", "reason"],
    filters=["cluster_id", "group_id", "domain_id", "source"],
    # The code stands on a printed card and the way in is history: nobody types either anew.
    without=["code", "source"],
    first=["body"],
    # Known before the choice is drawn, because a new card's form takes the place of the list.
    defaults={"workshop_id": chosen_workshop_id("karten_werkstatt")},
    empty="Hier stehen die Karten der Werkstatt, ein Gedanke je Karte. Schreiben Sie den ersten "
    "in das Feld „Neue Karte“ und drücken Sie die Eingabetaste.",
)

# All phases together make a long wall, so the first phase is shown unless asked otherwise.
ALL = "alle"


def show_more(card: Card) -> None:
    """Its code and how it came, what becomes of it, and its way through the plan."""
    known = [
        f"Kartencode {shown_code(card.code)}" if card.code else "ohne Kartencode",
        f"eingegangen über: {card.source}" if card.source else "",
    ]
    st.caption("; ".join(part for part in known if part))
    show_card_actions(card)
    show_trace(card.id)


st.title("Karten")
st.markdown("Jede Karte ist ein Gedanke aus der Werkstatt; zu jeder steht hier, was aus ihr wird.")
if show_object(CARDS, show_more):
    session.end_page()
show_next("3")
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Wählen Sie Werkstatt und Phase und schreiben Sie die Karten nacheinander ab; die "
        "Eingabetaste nimmt jede auf. Unter „Ordnen und entscheiden“ legen Sie viele Karten auf "
        "einmal zu einem Thema oder entscheiden über sie. Ablehnung und Ideenpool brauchen eine "
        "Begründung. Öffnen Sie eine Karte, um aus ihr eine Maßnahme zu machen."
    )
left, right = st.columns(2)
with left:
    workshop = choose_workshop("karten_werkstatt")
if workshop is None:
    session.end_page()
with session.read() as db:
    phases = {phase.id: str(phase.title) for phase in phases_of(db, workshop.id)}
    own_groups = find(db, ParticipantGroup, equal(workshop_id=workshop.id), order="title")
    groups = {group.id: str(group.title) for group in own_groups}
if not phases:
    st.info(
        "Diese Werkstatt hat noch keine Phasen; öffnen Sie sie und wählen Sie „Drei Phasen "
        "anlegen“.",
        icon=":material/info:",
    )
    st.page_link(
        "step_3_future_workshop/workshops.py",
        label=f"„{plain(workshop.title)}“ öffnen",
        query_params={"id": workshop.id},
        icon=":material/groups:",
    )
    session.end_page()
with right:
    phase_id = st.selectbox(
        "Phase",
        [*phases, ALL],
        key="karten_phase",
        bind="query-params",
        format_func=lambda one: phases.get(one, "alle Phasen"),
    )
# An empty choice cannot stand in an address, hence the word above and the translation here.
phase_id = "" if phase_id == ALL else str(phase_id or "")
show_quick_entry(workshop, phases, groups, phase_id)

# Without the state that is chosen: the pills count what each of them would show.
counts = session.recall(cards_by_state, workshop.id, phase_id or None)
by_state = dict(zip(counts["state"], counts["cards"], strict=True))
state = st.pills(
    "Stand",
    list(by_state),
    key="karten_stand",
    bind="query-params",
    format_func=lambda one: f"{one}: {by_state.get(one, 0)}",
)
total = int(counts["cards"].sum())
st.caption(
    f"Zusammen {german.counted(total, 'Karte', 'Karten')}; jede hat genau einen Stand. Ein Klick "
    "zeigt nur diese."
)
cards = session.recall(wall, workshop.id, phase_id or None, state)

hanging, sorting, listing = st.tabs(
    ["Wand", "Ordnen und entscheiden", "Liste"], key="karten_sicht", bind="query-params"
)
if hanging.open:
    with hanging:
        if cards.empty:
            st.info("Hier hängt noch keine Karte dieser Auswahl.", icon=":material/info:")
        else:
            show_wall(cards)
if sorting.open:
    with sorting:
        # The id in front, as cards often say the same in the same words.
        texts = {row.id: f"{row.id} {row.body}" for row in rows_of(cards)}
        show_sorting(texts, workshop.id)
        with st.expander("Einem Lebensbereich zuordnen", icon=":material/category:"):
            show_domain_form(texts, key="cards")
if listing.open:
    condition = equal(workshop_id=workshop.id)
    if phase_id:
        condition &= equal(phase_id=phase_id)
    if state:
        # The counts above call a card without state by this word.
        condition &= equal(state=None if state == "unbekannt" else state)
    with listing:
        show_list(CARDS, condition)
