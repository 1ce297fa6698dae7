"""Gremien: resolutions and how they are carried out."""

from dataclasses import replace
from datetime import date

import streamlit as st

from strategy.figures.plan.council import due_items, resolutions_by_status
from strategy.figures.plan.resolution_control import measures_without_vote, resolution_control
from strategy.kernel import german
from strategy.nouns.report_due import ReportDue
from strategy.nouns.resolution import Resolution
from ui.charts import bar_chart
from ui.charts.chart_block import show_chart
from ui.council.case_file import show_chain
from ui.frame.places import object_link, open_object
from ui.objects.list_rows import show_rows
from ui.objects.register import Register, show_list, show_object
from ui.run import session
from ui.run.plain_text import plain
from ui.tables.format import date_column, money_column, number_column, text_column
from ui.tables.rows import rows_of

RESOLUTIONS = Register(
    Resolution,
    columns=["title", "reference", "body_id", "decided_on", "form", "due", "status", "report"],
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

CONTROL = {
    "title": text_column("Beschluss", width=260),
    "state": text_column("Stand"),
    "gaps": replace(text_column("Was fehlt", width=220), empty="nichts"),
    "measures": number_column("Maßnahmen"),
    "amount_cents": replace(money_column("Beschlossener Betrag"), empty="nicht genannt"),
    "planned_cents": replace(money_column("Plankosten der Maßnahmen"), empty="–"),
    "next_report": replace(text_column("Nächster Bericht"), empty="–"),
    "decided_on": date_column("Beschlossen am"),
    "body": text_column("Gremium"),
    "id": text_column("Kennung"),
}
BARE = {
    "title": text_column("Maßnahme", width=320),
    "status": text_column("Stand"),
    "why": text_column("Was fehlt"),
    "id": text_column("Kennung"),
}


def show_paper(resolution: Resolution) -> None:
    """The way back to the paper that was decided, and the whole chain it stands in."""
    if resolution.paper_id:
        object_link(resolution.paper_id, f"Zur Vorlage {resolution.paper_id} und ihrer Abstimmung")
        show_chain(resolution.paper_id, resolution.id)


def show_control() -> None:
    """What became of every resolution, and which measures have no vote behind them."""
    with session.read() as db:
        control = resolution_control(db)
        bare = measures_without_vote(db)
    st.header("Beschlusskontrolle")
    if len(bare):
        many = german.counted(len(bare), "Maßnahme ist", "Maßnahmen sind")
        st.warning(
            f"{many} beschlossen oder weiter, ohne dass eine Abstimmung dahintersteht. Erfassen "
            "Sie die Abstimmung auf der Seite der Vorlage und wählen Sie dort die Maßnahmen.",
            icon=":material/gavel:",
        )
        with st.expander(f"Maßnahmen ohne Abstimmung ({len(bare)})"):
            show_rows(
                bare.rename(columns={"measure_id": "id"}),
                BARE,
                key="bare",
                label="Maßnahmen ohne Abstimmung",
            )
    show_rows(
        control.rename(columns={"resolution_id": "id"}),
        CONTROL,
        key="control",
        label="Beschlusskontrolle",
    )


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
    show_control()
    st.header("Liste der Beschlüsse")
show_list(RESOLUTIONS)
