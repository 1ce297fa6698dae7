"""Step 5: measures over the years of the plan, with their stage and their cost."""

import streamlit as st

from strategy.analysis.staging import stage_grid
from strategy.figures.money.strategy_cost import cost_of_measures
from strategy.figures.plan.measures import measure_table, measure_years
from strategy.figures.profile import horizon
from strategy.nouns.plan_entry import PlanEntry
from ui.charts import (
    measures_timeline_chart,
    measures_timeline_summary,
    stages_chart,
    stages_summary,
)
from ui.charts.chart_block import show_chart
from ui.charts.cost_by_year import show_cost_by_year
from ui.frame.filters import filter_frame
from ui.frame.next_step import show_next
from ui.measures.stage_form import show_stage_form
from ui.objects.register import Register, show_object
from ui.run import session
from ui.tables.format import date_column, money_column, text_column, year_column
from ui.tables.result_table import show_result

# No list of their own: the table below shows the stages, a row per measure.
ENTRIES = Register(PlanEntry, columns=["measure_id", "year", "stage", "note"])

st.title("Mehrjahresplanung")
st.markdown(
    "Welche Maßnahme wird wann vorbereitet, umgesetzt und betrieben, und was kostet das je Jahr?"
)
if show_object(ENTRIES):
    session.end_page()
show_next("5")
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Die Filter bestimmen, welche Maßnahmen in den Bildern und in den Kosten stehen. Unter "
        "„Stufe setzen“ legen Sie für eine Maßnahme fest, was von wann bis wann geschieht; was "
        "dort vorher stand, wird ersetzt. Der Planungszeitraum steht unter Daten, Kommune."
    )
with session.read() as db:
    years = horizon(db)
    measures = measure_table(db)
    cells = measure_years(db)
if measures.empty:
    st.info(
        "Es gibt noch keine Maßnahmen, die sich auf Jahre verteilen ließen; legen Sie zuerst "
        "welche an.",
        icon=":material/info:",
    )
    st.page_link(
        "step_4_life_domains/measures.py", label="Zu den Maßnahmen", icon=":material/task:"
    )
    session.end_page()
if not years:
    st.info(
        "Das Planjahr fehlt noch; tragen Sie es bei den Angaben zur Kommune ein.",
        icon=":material/info:",
    )
    st.page_link("plan_data/settings.py", label="Zur Kommune", icon=":material/settings:")
    session.end_page()
chosen = filter_frame(
    measures,
    key="mehrjahr",
    search=["measure_id", "title"],
    search_label="Maßnahmen durchsuchen",
    choices={"domain": "Lebensbereich", "status": "Stand", "priority": "Priorität"},
)
st.caption(
    f"{len(chosen)} von {len(measures)} Maßnahmen, Planungszeitraum {years[0]} bis {years[-1]}."
)
if chosen.empty:
    st.info("Keine Maßnahme entspricht dieser Auswahl.", icon=":material/info:")
    session.end_page()
# Years outside the horizon have no column; their cost is told on the page of the cost.
inside = cells[cells["measure_id"].isin(chosen["measure_id"]) & cells["year"].isin(years)]
# From all measures and not the chosen ones, so that a domain keeps its colour while one filters.
domains = sorted(set(measures["domain"].dropna()))

stages, dates, costs = st.tabs(
    ["Stufen nach Jahren", "Zeitplan", "Kosten nach Jahren"],
    key="mehrjahr_sicht",
    bind="query-params",
)
if stages.open:
    with stages:
        show_chart(
            stages_chart(inside),
            stages_summary(inside),
            inside,
            {
                "measure": text_column("Maßnahme"),
                "year": year_column(),
                "stage": text_column("Stufe"),
                "amount_cents": money_column("Kosten"),
            },
            key="stages",
            title="Maßnahmen und Stufen nach Jahren",
        )
if dates.open:
    with dates:
        show_chart(
            measures_timeline_chart(chosen, domains),
            measures_timeline_summary(chosen),
            chosen,
            {
                "title": text_column("Maßnahme"),
                "domain": text_column("Lebensbereich"),
                "status": text_column("Stand"),
                "start": date_column("Beginn"),
                "end": date_column("Ende"),
            },
            key="timeline",
            title="Zeitplan der Maßnahmen",
        )
if costs.open:
    with costs:
        with session.read() as db:
            money = cost_of_measures(db, list(chosen["measure_id"]))
        money = money[money["year"].isin(years)]
        show_cost_by_year(money, key="stage_cost", title="Kosten der gewählten Maßnahmen")

st.header("Stufe setzen")
# Only the filtered ones can be chosen, so that the list stays short enough to find one in.
show_stage_form(dict(zip(chosen["measure_id"], chosen["title"], strict=True)), years)

st.header("Maßnahmen nach Jahren")
show_result(
    stage_grid(chosen, inside, years),
    {
        "title": text_column("Maßnahme", width="medium", pinned=True),
        "domain": text_column("Lebensbereich"),
        **{str(year): text_column(str(year), width=165) for year in years},
    },
    "measure_id",
    key="grid",
    title="Maßnahmen nach Jahren",
)
