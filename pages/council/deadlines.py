"""Gremien: everything that is due, the overdue first."""

from datetime import date

import streamlit as st

from strategy.figures.plan.council import due_items
from strategy.kernel import german
from strategy.nouns.deadline import Deadline
from strategy.nouns.event import AwaitedEvent
from strategy.nouns.report_due import ReportDue
from ui.council.calendar_button import calendar_button
from ui.council.due_words import due_words
from ui.frame.filters import filter_frame
from ui.frame.places import forward_elsewhere
from ui.objects.list_rows import show_rows
from ui.objects.register import Register, show_list, show_object
from ui.run import session
from ui.tables.download import excel_button
from ui.tables.format import text_column
from ui.tables.rows import rows_of

DEADLINES = Register(
    Deadline,
    columns=["title", "kind", "due", "event", "event_id", "organisation_id", "done_on"],
    filters=["kind", "organisation_id"],
    order="due",
    empty="Hier stehen Fristen: ein Tag oder ein Ereignis, zu dem etwas fällig ist, und wer "
    "zuständig ist. Beginnen Sie mit der nächsten Frist, die nicht verpasst werden darf.",
)
REPORTS = Register(
    ReportDue,
    columns=["title", "body_id", "due", "event", "delivered_on"],
    filters=["body_id"],
    order="due",
    empty="Hier stehen Berichte, die ein Gremium erwartet, etwa der Halbjahresbericht. Legen Sie "
    "für jeden Termin einen Eintrag an.",
)
EVENTS = Register(
    AwaitedEvent,
    columns=["title", "meeting_id", "held_on"],
    order="held_on, id",
    empty="Hier stehen Ereignisse, deren Tag noch offen sein darf, etwa eine konstituierende "
    "Sitzung. Bekommt das Ereignis seinen Tag, bekommt ihn alles, was dazu fällig ist.",
)
COLUMNS = {
    "title": text_column("Was ist fällig", width=330),
    "state": text_column("Stand"),
    "when": text_column("Fällig"),
    "kind": text_column("Art"),
    "responsible": text_column("Zuständig"),
    "id": text_column("Kennung"),
}
# The list holds resolutions and seats as well; choosing one leads to its own page.
forward_elsewhere("council/deadlines.py")

st.title("Fristen und Berichte")
st.markdown("Was wann fällig ist: Fristen, Berichte, Beschlüsse und Benennungen.")
if show_object(DEADLINES) or show_object(REPORTS) or show_object(EVENTS):
    session.end_page()


with session.read() as db:
    table = due_items(db, date.today())
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Die Liste sammelt alles Offene; Überfälliges steht oben. Tragen Sie bei einer Frist "
        "„Erledigt am“ und bei einem Bericht „Erstattet am“ ein, dann verschwindet der Eintrag "
        "hier. Steht der Tag noch nicht fest, genügt ein Ereignis."
    )
if table.empty:
    st.success("Zurzeit ist nichts offen.", icon=":material/check_circle:")
else:
    table["id"] = table["object_id"]
    table["when"] = [
        german.day(row.due) if german.is_unknown(row.event) else f"bei: {row.event}"
        for row in rows_of(table)
    ]
    table["state"] = [due_words(row.days) for row in rows_of(table)]
    st.markdown(
        f"{len(table)} Einträge sind offen, {int(table['overdue'].sum())} davon überfällig."
    )
    found = filter_frame(
        table,
        key="offen",
        search=["id", "title", "event", "responsible"],
        choices={"kind": "Art", "responsible": "Zuständig"},
        search_label="Offenes durchsuchen",
    )
    show_rows(found, COLUMNS, key="due", label="Liste: Offenes")
    excel_button(lambda: found, COLUMNS, "Fristen und Berichte", key="due")
    calendar_button("due")
st.header("Fristen")
show_list(DEADLINES)
st.header("Berichte an Gremien")
show_list(REPORTS)
st.header("Ereignisse")
show_list(EVENTS)
