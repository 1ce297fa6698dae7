"""Step 2: the portfolio of running and planned projects."""

from typing import Any

import streamlit as st

from strategy import german
from strategy.figures.inventory import project_table, projects_by
from strategy.nouns.cost_line import CostLine
from strategy.nouns.funding import Funding
from strategy.nouns.milestone import Milestone
from strategy.nouns.project import Project
from strategy.nouns.risk import Risk
from strategy.records import find
from ui import session
from ui.chart_block import show_chart
from ui.charts import bar_chart, bar_summary
from ui.charts.inventory import projects_timeline_chart, projects_timeline_summary
from ui.drill import set_filters, show_drill
from ui.format import (
    date_column,
    money_column,
    number_column,
    percent_column,
    text_column,
    yes_no_column,
)
from ui.places import object_link
from ui.plain_text import plain
from ui.register import Register, show_list, show_object

PROJECTS = Register(
    Project,
    columns=["title", "organisation_id", "status", "phase", "priority", "starts_on", "ends_on",
             "progress", "budget_cents", "endangered"],
    filters=["organisation_id", "status", "priority", "phase", "endangered"],
    order="title",
    empty="Hier stehen die Vorhaben der Digitalisierung mit Federführung, Zeitplan, Budget und "
    "Stand. Beginnen Sie mit dem, was schon läuft, oder lesen Sie eine Projektliste unter "
    "„Einlesen“ ein.",
    children=[
        Register(Milestone, columns=["title", "due", "reached_on"], parent_field="project_id",
                 order="due NULLS LAST", empty="Noch ist kein Meilenstein vereinbart."),
        Register(Risk, columns=["title", "likelihood", "damage", "response"],
                 parent_field="project_id", order="title",
                 empty="Noch ist kein Risiko beschrieben."),
        Register(Funding, columns=["title", "rate", "cap_cents", "eligible_cents", "proof_due"],
                 parent_field="project_id", order="title",
                 empty="Noch ist keine Förderung beantragt oder bewilligt."),
        Register(CostLine, columns=["title", "year", "cost_type", "basis", "amount_cents"],
                 parent_field="project_id", order="year DESC, cost_type",
                 empty="Noch sind keine Kosten erfasst; sie gelten als unbekannt, nicht als Null."),
    ],
)


def show_danger(project: Any) -> None:
    """Say at once what puts a project in danger."""
    if project.endangered and not (project.cause and project.options):
        st.warning(
            "Dieses Projekt ist gefährdet; es fehlen noch Ursache oder Handlungsoptionen. Ergänzen "
            "Sie beides oben, damit entschieden werden kann.",
            icon=":material/warning:",
        )


def show_portfolio() -> None:
    """How many projects stand where, and when they run."""
    with session.read() as db:
        table = project_table(db)
        states = projects_by(db, "status")
        priorities = projects_by(db, "priority")
    left, right = st.columns(2)
    for place, frame, word, name in ((left, states, "Stand", "status"),
                                     (right, priorities, "Priorität", "priority")):
        with place:
            st.header(f"Nach {word}")
            bars = frame.rename(columns={"value": "label", "projects": "value"})
            show_chart(
                bar_chart(bars), bar_summary(bars, "Die meisten Projekte"), bars,
                {"label": text_column(word), "value": number_column("Projekte")},
                key=f"projekte_{name}", title=f"Projekte nach {word}",
            )
            st.selectbox(
                f"Projekte zeigen: {word}", list(bars["label"]), index=None,
                key=f"projekte_zu_{name}", placeholder="auswählen …", on_change=_show_chosen,
                args=(name,),
            )
    st.header("Zeitplan")
    show_chart(
        projects_timeline_chart(table), projects_timeline_summary(table), table,
        {"title": text_column("Projekt"), "amt": text_column("Federführung"),
         "status": text_column("Stand"), "start": date_column("Beginn"),
         "end": date_column("Abschluss"), "progress": percent_column("Fertigstellung"),
         "endangered": yes_no_column("gefährdet"), "budget_cents": money_column("Budget"),
         "plan_cents": money_column("Kosten Plan"), "actual_cents": money_column("Kosten Ist")},
        key="projekte_zeitplan", title="Zeitplan der Projekte",
    )
    st.header("Budget und Kosten")
    st.caption("Plan und Ist über alle Jahre, ohne Abschreibungen. Eine Zeile öffnet das Projekt.")
    show_drill(
        table,
        {"title": text_column("Projekt"), "amt": text_column("Federführung"),
         "budget_cents": money_column("Budget"), "plan_cents": money_column("Kosten Plan"),
         "actual_cents": money_column("Kosten Ist"),
         "progress": percent_column("Fertigstellung")},
        key="projekte_kosten", label="Budget und Kosten der Projekte", ids="project_id",
        prompt="Projekt öffnen",
    )


def _show_chosen(name: str) -> None:
    value = st.session_state.get(f"projekte_zu_{name}")
    if value:
        set_filters(**{f"project_{name}": value, "projekte_sicht": "Liste"})


def show_endangered() -> None:
    """Every endangered project with its cause and what could be done."""
    with session.read() as db:
        found = find(db, Project, "endangered", order="title, id")
    if not found:
        st.info("Zurzeit ist kein Projekt als gefährdet gemeldet.", icon=":material/info:")
    for project in found:
        with st.container(border=True):
            st.header(f"⚠ {plain(project.title)}")
            object_link(project.id, f"{project.id} öffnen")
            st.markdown(f"**Ursache:** {plain(project.cause)}")
            st.markdown(f"**Handlungsoptionen:** {plain(project.options)}")
            st.caption(
                f"Stand {project.status or german.UNKNOWN}, geplanter Abschluss "
                f"{german.day(project.ends_on)}, Fertigstellung {german.percent(project.progress)}."
            )


st.title("Projekte")
st.markdown("Welche Vorhaben laufen oder geplant sind, was sie kosten und welche gefährdet sind.")
if show_object(PROJECTS, show_danger):
    st.stop()
with session.read() as db:
    nothing = not db.has_rows("SELECT 1 FROM project")
if nothing:
    show_list(PROJECTS)
    st.stop()
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "„Überblick“ zeigt Stand, Zeitplan und Kosten aller Projekte, „Liste“ lässt suchen und "
        "filtern. Melden Sie ein Projekt als gefährdet, wenn Termin, Budget oder Ziel wackeln, und "
        "nennen Sie Ursache und Handlungsoptionen; dann steht es unter „Gefährdet“."
    )
VIEWS = {"Überblick": show_portfolio, "Liste": lambda: show_list(PROJECTS),
         "Gefährdet": show_endangered}
for tab, show in zip(
    st.tabs(list(VIEWS), key="projekte_sicht", bind="query-params"), VIEWS.values(), strict=True
):
    if tab.open:
        with tab:
            show()
