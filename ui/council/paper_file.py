"""A paper as a Word document on its page: for whom, from which edition, in which template."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from strategy.documents.council_paper import write_council_paper
from strategy.nouns.paper import Paper
from ui.reports.audience_choice import choose_audience
from ui.reports.made_file import show_made_file
from ui.run import session


def show_paper_file(paper: Paper) -> None:
    """Folded: a paper is read more often than it is written."""
    with st.expander("Vorlage als Word-Dokument", icon=":material/description:"):
        st.caption(
            "Alle Angaben dieser Seite mit Beratungsfolge, Beträgen, Stellen und Zielen. Die "
            "Zahlen kommen aus einer festgeschriebenen Fassung; fehlt ein Pflichtteil, wird er "
            "genannt."
        )
        editions = {one.name: one for one in session.versions() if one.kind == "edition"}
        names = list(editions)
        chosen = st.selectbox(
            "Fassung der Zahlen",
            names,
            index=names.index(paper.edition) if paper.edition in names else None,
            format_func=lambda name: editions[name].title,
            placeholder="keine" if names else "noch keine festgeschrieben",
            disabled=not names,
            key=f"paper_edition_{paper.id}",
        )
        audience = choose_audience(f"paper_audience_{paper.id}")
        upload = st.file_uploader(
            "Eigene Word-Vorlage (freiwillig)",
            type="docx",
            key=f"paper_template_{paper.id}",
            help="Platzhalter wie {{ betreff }}, {{ sachverhalt }}, {{ beschlussvorschlag }}, "
            "{{ finanzielle_auswirkungen }} und {{ beratungsfolge }} werden gefüllt.",
        )
        template = upload.getvalue() if upload else None
        store = session.store()

        def make(target: Path) -> object:
            return write_council_paper(
                store, target, paper.id, chosen, audience=audience, template=template
            )

        show_made_file(
            "Vorlage schreiben",
            f"{paper.paper_type or 'Vorlage'} {paper.reference or paper.id}",
            "docx",
            f"paper_{paper.id}",
            make,
            (chosen, str(audience), template),
        )
