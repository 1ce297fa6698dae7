"""Step 2: the inventory of IT applications."""

import streamlit as st

from strategy.nouns.application import Application
from strategy.nouns.application_use import ApplicationUse
from strategy.nouns.cost_line import CostLine
from ui.register import Register, show_list, show_object

APPLICATIONS = Register(
    Application,
    columns=["title", "organisation_id", "vendor", "operation", "life_cycle", "contract_end",
             "criticality", "time_decision"],
    filters=["organisation_id", "life_cycle", "time_decision"],
    order="title",
    children=[
        Register(ApplicationUse, columns=["organisation_id", "share", "users"],
                 parent_field="application_id"),
        Register(CostLine, columns=["title", "year", "cost_type", "basis", "amount_cents"],
                 parent_field="application_id", order="year"),
    ],
)

st.title("Anwendungen")
if show_object(APPLICATIONS):
    st.stop()
show_list(APPLICATIONS)
