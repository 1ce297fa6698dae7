"""The overview: the municipality, the five steps with their state, the key figures."""

import streamlit as st

from strategy.analysis.steps import step_states
from strategy.figures.catalogue import find_figures
from strategy.figures.money.cost import cost_by_year, unknown_costs
from strategy.kernel import german
from ui.charts.cost_by_year import show_cost_by_year
from ui.frame.places import place_about
from ui.run import session
from ui.run.plain_text import plain

ICONS = {
    "erledigt": ":material/check_circle:",
    "in Arbeit": ":material/pending:",
    "noch nicht begonnen": ":material/radio_button_unchecked:",
}

town = session.municipality()
year = town.plan_year
with session.read() as db:
    states = step_states(db)
    costs = cost_by_year(db, "Plan")
    unknown = unknown_costs(db, "Plan", year)
# By their ids, so that the overview shows the very figures of the report.
figures = session.recall(
    find_figures,
    (
        f"kosten_plan_{year}_gesamt",
        "anwendungen_anzahl",
        "projekte_laufend",
        "leistungen_onlinequote",
        "massnahmen_anzahl",
        f"massnahmen_{year}_gesamt",
    ),
)

st.title(f"Digitalstrategie {plain(town.title)}")
st.markdown(
    "In fünf Schritten von den Zielen zur beschlossenen, bezahlten und gestuften Strategie. "
    "Hier sehen Sie, wo der Plan steht und was als Nächstes zu tun ist."
)

st.header("Die Schritte")
for number, state in enumerate(states, start=1):
    # The council's work runs beside the five steps and has no number.
    title = f"{number} {state.title}" if number <= 5 else state.title
    with st.container(border=True):
        left, right = st.columns([3, 2])
        with left:
            st.subheader(f"{ICONS[state.word]} {title}")
            st.markdown(f"**{state.word}** – {german.percent(state.share * 100, 0)} der Wegmarken")
            if state.done:
                st.markdown("Vorhanden: " + "; ".join(state.done))
            if state.missing:
                st.markdown("Noch offen: " + "; ".join(state.missing))
        with right:
            if state.next_action:
                st.markdown(f"Nächster Schritt: {state.next_action}")
            place = place_about(state.about)
            st.page_link(place.script, label=f"Zu „{place.title}“", icon=place.icon)

st.header("Kennzahlen")
tiles = st.columns(3)
for number, figure in enumerate(figures):
    with tiles[number % 3]:
        # Written here: st.metric's own formats follow the language of the browser.
        st.metric(figure.label, figure.text, border=True, help=figure.note or None)
if not costs.empty:
    st.markdown(f"Kosten {year}: {unknown.sentence}")
    show_cost_by_year(costs, key="start_costs", title="Kosten nach Jahren")
    st.page_link(
        "step_2_ist_analysis/costs.py", label="Zu den Kosten im Einzelnen", icon=":material/euro:"
    )
