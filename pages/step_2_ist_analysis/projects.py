"""Step 2: the portfolio of running and planned projects."""

from datetime import date
from typing import Any

import streamlit as st

from strategy.figures.inventory.counts import projects_by
from strategy.figures.inventory.projects import GREEN, OVER, RED, UNKNOWN, YELLOW, project_schedule
from strategy.figures.profile import sealed_on
from strategy.kernel import german
from strategy.kernel.listing import has_any
from strategy.nouns.cost_line import Basis, CostLine
from strategy.nouns.funding import Funding
from strategy.nouns.milestone import Milestone
from strategy.nouns.project import Project
from strategy.nouns.risk import Risk
from ui.charts import bar_chart, bar_summary
from ui.charts.chart_block import show_chart
from ui.charts.inventory import projects_timeline_chart, projects_timeline_summary
from ui.cost_sheet.editor import show_cost_sheet
from ui.frame.places import object_link
from ui.objects.register import Register, list_title, new_button, show_list, show_object
from ui.run import session
from ui.run.plain_text import plain
from ui.tables.drill import set_filters, show_drill
from ui.tables.format import date_column, money_column, number_column, percent_column, text_column
from ui.tables.rows import rows_of

PROJECTS = Register(
    Project,
    columns=[
        "title",
        "organisation_id",
        "status",
        "phase",
        "priority",
        "starts_on",
        "ends_on",
        "progress",
        "budget_cents",
        "endangered",
    ],
    filters=["organisation_id", "status", "priority", "phase", "endangered"],
    order="title",
    imports="projects",
    empty="Hier stehen die Vorhaben der Digitalisierung mit Federführung, Zeitplan, Budget und "
    "Stand. Beginnen Sie mit dem, was schon läuft, oder lesen Sie eine Projektliste unter "
    "„Einlesen“ ein.",
    children=[
        Register(
            Milestone,
            columns=["title", "due", "reached_on"],
            parent_field="project_id",
            order="due",
            empty="Noch ist kein Meilenstein vereinbart.",
        ),
        Register(
            Risk,
            columns=["title", "likelihood", "damage", "response"],
            parent_field="project_id",
            order="title",
            empty="Noch ist kein Risiko beschrieben.",
        ),
        Register(
            Funding,
            columns=["title", "rate", "cap_cents", "eligible_cents", "proof_due"],
            parent_field="project_id",
            order="title",
            empty="Noch ist keine Förderung beantragt oder bewilligt.",
        ),
        Register(
            CostLine,
            columns=["title", "year", "cost_type", "basis", "amount_cents"],
            parent_field="project_id",
            # Typed in the Kostenblatt; a line keeps a page of its own.
            listed=False,
            order="-year, cost_type",
            empty="Noch sind keine Kosten erfasst; sie gelten als unbekannt, nicht als Null.",
        ),
    ],
)
# Each light has a shape and a word besides its colour (WCAG 1.4.1; red and green look alike to
# many).
LIGHTS = {
    RED: "■ rot",
    YELLOW: "▲ gelb",
    GREEN: "● grün",
    UNKNOWN: "◌ unbekannt",
    OVER: "○ beendet",
}


def show_state(project: Any) -> None:
    """The light of a project with its reasons, what it costs, and what is asked where it is not
    green."""
    with session.read() as db:
        state = project_schedule(db, _today(db), project_id=project.id).iloc[0]
    st.header(f"Stand: {LIGHTS[state.light]}")
    months = (
        "Dauer unbekannt"
        if german.is_unknown(state.months)
        else f"{german.number(state.months)} Monate von Beginn bis Abschluss"
    )
    st.markdown(
        f"{months}. Budget {german.money(state.budget_cents)}, Kosten im Plan "
        f"{german.money(state.plan_cents)}, im Ist {german.money(state.actual_cents)}."
    )
    if state.reasons:
        st.markdown(f"Warum: {plain(state.reasons)}.")
    # Councils ask for cause and options of every project in danger; a light alone decides nothing.
    if state.light in (RED, YELLOW) and not (project.cause and project.options):
        missing = " und ".join(
            word
            for word, value in (
                ("die Ursache", project.cause),
                ("die Handlungsoptionen", project.options),
            )
            if not value
        )
        st.warning(
            f"Dieses Projekt steht nicht auf Grün. Es fehlt noch: {missing}. Ergänzen Sie das "
            "oben, damit entschieden werden kann.",
            icon=":material/warning:",
        )
    show_cost_sheet(project, [Basis.PLAN, Basis.ACTUAL])


def _today(db: Any) -> date:
    # A sealed edition is judged by its own day, or projects in it would turn red as time goes by.
    return sealed_on(db) or date.today()


def show_portfolio() -> None:
    """How many projects stand where, and when they run."""
    with session.read() as db:
        table = project_schedule(db, _today(db))
        states = projects_by(db, "status")
        priorities = projects_by(db, "priority")
    lights = table["light"].value_counts()
    for cell, light in zip(st.columns(len(LIGHTS)), LIGHTS, strict=True):
        cell.metric(LIGHTS[light], german.number(int(lights.get(light, 0))))
    left, right = st.columns(2)
    for place, frame, word, name in (
        (left, states, "Stand", "status"),
        (right, priorities, "Priorität", "priority"),
    ):
        with place:
            st.header(f"Nach {word}")
            bars = frame.rename(columns={"value": "label", "projects": "value"})
            show_chart(
                bar_chart(bars),
                bar_summary(bars, "Die meisten Projekte"),
                bars,
                {"label": text_column(word), "value": number_column("Projekte")},
                key=f"projekte_{name}",
                title=f"Projekte nach {word}",
            )
            st.selectbox(
                f"Projekte zeigen: {word}",
                list(bars["label"]),
                index=None,
                key=f"projekte_zu_{name}",
                placeholder="auswählen …",
                on_change=_show_chosen,
                args=(name,),
            )
    st.header("Zeitplan")
    timeline = table.rename(columns={"starts_on": "start", "ends_on": "end"})
    # The picture marks what is in danger, reported or worked out.
    timeline["endangered"] = timeline["light"] == RED
    show_chart(
        projects_timeline_chart(timeline),
        projects_timeline_summary(timeline),
        timeline,
        {
            "title": text_column("Projekt"),
            "amt": text_column("Federführung"),
            "status": text_column("Stand"),
            "start": date_column("Beginn"),
            "end": date_column("Abschluss"),
            "months": number_column("Monate"),
            "progress": percent_column("Fertigstellung"),
            "light": text_column("Ampel"),
            "budget_cents": money_column("Budget"),
            "plan_cents": money_column("Kosten Plan"),
            "actual_cents": money_column("Kosten Ist"),
        },
        key="projekte_zeitplan",
        title="Zeitplan der Projekte",
    )
    st.header("Budget und Kosten")
    st.caption("Plan und Ist über alle Jahre, ohne Abschreibungen. Eine Zeile öffnet das Projekt.")
    table["shown"] = table["light"].map(LIGHTS)
    table["reasons"] = [reasons or "–" for reasons in table["reasons"]]
    show_drill(
        table,
        {
            "title": text_column("Projekt"),
            "shown": text_column("Ampel"),
            "reasons": text_column("Warum"),
            "amt": text_column("Federführung"),
            "budget_cents": money_column("Budget"),
            "plan_cents": money_column("Kosten Plan"),
            "actual_cents": money_column("Kosten Ist"),
            "progress": percent_column("Fertigstellung"),
        },
        key="projekte_kosten",
        label="Budget und Kosten der Projekte",
        ids="id",
        prompt="Projekt öffnen",
    )
    new_button(PROJECTS)


def _show_chosen(name: str) -> None:
    # Clearing the choice calls back as well; there is nothing to filter by then.
    value = st.session_state.get(f"projekte_zu_{name}")
    if value:
        set_filters(**{f"project_{name}": value, "projekte_sicht": "Liste"})


def show_endangered() -> None:
    """Every project whose light is not green, with its cause and what could be done."""
    with session.read() as db:
        table = project_schedule(db, _today(db))
    found = table[table["light"].isin([RED, YELLOW])].sort_values(
        # By severity and not by the alphabet, in which "gelb" comes before "rot"; stable, so that
        # the query's order holds within a light.
        "light",
        key=lambda lights: lights.map([RED, YELLOW].index),
        kind="stable",
    )
    if found.empty:
        st.success(
            "Zurzeit stehen alle laufenden und geplanten Projekte auf Grün.",
            icon=":material/check_circle:",
        )
    silent = found[found["cause"].isna() | found["options"].isna()]
    if len(silent):
        words = "einem Projekt" if len(silent) == 1 else f"{german.number(len(silent))} Projekten"
        st.info(
            f"Bei {words} fehlen Ursache oder Handlungsoptionen; fragen Sie dort nach.",
            icon=":material/info:",
        )
    for project in rows_of(found):
        with st.container(border=True):
            st.header(f"{LIGHTS[project.light]}: {plain(project.title)}")
            object_link(project.id, f"{project.id} öffnen")
            st.markdown(f"**Warum:** {plain(project.reasons)}.")
            st.markdown(f"**Ursache:** {_said(project.cause)}")
            st.markdown(f"**Handlungsoptionen:** {_said(project.options)}")
            st.caption(
                f"{plain(project.amt)}, Stand {project.status or german.UNKNOWN}, geplanter "
                f"Abschluss {german.day(project.ends_on)}, Fertigstellung "
                f"{german.percent(project.progress)}."
            )


def _said(text: Any) -> str:
    return "noch nicht genannt" if german.is_unknown(text) or not text else plain(text)


actions = list_title("Projekte")
st.markdown("Welche Vorhaben laufen oder geplant sind, was sie kosten und welche gefährdet sind.")
if show_object(PROJECTS, show_state):
    session.end_page()
with session.read() as db:
    nothing = not has_any(db, Project)
if nothing:
    show_list(PROJECTS)
    session.end_page()
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "„Überblick“ zeigt Stand, Zeitplan und Kosten aller Projekte, „Liste“ lässt suchen und "
        "filtern. Die Ampel rechnet die Werkbank aus: rot, wenn ein Projekt als gefährdet gemeldet "
        "oder sein Abschluss überschritten ist; gelb, wenn ein Meilenstein überfällig ist, die "
        "Sachkosten über dem Budget liegen oder die Fertigstellung hinterherhinkt. Wo sie nicht "
        "grün ist, sind Ursache und Handlungsoptionen zu nennen."
    )
VIEWS = {
    "Überblick": show_portfolio,
    "Liste": lambda: show_list(PROJECTS, actions=actions),
    "Gefährdet": show_endangered,
}
for tab, show in zip(
    st.tabs(list(VIEWS), key="projekte_sicht", bind="query-params"), VIEWS.values(), strict=True
):
    if tab.open:
        with tab:
            show()
