"""Gremien: the working group, its seats and nominations."""

from datetime import date
from typing import Any

import streamlit as st

from strategy.figures.plan.working_group import group_members
from strategy.kernel import german
from strategy.nouns.deputy import Deputy
from strategy.nouns.group_member import GroupMember
from strategy.nouns.group_topic import GroupTopic
from ui.council.group_view import show_minutes, show_owed
from ui.frame.filters import filter_frame
from ui.objects.list_rows import show_rows
from ui.objects.register import Register, new_button, show_list, show_object
from ui.run import session
from ui.tables.download import excel_button
from ui.tables.format import number_column, text_column
from ui.tables.rows import rows_of

MEMBERS = Register(
    GroupMember,
    columns=["title", "role", "condition", "named"],
    children=[
        Register(
            Deputy,
            columns=["full_name", "position"],
            without=["group_member_id"],
            parent_field="group_member_id",
            order="position, id",
            empty="Noch keine Stellvertretung mit Namen.",
        )
    ],
    empty="Hier stehen die Sitze der Arbeitsgruppe: wer entsendet, wer benannt ist und wer noch "
    "fehlt. Die Fraktion oder der Fachbereich genügt, ein Name ist freiwillig. Beginnen Sie mit "
    "dem Vorsitz; das Gremium selbst legen Sie unter Gremien und Sitzungen an.",
)
TOPICS = Register(
    GroupTopic,
    columns=["title", "parent_id", "administrative", "status"],
    order="position, id",
    empty="Hier stehen die Aufgaben der Arbeitsgruppe. Tagesordnung, Gäste und Mitglieder, die nur "
    "zu bestimmten Themen kommen, beziehen sich auf sie.",
)
COLUMNS = {
    "title": text_column("Entsandt von"),
    "role": text_column("Rolle"),
    "state": text_column("Benennung"),
    "conditional": text_column("Nur bei", width="medium"),
    "deputies": number_column("Stellvertretungen"),
    "body": text_column("Gremium"),
    "id": text_column("Kennung"),
}

st.title("Arbeitsgruppe")
st.markdown("Wer mitarbeitet, wer vertritt und welche Benennung noch aussteht.")
if show_object(MEMBERS) or show_object(TOPICS):
    session.end_page()
with session.read() as db:
    table = group_members(db, date.today())
if table.empty:
    show_list(MEMBERS)
    st.header("Aufgaben")
    show_list(TOPICS)
    show_owed(date.today())
    session.end_page()

with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Jede Zeile ist ein Sitz. Setzen Sie „Benannt“ auf ja, sobald ein Mitglied feststeht, und "
        "tragen Sie die Stellvertretungen mit Namen oder als Zahl ein. „Nur bei“ gilt für "
        "Mitglieder, die nur zu bestimmten Themen hinzukommen; bei allen anderen steht „allen "
        "Themen“. Wer kraft Amtes dabei ist, wird nicht benannt."
    )


def state(row: Any) -> str:
    """The nomination as sign and word."""
    if german.is_unknown(row.missing):
        return "● kraft Amtes" if row.ex_officio is True else "● benannt"
    if row.overdue:
        return f"▼ überfällig seit {german.day(row.name_until)}: {row.missing}"
    until = "" if german.is_unknown(row.name_until) else f" bis {german.day(row.name_until)}"
    return f"○ offen{until}: {row.missing}"


table["state"] = [state(row) for row in rows_of(table)]
# Here empty says "always" and not that it is unknown.
table["conditional"] = table["condition"].fillna("allen Themen")
complete = int(table["missing"].isna().sum())
st.markdown(
    f"{complete} von {len(table)} Sitzen sind mit Stellvertretung besetzt; "
    f"{int(table['overdue'].sum())} Benennungen sind überfällig."
)
found = filter_frame(
    table,
    key="arbeitsgruppe",
    search=["id", "title", "conditional"],
    choices={"body": "Gremium", "role": "Rolle"},
    search_label="Sitze durchsuchen",
)
show_rows(found, COLUMNS, key="members", label="Liste: Sitze der Arbeitsgruppe")
actions = st.columns([1, 1, 2])
with actions[0]:
    new_button(MEMBERS)
with actions[1]:
    excel_button(lambda: found, COLUMNS, "Arbeitsgruppe", key="members")
st.header("Aufgaben")
show_list(TOPICS)
show_owed(date.today())
show_minutes(date.today())
