"""Gremien: bodies, who sits in them, and their meetings."""

from datetime import date

import streamlit as st

from strategy.figures.plan.council import meeting_table
from strategy.figures.plan.meetings import mandates, seats_by_faction
from strategy.kernel import german
from strategy.nouns.agenda_item import AgendaItem
from strategy.nouns.body import Body
from strategy.nouns.faction import Faction
from strategy.nouns.group_member import GroupMember
from strategy.nouns.legislative_term import LegislativeTerm
from strategy.nouns.meeting import Meeting
from strategy.nouns.membership import Membership
from strategy.nouns.paper_proposer import PaperProposer
from ui.council.calendar_button import calendar_button
from ui.council.meeting_view import show_meeting
from ui.council.month import show_month
from ui.frame.filters import filter_frame
from ui.objects.list_rows import show_rows
from ui.objects.register import Register, new_button, show_list, show_object
from ui.run import session
from ui.run.plain_text import plain
from ui.tables.format import date_column, number_column, text_column, yes_no_column

MEMBERS = Register(
    Membership,
    columns=["person_id", "faction_id", "role", "voting", "deputy_for_id", "starts_on", "ends_on"],
    parent_field="body_id",
    order="faction_id, id",
    empty="Noch kein Mitglied. Die Person legen Sie unter Personen an; ihr Name erscheint nur, "
    "wenn er dort als öffentlich gekennzeichnet ist. Sind alle erfasst, setzen Sie „Mitglieder "
    "vollständig erfasst“; dann begrenzen sie die Stimmen.",
)
FACTION_MEMBERS = Register(
    Membership,
    columns=["person_id", "body_id", "role", "starts_on", "ends_on"],
    parent_field="faction_id",
    empty="Noch kein Mitglied dieser Fraktion.",
)
ITEMS = Register(
    AgendaItem,
    columns=["number", "title", "public", "result"],
    without=["meeting_id"],
    parent_field="meeting_id",
    order="number, id",
    empty="Vorlagen stehen über ihre Beratung auf der Tagesordnung; hier kommt alles Übrige dazu.",
)
MEETINGS = Register(
    Meeting,
    columns=["held_on", "begins", "postponed_from", "place", "cancelled", "note"],
    parent_field="body_id",
    order="-held_on",
    children=[ITEMS],
    empty="Noch keine Sitzung. Übernehmen Sie die Termine aus dem Sitzungskalender.",
)
BODIES = Register(
    Body,
    columns=["title", "kind", "seats"],
    filters=["kind"],
    children=[MEMBERS, MEETINGS],
    empty="Hier stehen Vertretung, Ausschüsse, Ortschaftsräte und die Arbeitsgruppe. An ihnen "
    "hängen Sitzungen, Beratungen und Beschlüsse. Beginnen Sie mit der Vertretung.",
    order="position, title",
)
FACTIONS = Register(
    Faction,
    columns=["title", "short_name", "kind", "term_id"],
    filters=["term_id"],
    children=[
        FACTION_MEMBERS,
        Register(
            GroupMember,
            columns=["title", "body_id", "role", "named"],
            parent_field="faction_id",
            empty="Die Fraktion entsendet noch niemanden in eine Arbeitsgruppe.",
        ),
        Register(
            PaperProposer,
            columns=["title", "paper_id"],
            parent_field="faction_id",
            empty="Noch keine Vorlage dieser Fraktion.",
        ),
    ],
    empty="Hier stehen die Fraktionen und Gruppen der Vertretung. Ihre Mitglieder und deren Sitze "
    "in den Gremien hängen an ihnen.",
)
TERMS = Register(
    LegislativeTerm,
    columns=["title", "starts_on", "ends_on"],
    order="-starts_on",
    empty="Hier stehen die Wahlperioden, zum Beispiel 2024 bis 2029.",
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


def show_seats(body: Body) -> None:
    """How the seats are distributed today, and whether all are filled."""
    with session.read() as db:
        seats = seats_by_faction(db, body.id, date.today())
    if seats.empty:
        return
    voting = int(seats["seats"].sum())
    of = "" if body.seats is None else f" von {german.counted(body.seats, 'Sitz', 'Sitzen')}"
    said = ", ".join(f"{plain(row.faction)} {row.seats}" for row in seats.itertuples())
    st.markdown(
        f"Heute stimmberechtigt: **{voting}{of}** ({said}). "
        f"{german.counted(int(seats['deputies'].sum()), 'Mitglied hat', 'Mitglieder haben')} eine "
        "Stellvertretung."
    )


st.title("Gremien und Sitzungen")
st.markdown("Wer berät und entscheidet, wer darin sitzt, und wann die Gremien tagen.")
# A meeting has more to show than a child row usually does, so it is looked for first.
if (
    show_object(MEETINGS, first=show_meeting)
    or show_object(BODIES, first=show_seats)
    or any(map(show_object, (MEMBERS, FACTIONS, TERMS)))
):
    session.end_page()
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Legen Sie auf der Seite eines Gremiums seine Mitglieder und Sitzungen an. Wird eine "
        "Sitzung verlegt, ändern Sie ihren Tag; der alte bleibt unter „Verlegt vom“ stehen, und "
        "ihre Beratungen gehen mit. Fällt sie aus, verlieren offene Beratungen ihren Tag."
    )
show_list(BODIES)
with session.read() as db:
    table = meeting_table(db)
    sitting = mandates(db, date.today())
st.header("Fraktionen")
if not sitting.empty:
    many = german.counted(len(sitting), "Mitgliedschaft", "Mitgliedschaften")
    st.caption(f"{many} in {sitting['body'].nunique()} Gremien gelten heute.")
show_list(FACTIONS)
st.header("Wahlperioden")
show_list(TERMS)
if not table.empty:
    st.header("Kalender")
    show_month(date.today())
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
    calendar_button("meetings")
