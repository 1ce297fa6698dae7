"""The strategy as a document on the page of its chapters, the list of figures, Leichte Sprache."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from strategy.analysis.easy_language import easy_notes
from strategy.documents.pdf import has_libreoffice
from strategy.documents.strategy_document import write_strategy
from strategy.figures.catalogue import all_figures
from strategy.figures.plan.measures import IN_PLAN
from strategy.kernel.records import find
from strategy.nouns.measure import Measure
from ui.frame.places import object_link
from ui.reports.audience_choice import choose_audience
from ui.reports.made_file import show_made_file
from ui.run import session
from ui.run.plain_text import plain

_PLAIN, _EASY = "Fachsprache", "Leichte Sprache"


def show_strategy_files() -> None:
    """For whom and in which language, then Word and PDF of the version looked at."""
    audience = choose_audience("strategie_zielgruppe")
    language = st.segmented_control(
        "Sprache", [_PLAIN, _EASY], default=_PLAIN, key="strategie_sprache", required=True
    )
    store, version, easy = session.store(), session.version(), language == _EASY
    name = f"Digitalisierungsstrategie {session.municipality().title or ''}"

    def make(target: Path) -> object:
        return write_strategy(store, target, version, audience=audience, easy=easy)

    with st.container(horizontal=True):
        state = (str(audience), easy)
        show_made_file("Als Word-Dokument", name, "docx", "strategy_docx", make, state)
        if has_libreoffice():
            show_made_file("Als PDF", name, "pdf", "strategy_pdf", make, state)
        else:
            st.caption("Für PDF wird LibreOffice gebraucht, das auf diesem Rechner fehlt.")


def show_figure_list() -> None:
    """Every figure of the plan with its name for the text of a chapter."""
    with st.expander("Zahlen für den Text", icon=":material/data_object:"):
        figures = {one.id: one for one in session.recall(all_figures)}
        chosen = st.selectbox(
            "Zahl",
            list(figures),
            index=None,
            format_func=lambda name: f"{figures[name].label}: {figures[name].text}",
            placeholder="Tippen Sie ein Wort, zum Beispiel Kosten 2027",
            key="kapitel_zahl",
        )
        if chosen is None:
            st.caption(
                "Die Zahl bleibt im Text lebendig: Sie steht dort immer, wie der Plan sie sagt."
            )
            return
        st.caption("Kopieren Sie den Platzhalter in den Text des Kapitels.")
        st.code(f"{{{{{chosen}}}}}", language=None)


def show_easy_texts() -> None:
    """Which measures have a text in Leichte Sprache, and what is still too hard in it."""
    with session.read() as db:
        measures = find(db, Measure, IN_PLAN, order="id")
    told = [one for one in measures if one.easy_text]
    st.markdown(
        f"{len(told)} von {len(measures)} Maßnahmen haben einen Text in Leichter Sprache. Er steht "
        "auf der Seite der Maßnahme unter „In Leichter Sprache“."
    )
    for measure in told:
        notes = easy_notes(measure.easy_text or "")
        object_link(measure.id, f"{measure.id} {plain(measure.name)}")
        for note in notes:
            st.warning(plain(note), icon=":material/spellcheck:")
        if not notes:
            st.caption("Satzlänge und Wörter sind leicht.")
