"""The first hour: what an empty plan begins with, and that the demo is one."""

from __future__ import annotations

import streamlit as st

from strategy.intake.kinds.catalogue import KINDS
from strategy.kernel.listing import has_any
from strategy.nouns.application import Application
from strategy.nouns.budget_line import BudgetLine
from strategy.nouns.measure import Measure
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.paper import Paper
from ui.importing.template_button import show_template
from ui.run import session

# What a town hall has in a drawer, the kind of import that takes it, and what it brings.
_FILES = (
    (
        "Eine Liste der Ämter?",
        "organisation",
        "Dezernate, Ämter und Sachgebiete; alles Weitere gehört zu einer Einheit.",
    ),
    (
        "Eine Liste der Anwendungen?",
        "applications",
        "Fachverfahren und Programme mit Verträgen, Nutzenden und Kosten.",
    ),
    ("Den Haushaltsplan?", "budget", "Produkte, Konten und Ansätze aus dem Finanzverfahren."),
)


def begins() -> bool:
    """Whether nothing is there yet that a town brings itself."""
    with session.read() as db:
        return not any(
            has_any(db, noun)
            for noun in (OrganisationUnit, Application, BudgetLine, Paper, Measure)
        )


def show_beginning() -> None:
    """Ask what there is and lead to where it goes in, each with its template."""
    st.header("Was haben Sie schon?")
    for place, (question, kind, about) in zip(st.columns(3), _FILES, strict=True):
        with place, st.container(border=True, height="stretch"):
            st.subheader(question)
            st.markdown(about)
            st.page_link(
                "plan_data/import_files.py",
                label=f"{KINDS[kind].label} einlesen",
                icon=":material/upload_file:",
                query_params={"import_kind": KINDS[kind].label},
            )
            show_template(kind)
    with st.container(border=True):
        st.subheader("Einen Antrag oder Beschluss?")
        st.markdown(
            "Womit alles begann: der Antrag einer Fraktion, der Auftrag des Rates. Aus ihm folgen "
            "Fristen, Berichte und später die Vorlage der Strategie."
        )
        st.page_link(
            "council/papers.py",
            label="Vorlage oder Antrag anlegen",
            icon=":material/description:",
            query_params={"neu": Paper.TABLE},
        )
    st.page_link(
        "step_1_goals/vision.py",
        label="Nichts davon: mit dem Leitbild beginnen",
        icon=":material/arrow_forward:",
    )
