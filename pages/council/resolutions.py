"""Gremien: resolutions and how they are carried out."""

from datetime import date

import streamlit as st

from strategy.figures.plan.council import due_items, resolutions_by_status
from strategy.nouns.report_due import ReportDue
from strategy.nouns.resolution import Resolution
from ui.charts import bar_chart
from ui.charts.chart_block import show_chart
from ui.frame.places import object_link, open_object
from ui.objects.register import Register, show_list, show_object
from ui.run import session
from ui.run.plain_text import plain
from ui.tables.format import number_column, text_column
from ui.tables.rows import rows_of

RESOLUTIONS = Register(
    Resolution,
    columns=["title", "reference", "body_id", "decided_on", "due", "status", "report"],
    filters=["status", "body_id"],
    children=[
        Register(
            ReportDue,
            columns=["title", "body_id", "due", "event", "delivered_on"],
            without=["resolution_id"],
            parent_field="resolution_id",
            order="due",
            empty="Zu diesem Beschluss ist kein Bericht zu erstatten.",
        )
    ],
    empty="Hier stehen die Beschlüsse und Zusagen, die umzusetzen sind. So geht keiner verloren, "
    "und die Verwaltung kann jederzeit Auskunft geben. Beginnen Sie mit dem Grundsatzbeschluss "
    "zur Strategie.",
    order="-decided_on",
)


def show_paper(resolution: Resolution) -> None:
    """The way back to the paper that was decided."""
    if resolution.paper_id:
        object_link(resolution.paper_id, f"Zur Vorlage {resolution.paper_id} und ihrer Abstimmung")


st.title("Beschlüsse")
st.markdown("Was beschlossen ist, bis wann es umgesetzt sein muss und wie weit es ist.")
if show_object(RESOLUTIONS, show_paper):
    session.end_page()
with session.read() as db:
    states = resolutions_by_status(db).rename(columns={"status": "label", "resolutions": "value"})
    due = due_items(db, date.today())
# From the same list as "Fristen und Berichte", so that both count alike.
late = due[(due["kind"] == "Beschluss") & due["overdue"]]
if not states.empty:
    with st.expander("So geht es", icon=":material/help:"):
        st.markdown(
            "Tragen Sie Wortlaut, Frist und Sachstand ein; „offen“ und „in Arbeit“ mit Frist "
            "erscheinen unter Fristen und Berichte. Ist über einen Beschluss zu berichten, legen "
            "Sie auf seiner Seite eine Berichtspflicht an."
        )
    for row in rows_of(late):
        st.warning(
            f"Überfällig seit {-row.days} Tagen: {plain(row.title)}", icon=":material/alarm:"
        )
        st.button(
            f"{row.object_id} öffnen",
            key=f"open_{row.object_id}",
            on_click=open_object,
            args=(str(row.object_id),),
        )
    total = int(states["value"].sum())
    show_chart(
        bar_chart(states),
        # Its own text instead of bar_summary: how many are late is what has to be heard first.
        f"{total} Beschlüsse nach Stand; {len(late)} davon überfällig.",
        states,
        {"label": text_column("Stand"), "value": number_column("Beschlüsse")},
        key="resolution_states",
        title="Beschlüsse nach Stand",
    )
    st.header("Liste der Beschlüsse")
show_list(RESOLUTIONS)
