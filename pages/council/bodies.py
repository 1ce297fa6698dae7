"""Gremien: bodies and their meetings."""

import streamlit as st

from strategy.figures.plan.council import consultations, meeting_table
from strategy.kernel import german
from strategy.nouns.body import Body
from strategy.nouns.faction import Faction
from strategy.nouns.legislative_term import LegislativeTerm
from strategy.nouns.meeting import Meeting
from strategy.nouns.membership import Membership
from ui.frame.filters import filter_frame
from ui.frame.places import object_link
from ui.objects.register import Register, new_button, show_list, show_object, show_rows
from ui.run import session
from ui.tables.format import date_column, number_column, text_column, yes_no_column
from ui.tables.sequence_table import show_sequence

MEETINGS = Register(
    Meeting,
    columns=["held_on", "begins", "postponed_from", "place", "cancelled", "note"],
    parent_field="body_id",
    order="-held_on",
    empty="Noch keine Sitzung. Übernehmen Sie die Termine aus dem Sitzungskalender.",
)
MEMBERS = Register(
    Membership,
    columns=["person_id", "faction_id", "role", "voting", "deputy", "starts_on", "ends_on"],
    parent_field="body_id",
    order="faction_id, id",
    empty="Noch kein Mitglied. Die Person legen Sie unter Personen an; ihr Name erscheint nur, "
    "wenn er dort als öffentlich gekennzeichnet ist.",
)
FACTION_MEMBERS = Register(
    Membership,
    columns=["person_id", "body_id", "role", "starts_on", "ends_on"],
    parent_field="faction_id",
    empty="Noch kein Mitglied dieser Fraktion.",
)
FACTIONS = Register(
    Faction,
    columns=["title", "short_name", "kind", "term_id"],
    filters=["term_id"],
    children=[FACTION_MEMBERS],
    empty="Hier stehen die Fraktionen und Gruppen der Vertretung. Ihre Mitglieder und deren Sitze "
    "in den Gremien hängen an ihnen.",
)
TERMS = Register(
    LegislativeTerm,
    columns=["title", "starts_on", "ends_on"],
    order="-starts_on",
    empty="Hier stehen die Wahlperioden, zum Beispiel 2024 bis 2029.",
)
BODIES = Register(
    Body,
    columns=["title", "kind", "seats"],
    filters=["kind"],
    children=[MEETINGS, MEMBERS],
    empty="Hier stehen Vertretung, Ausschüsse, Ortschaftsräte und die Arbeitsgruppe. An ihnen "
    "hängen Sitzungen, Beratungen und Beschlüsse. Beginnen Sie mit der Vertretung.",
    order="position, title",
)
COLUMNS = {
    "held_on": date_column("Sitzung am"),
    "body": text_column("Gremium"),
    "moved": text_column("Verlegt vom"),
    "cancelled": yes_no_column("Ausgefallen"),
    "place": text_column("Ort"),
    "papers": number_column("Beratungen"),
    "id": text_column("Kennung"),
}


def show_agenda(meeting: Meeting) -> None:
    """What is on the agenda of one meeting, with the votes."""
    with session.read() as db:
        agenda = consultations(db, meeting_id=meeting.id)
    st.subheader("Beratungen in dieser Sitzung")
    if agenda.empty:
        st.caption("Keine Vorlage ist für diese Sitzung vorgesehen.")
        return
    show_sequence(
        agenda,
        session.municipality().vote_columns,
        label="Vorlage",
        first="paper",
        alt="Beratungen in dieser Sitzung",
    )
    for row in agenda.itertuples():
        object_link(str(row.paper_id), f"Zur Vorlage {row.paper_id}: {row.paper}")


st.title("Gremien und Sitzungen")
st.markdown("Wer berät und entscheidet, und wann die Gremien tagen.")
# A meeting has more to show than a child row usually does, so it is looked for first.
if show_object(MEETINGS, show_agenda) or any(map(show_object, (BODIES, MEMBERS, FACTIONS, TERMS))):
    session.end_page()
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Legen Sie auf der Seite eines Gremiums seine Sitzungen an. Wird eine Sitzung verlegt, "
        "ändern Sie ihren Tag; der alte bleibt unter „Verlegt vom“ stehen, und die Beratungen "
        "dieser Sitzung gehen mit. Fällt sie aus, verlieren offene Beratungen ihren Tag."
    )
show_list(BODIES)
with session.read() as db:
    table = meeting_table(db)
if not table.empty:
    st.header("Sitzungen")
    table["moved"] = [
        # An empty first day means that the meeting was never moved.
        "nicht verlegt" if german.is_unknown(day) else german.day(day)
        for day in table["postponed_from"]
    ]
    found = filter_frame(
        table,
        key="sitzungen",
        search=["id", "body", "place", "note"],
        choices={"body": "Gremium"},
        search_label="Sitzungen durchsuchen",
    )
    st.caption(f"{len(found)} von {len(table)} Sitzungen.")
    show_rows(found, COLUMNS, key="meetings", label="Liste: Sitzungen")
    new_button(MEETINGS)
st.header("Fraktionen")
show_list(FACTIONS)
st.header("Wahlperioden")
show_list(TERMS)
