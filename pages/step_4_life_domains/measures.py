"""Step 4: measures by life domain, each with its sheet."""

from dataclasses import replace

import streamlit as st

from strategy.figures.plan.measures import measure_list_facts, measures_by
from strategy.nouns.budget_share import BudgetShare
from strategy.nouns.cost_line import CostLine
from strategy.nouns.dependency import Dependency
from strategy.nouns.funding import Funding
from strategy.nouns.indicator import Indicator
from strategy.nouns.measure import Measure
from strategy.nouns.milestone import Milestone
from strategy.nouns.plan_entry import PlanEntry
from strategy.nouns.replacement import Replacement
from strategy.nouns.risk import Risk
from strategy.nouns.score import Score
from ui.charts import bar_chart, bar_summary
from ui.charts.chart_block import show_chart
from ui.frame.next_step import show_next
from ui.measures.measure_sheet import GOALS, show_sheet
from ui.measures.start_form import show_start
from ui.objects.register import Figures, Register, list_title, show_list, show_object
from ui.run import session
from ui.tables.format import money_column, number_column, text_column

MEASURES = Register(
    Measure,
    columns=[
        "title",
        "status",
        "own_cents",
        "cost_cents",
        "starts_on",
        "ends_on",
        "organisation_id",
        "stage",
        "domain_id",
        "priority",
    ],
    figures=Figures(
        {
            "own_cents": money_column("Eigenanteil", "Alle Jahre, Plan, nach Abzug der Förderung"),
            "cost_cents": money_column("Kosten", "Alle Jahre, Plan"),
            "stage": replace(text_column("Stufen"), empty="auf kein Jahr verteilt"),
        },
        measure_list_facts,
    ),
    filters=["domain_id", "status", "priority", "organisation_id", "origin"],
    # What is asked of every measure: what it is called, where it belongs and what it is for.
    first=["title", "domain_id"],
    links=[GOALS],
    empty="Hier stehen die Maßnahmen der Strategie. Machen Sie welche aus den Karten und Themen "
    "der Werkstatt, oder legen Sie eine an und nennen Sie ihre Herkunft.",
    children=[
        Register(
            CostLine,
            parent_field="measure_id",
            # Typed in the Kostenblatt; a line keeps a page of its own.
            listed=False,
            order="year, cost_type",
            columns=[
                "title",
                "year",
                "cost_type",
                "recurrence",
                "budget_kind",
                "basis",
                "amount_cents",
                "fte",
                "financing",
            ],
            first=["title", "measure_id"],
            # A cost line belongs to one object; here it is this measure, and the others would be
            # refused.
            without=["application_id", "project_id"],
            # A line needs a name, but the kind of cost says enough for most.
            defaults={"title": "Kosten"},
            empty="Noch keine Kostenzeile: je Jahr und Kostenart eine, ein unbekannter Betrag "
            "bleibt leer.",
        ),
        Register(
            Funding,
            parent_field="measure_id",
            # The cap beside the rate: what exceeds it is paid by the municipality itself.
            columns=["title", "rate", "cap_cents", "eligible_cents", "applied_on", "granted_on"],
            first=["title", "measure_id"],
            without=["project_id"],
        ),
        Register(
            BudgetShare,
            parent_field="measure_id",
            columns=["year", "product", "account", "share", "state"],
            order="year, product",
        ),
        Register(
            Replacement,
            parent_field="measure_id",
            columns=["application_id", "kind", "replaced_on", "parallel_months", "notice_on"],
        ),
        Register(
            PlanEntry,
            parent_field="measure_id",
            columns=["stage", "year", "note"],
            order="year",
            empty="Noch auf kein Jahr verteilt; das geht auch auf der Seite Mehrjahresplanung.",
        ),
        Register(
            Milestone,
            parent_field="measure_id",
            columns=["title", "due", "reached_on"],
            order="due",
            without=["project_id"],
        ),
        Register(
            Dependency,
            parent_field="measure_id",
            columns=["kind", "other_id"],
            empty="Noch keine Abhängigkeit: Hält fest, welche Maßnahme eine andere voraussetzt, "
            "ausschließt oder unterstützt.",
        ),
        Register(
            Risk,
            parent_field="measure_id",
            columns=["title", "likelihood", "damage", "response"],
            without=["project_id"],
        ),
        Register(
            Indicator,
            parent_field="measure_id",
            columns=["title", "unit", "baseline", "target", "target_year"],
        ),
        Register(
            Score,
            parent_field="measure_id",
            columns=["criterion_id", "points", "reason"],
            empty="Noch nicht bewertet; das geht auch auf der Seite Prioritäten.",
        ),
    ],
)

actions = list_title("Maßnahmen")
st.markdown(
    "Jede Maßnahme hat einen Steckbrief: was sie bewirkt, wo sie herkommt, was sie kostet und wie "
    "weit sie ist."
)
if show_object(MEASURES, sheet=lambda measure: show_sheet(measure, MEASURES.children)):
    session.end_page()
show_next("4")
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Ein Klick auf den Titel öffnet den Steckbrief. Dort stehen Kosten, Förderung, "
        "Meilensteine, Risiken und Abhängigkeiten; unter „Verknüpfungen“ verbinden Sie die "
        "Maßnahme mit dem Ziel, dem sie dient. Die Herkunft ist Pflicht, damit später jede und "
        "jeder sehen kann, warum es die Maßnahme gibt."
    )
show_start()
show_list(MEASURES, actions=actions)
# Below the list: people come here to find a measure, the picture is for those who stay.
with session.read() as db:
    states = measures_by(db, "status")
if len(states):
    bars = states.rename(columns={"value": "label", "measures": "value"})
    show_chart(
        bar_chart(bars),
        bar_summary(bars, "Die meisten Maßnahmen haben den Stand"),
        states,
        {"value": text_column("Stand"), "measures": number_column("Maßnahmen")},
        key="measure_states",
        title="Maßnahmen nach Stand",
    )
