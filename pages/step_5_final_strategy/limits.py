"""Step 5: caps on money and posts, and the rules a plan has to keep."""

import streamlit as st

from strategy.nouns.budget_cap import BudgetCap
from strategy.nouns.planning_rule import PlanningRule
from strategy.nouns.staff_cap import StaffCap
from ui.frame.next_step import show_next
from ui.objects.register import Register, show_list, show_object
from ui.run import session

BUDGET_CAPS = Register(
    BudgetCap,
    columns=["kind", "year", "organisation_id", "amount_cents", "source", "noted_on"],
    filters=["kind", "organisation_id"],
    order="year, kind",
    empty="Hier steht, wie viel Eigenanteil die Maßnahmen eines Jahres höchstens kosten dürfen, "
    "zum Beispiel aus dem Eckwertebeschluss. Legen Sie je Jahr eine Obergrenze an.",
)
STAFF_CAPS = Register(
    StaffCap,
    columns=["organisation_id", "year", "fte", "source", "noted_on"],
    filters=["organisation_id"],
    order="year, organisation_id",
    empty="Hier steht, wie viele Stellen einer Einheit die Maßnahmen höchstens binden dürfen.",
)
RULES = Register(
    PlanningRule,
    columns=["kind", "measure_id", "domain_id", "year", "count", "amount_cents", "source"],
    filters=["kind"],
    order="kind, year",
    empty="Hier stehen Regeln wie „Beginn nicht vor 2028“ oder „mindestens eine Maßnahme im "
    "Lebensbereich Gesundheit“.",
)

st.title("Obergrenzen und Regeln")
st.markdown("Wie viel Geld und wie viele Stellen es gibt, und was jeder Plan einhalten muss.")
if show_object(BUDGET_CAPS) or show_object(STAFF_CAPS) or show_object(RULES):
    session.end_page()
show_next("5")
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Obergrenzen gelten für den Eigenanteil, also nach Abzug der Förderung, für die ganze "
        "Kommune oder für eine Einheit mit allem darunter. Die Planungstabelle zeigt je Jahr, was "
        "davon frei ist, der Vorschlag dort hält sie ein. Nennen Sie zu jeder Zahl Quelle und "
        "Stand. Pflicht und Abhängigkeiten stehen bei der Maßnahme selbst."
    )
st.page_link(
    "step_5_final_strategy/planning_table.py",
    label="Zur Planungstabelle",
    icon=":material/view_timeline:",
)
st.header("Geld")
show_list(BUDGET_CAPS)
st.header("Stellen")
show_list(STAFF_CAPS)
st.header("Regeln")
show_list(RULES)
